"""The doctor finds each fault when it is there, and none when there is none."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alongside.site import doctor

SOUND = doctor.Facts(
    vendor="sqlite", database_version=(3, 53, 4), now=doctor.WRITTEN + timedelta(days=30), time_zone="Africa/Nairobi",
    secret="a-long-and-varied-secret-0123456789-ABCDEFGHIJ", debug=False, hosts=["localhost"], tls=False,
    home=Path("/srv/alongside"), home_file_system="ext4", home_writable=True, media_writable=True,
    disk_free=50 * 1024**3, unapplied=[], static_ready=True, journal_faults=[], newest_entry=None,
    journal_mode="wal", synchronous=2, mmap_size=0, integrity="ok", secret_file_mode=0o600, python=(3, 11, 7),
)  # fmt: skip
SERVER = replace(SOUND, vendor="postgresql", database_version=(15, 18), path_collation="C")


@pytest.mark.parametrize("facts", [SOUND, SERVER], ids=["sqlite", "postgresql"])
def test_a_sound_installation_has_no_complaint(facts):
    assert {finding.level for finding in doctor.examine(facts)} == {"good"}


@pytest.mark.parametrize(
    ("check", "level", "broken"),
    [
        ("python", "unfit", replace(SOUND, python=(3, 9, 2))),
        ("sqlite_version", "unfit", replace(SOUND, database_version=(3, 40, 1))),
        ("durability", "unfit", replace(SOUND, synchronous=1)),
        ("durability", "unfit", replace(SOUND, journal_mode="delete", synchronous=2)),
        ("memory_map", "unfit", replace(SOUND, mmap_size=268435456)),
        ("integrity", "unfit", replace(SOUND, integrity="row 3 missing from index")),
        ("file_system", "unfit", replace(SOUND, home_file_system="nfs4")),
        ("postgresql_version", "unfit", replace(SERVER, database_version=(13, 4))),
        ("path_order", "unfit", replace(SERVER, path_collation="en_GB.utf8")),
        ("migrations", "unfit", replace(SOUND, unapplied=["places.0002_path_order"])),
        ("disk", "attention", replace(SOUND, disk_free=600 * 1024**2)),
        ("disk", "unfit", replace(SOUND, disk_free=50 * 1024**2)),
        ("clock", "unfit", replace(SOUND, now=doctor.WRITTEN - timedelta(days=400))),
        ("clock", "unfit", replace(SOUND, newest_entry=SOUND.now + timedelta(hours=2))),
        ("time_zone", "unfit", replace(SOUND, time_zone="Africa/Nowhere")),
        ("secret_key", "unfit", replace(SOUND, secret="short")),
        ("secret_key", "unfit", replace(SOUND, secret_file_mode=0o644)),
        ("folders", "unfit", replace(SOUND, home_writable=False)),
        ("folders", "unfit", replace(SOUND, media_writable=False)),
        ("exposure", "unfit", replace(SOUND, hosts=["mentor.example"], debug=True)),
        ("exposure", "attention", replace(SOUND, hosts=["mentor.example"])),
        ("static_files", "unfit", replace(SOUND, static_ready=False)),
        ("journal", "unfit", replace(SOUND, journal_faults=["Chain 3: entry 7 (people.merge_persons) was altered."])),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_check_finds_its_fault_and_says_what_to_do(check, level, broken):
    complaints = [finding for finding in doctor.examine(broken) if finding.level != "good"]

    assert [(finding.check, finding.level, bool(finding.do)) for finding in complaints] == [(check, level, True)]


def test_every_check_has_been_broken_above():
    cases = next(mark for mark in test_each_check_finds_its_fault_and_says_what_to_do.pytestmark).args[1]
    names = {doctor_check.__name__.removesuffix("_version").removesuffix("_whole") for doctor_check in doctor.CHECKS}

    assert {check.removesuffix("_version") for check, *_ in cases} == names


@pytest.mark.django_db
def test_the_running_installation_is_looked_at_for_real():
    facts = doctor.gather()

    assert (facts.unapplied, facts.journal_faults, facts.database_version > (3,)) == ([], [], True)
