"""How long 20,000 facilities take to come in and how much memory that needs. Run: python -m bench.import_places"""

import csv
import io
import os
import time
import tracemalloc

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")


def many(rows: int) -> bytes:
    """Return a list of this many facilities in 50 regions of one country."""
    file = io.StringIO()
    write = csv.writer(file)
    write.writerow(["Country", "Region", "Name", "Type", "Owner", "Lat", "Long"])
    for row in range(rows):
        write.writerow(
            ["Mawari", f"Region {row % 50}", f"Facility {row}", "Dispensary", "MoH", f"-1.{row:05}", f"36.{row:05}"]
        )
    return file.getvalue().encode()


def main(rows: int = 20_000) -> None:
    """Take the list in twice, once for time and once for memory, on a database made for it."""
    django.setup()
    from django.test.utils import setup_databases, teardown_databases
    from django.utils import timezone

    from alongside.domain.places.commands import bring_places, import_places

    content, made = many(rows), setup_databases(verbosity=0, interactive=False)
    try:
        for measured in ("first", "second", "memory"):
            source = "another" if measured == "memory" else "list"
            brought = bring_places(
                by=None, at=timezone.now(), under=None, content=content, name="list.csv", source=source
            )
            if measured == "memory":
                tracemalloc.start()
            began, cpu = time.perf_counter(), time.process_time()
            report = import_places(by=None, at=timezone.now(), brought=brought, mapping=brought.mapping)
            took, used = time.perf_counter() - began, time.process_time() - cpu
            peak = f", peak {tracemalloc.get_traced_memory()[1] / 2**20:.0f} MiB" if measured == "memory" else ""
            print(f"{measured}: {rows} rows, {report.counts['created']} new, {took:.1f} s, {used:.1f} s CPU{peak}")
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
