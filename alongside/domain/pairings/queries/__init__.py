"""What can be asked about relationships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.domain.mentors import queries as mentors
from alongside.domain.mentors.models import Mentor, Proficiency
from alongside.domain.people.models import Grant, Person
from alongside.domain.people.models import in_force as holds_now
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.paths import ancestors, within

from .. import access
from ..models import Answer, Relationship, RelationshipMentee, RelationshipMentor, RelationshipStep
from ..rules import relationships as rules
from ..rules.relationships import Offered
from ..terms import AnsweredAs, RelationshipStatus, Shape

NOW = Q(until=None)
YEAR = timedelta(days=365)


def relationships(
    *, seen_by: Person | None, place: OrgUnit | None = None, status: str = "", shape: str = "", open_only: bool = False
) -> QuerySet[Relationship]:
    """Return the relationships somebody may see with their people, by place; three statements."""
    seen = Relationship.objects.filter(access.rows(seen_by)).values("pk")
    rows = Relationship.objects.filter(pk__in=seen)
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if status:
        rows = rows.filter(status=status)
    if shape:
        rows = rows.filter(shape=shape)
    if open_only:
        rows = rows.filter(status__in=rules.OPEN)
    return with_people(rows).order_by("place__name", "pk")


def with_people(rows: QuerySet[Relationship]) -> QuerySet[Relationship]:
    """Bring along place, programme, mentors (the lead first) and mentees by name."""
    leading = RelationshipMentor.objects.select_related("mentor__person", "area").order_by("-is_lead", "pk")
    mentored = RelationshipMentee.objects.select_related("person").order_by(
        "person__family_name", "person__given_names", "pk"
    )
    return rows.select_related("place", "programme").prefetch_related(
        Prefetch("mentors", leading), Prefetch("mentees", mentored)
    )


def counts(*, seen_by: Person | None) -> dict[str, int]:
    """Return how many relationships stand at each state, every state named; one statement."""
    seen = Relationship.objects.filter(access.rows(seen_by)).values("pk")
    found = dict(Relationship.objects.filter(pk__in=seen).values_list("status").annotate(n=Count("pk")).order_by())
    return {status: found.get(status, 0) for status in RelationshipStatus.values}


def shapes(*, seen_by: Person | None) -> dict[str, int]:
    """Return how many open relationships have each shape, every shape named (R159); one statement."""
    found = _counted(_open(seen_by), "shape")
    return {shape: found.get(shape, 0) for shape in Shape.values}


@dataclass(frozen=True)
class Makeup:
    """How the open relationships are made up, and why those of the last year ended (R035, R086)."""

    open: int
    by_shape: dict[str, int]
    by_purpose: dict[str, int]
    by_model: dict[str, int]
    ended: int
    by_end_reason: dict[str, int]


def makeup(*, seen_by: Person | None, on: date) -> Makeup:
    """Return how the relationships somebody sees are made up, as figures; five statements."""
    rows = _open(seen_by)
    ended = Relationship.objects.filter(
        pk__in=Relationship.objects.filter(access.rows(seen_by)).values("pk"), status__in=rules.ENDED,
        ended_on__gt=on - YEAR, ended_on__lte=on,
    )  # fmt: skip
    reasons = _counted(ended, "end_reason")
    return Makeup(
        rows.count(),
        _counted(rows, "shape"),
        _counted(rows, "purpose"),
        _counted(rows, "model"),
        sum(reasons.values()),
        reasons,
    )


def _open(seen_by: Person | None) -> QuerySet[Relationship]:
    seen = Relationship.objects.filter(access.rows(seen_by)).values("pk")
    return Relationship.objects.filter(pk__in=seen, status__in=rules.OPEN)


def _counted(rows: QuerySet[Relationship], column: str) -> dict[str, int]:
    return dict(rows.values_list(column).annotate(n=Count("pk")).order_by())


def current_of_mentor(person: Person) -> QuerySet[Relationship]:
    """Return the relationships in which somebody mentors now."""
    mine = RelationshipMentor.objects.filter(NOW, mentor__person=person).values("relationship")
    return with_people(Relationship.objects.filter(pk__in=mine, status__in=rules.LOADING)).order_by("place__name", "pk")


def current_of_mentee(person: Person) -> QuerySet[Relationship]:
    """Return the relationships in which somebody is mentored now."""
    mine = RelationshipMentee.objects.filter(NOW, person=person).values("relationship")
    return with_people(Relationship.objects.filter(pk__in=mine, status__in=rules.LOADING)).order_by("-since", "pk")


def mentoring_of(person: Person, *, seen_by: Person | None) -> QuerySet[Relationship]:
    """Return the relationships in which somebody is mentored now, of those the reader may see."""
    mine = RelationshipMentee.objects.filter(NOW, person=person).values("relationship")
    return relationships(seen_by=seen_by).filter(pk__in=mine, status__in=rules.LOADING)


def open_of(mentor: Mentor) -> int:
    """Return how many relationships a mentor still holds."""
    return (
        RelationshipMentor.objects.filter(NOW, mentor=mentor, relationship__status__in=rules.OPEN)
        .values("relationship")
        .distinct()
        .count()
    )


def caseloads(mentors: Iterable[UUID]) -> dict[UUID, int]:
    """Return {mentor: people mentored now}, each person once however many relationships join them; one statement."""
    rows = RelationshipMentor.objects.filter(
        NOW, mentor__in=list(mentors), relationship__status__in=rules.LOADING, relationship__mentees__until=None
    )
    return dict(rows.values_list("mentor").annotate(n=Count("relationship__mentees__person", distinct=True)).order_by())


def places_held(mentors: Iterable[UUID]) -> dict[UUID, int]:
    """Return {mentor: places at which they mentor now}; one statement."""
    rows = RelationshipMentor.objects.filter(NOW, mentor__in=list(mentors), relationship__status__in=rules.LOADING)
    return dict(rows.values_list("mentor").annotate(n=Count("relationship__place", distinct=True)).order_by())


def offered(chosen: Iterable[Mentor], *, place: OrgUnit, on: date) -> dict[UUID, Offered]:
    """Return each mentor as a proposal for a place asks about them; five statements and one for each licence."""
    chosen = list(chosen)
    ids = [each.pk for each in chosen]
    able = set(mentors.can_mentor(on=on).filter(pk__in=ids).values_list("pk", flat=True))
    areas, loads = mentors.areas_of(ids, on=on), caseloads(ids)
    managing = set(
        Grant.objects.filter(
            holds_now(), role=Role.IN_CHARGE, place__path__in=ancestors(place.path),
            person__in=[each.person_id for each in chosen],
        ).values_list("person", flat=True)
    )  # fmt: skip
    return {
        each.pk: Offered(
            each.person_id, each.person.name, each.pk in able, set(areas.get(each.pk, {})), loads.get(each.pk, 0),
            each.max_mentees, mentors.licence_until(each.person), each.person_id in managing,
        )
        for each in chosen
    }  # fmt: skip


def eligible(
    *, place: OrgUnit, area: TechnicalArea | None, on: date, seen_by: Person | None
) -> list[tuple[Mentor, int]]:
    """Return the mentors who could be proposed for an area at a place with their caseload, those with most room first."""
    found = list(mentors.can_mentor(on=on, area=area).filter(mentors_seen(seen_by)))
    loads = caseloads([each.pk for each in found])
    return sorted(
        ((each, loads.get(each.pk, 0)) for each in found),
        key=lambda pair: (pair[1] - pair[0].max_mentees, pair[0].person.name),
    )


def mentors_seen(seen_by: Person | None) -> Q:
    """Return the condition on Mentor: those somebody may propose from: of their areas, and of the districts above."""
    condition = Q(pk__in=[])
    for each in access.held(seen_by):
        if each.role in access.PROPOSE:
            condition |= within(each.path, field="area_path") | Q(area_path__in=ancestors(each.path))
    return condition


# Proposals


@dataclass(frozen=True)
class Asked:
    """One side that is asked about a proposal, and what they said (None: not yet)."""

    answered_as: str
    person: Person
    answer: Answer | None


def asked(relationship: Relationship) -> list[Asked]:
    """Return everybody who is asked: mentors, mentees, and one in-charge of the place where there is one."""
    given = {
        (each.answered_as, each.person_id): each
        for each in relationship.answers.select_related("person", "recorded_by")
    }
    people = [
        *((AnsweredAs.MENTOR, row.mentor.person) for row in relationship.mentors.filter(NOW).select_related("mentor__person").order_by("pk")),
        *((AnsweredAs.MENTEE, row.person) for row in relationship.mentees.filter(NOW).select_related("person").order_by("pk")),
    ]  # fmt: skip
    unique = list(dict.fromkeys((side, person) for side, person in people))
    leader = in_charge_of(relationship.place)
    said_by = next((each.person for (side, _pk), each in given.items() if side == AnsweredAs.IN_CHARGE), leader)
    if said_by is not None:
        unique.append((AnsweredAs.IN_CHARGE, said_by))
    return [Asked(side, person, given.get((side, person.pk))) for side, person in unique]


def in_charge_of(place: OrgUnit) -> Person | None:
    """Return who leads a place, the longest in the role where there are several."""
    grant = (
        Grant.objects.filter(holds_now(), role=Role.IN_CHARGE, place=place, person__is_active=True)
        .select_related("person")
        .order_by("since", "pk")
        .first()
    )
    return grant.person if grant else None


def waiting_for(person: Person) -> list[tuple[Relationship, str]]:
    """Return the proposals that wait for somebody's own answer, each with in whose name."""
    proposed = Relationship.objects.filter(status=RelationshipStatus.PROPOSED)
    mine = [
        (AnsweredAs.MENTOR, proposed.filter(mentors__mentor__person=person)),
        (AnsweredAs.MENTEE, proposed.filter(mentees__person=person)),
        (AnsweredAs.IN_CHARGE, proposed.filter(place__path__in=[each.path for each in access.held(person) if each.role == Role.IN_CHARGE])),
    ]  # fmt: skip
    return [
        (each, side)
        for side, rows in mine
        for each in with_people(rows.exclude(answers__answered_as=side, answers__person=person).distinct()).order_by("proposed_at")
    ]  # fmt: skip


