"""ODK Validate, the judge of what an XForm may be."""

import subprocess
from pathlib import Path

from tests.java.javarosa import JAR


def validated(document: bytes, folder: Path) -> str:
    """Return "" where ODK Validate accepts the form, else what it says."""
    path = folder / "form.xml"
    path.write_bytes(document)
    run = subprocess.run(["java", "-jar", str(JAR), str(path)], capture_output=True, text=True, timeout=120)
    return "" if run.returncode == 0 else run.stdout + run.stderr
