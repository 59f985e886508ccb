"""Taking in a country's list of facilities: one act for a whole file, its report kept.

Rows are written in bulk with tree paths of our own making: treebeard adds one node at a time, which took eleven to
forty-eight seconds for eleven thousand.
"""

import hashlib
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from alongside.kernel import listing
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused
from alongside.kernel.paths import STEP, within

from .. import access
from ..models import OrgUnit, PlaceList
from ..queries import lists as queries
from ..rules import lists as rules
from ..rules.words import folded
from ..terms import AREAS, Ownership, PlaceType

BATCH = 1000
_CHOICES = {"type": PlaceType.values, "ownership": Ownership.values}


@act("places.bring_places", may=access.may_bring)
def bring_places(
    *, by: Any, at: datetime, under: OrgUnit | None, content: bytes, name: str, source: str = ""
) -> PlaceList:
    """Keep a list to look at before it is taken in.

    under: the area the list is for; None: the list names countries. source: what the list is called, so that its next
    edition updates this one; the file's name where nothing is given.
    """
    headings = listing.headings(content, name=name)
    if not any(headings):
        raise Refused("places.empty_list", _("The file is empty. Choose the list of places."), field="file")
    return PlaceList.objects.create(
        under=under, name=name[-200:], content=content, digest=hashlib.sha256(content).hexdigest(),
        source=(source or name.rsplit(".", 1)[0])[:80], mapping=rules.guess_mapping(headings),
        brought_by_id=by and by.pk, brought_at=at,
    )  # fmt: skip


@act("places.discard_places", may=access.may_take_in)
def discard_places(*, by: Any, at: datetime, brought: PlaceList) -> None:
    """Throw away a list that was only looked at."""
    if not PlaceList.objects.filter(pk=brought.pk, taken_in_at=None).delete()[0]:
        raise Refused("places.list_taken_in", _("This list was taken in already; its report stays."))


@act("places.import_places", may=access.may_take_in)
def import_places(
    *, by: Any, at: datetime, brought: PlaceList, mapping: dict[str, str], accepted: dict[str, str] | None = None
) -> PlaceList:
    """Take a list in: open areas and places it has anew, change those it tells differently, and keep the report.

    mapping: {column of ours (rules.lists.COLUMNS): heading of the list}. accepted: {fix of a finding: what to do}.
    Rows of the file = created + changed + unchanged + left out; each one left out is listed. A place that the list
    no longer has is listed and stays.
    """
    brought = PlaceList.objects.select_for_update().get(pk=brought.pk)
    if brought.taken_in_at:
        raise Refused("places.list_taken_in", _("This list was taken in already. Bring the file again to repeat it."))
    accepted = accepted or {}
    why_not_mapped(brought, mapping)
    for fix, choice in accepted.items():
        if choice not in _CHOICES.get(fix.split(":", 1)[0], [choice]):
            raise Refused("places.no_such_choice", _("Choose what “%(word)s” means from the list.") % {"word": fix})
    plan = queries.plan(brought, mapping=mapping, accepted=accepted)
    tree = _Tree(brought.under, plan.reading.levels)
    tree.open(plan.created, source=brought.source)
    _change(plan.changed, tree)
    tree.finish()
    brought.content, brought.mapping, brought.accepted, brought.taken_in_at = b"", mapping, accepted, at
    brought.counts = {
        "rows": plan.rows, "created": len(plan.created), "changed": len(plan.changed), "unchanged": plan.unchanged,
        "left_out": len(plan.reading.left_out), "areas": tree.opened, "absent": len(plan.absent),
    }  # fmt: skip
    brought.findings = [(f.row, f.code, f.about, f.fix, f.proposal) for f in plan.reading.findings]
    brought.left_out = [(f.row, f.code, f.about, f.fix, f.proposal) for f in plan.reading.left_out]
    brought.changes = [(each.listed.row, each.listed.name, each.columns) for each in plan.changed]
    brought.absent = plan.absent
    brought.save()
    return brought


