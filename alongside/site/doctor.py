"""Is this installation fit to keep records? Facts are gathered once; each check judges them and says what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from alongside.kernel import journal
from alongside.kernel.models import Entry

WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)  # no honest clock stands before the day this was written
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs"}
)
LITTLE_DISK = 1 * 1024**3
VERY_LITTLE_DISK = 200 * 1024**2


@dataclass
class Facts:
    """What was found. Fields that do not apply to the database in use stay None."""

    vendor: str
    database_version: tuple[int, ...]
    now: datetime
    time_zone: str
    secret: str
    debug: bool
    hosts: list[str]
    tls: bool
    home: Path
    home_file_system: str
    home_writable: bool
    media_writable: bool
    disk_free: int
    unapplied: list[str]
    static_ready: bool
    journal_faults: list[str]
    newest_entry: datetime | None
    journal_mode: str | None = None
    synchronous: int | None = None  # SQLite's number: 0 off, 1 normal, 2 full, 3 extra
    mmap_size: int | None = None
    integrity: str | None = None
    path_collation: str | None = None
    secret_file_mode: int | None = None
    python: tuple[int, ...] = field(default=())


@dataclass(frozen=True)
class Finding:
    """level: "good", "attention" (works, should be mended) or "unfit" (records are in danger or pages fail)."""

    check: str
    level: str
    says: str
    do: str = ""


def gather() -> Facts:
    """Look at the running installation."""
    facts = Facts(
        vendor=connection.vendor,
        database_version=_database_version(),
        now=timezone.now(),
        time_zone=settings.TIME_ZONE,
        secret=settings.SECRET_KEY,
        debug=settings.DEBUG,
        hosts=settings.ALLOWED_HOSTS,
        tls=settings.BEHIND_TLS,
        home=Path(settings.HOME),
        home_file_system=_file_system(Path(settings.HOME)),
        home_writable=_writable(Path(settings.HOME)),
        media_writable=_writable(Path(settings.MEDIA_ROOT)),
        disk_free=shutil.disk_usage(_existing(Path(settings.HOME))).free,
        unapplied=_unapplied(),
        static_ready=settings.DEBUG or bool(getattr(staticfiles_storage, "hashed_files", True)),
        journal_faults=[],
        newest_entry=None,
    )
    kept = Path(settings.HOME) / "secret-key"
    facts.secret_file_mode = stat.S_IMODE(kept.stat().st_mode) if kept.exists() else None
    if not facts.unapplied:
        facts.journal_faults = list(journal.broken_links())
        facts.newest_entry = Entry.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    with connection.cursor() as cursor:
        if facts.vendor == "sqlite":
            facts.journal_mode = _pragma(cursor, "journal_mode")
            facts.synchronous = _pragma(cursor, "synchronous")
            facts.mmap_size = _pragma(cursor, "mmap_size")
            facts.integrity = _pragma(cursor, "quick_check")
        elif "places" not in {name.split(".")[0] for name in facts.unapplied}:
            cursor.execute(
                "SELECT collation_name FROM information_schema.columns"
                " WHERE table_name = 'places_orgunit' AND column_name = 'path'"
            )
            facts.path_collation = (cursor.fetchone() or [None])[0]
    return facts


def examine(facts: Facts) -> list[Finding]:
    """Return one finding per check that applies, in the order of CHECKS."""
    return [finding for check in CHECKS if (finding := check(facts))]


def sqlite_version(facts: Facts) -> Finding | None:
    if facts.vendor != "sqlite":
        return None
    words = ".".join(map(str, facts.database_version))
    if facts.journal_mode == "wal" and facts.database_version < settings.SAFE_WAL:
        return Finding(
            "sqlite_version", "unfit", f"SQLite {words} can corrupt a write-ahead log when two processes write.",
            "Install pysqlite3 0.6.1 or newer, or switch to journal_mode=DELETE with synchronous=EXTRA.",
        )  # fmt: skip
    return Finding("sqlite_version", "good", f"SQLite {words}")


def postgresql_version(facts: Facts) -> Finding | None:
    if facts.vendor != "postgresql":
        return None
    words = ".".join(map(str, facts.database_version))
    if facts.database_version < (15,):
        return Finding("postgresql_version", "unfit", f"PostgreSQL {words} is too old.", "Use PostgreSQL 15 or newer.")
    return Finding("postgresql_version", "good", f"PostgreSQL {words}")


def path_order(facts: Facts) -> Finding | None:
    if facts.vendor != "postgresql" or facts.path_collation is None and facts.unapplied:
        return None
    if facts.path_collation != "C":
        return Finding(
            "path_order", "unfit", f"Area paths are ordered by {facts.path_collation or 'the language of the database'}, not by code point.",
            "Run `alongside migrate places`; areas would show the wrong facilities.",
        )  # fmt: skip
    return Finding("path_order", "good", "Area paths are ordered by code point")


def durability(facts: Facts) -> Finding | None:
    if facts.vendor != "sqlite":
        return None
    safe = (facts.journal_mode, facts.synchronous) in {
        ("wal", 2),
        ("wal", 3),
        ("delete", 3),
        ("memory", 2),
        ("memory", 3),
    }
    if not safe:
        return Finding(
            "durability", "unfit", f"SQLite runs with journal_mode={facts.journal_mode}, synchronous={facts.synchronous}: a power cut can lose saved records.",
            "Remove the setting that changed it; Alongside sets WAL with FULL by itself.",
        )  # fmt: skip
    return Finding(
        "durability", "good", f"Saved records survive a power cut ({facts.journal_mode}, {facts.synchronous})"
    )


def memory_map(facts: Facts) -> Finding | None:
    if facts.vendor != "sqlite":
        return None
    if facts.mmap_size:
        return Finding(
            "memory_map", "unfit", f"SQLite maps {facts.mmap_size} bytes of the file into memory; with threads that has corrupted databases.",
            "Set PRAGMA mmap_size=0.",
        )  # fmt: skip
    return Finding("memory_map", "good", "The database file is not memory-mapped")


def integrity(facts: Facts) -> Finding | None:
    if facts.vendor != "sqlite":
        return None
    if facts.integrity != "ok":
        return Finding(
            "integrity",
            "unfit",
            f"SQLite finds damage: {facts.integrity}",
            "Stop writing and restore the newest good backup.",
        )
    return Finding("integrity", "good", "The database file is whole")


def file_system(facts: Facts) -> Finding | None:
    if facts.vendor != "sqlite":
        return None
    if facts.home_file_system in NETWORK_FILE_SYSTEMS:
        return Finding(
            "file_system", "unfit", f"{facts.home} lies on a network file system ({facts.home_file_system}), whose locks SQLite cannot trust.",
            "Move ALONGSIDE_HOME to a local disk, or use PostgreSQL.",
        )  # fmt: skip
    return Finding("file_system", "good", f"Local file system ({facts.home_file_system or 'unknown'})")


def migrations(facts: Facts) -> Finding:
    if facts.unapplied:
        return Finding(
            "migrations",
            "unfit",
            f"{len(facts.unapplied)} migrations are not applied: {', '.join(facts.unapplied[:4])} …",
            "Run `alongside migrate`.",
        )
    return Finding("migrations", "good", "All migrations are applied")


def disk(facts: Facts) -> Finding:
    free = f"{facts.disk_free / 1024**3:.1f} GiB free"
    if facts.disk_free < VERY_LITTLE_DISK:
        return Finding(
            "disk", "unfit", f"{free} on the disk of {facts.home}.", "Free space now: saving will fail soon."
        )
    if facts.disk_free < LITTLE_DISK:
        return Finding("disk", "attention", f"{free} on the disk of {facts.home}.", "Free some space this week.")
    return Finding("disk", "good", free)


def clock(facts: Facts) -> Finding:
    if facts.now < WRITTEN:
        return Finding(
            "clock",
            "unfit",
            f"The clock says {facts.now:%d %B %Y}, before this version was written.",
            "Set the clock; switch on time synchronisation.",
        )
    if facts.newest_entry and facts.newest_entry - facts.now > timedelta(minutes=5):
        return Finding(
            "clock",
            "unfit",
            f"The clock is behind: a record was saved at {facts.newest_entry:%d %B %Y %H:%M} UTC.",
            "Set the clock; switch on time synchronisation.",
        )
    return Finding("clock", "good", f"The clock says {facts.now:%d %B %Y %H:%M} UTC")


def time_zone(facts: Facts) -> Finding:
    if facts.time_zone not in available_timezones():
        return Finding(
            "time_zone",
            "unfit",
            f"{facts.time_zone} is not a time zone.",
            "Set ALONGSIDE_TIME_ZONE, for example to Africa/Nairobi.",
        )
    return Finding(
        "time_zone", "good", f"{facts.time_zone}, now {facts.now.astimezone(ZoneInfo(facts.time_zone)):%H:%M}"
    )


def secret_key(facts: Facts) -> Finding:
    if len(facts.secret) < 40 or len(set(facts.secret)) < 8:
        return Finding(
            "secret_key",
            "unfit",
            "The secret key is short or simple; sessions can be forged.",
            "Remove ALONGSIDE_SECRET_KEY: a good one is then made and kept.",
        )
    if facts.secret_file_mode is not None and facts.secret_file_mode & 0o077:
        return Finding(
            "secret_key",
            "unfit",
            "Other users of this machine can read the secret key.",
            f"Run `chmod 600 {facts.home / 'secret-key'}`.",
        )
    return Finding("secret_key", "good", "The secret key is long and private")


def folders(facts: Facts) -> Finding:
    if not facts.home_writable:
        return Finding(
            "folders",
            "unfit",
            f"{facts.home} cannot be written.",
            "Give the user that runs Alongside the right to write there.",
        )
    if not facts.media_writable:
        return Finding(
            "folders",
            "unfit",
            f"{facts.home / 'media'} cannot be written: photos would be refused.",
            "Give the user that runs Alongside the right to write there.",
        )
    return Finding("folders", "good", f"{facts.home} can be written")


def exposure(facts: Facts) -> Finding:
    outside = [host for host in facts.hosts if host not in {"127.0.0.1", "localhost", "[::1]", "testserver"}]
    if outside and facts.debug:
        return Finding("exposure", "unfit", "Debug pages would show settings to strangers.", "Remove ALONGSIDE_DEBUG.")
    if outside and not facts.tls:
        return Finding(
            "exposure",
            "attention",
            f"{', '.join(outside)} is served without TLS: passwords travel in clear, phones cannot work offline.",
            "Put a proxy with TLS before it and set ALONGSIDE_TLS=1.",
        )
    return Finding("exposure", "good", "Only this machine is served" if not outside else "Served over TLS")


def static_files(facts: Facts) -> Finding:
    if not facts.static_ready:
        return Finding(
            "static_files",
            "unfit",
            "The style sheet and scripts were not collected.",
            "Run `alongside collectstatic --noinput`.",
        )
    return Finding("static_files", "good", "Static files are ready")


def journal_whole(facts: Facts) -> Finding:
    if facts.journal_faults:
        return Finding(
            "journal",
            "unfit",
            f"The journal was changed from outside: {facts.journal_faults[0]}",
            "Compare with a backup and find out who had access.",
        )
    return Finding("journal", "good", "The journal is whole")


def python_version(facts: Facts) -> Finding:
    words = ".".join(map(str, facts.python))
    if facts.python and facts.python < (3, 11):
        return Finding("python", "unfit", f"Python {words} is too old.", "Use Python 3.11 or newer.")
    return Finding("python", "good", f"Python {words}".strip())


CHECKS: list[Callable[[Facts], Finding | None]] = [
    python_version, sqlite_version, durability, memory_map, integrity, file_system, postgresql_version, path_order, migrations,
    disk, clock, time_zone, secret_key, folders, exposure, static_files, journal_whole,
]  # fmt: skip


def _database_version() -> tuple[int, ...]:
    if connection.vendor == "sqlite":
        return tuple(connection.get_database_version())
    connection.ensure_connection()
    number = connection.pg_version  # 150018
    return (number // 10000, number % 10000)


def _pragma(cursor: object, name: str) -> str | int:
    cursor.execute(f"PRAGMA {name}")  # type: ignore[attr-defined]
    return (cursor.fetchone() or [0])[0]  # type: ignore[attr-defined]  # a database in memory has no map


def _unapplied() -> list[str]:
    executor = MigrationExecutor(connection)
    return [f"{step.app_label}.{step.name}" for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _writable(path: Path) -> bool:
    return os.access(_existing(path), os.W_OK | os.X_OK)


def _file_system(path: Path) -> str:
    """Return the type of the file system a path lies on, by the longest mount point above it. "": not to be known here."""
    best, kind = "", ""
    for mounted, type_ in _mounts():
        if str(_existing(path).resolve()).startswith(mounted) and len(mounted) >= len(best):
            best, kind = mounted, type_
    return kind


def _mounts() -> Iterator[tuple[str, str]]:
    table = Path("/proc/mounts")
    for line in table.read_text().splitlines() if table.exists() else ():
        _, mounted, type_, *_ = line.split()
        yield mounted.replace("\\040", " "), type_
