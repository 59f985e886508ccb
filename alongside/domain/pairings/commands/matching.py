"""Matching: a run, what people change in it, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused
from alongside.kernel.memory import uncollected

from .. import access, queries
from ..models import MatchedPair, Matching, MentorPreference, UnmatchedMentee, WishesVersion
from ..queries import matching as asked
from ..rules import relationships as rules
from ..rules.matching.inputs import MOST_WEIGHT, Pair, digest
from ..rules.matching.steps import MATCHING
from ..terms import Choice, MatchingStatus, Shape, Wish
from .proposing import propose

LONGEST_NAME = 80  # of a team
MOST_HOURS, MOST_KM = 100, 2000


@act("pairings.make_matching", may=access.may_propose)
@uncollected()
def make_matching(
    *, by: Person | None, at: datetime, programme: Programme, place: OrgUnit, areas: Sequence[TechnicalArea], choice: str,
    one_mentor_a_place: bool = False,
) -> Matching:  # fmt: skip
    """Match everybody at the workplaces of a place who waits for a mentor in at least one of these areas.

    choice: best_fit or nobody_left_out. one_mentor_a_place: all who wait at a workplace go to one mentor, or none does.
    Refuses: pairings.no_area, pairings.nobody_waits.
    """
    # Loaded here: the solvers take a second to load and a hundred megabytes, which no page needs.
    from ..rules.matching.finding import match, supply

    if not areas:
        raise Refused("pairings.no_area", _("Choose at least one area."), field="areas")
    version = asked.wishes_versions()[0]
    wishes = asked.wishes_of(version)
    pool = asked.pool(programme=programme, place=place, areas=areas, on=day_of(at), seen_by=by)
    if not pool.mentees:
        raise Refused(
            "pairings.nobody_waits",
            _("Nobody at %(place)s waits for a mentor in these areas. Enrol people first, or choose another area.")
            % {"place": place},
            field="areas",
        )
    found = match(
        pool, wishes, everybody=choice == Choice.NOBODY_LEFT_OUT, one_mentor_a_place=one_mentor_a_place
    )  # fmt: skip
    matching = Matching.objects.create(
        programme=programme, place=place, area_path=place.path, choice=choice, one_mentor_a_place=one_mentor_a_place,
        wishes=version, digest=digest(pool, wishes, choice, str(one_mentor_a_place)), gap=found.gap,
        supply=[asdict(each) for each in supply(pool, wishes, found)], made_by=by, made_at=at,
    )  # fmt: skip
    matching.areas.set(areas)
    at_work = {each.id: each.place for each in pool.mentees}
    MatchedPair.objects.bulk_create(
        MatchedPair(
            matching=matching, mentee_id=each.mentee, place_id=at_work[each.mentee], mentor_id=each.mentor,
            suggested_id=each.mentor, area_id=each.area, points=each.points, reasons=_kept(each),
        )
        for each in found.pairs
    )  # fmt: skip
    UnmatchedMentee.objects.bulk_create(
        UnmatchedMentee(
            matching=matching, mentee_id=each.mentee, place_id=at_work[each.mentee], code=each.reason.code,
            facts=dict(each.reason.facts),
        )
        for each in found.waiting
    )  # fmt: skip
    return matching


@act("pairings.review_matching", may=access.may_decide_matching)
def review_matching(*, by: Person | None, at: datetime, matching: Matching) -> Matching:
    """Begin to look at a draft: pairs can be changed and published from then on. Refuses: states.not_from_here."""
    return _step(locked(matching), "pairings.review_matching")


@act("pairings.adjust_pair", may=access.may_adjust)
def adjust_pair(
    *, by: Person | None, at: datetime, pair: MatchedPair, mentor: Mentor | None, reason: str, confirmed_text: bool = False
) -> MatchedPair:  # fmt: skip
    """Take a pair out, or give its mentee another mentor. mentor: None takes it out.

    Refuses: pairings.not_in_review, pairings.no_reason, pairings.same_mentor, text.names_somebody, every code of
    rules.why_not_paired.
    """
    matching = locked(pair.matching)
    if matching.status != MatchingStatus.IN_REVIEW:
        raise Refused(
            "pairings.not_in_review", _("Pairs are changed while a run is in review. Begin the review first.")
        )
    pair = locked(pair)
    if not reason.strip():
        raise Refused("pairings.no_reason", _("Say in a sentence why."), field="reason")
    refuse_names(confirmed_text, reason=reason)
    if mentor is None:
        pair.is_kept = False
    else:
        if pair.is_kept and mentor.pk == pair.mentor_id:
            raise Refused("pairings.same_mentor", _("%(name)s is the mentor of this pair already.") % {"name": mentor.person.name}, field="mentor")  # fmt: skip
        _ask_free(matching, pair, mentor, day_of(at))
        ranked = {each.pair.mentor: each for each in asked.suggestions(pair, on=day_of(at), seen_by=by)}
        judged = ranked.get(str(mentor.pk))
        pair.mentor, pair.is_kept = mentor, True
        pair.points = judged.pair.points if judged else 0
        pair.reasons = _kept(judged.pair) if judged else []
    pair.adjusted_because, pair.adjusted_by = reason.strip(), by
    pair.save()
    return pair


@act("pairings.publish_matching", may=access.may_decide_matching)
def publish_matching(
    *, by: Person | None, at: datetime, matching: Matching, purpose: str, planned_end_on: date
) -> Matching:
    """Propose every pair that is kept, to be answered by each side as any proposal; a pair that may not be is listed with why.

    Where one mentor takes a whole workplace, its mentees come into one relationship.
    Refuses: states.not_from_here, pairings.nothing_kept, pairings.no_end.
    """
    matching = locked(matching)
    if matching.status != MatchingStatus.IN_REVIEW:
        MATCHING.step(matching.status, "pairings.publish_matching")
    refuse(rules.why_not_timed(today=day_of(at), planned_end_on=planned_end_on, is_open_ended=False, review_on=None))
    kept = list(asked.pairs(matching).filter(is_kept=True))
    if not kept:
        raise Refused("pairings.nothing_kept", _("No pair is kept. Discard this run, or make another."))
    for together in _together(kept, matching.one_mentor_a_place):
        first, people = together[0], [each.mentee for each in together]
        try:
            relationship = propose(
                by=by, at=at, programme=matching.programme, place=first.place, shape=_shape(len(people)),
                model="internal" if first.mentor.home_id == first.place_id else "visiting", purpose=purpose,
                mentors=[(first.mentor, first.area)], mentees=people, planned_end_on=planned_end_on,
                team=first.place.name[:LONGEST_NAME] if len(people) > 2 else "", reasons=first.reasons,
            )  # fmt: skip
            MatchedPair.objects.filter(pk__in=[each.pk for each in together]).update(relationship=relationship)
        except Refused as refused:
            said = {"code": refused.code, "message": str(refused.message)}
            MatchedPair.objects.filter(pk__in=[each.pk for each in together]).update(refusal=said)
    return _close(matching, "pairings.publish_matching", by, at)


@act("pairings.discard_matching", may=access.may_decide_matching)
def discard_matching(*, by: Person | None, at: datetime, matching: Matching) -> Matching:
    """Put a run aside; nothing comes of it. Refuses: states.not_from_here."""
    return _close(locked(matching), "pairings.discard_matching", by, at)


@act("pairings.set_wishes", may=access.may_set_wishes)
def set_wishes(
    *, by: Person | None, at: datetime, weights: Mapping[str, int], floor: int, hours_per_mentee: int,
    farthest_km: int | None, reason: str, confirmed_text: bool = False,
) -> WishesVersion:  # fmt: skip
    """Say how much each wish counts from now on; earlier runs keep the version they were made with.

    weights: 0 to 9 by code of terms.Wish. floor: of 100. hours_per_mentee: a month, travel included. farthest_km: None
    for no farthest distance. Refuses: pairings.wishes_out_of_range, pairings.no_reason, text.names_somebody.
    """
    in_range = (
        set(weights) == set(Wish.values)
        and all(0 <= each <= MOST_WEIGHT for each in weights.values())
        and any(weights.values())
        and 0 <= floor <= 100
        and 1 <= hours_per_mentee <= MOST_HOURS
        and (farthest_km is None or 1 <= farthest_km <= MOST_KM)
    )
    if not in_range:
        raise Refused(
            "pairings.wishes_out_of_range",
            _("Each wish counts 0 to 9 and one at least counts something. The floor is 0 to 100, hours 1 to 100, the distance 1 to 2,000 km."),
        )  # fmt: skip
    if not reason.strip():
        raise Refused("pairings.no_reason", _("Say in a sentence why."), field="reason")
    refuse_names(confirmed_text, reason=reason)
    return WishesVersion.objects.create(
        **weights, floor=floor, hours_per_mentee=hours_per_mentee, farthest_km=farthest_km, reason=reason.strip(),
        set_by=by, set_at=at,
    )  # fmt: skip


@act("pairings.prefer_mentor", may=access.may_prefer)
def prefer_mentor(*, by: Person | None, at: datetime, person: Person, mentor_sex: str) -> MentorPreference | None:
    """Keep whether somebody would rather be mentored by a woman or by a man. mentor_sex: "" for no preference."""
    if not mentor_sex:
        MentorPreference.objects.filter(person=person).delete()
        return None
    return MentorPreference.objects.update_or_create(
        person=person, defaults={"mentor_sex": mentor_sex, "said_at": at}
    )[0]  # fmt: skip


def _kept(pair: Pair) -> list[dict]:
    return [{"code": each.code, "facts": dict(each.facts), "points": each.points} for each in pair.reasons]


def _ask_free(matching: Matching, pair: MatchedPair, mentor: Mentor, today: date) -> None:
    """Refuse a mentor who may not be proposed, those counted whom this run gives them besides."""
    others = asked.pairs(matching).filter(mentor=mentor, is_kept=True).exclude(pk=pair.pk).count()
    offered = queries.offered([mentor], place=pair.place, on=today)[mentor.pk]
    refuse(
        rules.why_not_paired(
            replace(offered, caseload=offered.caseload + others), area=pair.area_id, area_name=pair.area.name,
            mentees=[pair.mentee_id], today=today, over_cap_reason="",
        )
    )  # fmt: skip


def _together(kept: Sequence[MatchedPair], one_mentor_a_place: bool) -> list[list[MatchedPair]]:
    if not one_mentor_a_place:
        return [[each] for each in kept]
    found: dict[tuple, list[MatchedPair]] = {}
    for each in kept:
        found.setdefault((each.place_id, each.mentor_id, each.area_id), []).append(each)
    return list(found.values())


def _shape(people: int) -> str:
    return {1: Shape.ONE_TO_ONE, 2: Shape.ONE_TO_TWO}.get(people, Shape.ONE_TO_TEAM)


def _step(matching: Matching, name: str) -> Matching:
    matching.status = MATCHING.step(matching.status, name)
    matching.save(update_fields=["status"])
    return matching


def _close(matching: Matching, name: str, by: Person | None, at: datetime) -> Matching:
    matching.closed_by, matching.closed_at = by, at
    matching.save(update_fields=["closed_by", "closed_at"])
    return _step(matching, name)
