"""`alongside import places FILE --map name="Facility name" …`: take in a list from the command line."""

import shlex
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alongside.domain.places import commands as places
from alongside.domain.places.models import OrgUnit, PlaceList
from alongside.domain.places.queries import lists as place_lists
from alongside.domain.places.rules.lists import COLUMNS, Finding
from alongside.kernel.acts import writing
from alongside.kernel.errors import Refused


class Command(BaseCommand):
    help = "Take in a list of places (CSV). Without --map, the columns are only proposed and nothing is taken in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what is taken in, the file, and how its columns are read."""
        parser.add_argument("kind", choices=["places"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", nargs="+", metavar="COLUMN=HEADING", help=f"columns: {', '.join(COLUMNS)}")
        parser.add_argument("--source", default="", help="what the list is called; its next edition updates this one")
        parser.add_argument("--under", default="", help="the area the list is for, by its names: Mawari/Lumba")
        parser.add_argument(
            "--accept",
            nargs="*",
            default=[],
            metavar="FINDING",
            help="accept what is offered for these findings, or: all",
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
            self._take_in(content, file, options)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _take_in(self, content: bytes, file: Path, options: dict) -> None:
        at = timezone.now()
        with writing():
            brought = places.bring_places(
                by=None, at=at, under=_area(options["under"]), content=content, name=file.name, source=options["source"]
            )
            mapping = dict(_pair(each) for each in options["map"]) if options["map"] else brought.mapping
            if options["map"] is None:
                self.stdout.write("The columns look like this:")
                for column, heading in mapping.items():
                    self.stdout.write(f"  {column:<22} {heading}")
            accepted = self._accepted(brought, mapping, options["accept"])
            if options["map"] is None or options["preview"]:
                self._preview(place_lists.plan(brought, mapping=mapping, accepted=accepted), options["every_row"])
                places.discard_places(by=None, at=at, brought=brought)
                named = " ".join(shlex.quote(f"{column}={heading}") for column, heading in mapping.items())
                self.stdout.write(
                    f"Nothing was taken in. To do so:\n  alongside import places {shlex.quote(str(file))} --map {named}"
                )
                return
            report = places.import_places(by=None, at=at, brought=brought, mapping=mapping, accepted=accepted)
        self._findings([Finding(*each) for each in (*report.left_out, *report.findings)], options["every_row"])
        self.stdout.write(
            "{rows} rows: {created} new, {changed} changed, {unchanged} as before, {left_out} left out."
            " {areas} areas opened. {absent} places are no longer in the list.".format(**report.counts)
        )

    def _accepted(self, brought: PlaceList, mapping: dict[str, str], kinds: list[str]) -> dict[str, str]:
        """Return what was accepted for the last edition of the list, and what is accepted now."""
        places.why_not_mapped(brought, mapping)
        accepted = place_lists.accepted_before(brought.source)
        if not kinds:
            return accepted
        found = place_lists.plan(brought, mapping=mapping, accepted=accepted).reading.findings
        return accepted | {each.fix: each.proposal for each in found if each.fix and {each.code, "all"} & set(kinds)}

    def _preview(self, plan: place_lists.Plan, every_row: bool) -> None:
        self._findings([*plan.reading.left_out, *plan.reading.findings], every_row)
        self.stdout.write(
            f"{plan.rows} rows: {len(plan.created)} would be new, {len(plan.changed)} changed,"
            f" {plan.unchanged} as before, {len(plan.reading.left_out)} left out."
        )

    def _findings(self, findings: list[Finding], every_row: bool) -> None:
        shown: Counter = Counter()
        for finding in findings:
            shown[finding.code] += 1
            if every_row or shown[finding.code] <= 10:
                self.stdout.write(f"  row {finding.row}: {finding.said()} {finding.offered()}".rstrip())
        for code, count in shown.items():
            self.stdout.write(f"  {code}: {count} rows")


def _pair(given: str) -> tuple[str, str]:
    column, equals, heading = given.partition("=")
    if not equals or column not in COLUMNS:
        raise CommandError(f"--map {given}: write COLUMN=HEADING, with one of these columns: {', '.join(COLUMNS)}.")
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
