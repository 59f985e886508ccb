"""What can be asked about mentors."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from alongside.domain.people.models import Employment, Person
from alongside.domain.people.models import in_force as holds_now
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.kernel.paths import within

from . import access, rules
from .models import (
    Assignment,
    CoVisit,
    Criterion,
    Mentor,
    MentorTeam,
    Nomination,
    Preparation,
    Proficiency,
    Reference,
    StandingChange,
    SupportContact,
)
from .rules import Judged, Readiness
from .terms import RECOMMENDED, SKILL_MODULES, Stage, Standing

CHW = "chw"  # the cadre of community health workers
PASSED = (Q(stage__gte=Stage.SIMULATION) | Q(is_recognised=True)) & Q(
    passed=True
)  # on Preparation: a module that counts


def mentors(*, seen_by: Person | None, place: OrgUnit | None = None, standing: str = "") -> QuerySet[Mentor]:
    """Return the mentors somebody may see, by name."""
    rows = Mentor.objects.filter(access.rows(seen_by)).select_related("person", "home")
    if place is not None:
        rows = rows.filter(within(place.path, field="area_path"))
    if standing:
        rows = rows.filter(standing=standing)
    return rows.order_by("person__family_name", "person__given_names", "pk")


def counts(*, seen_by: Person | None) -> dict[str, int]:
    """Return how many mentors stand where, every standing named; one statement."""
    found = dict(Mentor.objects.filter(access.rows(seen_by)).values_list("standing").annotate(n=Count("pk")).order_by())
    return {standing: found.get(standing, 0) for standing in Standing.values}


@dataclass(frozen=True)
class Makeup:
    """Who the mentors are. certified: pairable on the day; posted: of these with a posting on it.

    by_affiliation, by_pay, of_the_system: of the certified. prepared_in_both: of the posted (MTR-05).
    without_recommended: {module: mentors certified or in preparation who did not pass it} (R146).
    """

    certified: int
    posted: int
    prepared_in_both: int
    of_the_system: int
    by_affiliation: dict[str, int]
    by_pay: dict[str, int]
    without_recommended: dict[str, int]


def makeup(*, seen_by: Person | None, on: date) -> Makeup:
    """Return who the mentors somebody sees are, as figures; five statements, however many there are."""
    seen = Mentor.objects.filter(access.rows(seen_by)).values("pk")
    able = {each.pk: each for each in can_mentor(on=on).filter(pk__in=seen)}
    learning = set(Mentor.objects.filter(pk__in=seen, standing__in=rules.PREPARING).values_list("pk", flat=True))
    posted = set(
        Assignment.objects.filter(mentor__in=seen, since__lte=on, until__gt=on).values_list("mentor", flat=True)
    ) & set(able)
    passed: dict[UUID, set[str]] = {}
    rows = Preparation.objects.filter(PASSED, mentor__in=seen)
    for mentor, module in rows.values_list("mentor", "module"):
        passed.setdefault(mentor, set()).add(module)
    proficient = areas_of(posted, on=on)
    return Makeup(
        certified=len(able),
        posted=len(posted),
        prepared_in_both=sum(
            bool(proficient.get(pk)) and passed.get(pk, set()).issuperset(SKILL_MODULES) for pk in posted
        ),
        of_the_system=sum(each.affiliation not in rules.FROM_OUTSIDE for each in able.values()),
        by_affiliation=Counter(each.affiliation for each in able.values()),
        by_pay=Counter(each.pay_type for each in able.values()),
        without_recommended={
            module: sum(module not in passed.get(pk, ()) for pk in {*able, *learning}) for module in RECOMMENDED
        },
    )


def can_mentor(*, on: date, area: TechnicalArea | str | None = None) -> QuerySet[Mentor]:
    """Return the mentors who can be paired on a day: certified, and proficient in the area where one is given (R015)."""
    rows = Mentor.objects.filter(
        standing__in=rules.PAIRABLE, certified_until__gt=on, person__is_active=True
    ).select_related("person", "home")
    return rows.filter(Exists(_proficient(on, area))) if area else rows


def _proficient(on: date, area: TechnicalArea | str | None = None) -> QuerySet[Proficiency]:
    rows = Proficiency.objects.filter(mentor=OuterRef("pk"), assessed_on__lte=on, valid_until__gt=on)
    return rows.filter(area=area) if area else rows


def areas_of(mentors: Iterable[UUID], *, on: date) -> dict[UUID, dict[str, date]]:
    """Return {mentor: {area code: until (exclusive)}} of what these mentors are proficient in on a day; one statement."""
    found: dict[UUID, dict[str, date]] = {}
    rows = Proficiency.objects.filter(mentor__in=list(mentors), assessed_on__lte=on, valid_until__gt=on)
    for mentor, area, until in rows.values_list("mentor", "area").annotate(until=Max("valid_until")):
        found.setdefault(mentor, {})[area] = until
    return found


def proven_until(person: Person, area: str) -> date | None:
    """Return until when (exclusive) somebody's latest proof of mastery in an area holds or held, None where there is none."""
    rows = Proficiency.objects.filter(mentor__person=person, area=area)
    return rows.aggregate(until=Max("valid_until"))["until"]


