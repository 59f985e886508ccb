"""The power goes while records come in: what was acknowledged is on the disk, whole, and the database opens.

A preloaded library writes down all that is asked of the disk while the product takes records in; then disks are rebuilt
as they may be found after a cut at random moments (disk.py says what is assumed). ALONGSIDE_CUTS: how many.
"""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from .disk import Asked, Disk, asked
from .ground import CI, ROOT, Installation

try:
    import pysqlite3 as sqlite3
except ImportError:
    import sqlite3

CUTS = int(os.environ.get("ALONGSIDE_CUTS", 1000 if CI else 60))
RECORDS = 150
DATABASE = "alongside.sqlite3"
_FILES = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-journal"}
HALF = """
SELECT 'submission', s.id FROM encounters_submission s LEFT JOIN encounters_observation o ON o.submission_id = s.id
  WHERE o.id IS NULL AND s.problem = ''
UNION ALL SELECT 'unjournalled', s.id FROM encounters_submission s
  WHERE replace(s.id, '-', '') NOT IN (SELECT replace(result_id, '-', '') FROM kernel_entry WHERE act = 'encounters.receive_submission')
UNION ALL SELECT 'journalled', result_id FROM kernel_entry WHERE act = 'encounters.receive_submission'
  AND replace(result_id, '-', '') NOT IN (SELECT replace(id, '-', '') FROM encounters_submission)
UNION ALL SELECT 'encounter', e.id FROM encounters_encounter e LEFT JOIN encounters_attendance a ON a.encounter_id = e.id
  WHERE a.id IS NULL
UNION ALL SELECT 'visit', v.id FROM encounters_visit v LEFT JOIN encounters_visitmentor m ON m.visit_id = v.id WHERE m.id IS NULL
UNION ALL SELECT 'chain', c.id FROM kernel_chain c WHERE c.seq <> (SELECT count(*) FROM kernel_entry e WHERE e.chain = c.id)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,  # of SQLite's files alone
    pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is needed to build the recorder of disk writes"),
    pytest.mark.skipif(sys.platform != "linux", reason="the recorder is preloaded as Linux does it"),
]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> tuple[dict[str, bytes], list[Asked], dict[str, bytes]]:
    """An installation as it stood, all that was asked of its disk while records came in, and what stood there after."""
    folder = tmp_path_factory.mktemp("power")
    recorder, log, home = folder / "power_cut.so", folder / "log", (folder / "home")
    home.mkdir()
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O2", "-o", recorder, Path(__file__).with_name("power_cut.c"), "-ldl", "-lpthread"],
        check=True, capture_output=True,
    )  # fmt: skip
    place = Installation(home)
    place.lay()
    base = {each.name: each.read_bytes() for each in home.iterdir() if each.name.startswith(DATABASE)}
    said = subprocess.run(
        [sys.executable, "-m", "tests.reliability.ingest", home / "stage.json", home, str(RECORDS)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**place.environment, "LD_PRELOAD": str(recorder), "POWER_CUT_FOLDER": str(home), "POWER_CUT_LOG": str(log)},
    )  # fmt: skip
    assert said.returncode == 0, said.stderr[-3000:]
    lines = [each for each in asked(log) if not each.name or each.name.startswith((DATABASE, "acknowledged"))]
    return base, lines, {each.name: each.read_bytes() for each in home.iterdir() if each.name in _FILES}


def test_the_record_of_the_disk_is_complete(recorded):
    """Played to the end without a cut, the record makes the same files, byte for byte, that the product left behind."""
    base, lines, after = recorded
    disk = Disk(base)
    for each in lines:
        if each.name != "acknowledged":
            disk.ask(each)
    for file in disk.now.values():
        file.sync()
    assert {name: bytes(file.certain) for name, file in disk.now.items()} == after
    assert _names(lines) == RECORDS
    assert (
        Counter(each.what for each in lines if each.name.startswith(DATABASE))["S"] >= RECORDS
    )  # one a commit, or more


def test_nothing_acknowledged_is_lost_at_any_cut(recorded, tmp_path):
    base, lines, _after = recorded
    chance = random.Random(20260414)
    moments = sorted(chance.randint(0, len(lines)) for _ in range(CUTS))
    disk, acknowledged, done = Disk(base), set(), 0
    lost, corrupt, half, ahead = [], [], [], 0
    for moment in moments:
        for each in lines[done:moment]:
            if each.name == "acknowledged":
                acknowledged.update(each.content.decode().split())
            else:
                disk.ask(each)
        done = moment
        stored, wrong, unfinished = _opened(disk.at_a_cut(chance), tmp_path)
        lost += [(moment, len(acknowledged - stored))] if acknowledged - stored else []
        corrupt += [(moment, wrong)] if wrong else []
        half += [(moment, unfinished)] if unfinished else []
        ahead += len(stored - acknowledged)
    print(
        f"{CUTS} cuts in {len(lines)} steps, {RECORDS} records: {len(lost)} lost, {len(corrupt)} corrupt, {len(half)} half"
    )
    assert (lost, corrupt, half) == ([], [], [])
    assert ahead <= 2 * CUTS  # at most what the two writers had under way


def test_a_disk_that_forgets_is_found_out(recorded, tmp_path):
    """The proof can fail: where syncs are ignored, as a careless setting would, records are lost or the file is broken."""
    base, lines, _after = recorded
    chance = random.Random(20260415)
    disk, acknowledged, found = Disk(base), set(), 0
    for number, each in enumerate(lines):
        if each.name == "acknowledged":
            acknowledged.update(each.content.decode().split())
        elif each.what != "S":
            disk.ask(each)
        if number % (len(lines) // 10) == len(lines) // 20:
            stored, wrong, unfinished = _opened(disk.at_a_cut(chance), tmp_path)
            found += bool(acknowledged - stored or wrong or unfinished)
    assert found >= 5


def _names(lines: list[Asked]) -> int:
    return len({name for each in lines if each.name == "acknowledged" for name in each.content.decode().split()})


def _opened(files: dict[str, bytes], folder: Path) -> tuple[set[str], str, list]:
    """Open a rebuilt disk as the product would; return what is stored, what is broken, what is half."""
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as database:
            stored = {row[0] for row in database.execute("SELECT instance_id FROM encounters_submission")}
            wrong = database.execute("PRAGMA integrity_check").fetchone()[0]
            wrong = "" if wrong == "ok" else wrong
            wrong += "".join(map(str, database.execute("PRAGMA foreign_key_check").fetchall()))
            return stored, wrong, database.execute(HALF).fetchall()
    except sqlite3.DatabaseError as broken:
        return set(), f"cannot be read: {broken}", []