def steps(relationship: Relationship) -> QuerySet[RelationshipStep]:
    """Return how a relationship came to where it is, the latest first."""
    return relationship.steps.select_related("by").order_by("-at", "-pk")


def needing_attention(*, seen_by: Person | None, on: date) -> list[Relationship]:
    """Return the open relationships that wait for somebody: end or review reached, hold over, unanswered."""
    rows = relationships(seen_by=seen_by, open_only=True).filter(
        Q(planned_end_on__lte=on) | Q(review_on__lte=on) | Q(status="on_hold", hold_until__lte=on)
        | Q(status__in=("proposed", "accepted")) | Q(pk__in=_unproven(on).values("relationship"))
    )  # fmt: skip
    return list(rows)


def _unproven(on: date) -> QuerySet[RelationshipMentor]:
    """Return who mentors for an area in which their proof of mastery does not hold on a day (R024)."""
    proof = Proficiency.objects.filter(
        mentor=OuterRef("mentor"), area=OuterRef("area"), assessed_on__lte=on, valid_until__gt=on
    )
    return RelationshipMentor.objects.filter(
        NOW, ~Exists(proof), area__isnull=False, relationship__status__in=rules.LOADING
    )


def unproven(relationship: Relationship, *, on: date) -> list[RelationshipMentor]:
    """Return the mentors of a relationship whose proof of mastery in its area does not hold; one statement."""
    return list(_unproven(on).filter(relationship=relationship).select_related("mentor__person", "area"))
