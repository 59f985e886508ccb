"""`alongside import places|people FILE --map name="Facility name" …`: take in a list from the command line."""

import shlex
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alongside.domain.people import commands as people
from alongside.domain.people.queries import lists as people_lists
from alongside.domain.people.rules import lists as people_rules
from alongside.domain.places import commands as places
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.queries import lists as place_lists
from alongside.domain.places.rules import lists as place_rules
from alongside.kernel.acts import writing
from alongside.kernel.errors import Refused


class Kind(NamedTuple):
    """What differs between lists of places and of people."""

    columns: tuple[str, ...]
    finding: Any
    bring: Callable[..., Any]
    discard: Callable[..., Any]
    take_in: Callable[..., Any]
    why_not_mapped: Callable[..., None]
    accepted_before: Callable[[str], dict[str, str]]
    plan: Callable[..., Any]


KINDS = {
    "places": Kind(
        place_rules.COLUMNS, place_rules.Finding, lambda region, **given: places.bring_places(**given),
        places.discard_places, places.import_places, places.why_not_mapped, place_lists.accepted_before,
        lambda brought, today, **given: place_lists.plan(brought, **given),
    ),
    "people": Kind(
        people_rules.COLUMNS, people_rules.Finding, people.bring_people, people.discard_people, people.import_people,
        people.why_not_mapped, people_lists.accepted_before, people_lists.plan,
    ),
}  # fmt: skip


class Command(BaseCommand):
    help = "Take in a list of places or people (CSV, XLSX). Without --map, columns are only proposed and nothing is taken in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what is taken in, the file, and how its columns are read."""
        columns = "; ".join(f"{name}: {', '.join(kind.columns)}" for name, kind in KINDS.items())
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", nargs="+", metavar="COLUMN=HEADING", help=f"columns of {columns}")
        parser.add_argument("--source", default="", help="what the list is called; its next edition updates this one")
        parser.add_argument("--under", default="", help="the area the list is for, by its names: Mawari/Lumba")
        parser.add_argument(
            "--region", default=settings.PHONE_REGION, help="country of phone numbers without country code"
        )
        parser.add_argument(
            "--accept", nargs="*", default=[], metavar="FINDING", help="accept what is offered for these, or: all"
        )
        parser.add_argument("--preview", action="store_true", help="only look; nothing is taken in")
        parser.add_argument(
            "--every-row", action="store_true", help="list every finding, not the first ten of each kind"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Read the file, say what was found, and take it in where the columns were given."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}. Check the path.") from error
        try:
            self._take_in(content, file, KINDS[options["kind"]], options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _take_in(self, content: bytes, file: Path, kind: Kind, options: dict) -> None:
        at = timezone.now()
        asked = {"by": None, "at": at}
        with writing():
            brought = kind.bring(
                **asked, under=_area(options["under"]), content=content, name=file.name, source=options["source"],
                region=options["region"],
            )  # fmt: skip
            mapping = dict(_pair(each, kind) for each in options["map"]) if options["map"] else brought.mapping
            if options["map"] is None:
                self.stdout.write("The columns look like this:")
                for column, heading in mapping.items():
                    self.stdout.write(f"  {column:<22} {heading}")
            kind.why_not_mapped(brought, mapping)
            accepted = self._accepted(brought, mapping, kind, options["accept"], at.date())
            if options["map"] is None or options["preview"]:
                self._preview(
                    kind.plan(brought, mapping=mapping, accepted=accepted, today=at.date()), options["every_row"]
                )
                kind.discard(**asked, brought=brought)
                named = " ".join(shlex.quote(f"{column}={heading}") for column, heading in mapping.items())
                again = f"alongside import {options['kind']} {shlex.quote(str(file))} --map {named}"
                self.stdout.write(f"Nothing was taken in. To do so:\n  {again}")
                return
            report = kind.take_in(**asked, brought=brought, mapping=mapping, accepted=accepted)
        self._findings([kind.finding(*each) for each in (*report.left_out, *report.findings)], options["every_row"])
        said = "{rows} rows: {created} new, {changed} changed, {unchanged} as before, {left_out} left out."
        if "areas" in report.counts:
            said += " {areas} areas opened. {absent} places are no longer in the list."
        self.stdout.write(said.format(**report.counts))

    def _accepted(
        self, brought: Any, mapping: dict[str, str], kind: Kind, codes: list[str], today: date
    ) -> dict[str, str]:
        """Return what was accepted for the last edition of the list, and what is accepted now."""
        accepted = kind.accepted_before(brought.source)
        if not codes:
            return accepted
        reading = kind.plan(brought, mapping=mapping, accepted=accepted, today=today).reading
        found = (*reading.findings, *reading.left_out)
        return accepted | {each.fix: each.proposal for each in found if each.fix and {each.code, "all"} & set(codes)}

    def _preview(self, plan: Any, every_row: bool) -> None:
        self._findings([*plan.reading.left_out, *plan.reading.findings], every_row)
        self.stdout.write(
            f"{plan.rows} rows: {len(plan.created)} would be new, {len(plan.changed)} changed,"
            f" {plan.unchanged} as before, {len(plan.reading.left_out)} left out."
        )

    def _findings(self, findings: list, every_row: bool) -> None:
        shown: Counter = Counter()
        for finding in findings:
            shown[finding.code] += 1
            if every_row or shown[finding.code] <= 10:
                self.stdout.write(f"  row {finding.row}: {finding.said()} {finding.offered()}".rstrip())
        for code, count in shown.items():
            self.stdout.write(f"  {code}: {count} rows")


def _pair(given: str, kind: Kind) -> tuple[str, str]:
    column, equals, heading = given.partition("=")
    if not equals or column not in kind.columns:
        raise CommandError(
            f"--map {given}: write COLUMN=HEADING, with one of these columns: {', '.join(kind.columns)}."
        )
    return column, heading


def _area(names: str) -> OrgUnit | None:
    """Return the area with these names from the top, or None where none are given."""
    area = None
    for name in filter(None, names.split("/")):
        below = OrgUnit.objects.get_children(area) if area else OrgUnit.objects.filter(depth=1)
        area = below.filter(name__iexact=name.strip()).first()
        if area is None:
            raise CommandError(f"--under {names}: there is no area {name} there.")
    return area
