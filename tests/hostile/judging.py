"""Brings specimens to their doors in processes of their own and prints what happened, one JSON object a line.

Memory is the highest the process ever held, C libraries included: Python's own count would miss the parsers. Each
specimen is built in one forked process and judged in another, so that neither hides behind what came before.
Run as `python -m tests.hostile.judging TABLE`.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from alongside.kernel.errors import Refused

from .tables import TABLES

PATIENCE = 60  # seconds after which a specimen counts as having hung its door


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a forked process and return the process's exit status, negative for a signal."""
    sys.stdout.flush()
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.alarm(PATIENCE)
    try:
        work()
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def highest() -> int:
    """Return the most memory this process has held, in bytes (macOS counts bytes, Linux kibibytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def judge(specimen, file: Path) -> None:
    data = file.read_bytes()
    before = highest()
    try:
        verdict = specimen.door(data)
    except Refused as refusal:
        str(refusal)
        verdict = {"refused": refusal.code}
    print(json.dumps({"name": specimen.name, "verdict": verdict, "rise": highest() - before}))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "specimen"
        for specimen in TABLES[sys.argv[1]]:
            built = forked(lambda specimen=specimen: file.write_bytes(specimen.build()) and None)
            status = built or forked(lambda specimen=specimen: judge(specimen, file))
            if status:
                print(json.dumps({"name": specimen.name, "verdict": f"process ended with {status}", "rise": 0}))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
    os.environ.setdefault("ALONGSIDE_SECRET_KEY", "only-for-tests-" + "x" * 40)
    django.setup()
    main()
