"""What a device needs before it goes out and when it comes home: its forms and lists, and the rows behind the keys it sends."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.queries import in_force as versions_in_force
from alongside.domain.instruments.rules.definition import Definition
from alongside.domain.instruments.terms import VersionStatus
from alongside.domain.people.access import Held, in_force, paths
from alongside.domain.people.models import Employment, Merge, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency, Enrolment, Programme
from alongside.kernel import beside, journal
from alongside.kernel.paths import within_any

from .. import access
from ..models import ActionItem, Submission


class Sender(NamedTuple):
    """Whom a device sends for. last_seen_on: the day it last called, None: never."""

    person: Person
    device_id: UUID
    last_seen_on: date | None


def device_of(secret_digest: str, *, roles_on: date | None) -> Sender | None:
    """Return whom the device with this secret sends for, in one statement. None: no such device, or not any more.

    roles_on: the day whose roles the person brings with them. None: they are not asked for; what somebody may send is
    a question of the day of the record (queries.arriving), and every record asks this first.
    Of the person only the name is read.
    """
    given: list[Any] = [secret_digest]
    if roles_on is not None:
        day = roles_on if connection.vendor == "postgresql" else roles_on.isoformat()
        given = [day, day, secret_digest]
    with beside.cursor() as cursor:
        cursor.execute(_DEVICE if roles_on is None else _DEVICE_WITH_ROLES, given)
        rows = cursor.fetchall()
    if not rows:
        return None
    person_id, given_names, family_name, device_id, seen_on = rows[0][:5]
    person = Person.from_db(
        None, ["id", "given_names", "family_name", "is_active"], [_uuid(person_id), given_names, family_name, True]
    )
    if roles_on is not None:
        person._held = [
            Held(role, path or "", _uuid(programme) if programme else None)
            for role, path, programme in (row[5:] for row in rows)
            if role
        ]
    return Sender(person, _uuid(device_id), date.fromisoformat(seen_on) if isinstance(seen_on, str) else seen_on)


_DEVICE_WITH_ROLES = (
    "SELECT person.id, person.given_names, person.family_name, device.id, device.last_seen_on, held.role,"
    " place.path, held.programme_id FROM people_device device"
    " JOIN people_person person ON person.id = device.person_id"
    " LEFT JOIN people_grant held ON held.person_id = person.id"
    " AND held.since <= %s AND (held.until IS NULL OR held.until > %s)"
    " LEFT JOIN places_orgunit place ON place.id = held.place_id"
    " WHERE device.secret_digest = %s AND device.revoked_at IS NULL AND person.is_active"
)
_DEVICE = (
    "SELECT person.id, person.given_names, person.family_name, device.id, device.last_seen_on FROM people_device device"
    " JOIN people_person person ON person.id = device.person_id"
    " WHERE device.secret_digest = %s AND device.revoked_at IS NULL AND person.is_active"
)


def _uuid(value: UUID | str) -> UUID:
    return UUID(value) if isinstance(value, str) else value  # SQLite keeps ids as text


class Checklist(NamedTuple):
    """The version a form was made from, read once: its definition never changes."""

    version_id: UUID
    instrument_id: UUID
    number: int
    definition: Definition


@lru_cache(maxsize=256)
def checklist(code: str, number: int) -> Checklist:
    """Return the checklist of a version that was approved once, kept in this process: from then on it never changes.

    A form that was retired since is still taken in: it was filled in good faith. LookupError: no such version yet.
    """
    found = Version.objects.filter(
        instrument__code=code, number=number, status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED]
    ).first()  # fmt: skip
    if found is None:
        raise LookupError(code)  # not remembered: it may be approved in a minute
    return Checklist(found.pk, found.instrument_id, found.number, found.definition)


def forget() -> None:
    """Drop what this process remembers of versions; for tests, whose databases come and go."""
    checklist.cache_clear()


def forms_for(person: Person, *, on: date, all_versions: bool = False) -> list[Version]:
    """Return the checklists in force that belong to the programmes a person records in, by title.

    all_versions: of each also those that were in force before, the newest first: what was filled in them is taken in.
    """
    areas = paths(person, *access.RECORD)
    programmes = Programme.objects.filter(
        pk__in=[each.pk for each in Programme.objects.select_related("place") if _meets(each.place.path, areas)]
    )
    through = Competency.instruments.through.objects.filter(
        competency_id__in=Programme.competencies.through.objects.filter(programme__in=programmes).values(
            "competency_id"
        )
    )
    codes = set(through.values_list("instrument__code", flat=True))
    if not codes:
        return []
    newest = versions_in_force(on, codes=codes, with_definitions=True)
    if not all_versions:
        return newest
    rows = Version.objects.filter(
        instrument__in=[each.instrument_id for each in newest], effective_on__lte=on,
        status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED],
    )  # fmt: skip
    return list(rows.select_related("instrument").order_by("instrument__title", "instrument", "-number"))


def _meets(path: str, areas: list[str]) -> bool:
    return any(path.startswith(area) or area.startswith(path) for area in areas)


def places_for(person: Person) -> list[OrgUnit]:
    """Return the places somebody may record at that have staff, by name."""
    staffed = Employment.objects.filter(in_force(), place=OuterRef("pk"))
    rows = OrgUnit.objects.filter(within_any(paths(person, *access.RECORD)), Exists(staffed), closed_on=None)
    return list(rows.order_by("name", "pk"))


def mentees_for(person: Person) -> list[tuple[Person, UUID]]:
    """Return whoever is mentored at those places now, by name, with the id of the place."""
    enrolled = Enrolment.objects.filter(person=OuterRef("person"), until=None)
    rows = (
        Employment.objects.filter(in_force(), Exists(enrolled), within_any(paths(person, *access.RECORD), field="place__path"), person__is_active=True)
        .exclude(person=person).select_related("person").order_by("person__family_name", "person__given_names", "pk")
    )  # fmt: skip
    return [(each.person, each.place_id) for each in rows]


def actions_for(person: Person) -> list[ActionItem]:
    """Return the open actions about the practice of those people, the soonest due first."""
    rows = ActionItem.objects.filter(
        within_any(paths(person, *access.RECORD), field="area_path"), closed_on=None, person__isnull=False
    )
    return list(rows.order_by("due_on", "pk"))


def changes_of_places(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return {place: the number of the last change that was made to it}; 0 where the journal tells of none."""
    found = journal.latest("places.orgunit", ids)
    return {id: found.get(str(id), 0) for id in ids}


