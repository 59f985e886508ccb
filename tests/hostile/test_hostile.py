"""Nothing hostile gets through a door, and none of it costs memory (reliability programme, R8)."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from .specimen import MIB
from .tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
ALL = [(table, specimen) for table, specimens in TABLES.items() for specimen in specimens]
# Judging a table takes long: one worker judges it, once, for all its tests.
EACH = [
    pytest.param(table, specimen, id=f"{table}-{specimen.name}", marks=pytest.mark.xdist_group(f"hostile {table}"))
    for table, specimen in ALL
]


@cache
def verdicts(table: str) -> dict[str, dict]:
    """Return what became of each specimen of a table, judged in processes of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.judging", table], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    found = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    for each in found.values():
        each["stderr"] = done.stderr[-3_000:]
    return found


@pytest.mark.parametrize(("table", "specimen"), EACH)
def test_a_hostile_thing_is_refused_or_made_harmless(table, specimen):
    outcome = verdicts(table)[specimen.name]

    assert outcome["verdict"] == specimen.expected, outcome["stderr"]
    assert outcome["rise"] < 64 * MIB


def test_the_tables_are_as_long_as_promised_and_every_name_is_one():
    assert len(ALL) >= 60
    assert len({(table, specimen.name) for table, specimen in ALL}) == len(ALL)
