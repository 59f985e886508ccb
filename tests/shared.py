"""Where the real specimens lie: beside the project, never inside it."""

import os
from pathlib import Path

import pytest


def shared_data(relative: str) -> Path:
    """Return the path of a specimen, or skip the test where the folder is absent.

    ALONGSIDE_SHARED names the folder; without it, a folder `shared` beside the checkout or beside one above it.
    """
    if "ALONGSIDE_SHARED" in os.environ:
        roots = [Path(os.environ["ALONGSIDE_SHARED"])]
    else:
        roots = [parent / "shared" for parent in Path(__file__).resolve().parents]
    for root in roots:
        if (path := root / "data" / relative).exists():
            return path
    pytest.skip(f"needs the shared specimen {relative}, which is not on this machine")
