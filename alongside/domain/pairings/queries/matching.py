"""What matching is given, and what can be asked about its runs."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from alongside.domain.mentors import queries as mentors
from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Employment, Grant, Person
from alongside.domain.people.models import in_force as holds_now
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit, ReferralLink
from alongside.domain.places.terms import PlaceType
from alongside.domain.programmes.models import Enrolment, Programme, TechnicalArea
from alongside.domain.programmes.queries.taking_part import competencies_of, in_force
from alongside.kernel.paths import ancestors, within

from .. import access
from ..models import (
    MatchedPair,
    Matching,
    MentorPreference,
    Relationship,
    RelationshipMentee,
    RelationshipMentor,
    UnmatchedMentee,
    WishesVersion,
)
from ..rules import relationships as rules
from ..rules.matching.inputs import Offer, Point, Pool, Suggestion, Wanting, Wishes
from . import mentors_seen

# In which areas people have open goals or gaps: {person: codes}; the rooms above say so, in site/wiring.py.
TO_WORK_ON: list[Callable[[Collection[UUID], date], Mapping[UUID, Iterable[str]]]] = []


def matchings(*, seen_by: Person | None) -> QuerySet[Matching]:
    """Return the runs somebody may see, the latest first, with how many they paired and left."""
    rows = Matching.objects.filter(access.matchings(seen_by)).select_related("place", "programme", "made_by", "wishes")
    return (
        rows.prefetch_related("areas")
        .annotate(n_pairs=Count("pairs", distinct=True), n_left=Count("unmatched", distinct=True))
        .order_by("-made_at", "-pk")
    )


def pairs(matching: Matching) -> QuerySet[MatchedPair]:
    """Return the pairs of a run by workplace and mentee, with everybody in them."""
    rows = MatchedPair.objects.filter(matching=matching).select_related(
        "mentee", "place", "area", "mentor__person", "mentor__home", "suggested__person", "adjusted_by"
    )
    return rows.order_by("place__name", "mentee__family_name", "mentee__given_names", "pk")


def pairs_seen(*, seen_by: Person | None) -> QuerySet[MatchedPair]:
    """Return the pairs of the runs somebody may see."""
    seen = Matching.objects.filter(access.matchings(seen_by)).values("pk")
    return MatchedPair.objects.filter(matching__in=seen).select_related(
        "matching__programme", "matching__place", "matching__wishes", "mentee", "place", "area", "mentor__person"
    )


def unmatched(matching: Matching) -> QuerySet[UnmatchedMentee]:
    """Return those a run left without a mentor, what stood in the way together, then by workplace."""
    rows = UnmatchedMentee.objects.filter(matching=matching).select_related("mentee", "place")
    return rows.order_by("code", "place__name", "mentee__family_name", "pk")


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """Return the names of mentors by id, for the reasons that speak of them; one statement."""
    rows = Mentor.objects.filter(pk__in=set(ids)).select_related("person")
    return {str(each.pk): each.person.name for each in rows}


def mentors_by_id(ids: Iterable[str]) -> dict[str, Mentor]:
    """Return mentors with person and home by id; one statement."""
    return {str(each.pk): each for each in Mentor.objects.filter(pk__in=set(ids)).select_related("person", "home")}


def wishes_versions() -> QuerySet[WishesVersion]:
    """Return how the wishes were set, the latest, which holds, first."""
    return WishesVersion.objects.select_related("set_by").order_by("-pk")


def wishes_of(version: WishesVersion) -> Wishes:
    """Return a version as the rules take it."""
    return Wishes(**{each.name: getattr(version, each.name) for each in fields(Wishes)})


def preference_of(person: Person) -> str:
    """Return which mentor somebody would rather have: female, male or ""."""
    return MentorPreference.objects.filter(person=person).values_list("mentor_sex", flat=True).first() or ""


def programmes_to_match(*, seen_by: Person | None, on: date) -> QuerySet[Programme]:
    """Return the programmes that run on a day and in which somebody may propose, by name."""
    condition = Q(pk__in=[])
    for each in access.held(seen_by):
        if each.role in access.PROPOSE:
            here = within(each.path, field="place__path") | Q(place__path__in=ancestors(each.path))
            condition |= here if each.programme_id is None else here & Q(pk=each.programme_id)
    running = Programme.objects.filter(condition, starts_on__lte=on).exclude(ends_on__lt=on)
    return running.select_related("place").order_by("name", "pk")


def fields_to_match(programmes: Iterable[Programme]) -> list[TechnicalArea]:
    """Return the fields of work in which these programmes build competencies, by name."""
    built = competencies_of(programmes).order_by().values("area")
    return list(TechnicalArea.objects.filter(pk__in=built).order_by("name"))


def areas_to_match(*, seen_by: Person | None) -> list[OrgUnit]:
    """Return the areas from country to district in which somebody may propose, in the order of the tree."""
    condition = Q(pk__in=[])
    for each in access.held(seen_by):
        if each.role in access.PROPOSE:
            condition |= within(each.path)
    above = (PlaceType.COUNTRY, PlaceType.REGION, PlaceType.DISTRICT)
    return list(OrgUnit.objects.filter(condition, type__in=above).order_by("path"))


def suggestions(pair: MatchedPair, *, on: date, seen_by: Person | None) -> list[Suggestion]:
    """Return whom a person may choose for the mentee of a pair with the reasons, the best first; nobody where they no longer wait.

    What others of the same run were given counts as taken.
    """
    from ..rules.matching.finding import rank  # here: it takes a second to load

    run = pair.matching
    found = pool(programme=run.programme, place=pair.place, areas=[pair.area], on=on, seen_by=seen_by)
    mentees = tuple(each for each in found.mentees if each.id == str(pair.mentee_id))
    if not mentees:
        return []
    others = MatchedPair.objects.filter(matching=run, is_kept=True).exclude(pk=pair.pk).values_list("mentor")
    taken = {str(mentor): n for mentor, n in others.annotate(n=Count("pk")).order_by()}
    return rank(replace(found, mentees=mentees), wishes_of(run.wishes), taken=taken)


# What a run is given


def pool(
    *, programme: Programme, place: OrgUnit, areas: Sequence[TechnicalArea], on: date, seen_by: Person | None
) -> Pool:
    """Return who waits for a mentor in these areas at the workplaces of a place, and who can mentor there; nineteen statements at the most, however many.

    Waiting: taking part in the programme, at work there, and not mentored yet in at least one of the areas; a proposal
    that waits for answers counts as mentored. Mentors: those that seen_by may propose.
    """
    posts = _posts(programme, place, on)
    covered = _covered(programme, posts, on)
    codes = [each.pk for each in areas]
    needs = {person: [code for code in codes if code not in covered[person]] for person in posts}
    waiting = {person: found for person, found in needs.items() if found}
    goals = _to_work_on(list(waiting), on)
    offered = list(mentors.can_mentor(on=on).filter(mentors_seen(seen_by)))
    ids = [each.pk for each in offered]
    workplaces = {posts[person].place for person in waiting}
    homes = {each.home for each in offered}
    points = {each.pk: _point(each) for each in (*workplaces, *homes)}
    districts = _districts({each.path for each in (*workplaces, *homes)})
    wanted = dict(MentorPreference.objects.filter(person__in=list(waiting)).values_list("person", "mentor_sex"))
    proficient, loads, licences = mentors.areas_of(ids, on=on), _loads(ids), _licences(offered, on)
    return Pool(
        on,
        tuple(
            Offer(
                str(each.pk), str(each.person_id), str(each.home_id), frozenset(proficient.get(each.pk, {})),
                _languages(each.person.language, each.person.also_speaks), loads.get(each.pk, 0), each.max_mentees,
                each.hours_a_month, points[each.home_id],
                each.person.sex, licences.get(each.person_id), districts[each.home.path],
            )
            for each in offered
        ),
        tuple(
            Wanting(
                str(person), str(posts[person].place.pk),
                tuple(sorted(found, key=lambda code: (code not in goals[person], codes.index(code)))),
                posts[person].languages, frozenset(goals[person]), points[posts[person].place.pk],
                wanted.get(person, ""), districts[posts[person].place.path],
            )
            for person, found in waiting.items()
        ),
        _links(workplaces, homes),
        _leads(offered, workplaces),
        _known(list(waiting)),
        dict(TechnicalArea.objects.values_list("code", "name")),
    )  # fmt: skip


class _Post(NamedTuple):
    """Where a mentee works, and the languages they speak."""

    place: OrgUnit
    languages: frozenset[str]


def _posts(programme: Programme, place: OrgUnit, on: date) -> dict[UUID, _Post]:
    """Return the post of each mentee there; of several the one with the larger share of their time, then the older."""
    enrolled = Enrolment.objects.filter(in_force(on), programme=programme).values("person")
    here = Employment.objects.filter(
        within(place.path, field="place__path"), person__in=enrolled, person__is_active=True, since__lte=on
    ).exclude(until__lte=on)
    places = {each.pk: each for each in OrgUnit.objects.filter(within(place.path))}
    # Columns and no models: of ten thousand people those would be most of the time of reading.
    rows = here.order_by("-time_share", "since", "pk").values_list(
        "person", "place", "person__language", "person__also_speaks"
    )
    found: dict[UUID, _Post] = {}
    for person, at, language, also in rows:
        if person not in found:
            found[person] = _Post(places[at], _languages(language, also))
    return found


def _covered(programme: Programme, posts: Collection[UUID], on: date) -> dict[UUID, set[str]]:
    """Return the areas in which people are mentored or proposed for already.

    A relationship for no one area is for all in which its mentor is proficient; the others still wait.
    """
    # A table at a time: joined, a database that does not know its tables well walks through all these people anew for
    # every relationship of the programme (SQLite eight seconds for ten thousand, PostgreSQL before its first ANALYZE three).
    theirs: dict[UUID, list[UUID]] = defaultdict(list)
    mentees = RelationshipMentee.objects.filter(until=None, person__in=list(posts))
    for relationship, person in mentees.values_list("relationship", "person"):
        theirs[relationship].append(person)
    going_on = Relationship.objects.filter(pk__in=list(theirs), programme=programme, status__in=rules.OPEN)
    rows = RelationshipMentor.objects.filter(until=None, relationship__in=list(going_on.values_list("pk", flat=True)))
    found_in = rows.values_list("relationship", "area", "mentor")
    held = [(person, area, mentor) for relationship, area, mentor in found_in for person in theirs[relationship]]
    able = mentors.areas_of({mentor for _person, area, mentor in held if area is None}, on=on)
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, area, mentor in held:
        found[person].update([area] if area else able.get(mentor, {}))
    return found


def _to_work_on(people: Collection[UUID], on: date) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for ask in TO_WORK_ON:
        for person, codes in ask(people, on).items():
            found[person].update(codes)
    return found


def _loads(ids: Collection[UUID]) -> dict[UUID, int]:
    """Return {mentor: mentees now}, those included whom an open proposal names: they would be promised twice."""
    rows = RelationshipMentor.objects.filter(
        until=None, mentor__in=ids, relationship__status__in=rules.OPEN, relationship__mentees__until=None
    )
    return dict(rows.values_list("mentor").annotate(n=Count("relationship__mentees__person", distinct=True)).order_by())


def _licences(offered: Iterable[Mentor], on: date) -> dict[UUID, date | None]:
    people = [each.person_id for each in offered]
    rows = Employment.objects.filter(person__in=people, since__lte=on).exclude(until__lte=on)
    return dict(rows.values_list("person").annotate(until=Max("licence_expires_on")).order_by())


def _districts(paths: Iterable[str]) -> dict[str, str]:
    """Return {path: name of the district it lies in}, "" where it lies in none."""
    above = {each for path in paths for each in ancestors(path)}
    named = dict(OrgUnit.objects.filter(path__in=above, type=PlaceType.DISTRICT).values_list("path", "name"))
    return {path: next((named[each] for each in ancestors(path) if each in named), "") for path in paths}


def _links(workplaces: Iterable[OrgUnit], homes: Iterable[OrgUnit]) -> frozenset[tuple[str, str]]:
    near, far = {each.pk for each in workplaces}, {each.pk for each in homes}
    rows = ReferralLink.objects.filter(Q(origin__in=list(far)) | Q(destination__in=list(far)))
    return frozenset(
        (str(origin), str(destination))
        for origin, destination in rows.values_list("origin", "destination")
        if (origin in far and destination in near) or (origin in near and destination in far)
    )


def _leads(offered: Iterable[Mentor], workplaces: Iterable[OrgUnit]) -> frozenset[tuple[str, str]]:
    grants = Grant.objects.filter(holds_now(), role=Role.IN_CHARGE, person__in=[each.person_id for each in offered])
    led = list(grants.values_list("person", "place__path"))
    return frozenset(
        (str(person), str(each.pk)) for each in workplaces for person, path in led if each.path.startswith(path or "")
    )


def _known(people: Collection[UUID]) -> frozenset[tuple[str, str]]:
    """Return (mentor, mentee) of relationships that began once."""
    rows = RelationshipMentee.objects.filter(person__in=people, relationship__since__isnull=False)
    return frozenset((str(mentor), str(person)) for mentor, person in rows.values_list("relationship__mentors__mentor", "person"))  # fmt: skip


def _languages(first: str, more: str) -> frozenset[str]:
    return frozenset([first, *more.split()])


def _point(place: OrgUnit) -> Point | None:
    return (
        None if place.latitude is None or place.longitude is None else (float(place.latitude), float(place.longitude))
    )