def licence_until(person: Person) -> date | None:
    """Return the last day of the licence of the present post (exclusive), None where none is recorded."""
    return (
        Employment.objects.filter(holds_now(), person=person)
        .aggregate(until=Max("licence_expires_on"))["until"]
    )  # fmt: skip


# Selection


def years_as_chw(person: Person, *, on: date) -> float | None:
    """Return for how many years somebody has been a community health worker, None who is none now; one statement."""
    return _years_by_person(Q(person=person), on).get(person.pk)


def enough_years_as_chw(programme: Programme, *, years: int, on: date) -> tuple[int, int]:
    """Return how many community health workers of a programme's area could be nominated by their years, of how many (R085)."""
    found = _years_by_person(within(programme.place.path, field="place__path"), on)
    return sum(each >= years for each in found.values()), len(found)


def _years_by_person(whose: Q, on: date) -> dict[UUID, float]:
    """Return {person: years} of whoever has a post as a community health worker, since their first such post or the year they began."""
    posts = Employment.objects.filter(whose, cadre=CHW, since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    ever = Employment.objects.filter(cadre=CHW, person__in=posts.values("person")).values_list("person")
    return {
        person: max((on - since).days / 365.25, on.year - year if year else 0)
        for person, since, year in ever.annotate(first=Min("since"), year=Min("in_practice_since"))
    }


def nominations(*, seen_by: Person | None) -> QuerySet[Nomination]:
    """Return the nominations that somebody may decide on or made themselves, the oldest first."""
    rows = Nomination.objects.filter(
        Q(by=seen_by) | Q(mentor__in=Mentor.objects.filter(access.rows(seen_by, access.PANEL)).values("pk"))
    ) if seen_by else Nomination.objects.none()  # fmt: skip
    return rows.select_related("mentor__person", "mentor__home", "programme", "by").order_by("begun_at").distinct()


def waiting_nominations(*, seen_by: Person | None) -> QuerySet[Nomination]:
    """Return the nominations still to be screened or scored, the oldest first."""
    return nominations(seen_by=seen_by).filter(mentor__standing__in=(Standing.NOMINATED, Standing.SCREENED))


def criteria() -> QuerySet[Criterion]:
    """Return the criteria in reading order."""
    return Criterion.objects.order_by("order", "code")


def judged(nomination: Nomination) -> list[Judged]:
    """Return every criterion with what the scorers gave; three statements."""
    points: dict[str, list[int]] = {}
    for code, given in nomination.scores.order_by("scored_at", "pk").values_list("criterion", "points"):
        points.setdefault(code, []).append(given)
    agreed = dict(nomination.moderated.values_list("criterion", "points"))
    return [
        Judged(each.code, each.name, each.weight, tuple(points.get(each.code, ())), agreed.get(each.code))
        for each in criteria()
    ]


def references_waiting(person: Person) -> QuerySet[Reference]:
    """Return the references a person was asked for and has not given."""
    return Reference.objects.filter(asked=person, given_at=None).select_related("nomination__mentor__person")


# Preparation


def readiness(mentor: Mentor, *, on: date) -> Readiness:
    """Return how ready a mentor is on a day; four statements."""
    return rules.readiness(
        proficient=mentor.proficiencies.filter(assessed_on__lte=on, valid_until__gt=on).exists(),
        passed=set(
            mentor.preparation.filter(PASSED).values_list(
                "module", flat=True
            )
        ),
        co_visits=[Fraction(earned) / Fraction(possible) for earned, possible in mentor.co_visits.values_list("earned", "possible")],
        statement_valid=mentor.statements.filter(signed_on__lte=on, valid_until__gt=on).exists(),
    )  # fmt: skip


def proficiencies(mentor: Mentor) -> QuerySet[Proficiency]:
    """Return what a mentor was found proficient in, the latest first."""
    return mentor.proficiencies.select_related("area", "assessed_by").order_by("-assessed_on", "area__name")


def co_visits(mentor: Mentor) -> QuerySet[CoVisit]:
    """Return the observed visits, the latest first."""
    return mentor.co_visits.select_related("observed_by").order_by("-held_on")


def changes(mentor: Mentor) -> QuerySet[StandingChange]:
    """Return how a mentor came to where they stand, the latest first."""
    return mentor.changes.select_related("by").order_by("-at", "-pk")


# Load and support


def assignments_seen(*, seen_by: Person | None) -> QuerySet[Assignment]:
    """Return the postings of the mentors somebody may see."""
    seen = Mentor.objects.filter(access.rows(seen_by)).values("pk")
    return Assignment.objects.filter(mentor__in=seen).select_related("mentor__person", "place", "programme")


def assignments(mentor: Mentor) -> QuerySet[Assignment]:
    """Return a mentor's postings, the latest first."""
    return mentor.assignments.select_related("place", "programme").order_by("-since", "pk")


def overlapping(mentor: Mentor, *, since: date, until: date) -> list[Decimal]:
    """Return the time shares of postings that overlap a period. until: exclusive."""
    return list(mentor.assignments.filter(since__lt=until, until__gt=since).values_list("time_share", flat=True))


def assigned_to(place: OrgUnit, *, on: date) -> QuerySet[Assignment]:
    """Return the postings to a place that hold on a day."""
    return Assignment.objects.filter(place=place, since__lte=on, until__gt=on).select_related(
        "mentor__person", "programme"
    )


def unsupported(*, seen_by: Person | None, on: date) -> QuerySet[Mentor]:
    """Return the active mentors without a support contact in the last 60 days, the longest first (R156).

    Each carries `supported_on`, the day of the last contact or None.
    """
    last = SupportContact.objects.filter(mentors=OuterRef("pk")).order_by("-held_on").values("held_on")[:1]
    rows = mentors(seen_by=seen_by).filter(standing=Standing.ACTIVE).annotate(supported_on=Subquery(last))
    return rows.filter(Q(supported_on=None) | Q(supported_on__lt=on - rules.UNSUPPORTED_AFTER)).order_by(
        F("supported_on").asc(nulls_first=True), "person__family_name", "pk"
    )


def ending(*, seen_by: Person | None, on: date, within_days: int = 60) -> QuerySet[Mentor]:
    """Return the mentors whose certificate ends soon, the first to end first."""
    return (
        mentors(seen_by=seen_by)
        .filter(standing__in=rules.PAIRABLE, certified_until__lte=on + timedelta(days=within_days))
        .order_by("certified_until", "pk")
    )


def supports(*, seen_by: Person | None) -> QuerySet[SupportContact]:
    """Return the support contacts of the areas one keeps, the latest first, with who took part; two statements."""
    if seen_by is None:
        return SupportContact.objects.none()
    here = Q(pk__in=[])
    for each in access.held(seen_by):
        if each.role in access.PANEL:
            here |= within(each.path, field="place__path")
    people = Prefetch("mentors", Mentor.objects.select_related("person").order_by("person__family_name"))
    return (
        SupportContact.objects.filter(here | Q(mentors__person=seen_by))
        .select_related("place", "led_by")
        .prefetch_related(people)
        .order_by("-held_on", "-pk")
        .distinct()
    )


def teams(*, seen_by: Person | None) -> QuerySet[MentorTeam]:
    """Return the teams of mentors somebody may see, with their members."""
    seen = Mentor.objects.filter(access.rows(seen_by)).values("pk")
    return (
        MentorTeam.objects.filter(members__mentor__in=seen)
        .select_related("place", "programme")
        .prefetch_related("members__mentor__person")
        .order_by("name", "pk")
        .distinct()
    )


def lapsed(*, on: date) -> QuerySet[Mentor]:
    """Return the mentors whose certificate, or every proficiency, ended more than 60 days ago (R024)."""
    late = on - rules.REVIEW_WHEN_LAPSED_FOR
    valid = Proficiency.objects.filter(mentor=OuterRef("pk"), valid_until__gt=late)
    return Mentor.objects.filter(standing__in=(Standing.CERTIFIED, Standing.ACTIVE)).filter(
        Q(certified_until__lte=late) | ~Exists(valid)
    )
