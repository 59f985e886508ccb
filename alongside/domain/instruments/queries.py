"""What can be asked about checklists across their versions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from . import access
from .models import Instrument, Standard, Version
from .rules.definition import Definition, Item, Text
from .terms import VersionStatus


@dataclass(frozen=True)
class Shelf:
    """One checklist of the library: the version in use on the day asked (None: none) and the newest one seen."""

    instrument: Instrument
    in_use: Version | None
    newest: Version
    versions: int


@dataclass(frozen=True)
class Change:
    """One item that stands in both versions and differs: {name of the field: (before, after)}."""

    item: Item
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """What a newer version has that an older had not, the other way round, and what differs; in reading order."""

    added: list[Item]
    removed: list[Item]
    changed: list[Change]
    settings: dict[str, tuple[Any, Any]]  # of the checklist as a whole: profile, total, title ...
    reordered: bool

    @property
    def same(self) -> bool:
        return not (self.added or self.removed or self.changed or self.settings or self.reordered)


def library(
    *, on: date, seen_by: Any, words: str = "", status: str = "", area: str = "", kind: str = ""
) -> list[Shelf]:
    """Return the checklists somebody may see, by title; two statements however many.

    status: of the newest version. words: part of the title or code.
    """
    instruments = Instrument.objects.order_by("title", "pk")
    if words:
        instruments = instruments.filter(Q(title__icontains=words) | Q(code__icontains=words))
    if area:
        instruments = instruments.filter(area_code=area)
    if kind:
        instruments = instruments.filter(kind=kind)
    known = {instrument.pk: instrument for instrument in instruments}
    shelves: dict[Any, list[Version]] = {}
    rows = Version.objects.filter(access.rows(seen_by), instrument__in=instruments.order_by()).defer("definition_json")
    for version in rows.order_by("instrument", "-number"):
        version.instrument = known[version.instrument_id]
        shelves.setdefault(version.instrument_id, []).append(version)
    found = (
        Shelf(known[pk], _in_use(shelves[pk], on), shelves[pk][0], len(shelves[pk])) for pk in known if pk in shelves
    )
    return [shelf for shelf in found if not status or shelf.newest.status == status]


def visible(*, seen_by: Any) -> QuerySet[Version]:
    """Return the versions somebody may see, each with its instrument."""
    return Version.objects.filter(access.rows(seen_by)).select_related("instrument")


def instrument(code: str) -> Instrument | None:
    """Return the instrument with a code."""
    return Instrument.objects.filter(code=code).first()


def versions(of: Instrument, *, seen_by: Any) -> list[Version]:
    """Return the versions of an instrument somebody may see, newest first, without their definitions loaded."""
    return list(visible(seen_by=seen_by).filter(instrument=of).defer("definition_json").order_by("-number"))


def latest(codes: Iterable[str]) -> dict[str, Version]:
    """Return {code: newest version, whatever its status}; one statement."""
    rows = Version.objects.filter(instrument__code__in=list(codes)).select_related("instrument").order_by("number")
    return {version.instrument.code: version for version in rows}


def version_on(of: Instrument, day: date) -> Version | None:
    """Return the version of an instrument in use on a day, None where there is none."""
    rows = _effective(day).filter(instrument=of).order_by("-effective_on", "-number")[:1]
    return _in_use(list(rows), day)


def in_force(on: date, *, codes: Iterable[str] | None = None, with_definitions: bool = False) -> list[Version]:
    """Return the version in use on a day of every instrument (or of those with these codes), by title; one statement."""
    rows = _effective(on)
    if codes is not None:
        rows = rows.filter(instrument__code__in=list(codes))
    if not with_definitions:
        rows = rows.defer("definition_json")
    shelves: dict[Any, list[Version]] = {}
    for version in rows.order_by("instrument__title", "instrument", "-effective_on", "-number"):
        shelves.setdefault(version.instrument_id, []).append(version)
    return [used for shelf in shelves.values() if (used := _in_use(shelf, on))]


def standards(codes: Iterable[str]) -> dict[str, Standard]:
    """Return {code: standard} of those that are known."""
    return {standard.code: standard for standard in Standard.objects.filter(code__in=set(codes))}


def compare(older: Definition, newer: Definition) -> Comparison:
    """Return what changed between two versions, items matched by their id."""
    before, after = ({item.id: item for item in each.items()} for each in (older, newer))
    changed = [Change(item, _differences(before[id], item)) for id, item in after.items() if id in before]
    kept = [id for id in before if id in after]
    return Comparison(
        added=[item for id, item in after.items() if id not in before],
        removed=[item for id, item in before.items() if id not in after],
        changed=[change for change in changed if change.fields],
        settings=_differences(older, newer, besides={"children"}),
        reordered=kept != [id for id in after if id in before],
    )


def _effective(day: date) -> QuerySet[Version]:
    rows = Version.objects.filter(approved_at__isnull=False, effective_on__lte=day)
    return rows.filter(status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED]).select_related("instrument")


def _in_use(newest_first: list[Version], on: date) -> Version | None:
    """Return the version that took effect last by a day, unless it was retired by then: earlier ones do not come back."""
    effective = [version for version in newest_first if version.effective_on and version.effective_on <= on]
    last = max(effective, key=lambda version: (version.effective_on, version.number), default=None)
    retired = last is not None and last.retired_at is not None and timezone.localtime(last.retired_at).date() <= on
    return None if retired else last


def _differences(before: Any, after: Any, besides: set[str] = frozenset()) -> dict[str, tuple[Any, Any]]:  # type: ignore[assignment]
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in before.__dataclass_fields__}
    return {name: pair for name, pair in pairs.items() if name not in besides and pair[0] != pair[1]}


def said(value: Any, language: str = "en") -> Text | str:
    """Return a changed value as a person reads it: words in their language, lists with commas, nothing as a dash."""
    if isinstance(value, dict):
        return value.get(language) or next(iter(value.values()), "–")
    if isinstance(value, tuple):
        return ", ".join(str(getattr(each, "value", None) or getattr(each, "name", None) or each) for each in value)
    return "–" if value in ("", None) else str(value)


def standards_of(definition: Definition) -> dict[str, Standard]:
    """Return the standards that items of a checklist come from, by code; no statement where no item names one."""
    codes = {item.standard for item in definition.items() if item.standard}
    return standards(codes) if codes else {}