def changes_of_people(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return {person: the number of the last change to them, to a post of theirs, or by a merge}; 0 for none.

    Posts come and go with a merge. It is itself a change, so that the number only ever grows.
    """
    about: dict[tuple[str, str], set[UUID]] = {("people.person", str(id)): {id} for id in ids}
    for post, person in Employment.objects.filter(person__in=ids).values_list("pk", "person"):
        about.setdefault(("people.employment", str(post)), set()).add(person)
    for merge, kept, merged in Merge.objects.filter(Q(kept__in=ids) | Q(merged__in=ids)).values_list(
        "pk", "kept", "merged"
    ):
        about[("people.merge", str(merge))] = {kept, merged}
    found = dict.fromkeys(ids, 0)
    for type in ("people.person", "people.employment", "people.merge"):
        numbers = journal.latest(type, [id for of, id in about if of == type])
        for id, number in numbers.items():
            for person in about[(type, id)] & found.keys():
                found[person] = max(found[person], number)
    return found


def changes_of_actions(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return {action: the number of the last change that was made to it}; 0 where it came with a record."""
    found = journal.latest("encounters.actionitem", ids)
    return {id: found.get(str(id), 0) for id in ids}


def known_ids(list_name: str, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these ids are, or once were, of the kind that a list holds, whoever may see them today."""
    kind: Any = {"facilities": OrgUnit, "mentees": Person, "open_actions": ActionItem}[list_name]
    return set(kind.objects.filter(pk__in=ids).values_list("pk", flat=True))


def sent(*, seen_by: Person | None) -> QuerySet[Submission]:
    """Return what devices sent and nobody deleted, for whoever may see its sender."""
    return Submission.objects.filter(access.sent_rows(seen_by), deleted_at=None)


def underivable(*, seen_by: Person | None) -> QuerySet[Submission]:
    """Return what devices sent and nothing could be derived from, the newest first, for whoever may see its sender."""
    rows = sent(seen_by=seen_by).exclude(problem="")
    return rows.select_related("sent_by").defer("body").order_by("-received_at", "pk")
