"""How long every page takes in a country of 12,000 facilities and 11,000 people, and how many statements.

Run: python -m bench.pages [--places 12000] [--times 3], in a scratch database that is dropped after: SQLite, or
PostgreSQL with DATABASE_URL. Every address without arguments is opened by the manager of the country and by the
coordinator of a district; what was slowest stands first.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import django

from .matching import DISTRICTS, NOW, TODAY, a_pool, lay

VISITS = 20_000


def grow(programme: Any, country: Any, places: int) -> Any:
    """Add facilities until there are so many, and visits to those where somebody works; return a coordinator."""
    from alongside.domain.encounters.models import Visit, VisitMentor
    from alongside.domain.mentors.models import Mentor
    from alongside.domain.people.models import Grant, Person
    from alongside.domain.people.terms import Role
    from alongside.domain.places.models import OrgUnit

    districts = list(OrgUnit.objects.filter(depth=2).order_by("path"))
    there = OrgUnit.objects.filter(depth=3).count()
    more = []
    for number in range(max(0, places - there)):
        district = districts[number % DISTRICTS]
        district.numchild += 1
        more.append(
            OrgUnit(
                name=f"more {number}", type="health_centre", depth=3, latitude=f"{-8 * (number % 97) / 97:.6f}",
                longitude=f"{30 + 8 * (number % 89) / 89:.6f}", path=OrgUnit._get_path(district.path, 3, district.numchild),
            )
        )  # fmt: skip
    OrgUnit.objects.bulk_create(more, batch_size=2000)
    OrgUnit.objects.bulk_update(districts, ["numchild"])
    mentors = list(Mentor.objects.select_related("home", "person"))
    visits = [
        Visit(
            programme=programme, place=mentor.home, area_path=mentor.home.path, held_on=day, until_on=day, status="submitted",
            recorded_by=mentor.person, recorded_at=NOW, submitted_at=NOW,
        )
        for number in range(VISITS)
        for mentor in [mentors[number % len(mentors)]]
        for day in [date.fromordinal(TODAY.toordinal() - number // len(mentors) * 14 - 1)]
    ]  # fmt: skip
    Visit.objects.bulk_create(visits, batch_size=2000)
    VisitMentor.objects.bulk_create(
        [VisitMentor(visit=each, person=each.recorded_by, role="lead") for each in visits], batch_size=2000
    )
    coordinator = Person.objects.create(given_names="Rehema", registered_at=NOW)
    Grant.objects.create(person=coordinator, role=Role.COORDINATOR, place=districts[0], since=date(2025, 1, 1))
    return coordinator


def addresses(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    """Yield the names of the addresses of our own pages that need no arguments."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.callback.__module__.startswith("alongside.web.") and not pattern.pattern.converters:
            yield f"{namespace}{pattern.name}"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--places", type=int, default=12_000)
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--times", type=int, default=3)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("ALONGSIDE_HOME", home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
        os.environ.setdefault("ALONGSIDE_PLAIN_STATIC", "1")
        django.setup()
        measure(given)


def measure(given: argparse.Namespace) -> None:
    """Lay the country, open every page, print the slowest first."""
    import logging

    import time_machine
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases
    from django.urls import get_resolver, reverse

    from alongside.domain.people.models import UserAccount
    from alongside.domain.places.models import OrgUnit

    setup_test_environment()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    made = setup_databases(verbosity=0, interactive=False)
    try:
        programme, country, manager, _areas = lay(a_pool(1000, given.people))
        coordinator = grow(programme, country, given.places)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(f"{connection.vendor}: {OrgUnit.objects.filter(depth=3).count():,} facilities, {given.people + 1000:,} people, {VISITS:,} visits")  # fmt: skip
        with time_machine.travel(NOW):
            for person, role in ((manager, "manager"), (coordinator, "coordinator")):
                client = Client()
                account = UserAccount.objects.create(person=person, username=role, created_at=NOW)
                client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
                found = []
                for name in sorted(set(addresses(get_resolver().url_patterns))):
                    answer, took = client.get(reverse(name)), []
                    for _time in range(given.times):
                        at = time.perf_counter()
                        answer = client.get(reverse(name))
                        b"".join(answer) if answer.streaming else answer.content
                        took.append(1000 * (time.perf_counter() - at))
                    with CaptureQueriesContext(connection) as said:
                        answer = client.get(reverse(name))
                        size = len(b"".join(answer) if answer.streaming else answer.content)
                    if answer.status_code == 200:
                        found.append((statistics.median(took), len(said), size // 1024, name))
                print(f"\n{role}: {len(found)} pages; median {statistics.median(row[0] for row in found):.0f} ms")
                for ms, statements, size, name in sorted(found, reverse=True)[:12]:
                    print(f"  {ms:6.0f} ms  {statements:3d} statements  {size:5d} KiB  {name}")
                largest = max(found, key=lambda row: row[2])
                print(f"  most statements {max(row[1] for row in found)}, largest page {largest[2]} KiB ({largest[3]})")
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main()