def why_not_mapped(brought: PlaceList, mapping: dict[str, str]) -> None:
    """Refuse a mapping that lacks the name, speaks of a heading the list lacks, or of a column we do not keep."""
    if not mapping.get("name"):
        raise Refused("places.no_name_column", _("Say which column holds the name of the place."), field="name")
    headings = listing.headings(bytes(brought.content), name=brought.name)
    for column, heading in mapping.items():
        if column not in rules.COLUMNS or heading not in headings:
            raise Refused(
                "places.no_such_column",
                _("The list has no column “%(heading)s”. Choose one that it has.") % {"heading": heading},
                field=column if column in rules.COLUMNS else "name",
            )
    if ("latitude" in mapping) != ("longitude" in mapping):
        raise Refused("places.half_a_point", _("Give both latitude and longitude, or neither."), field="latitude")
    if brought.under is None and not set(mapping) & set(rules.LEVELS):
        raise Refused(
            "places.nowhere",
            _("The list names no area. Choose the area it is for, or the column that names it."),
            field="under",
        )


class _Tree:
    """The area tree while a list is written into it: areas by name, and the last step used below each node."""

    def __init__(self, under: OrgUnit | None, levels: tuple[str, ...]) -> None:
        self.levels = levels
        self.top = under.path if under else ""
        self.last = queries.last_steps()
        rows = OrgUnit.objects.filter(within(self.top), type__in=AREAS).values_list("path", "name")
        self.areas = {(path[:-STEP], folded(name)): path for path, name in rows}
        self.grown: dict[str, int] = {}
        self.opened = 0

    def open(self, listed: list[rules.Listed], *, source: str) -> None:
        """Write new places in the order of the list, a batch at a time, and the areas they need."""
        waiting: list[OrgUnit] = []
        for place in listed:
            path = self.next_path(self.area(place))
            waiting.append(
                OrgUnit(
                    path=path, depth=len(path) // STEP, name=place.name, type=place.type or PlaceType.FACILITY,
                    local_type=place.local_type, ownership=place.ownership, code=place.code, latitude=place.latitude,
                    longitude=place.longitude, catchment_population=place.catchment_population, source=source,
                    listed_as=place.listed_as,
                )
            )  # fmt: skip
            if len(waiting) == BATCH:
                OrgUnit.objects.bulk_create(waiting)
                waiting = []
        OrgUnit.objects.bulk_create(waiting)

    def area(self, place: rules.Listed) -> str:
        """Return the path of the area a row names, opening what is not there yet."""
        path = self.top
        for level, name in zip(self.levels, place.areas, strict=True):
            if not name:
                continue
            key = (path, folded(name))
            if key not in self.areas:
                below = self.next_path(path)
                OrgUnit.objects.bulk_create([OrgUnit(path=below, depth=len(below) // STEP, name=name, type=level)])
                self.areas[key] = below
                self.opened += 1
            path = self.areas[key]
        return path

    def next_path(self, above: str) -> str:
        """Return the path of one more node below another."""
        self.last[above] = self.last.get(above, 0) + 1
        self.grown[above] = self.grown.get(above, 0) + 1
        return above + _step(self.last[above])

    def finish(self) -> None:
        """Tell every node how many were written below it."""
        for path, more in self.grown.items():
            OrgUnit.objects.filter(path=path).update(numchild=F("numchild") + more)


def _step(number: int) -> str:
    """Return a step of a tree path: four characters over 0-9A-Z."""
    letters = ""
    while number:
        number, rest = divmod(number, 36)
        letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + letters
    if len(letters) > STEP:
        raise ValueError("more than 1,679,615 places below one area")
    return letters.rjust(STEP, "0")


def _change(changes: list[queries.Change], tree: _Tree) -> None:
    """Write what the list tells differently; a place whose area changed is moved with all below it."""
    for start in range(0, len(changes), BATCH):
        batch = {change.kept.id: change for change in changes[start : start + BATCH]}
        written, columns = [], set()
        for place in OrgUnit.objects.filter(pk__in=batch):
            change = batch[place.pk]
            for column in change.columns:
                if column != "under":
                    setattr(place, column, getattr(change.listed, column))
                    columns.add(column)
            written.append(place)
        if columns:
            OrgUnit.objects.bulk_update(written, sorted(columns), batch_size=200)
    for change in changes:
        if "under" in change.columns:
            above = tree.area(change.listed)
            place = OrgUnit.objects.get(pk=change.kept.id)
            if place.path[:-STEP] != above:
                OrgUnit.objects.move(place, OrgUnit.objects.get(path=above), pos="last-child")
                # The library chose the step; ours must not choose it again.
                tree.last[above] = max(tree.last.get(above, 0), int(OrgUnit.objects.get(pk=place.pk).path[-STEP:], 36))
