"""JavaRosa as a counterpart: compiles Fill.java once and speaks its line protocol (see the head of Fill.java)."""

import base64
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

import pytest
import pyxform

SOURCE = Path(__file__).with_name("Fill.java")
JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


def needs_java() -> None:
    """Skip the test where Java or the jar is missing."""
    if not (shutil.which("java") and shutil.which("javac")):
        pytest.skip("needs Java 17 (java and javac)")
    if not JAR.exists():
        pytest.skip("needs ODK_Validate.jar, which pyxform carries")


def classes() -> Path:
    """Return the folder of the compiled program, compiling it where source or jar changed."""
    mark = hashlib.sha256(SOURCE.read_bytes() + str(JAR.stat().st_size).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"alongside-javarosa-{mark}"
    if not (folder / "Fill.class").exists():
        fresh = Path(tempfile.mkdtemp(prefix="alongside-javac-"))
        subprocess.run(["javac", "-cp", str(JAR), "-d", str(fresh), str(SOURCE)], check=True, capture_output=True)
        try:
            fresh.rename(folder)
        except OSError:  # another worker was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    return folder


class Filler:
    """One form open in JavaRosa. fill() may be called any number of times; each begins with an empty form."""

    def __init__(self, form: Path) -> None:
        command = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-Duser.timezone=UTC", "-Duser.language=en"]
        command += ["-cp", f"{JAR}:{classes()}", "Fill", str(form)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def fill(self, answers: dict[str, str], turns: tuple[str, ...] = (), *, settle: bool = False) -> bytes | str:
        """Return the finished instance as XML, or JavaRosa's error as text.

        answers: {full path: value as in XML}, put in that order. turns: repeats to make one more turn of, first.
        settle: work everything out once more at the end.
        """
        lines = [f"repeat\t{path}" for path in turns]
        lines += [f"answer\t{path}\t{_escaped(value)}" for path, value in answers.items()]
        lines += ["settle", "done"] if settle else ["done"]
        self.process.stdin.write("\n".join(lines) + "\n")
        self.process.stdin.flush()
        verdict, _tab, rest = self.process.stdout.readline().rstrip("\n").partition("\t")
        if verdict not in ("ok", "error"):
            raise RuntimeError("JavaRosa did not open the form")
        return base64.b64decode(rest) if verdict == "ok" else rest

    def __enter__(self) -> "Filler":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
