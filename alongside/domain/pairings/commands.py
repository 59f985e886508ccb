"""What can be done about relationships, from a proposal to the end."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused
from alongside.kernel.paths import within

from . import access, queries
from .models import Answer, Relationship, RelationshipMentee, RelationshipMentor, RelationshipStep
from .rules import relationships as rules
from .rules.relationships import RELATIONSHIP
from .terms import AnsweredAs, EndReason, RelationshipStatus, Shape

# What must hold before a relationship begins, and before it is complete: rooms above say why not, in site/wiring.py.
BEFORE_BEGINNING: list[Callable[[Relationship], Refused | None]] = []
BEFORE_COMPLETING: list[Callable[[Relationship], Refused | None]] = []
# Whether every required goal is achieved: the room of plans says so.
GOALS_ACHIEVED: list[Callable[[Relationship], bool]] = []
# What goes with a relationship from state to state, inside the same act, while its people are still in it.
AFTER_STEP: list[Callable[[Relationship, datetime], None]] = []


@act("pairings.propose", may=access.may_propose)
def propose(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    shape: str,
    model: str,
    purpose: str,
    mentors: Sequence[tuple[Mentor, TechnicalArea | None]],
    mentees: Sequence[Person],
    team: str = "",
    planned_end_on: date | None = None,
    end_criteria: str = "",
    is_open_ended: bool = False,
    review_on: date | None = None,
    over_cap_reason: str = "",
    reasons: Sequence[dict[str, Any]] = (),
    confirmed_text: bool = False,
) -> Relationship:
    """Propose that mentors take on mentees of a place; the first mentor leads (R070). Each side is then asked.

    mentors: each with the area they are for, None for all of it. model: internal, visiting or community.
    reasons: why these, as matching put it. over_cap_reason: lets a mentor go above the mentees they agreed to.
    Refuses: every code of rules.why_not_of_shape, why_not_timed, why_not_paired; pairings.works_elsewhere,
    pairings.paired_already, text.names_somebody.
    """
    today, ids = day_of(at), [person.pk for person in mentees]
    refuse(
        rules.why_not_of_shape(
            shape, mentors=len({each.pk for each, _area in mentors}), mentees=len(set(ids)), team=team
        )
    )
    refuse(
        rules.why_not_timed(
            today=today, planned_end_on=planned_end_on, is_open_ended=is_open_ended, review_on=review_on
        )
    )
    refuse_names(confirmed_text, team=team, end_criteria=end_criteria, over_cap_reason=over_cap_reason)
    _ask_working_at(place, mentees, today)
    found = queries.offered([each for each, _area in mentors], place=place, on=today)
    for mentor, area in mentors:
        refuse(
            rules.why_not_paired(
                found[mentor.pk], area=area.pk if area else None, area_name=area.name if area else "", mentees=ids, today=today,
                over_cap_reason=over_cap_reason,
            )
        )  # fmt: skip
        _ask_not_paired(mentor, area, mentees, programme)
    relationship = Relationship.objects.create(
        programme=programme, place=place, area_path=place.path, shape=shape, model=model, purpose=purpose,
        team=team.strip() if shape not in (Shape.ONE_TO_ONE, Shape.ONE_TO_TWO) else "", status_since=today, proposed_by=by,
        proposed_at=at, reasons=list(reasons), planned_end_on=None if is_open_ended else planned_end_on,
        end_criteria=end_criteria.strip(), is_open_ended=is_open_ended, review_on=review_on if is_open_ended else None,
    )  # fmt: skip
    RelationshipMentor.objects.bulk_create(
        RelationshipMentor(relationship=relationship, mentor=mentor, area=area, is_lead=number == 0, since=today)
        for number, (mentor, area) in enumerate(mentors)
    )
    RelationshipMentee.objects.bulk_create(
        RelationshipMentee(relationship=relationship, person=person, since=today) for person in dict.fromkeys(mentees)
    )
    _note(relationship, "pairings.propose", by, at, over_cap_reason)
    return relationship


@act("pairings.answer", may=access.may_answer)
def answer(
    *, by: Person | None, at: datetime, relationship: Relationship, answered_as: str, person: Person, is_yes: bool,
    reason: str = "", confirmed_text: bool = False,
) -> Answer:  # fmt: skip
    """Say yes or no to a proposal, in one's own name; the last yes accepts it, a no declines it.

    Refuses: pairings.not_asked, pairings.answered_already, pairings.no_reason, states.not_from_here, text.names_somebody.
    """
    relationship = locked(relationship)
    everybody = queries.asked(relationship)
    if answered_as == AnsweredAs.IN_CHARGE:
        one = next((each for each in everybody if each.answered_as == answered_as), None)
    else:
        one = next((each for each in everybody if (each.answered_as, each.person.pk) == (answered_as, person.pk)), None)
        if one is None:
            raise Refused("pairings.not_asked", _("%(name)s is not part of this proposal.") % {"name": person.name})
    if one is not None and one.answer is not None:
        raise Refused("pairings.answered_already", _("This was answered already."))
    if not is_yes and not reason.strip():
        raise Refused(
            "pairings.no_reason", _("Say in a sentence why not, so that something better can be found."), field="reason"
        )
    refuse_names(confirmed_text, reason=reason)
    if relationship.status != RelationshipStatus.PROPOSED:
        RELATIONSHIP.step(relationship.status, "pairings.answer", RelationshipStatus.ACCEPTED)
    given = Answer.objects.create(
        relationship=relationship, answered_as=answered_as, person=person, recorded_by=by, is_yes=is_yes,
        reason=reason.strip(), answered_at=at,
    )  # fmt: skip
    asked = len(everybody) + (one is None)
    leads_to = rules.outcome(relationship.answers.values_list("is_yes", flat=True), asked=asked)
    if leads_to != RelationshipStatus.PROPOSED:
        _step(relationship, "pairings.answer", by, at, reason, target=leads_to)
    return given


@act("pairings.lapse_proposals", may=access.may_sweep)
def lapse_proposals(*, by: Person | None, at: datetime) -> int:
    """Close the proposals that nobody fully answered within 14 days; return how many."""
    late = Relationship.objects.filter(status=RelationshipStatus.PROPOSED, proposed_at__lte=at - rules.ANSWER_WITHIN)
    found = list(late.select_for_update())
    for relationship in found:
        _step(relationship, "pairings.lapse_proposals", by, at)
    return len(found)


@act("pairings.prepare", may=access.leads)
def prepare(*, by: Person | None, at: datetime, relationship: Relationship) -> Relationship:
    """Begin preparing an accepted relationship. Refuses: states.not_from_here."""
    return _step(locked(relationship), "pairings.prepare", by, at)


@act("pairings.log_first_contact", may=access.leads)
def log_first_contact(*, by: Person | None, at: datetime, relationship: Relationship, on: date) -> Relationship:
    """Keep the day of the first contact: introductions, expectations, confidentiality, contact rules (R029).

    Refuses: pairings.in_future, pairings.not_preparing.
    """
    relationship = locked(relationship)
    if on > day_of(at):
        raise Refused("pairings.in_future", _("This day is still to come. Enter it when it has happened."), field="on")
    if relationship.status not in (RelationshipStatus.ACCEPTED, RelationshipStatus.PREPARING):
        raise Refused("pairings.not_preparing", _("The first contact belongs to the time of preparation."))
    relationship.first_contact_on = on
    relationship.save(update_fields=["first_contact_on"])
    return relationship


@act("pairings.activate", may=access.leads)
def activate(*, by: Person | None, at: datetime, relationship: Relationship) -> Relationship:
    """Let mentoring begin once first contact, baseline and plan are there (R029, R033).

    Refuses: pairings.no_first_contact, states.not_from_here, and what the rooms above say in BEFORE_BEGINNING.
    """
    relationship = locked(relationship)
    if relationship.status == RelationshipStatus.PREPARING:
        if relationship.first_contact_on is None:
            raise Refused("pairings.no_first_contact", _("Log the first contact before mentoring begins."))
        for why_not in BEFORE_BEGINNING:
            refuse(why_not(relationship))
    relationship.since = relationship.since or day_of(at)
    return _step(relationship, "pairings.activate", by, at)


@act("pairings.hold", may=access.leads)
def hold(*, by: Person | None, at: datetime, relationship: Relationship, reason: str, until: date) -> Relationship:
    """Let a relationship rest for at most 90 days. reason: a word of HoldReason.

    Refuses: pairings.hold_out_of_range, states.not_from_here.
    """
    today = day_of(at)
    if not today < until <= today + rules.LONGEST_HOLD:
        raise Refused("pairings.hold_out_of_range", _("Choose a day within the next 90 days."), field="until")
    relationship = locked(relationship)
    relationship.hold_reason, relationship.hold_until = reason, until
    return _step(relationship, "pairings.hold", by, at, reason)


@act("pairings.resume", may=access.leads)
def resume(*, by: Person | None, at: datetime, relationship: Relationship) -> Relationship:
    """Go on after a hold. Refuses: states.not_from_here."""
    relationship = locked(relationship)
    relationship.hold_reason, relationship.hold_until = "", None
    return _step(relationship, "pairings.resume", by, at)


@act("pairings.renew", may=access.coordinates)
def renew(
    *, by: Person | None, at: datetime, relationship: Relationship, planned_end_on: date | None = None,
    is_open_ended: bool = False, review_on: date | None = None,
) -> Relationship:  # fmt: skip
    """Give a relationship another end, or another day of review (R036). Refuses: every code of rules.why_not_timed, pairings.ended."""
    relationship = locked(relationship)
    if relationship.status not in rules.OPEN:
        raise Refused("pairings.ended", _("This relationship has ended. Propose a new one."))
    refuse(
        rules.why_not_timed(
            today=day_of(at), planned_end_on=planned_end_on, is_open_ended=is_open_ended, review_on=review_on
        )
    )
    relationship.is_open_ended = is_open_ended
    relationship.planned_end_on = None if is_open_ended else planned_end_on
    relationship.review_on = review_on if is_open_ended else None
    relationship.save(update_fields=["is_open_ended", "planned_end_on", "review_on"])
    _note(relationship, "pairings.renew", by, at)
    return relationship


@act("pairings.hand_over", may=access.coordinates)
def hand_over(
    *, by: Person | None, at: datetime, relationship: Relationship, to: Mentor, reason: str, is_interim: bool = False,
    over_cap_reason: str = "", confirmed_text: bool = False,
) -> Relationship:  # fmt: skip
    """Let another mentor lead from today; is_interim: only until the lead is back.

    Refuses: pairings.ended, pairings.leads_already, pairings.no_reason, every code of rules.why_not_paired,
    text.names_somebody.
    """
    relationship, today = locked(relationship), day_of(at)
    if relationship.status not in rules.OPEN:
        raise Refused("pairings.ended", _("This relationship has ended. Propose a new one."))
    if not reason.strip():
        raise Refused("pairings.no_reason", _("Say in a sentence why."), field="reason")
    refuse_names(confirmed_text, reason=reason)
    lead = relationship.mentors.select_for_update().filter(is_lead=True, until=None).first()
    if lead is not None and lead.mentor_id == to.pk:
        raise Refused("pairings.leads_already", _("%(name)s leads it already.") % {"name": to.person.name}, field="to")
    area = lead.area if lead else None
    mentees = list(relationship.mentees.filter(until=None).values_list("person", flat=True))
    refuse(
        rules.why_not_paired(
            queries.offered([to], place=relationship.place, on=today)[to.pk], area=area.pk if area else None,
            area_name=area.name if area else "", mentees=mentees, today=today, over_cap_reason=over_cap_reason,
        )
    )  # fmt: skip
    relationship.mentors.filter(is_interim=True, until=None).update(until=today)
    if is_interim:
        RelationshipMentor.objects.create(relationship=relationship, mentor=to, area=area, is_interim=True, since=today)
    else:
        relationship.mentors.filter(mentor=to, until=None).update(until=today)
        if lead is not None:
            lead.until = today
            lead.save(update_fields=["until"])
        RelationshipMentor.objects.create(relationship=relationship, mentor=to, area=area, is_lead=True, since=today)
    _note(relationship, "pairings.hand_over", by, at, reason)
    return relationship


@act("pairings.leave", may=access.coordinates)
def leave(*, by: Person | None, at: datetime, relationship: Relationship, person: Person) -> Relationship:
    """Let a mentee leave a relationship that goes on with the others. Refuses: pairings.not_in_it, pairings.last_mentee."""
    relationship = locked(relationship)
    rows = relationship.mentees.filter(until=None)
    if not rows.filter(person=person).exists():
        raise Refused("pairings.not_in_it", _("%(name)s is not in this relationship.") % {"name": person.name})
    if rows.count() == 1:
        raise Refused("pairings.last_mentee", _("Nobody else is in it. End the relationship instead."))
    rows.filter(person=person).update(until=day_of(at))
    _note(relationship, "pairings.leave", by, at)
    return relationship


@act("pairings.begin_closing", may=access.leads)
def begin_closing(
    *, by: Person | None, at: datetime, relationship: Relationship, reason: str = "", confirmed_text: bool = False
) -> Relationship:
    """Begin the formal ending: goals achieved, planned end reached, or asked for with a reason (R034).

    Refuses: pairings.not_over_yet, states.not_from_here, text.names_somebody.
    """
    relationship = locked(relationship)
    reached = relationship.planned_end_on is not None and relationship.planned_end_on <= day_of(at)
    if not (reached or goals_achieved(relationship) or reason.strip()):
        raise Refused(
            "pairings.not_over_yet",
            _("Goals are still open and the planned end has not come. Say why it is to end now."),
            field="reason",
        )
    refuse_names(confirmed_text, reason=reason)
    return _step(relationship, "pairings.begin_closing", by, at, reason)


@act("pairings.complete", may=access.leads)
def complete(*, by: Person | None, at: datetime, relationship: Relationship, end_reason: str) -> Relationship:
    """End a relationship formally. end_reason: `goals_achieved` only where every required goal is (R035).

    Refuses: pairings.goals_unmet, states.not_from_here, and what the rooms above say in BEFORE_COMPLETING.
    """
    relationship = locked(relationship)
    if relationship.status == RelationshipStatus.CLOSING:
        if end_reason == EndReason.GOALS_ACHIEVED and not goals_achieved(relationship):
            raise Refused(
                "pairings.goals_unmet",
                _("Not every required goal is achieved. Choose the reason why it ends all the same."),
                field="end_reason",
            )
        for why_not in BEFORE_COMPLETING:
            refuse(why_not(relationship))
    return _end(relationship, "pairings.complete", by, at, end_reason)


@act("pairings.end_early", may=access.coordinates)
def end_early(
    *, by: Person | None, at: datetime, relationship: Relationship, end_reason: str, note: str = "",
    confirmed_text: bool = False,
) -> Relationship:  # fmt: skip
    """End a relationship before its time, for a coded reason. Refuses: pairings.not_early, states.not_from_here, text.names_somebody."""
    if end_reason not in rules.EARLY_REASONS:
        raise Refused("pairings.not_early", _("Choose why it ends before its goals are achieved."), field="end_reason")
    refuse_names(confirmed_text, note=note)
    return _end(locked(relationship), "pairings.end_early", by, at, end_reason, note)


def goals_achieved(relationship: Relationship) -> bool:
    """Whether every required goal is achieved; without anybody to say so, no."""
    return bool(GOALS_ACHIEVED) and all(say(relationship) for say in GOALS_ACHIEVED)


def _ask_working_at(place: OrgUnit, mentees: Sequence[Person], today: date) -> None:
    here = Employment.objects.filter(
        within(place.path, field="place__path"), person__in=mentees, since__lte=today
    ).exclude(until__lte=today)
    known = set(here.values_list("person", flat=True))
    if outside := [person.name for person in mentees if person.pk not in known]:
        raise Refused(
            "pairings.works_elsewhere",
            _("Not working at %(place)s: %(names)s. Propose them where they work.")
            % {"place": place.name, "names": ", ".join(outside)},
            field="mentees",
        )


def _ask_not_paired(
    mentor: Mentor, area: TechnicalArea | None, mentees: Sequence[Person], programme: Programme
) -> None:
    rows = RelationshipMentor.objects.filter(
        mentor=mentor, until=None, relationship__programme=programme, relationship__status__in=rules.OPEN,
        relationship__mentees__person__in=mentees, relationship__mentees__until=None,
    )  # fmt: skip
    if area is not None:
        rows = rows.filter(area__in=[area.pk]) | rows.filter(area=None)
    if rows.exists():
        raise Refused(
            "pairings.paired_already",
            _("%(name)s already mentors somebody chosen. Look at that relationship.") % {"name": mentor.person.name},
            field="mentees",
        )


def _end(
    relationship: Relationship, name: str, by: Person | None, at: datetime, end_reason: str, note: str = ""
) -> Relationship:
    today = day_of(at)
    relationship.end_reason, relationship.ended_on = end_reason, today
    ended = _step(relationship, name, by, at, note or end_reason)
    relationship.mentors.filter(until=None).update(until=today)
    relationship.mentees.filter(until=None).update(until=today)
    return ended


def _step(
    relationship: Relationship, name: str, by: Person | None, at: datetime, reason: str = "", target: str | None = None
) -> Relationship:
    relationship.status = RELATIONSHIP.step(relationship.status, name, target)
    relationship.status_since = day_of(at)
    relationship.save()
    _note(relationship, name, by, at, reason)
    for follow in AFTER_STEP:
        follow(relationship, at)
    return relationship


def _note(relationship: Relationship, name: str, by: Person | None, at: datetime, reason: str = "") -> None:
    RelationshipStep.objects.create(
        relationship=relationship, act=name, after=relationship.status, reason=reason.strip()[:300], by=by, at=at
    )
