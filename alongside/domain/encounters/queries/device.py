"""What a device needs before it goes out and when it comes home: its forms and lists, and the rows behind the keys it sends."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.queries import in_force as versions_in_force
from alongside.domain.instruments.rules.definition import Definition
from alongside.domain.instruments.terms import VersionStatus
from alongside.domain.people.access import Held, in_force, paths
from alongside.domain.people.models import Device, Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency, Enrolment, Programme
from alongside.kernel.paths import within_any

from .. import access
from ..models import ActionItem, Submission


def device_of(secret_digest: str) -> Device | None:
    """Return the device with this secret, its person's roles looked up with it, in one statement. None: no such device."""
    today = TruncDate(Now())
    holds_now = Q(person__grants__since__lte=today) & (
        Q(person__grants__until=None) | Q(person__grants__until__gt=today)
    )
    rows = list(
        Device.objects.filter(secret_digest=secret_digest, revoked_at=None, person__is_active=True)
        .select_related("person")
        .annotate(
            role=F("person__grants__role"), role_path=F("person__grants__place__path"), role_programme=F("person__grants__programme_id"),
            role_now=ExpressionWrapper(holds_now, BooleanField()),
        )
    )  # fmt: skip
    if not rows:
        return None
    rows[0].person._held = [
        Held(each.role, each.role_path, each.role_programme) for each in rows if each.role and each.role_now
    ]
    return rows[0]


@lru_cache(maxsize=256)
def approved_version(code: str, number: int) -> Version:
    """Return a version that was approved once, kept in this process: from then on it never changes.

    A form that was retired since is still taken in: it was filled in good faith. LookupError: no such version yet.
    """
    found = Version.objects.filter(
        instrument__code=code, number=number, status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED]
    ).select_related("instrument").first()  # fmt: skip
    if found is None:
        raise LookupError(code)  # not remembered: it may be approved in a minute
    return found


def sender(secret_digest: str) -> tuple[Person, UUID] | None:
    """Return whom a device sends for, with its id; None: no such device. As device_of, without roles, and quicker.

    Of the person only the name is read: what they may is asked for the day of the record (queries.arriving).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person.id, person.given_names, person.family_name, person.is_active, device.id FROM people_device device"
            " JOIN people_person person ON person.id = device.person_id"
            " WHERE device.secret_digest = %s AND device.revoked_at IS NULL AND person.is_active",
            [secret_digest],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    person, device = (UUID(id) if isinstance(id, str) else id for id in (row[0], row[4]))
    return Person.from_db(
        None, ["id", "given_names", "family_name", "is_active"], [person, row[1], row[2], True]
    ), device


class Checklist(NamedTuple):
    """The version a form was made from, read once: its definition never changes."""

    version_id: UUID
    instrument_id: UUID
    definition: Definition


@lru_cache(maxsize=256)
def checklist(code: str, number: int) -> Checklist:
    """Return the checklist of a version that was approved once, kept in this process. LookupError: no such version yet."""
    version = approved_version(code, number)
    return Checklist(version.pk, version.instrument_id, version.definition)


def forget() -> None:
    """Drop what this process remembers of versions; for tests, whose databases come and go."""
    approved_version.cache_clear()
    checklist.cache_clear()


def forms_for(person: Person, *, on: date) -> list[Version]:
    """Return the checklists in force that belong to the programmes a person records in, by title."""
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
    return versions_in_force(on, codes=codes, with_definitions=True) if codes else []


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


def underivable(*, seen_by: Person | None) -> list[Submission]:
    """Return what devices sent and nothing could be derived from, the newest first, for whoever may see its sender."""
    areas = paths(seen_by, *access.CORRECT) if seen_by else []
    senders = Employment.objects.filter(in_force(), within_any(areas, field="place__path"), person=OuterRef("sent_by"))
    rows = Submission.objects.exclude(problem="").filter(Q(sent_by=seen_by) | Q(Exists(senders)), deleted_at=None)
    return list(rows.select_related("sent_by").defer("body").order_by("-received_at"))
