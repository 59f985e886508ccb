"""What taking in a list of people would do, without doing it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch

from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.kernel import listing
from alongside.kernel.paths import within

from ..models import Employment, PeopleList, Person, in_force
from ..rules import lists as rules
from ..rules.duplicates import Known, likely, plain

_KEPT = ("code", "sex", "birth_year", "email", "language")
_OF_THE_POST = ("post", "licence_no", "licence_expires_on", "in_practice_since")


class Change(NamedTuple):
    """A person whom the list now tells differently; "place": they work elsewhere now."""

    person: Person
    post: Employment | None
    listed: rules.Listed
    columns: list[str]


@dataclass
class Plan:
    """What would happen. created + changed + unchanged + left out = rows of the file."""

    reading: rules.Reading
    created: list[rules.Listed] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    @property
    def rows(self) -> int:
        return len(self.reading.people) + len(self.reading.left_out)


def plan(brought: PeopleList, *, mapping: dict[str, str], accepted: dict[str, str], today: date) -> Plan:
    """Read a brought list and compare it with the people who are kept.

    A row is somebody who is here already where the staff number is the same, or the name and a phone, or the name and
    the workplace. Whoever is only alike goes in anew and is listed.
    """
    top = brought.under.path if brought.under else ""
    places = OrgUnit.objects.filter(within(top), closed_on=None).exclude(type__in=AREAS)
    reading = rules.read(
        listing.rows(bytes(brought.content), name=brought.name), mapping=mapping, accepted=accepted,
        places=(rules.Place(*row) for row in places.values_list("id", "name", "code").iterator(chunk_size=2000)),
        region=brought.region, today=today,
    )  # fmt: skip
    planned = Plan(reading)
    kept = _Kept(top, reading)
    for listed in reading.people:
        person = kept.find(listed)
        if person is None:
            planned.created.append(listed)
        elif columns := _told_differently(person, listed):
            planned.changed.append(Change(person, _post(person), listed, columns))
        else:
            planned.unchanged += 1
    reading.findings += _alike(planned.created, kept)
    reading.findings.sort(key=lambda finding: (finding.row, finding.code))
    return planned


def accepted_before(source: str) -> dict[str, str]:
    """Return the fixes accepted when this source was last taken in."""
    earlier = PeopleList.objects.filter(source=source).exclude(taken_in_at=None).order_by("-taken_in_at")
    return earlier.values_list("accepted", flat=True).first() or {}


class _Kept:
    """The people a row may be about: everybody of the area, and whoever has a staff number of the list."""

    def __init__(self, top: str, reading: rules.Reading) -> None:
        now = Employment.objects.filter(in_force()).order_by("since")
        rows = Person.objects.filter(merged_into=None).prefetch_related(
            "phones", Prefetch("employments", now, to_attr="posts_now")
        )
        here = Employment.objects.filter(within(top, field="place__path")).values("person")
        self.people = {person.pk: person for person in rows.filter(pk__in=here).iterator(chunk_size=500)}
        codes = [listed.code for listed in reading.people if listed.code]
        for start in range(0, len(codes), 500):
            self.people.update(rows.filter(code__in=codes[start : start + 500]).in_bulk())
        self.by_code = {person.code: person for person in self.people.values() if person.code}
        self.by_name: dict[str, list[Any]] = defaultdict(list)
        for person in self.people.values():
            self.by_name[" ".join(sorted(plain(person.name).split()))].append(person)

    def find(self, listed: rules.Listed) -> Person | None:
        """Return who a row is about, taking them out so that no two rows are about one person."""
        person: Any = self.by_code.get(listed.code) if listed.code else None
        for each in self.by_name.get(listed.spelt, []) if person is None else ():
            if listed.code and each.code:
                continue
            phones = {phone.number for phone in each.phones.all()}
            if phones & set(listed.phones) or any(post.place_id == listed.place for post in each.posts_now):
                person = each
                break
        if person is not None:
            named = self.by_name[" ".join(sorted(plain(person.name).split()))]
            if person in named:
                named.remove(person)
        return person


def _post(person: Person) -> Employment | None:
    return person.posts_now[-1] if person.posts_now else None  # type: ignore[attr-defined]


def _told_differently(person: Person, listed: rules.Listed) -> list[str]:
    """Return the columns a row tells differently. An empty cell never erases what is known."""
    columns = [each for each in _KEPT if getattr(listed, each) and getattr(listed, each) != getattr(person, each)]
    post = _post(person)
    if post is None or all(each.place_id != listed.place for each in person.posts_now):  # type: ignore[attr-defined]
        columns.append("place")
    else:
        columns += [
            each for each in _OF_THE_POST if getattr(listed, each) and getattr(listed, each) != getattr(post, each)
        ]
    if set(listed.phones) - {phone.number for phone in person.phones.all()}:  # type: ignore[attr-defined]
        columns.append("phone")
    return columns


def _alike(created: list[rules.Listed], kept: _Kept) -> list[rules.Finding]:
    """Return, for each row that would be new, whom among the people kept it is most like."""
    rows = {UUID(int=listed.row): listed for listed in created}
    known = [
        Known(
            person.pk, person.given_names, person.family_name, frozenset(p.number for p in person.phones.all()),
            post.cadre_id if post else "", post.place_id if post else None, person.sex, person.birth_year, person.code, person.email,
        )
        for person in kept.people.values()
        for post in [_post(person)]
    ] + [
        Known(
            key, listed.given_names, listed.family_name, frozenset(listed.phones), listed.cadre, listed.place, listed.sex,
            listed.birth_year, listed.code, listed.email,
        )
        for key, listed in rows.items()
    ]  # fmt: skip
    found: dict[int, rules.Finding] = {}
    for pair in likely(known):
        row, other = (pair.first, pair.second) if pair.first in rows else (pair.second, pair.first)
        if row in rows and other not in rows and rows[row].row not in found:
            name = f"{rows[row].given_names} {rows[row].family_name}".strip()
            found[rows[row].row] = rules.Finding(rows[row].row, "perhaps_known", name, proposal=kept.people[other].name)
    return list(found.values())
