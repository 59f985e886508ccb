"""What taking in one filled checklist costs over HTTP: processor, statements, bytes, and how that grows.

Run: python -m bench.ingest [--from 1000] [--to 20000] [--measured 400]. SQLite in a folder of its own, or a scratch
database made from DATABASE_URL and dropped after.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.reliability.ground import MENTORS, Installation, Server, Stage, installation

TICK = os.sysconf("SC_CLK_TCK")
CLIENTS = 4


def cpu_seconds(group: int) -> float:
    """Return user and system seconds of every process of a group, with those of its children that ended."""
    total = 0
    for each in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            fields = (each / "stat").read_text().rpartition(")")[2].split() if each.name.isdigit() else []
            if fields and int(fields[2]) == group:
                total += sum(map(int, fields[11:15]))
    return total / TICK


def stored_bytes(place: Installation) -> int:
    """Return what the database takes on the disk, its log emptied first."""
    if not place.database_url:
        import pysqlite3

        database = pysqlite3.connect(place.home / "alongside.sqlite3")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = database.execute("PRAGMA page_count").fetchone()[0] * database.execute("PRAGMA page_size").fetchone()[0]
        database.close()
        return size
    import psycopg

    with psycopg.connect(place.database_url) as database:
        return database.execute("SELECT pg_database_size(current_database())").fetchone()[0]


def send(server: Server, stage: Stage, numbers: range, clients: int = CLIENTS) -> list[float]:
    """Post these records, the clients side by side; return the seconds each took."""
    took: list[float] = []

    def phone(number: int) -> None:
        with httpx.Client(base_url=server.url, headers={"X-OpenRosa-Version": "1.0"}, timeout=60) as wire:
            for turn in numbers[number::clients]:
                body = stage.filled(turn)[1]
                began = time.perf_counter()
                answer = wire.post(stage.address(turn), files={"xml_submission_file": ("s.xml", body, "text/xml")})
                took.append(time.perf_counter() - began)
                if answer.status_code != 201:
                    raise SystemExit(f"The server answered {answer.status_code}: {answer.text[:300]}")

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(clients)]
    for each in phones:
        each.start()
    for each in phones:
        each.join()
    if len(took) != len(numbers):
        raise SystemExit(f"{len(numbers) - len(took)} records were not taken in")
    return took


def measured(
    server: Server, stage: Stage, start: int, count: int, portions: int = 5
) -> tuple[list[float], list[float]]:
    """Return CPU ms a submission in each portion, and ms of waiting for each answer."""
    cost, waits = [], []
    for portion in range(portions):
        each = range(start + portion * count // portions, start + (portion + 1) * count // portions)
        before = cpu_seconds(server.process.pid)
        waits += send(server, stage, each)
        cost.append((cpu_seconds(server.process.pid) - before) * 1000 / len(each))
    return cost, [wait * 1000 for wait in waits]


@contextlib.contextmanager
def served(place: Installation) -> Iterator[Server]:
    server = Server(place)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


def main() -> None:
    """Fill to the first mark, measure, fill to the second, measure again."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--from", dest="few", type=int, default=1000, help="stored when the first measure begins")
    asked.add_argument("--to", dest="many", type=int, default=20_000, help="stored when the second begins")
    asked.add_argument("--measured", type=int, default=400, help="records of each measure")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, installation(Path(folder)) as place:
        stage = place.lay()
        print(
            f"{'PostgreSQL' if place.database_url else 'SQLite'}, {len(stage.filled(0)[1])} bytes of XML, {MENTORS} mentors"
        )
        medians = []
        with served(place) as server:
            done = 0
            for mark in (given.few, given.many):
                size, began = stored_bytes(place), done
                send(server, stage, range(done, mark))
                done = mark
                if mark == given.few:
                    send(server, stage, range(done, done + 40))  # what is read once is read
                    done += 40
                cost, waits = measured(server, stage, done, given.measured)
                done += given.measured
                waits.sort()
                medians.append(statistics.median(cost))
                print(
                    f"at {mark} stored: CPU ms a submission {spread(cost)}, answer ms median {statistics.median(waits):.0f}"
                    f" p99 {waits[len(waits) * 99 // 100]:.0f}, bytes a submission {(stored_bytes(place) - size) / (done - began):.0f}",
                    flush=True,
                )
        print(f"growth {medians[1] / medians[0]:.3f}")
        for path, count in place.ask("statements")["statements"].items():
            print(f"statements, {path}: {count}")


if __name__ == "__main__":
    sys.exit(main())
