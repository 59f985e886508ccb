"""While a relationship runs: preparing, beginning, resting, another end, another lead."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import Relationship, RelationshipMentor
from ..rules import relationships as rules
from ..terms import RelationshipStatus
from . import steps
from .steps import note, step


@act("pairings.prepare", may=access.leads)
def prepare(*, by: Person | None, at: datetime, relationship: Relationship) -> Relationship:
    """Begin preparing an accepted relationship. Refuses: states.not_from_here."""
    return step(locked(relationship), "pairings.prepare", by, at)


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
        for why_not in steps.BEFORE_BEGINNING:
            refuse(why_not(relationship))
    relationship.since = relationship.since or day_of(at)
    return step(relationship, "pairings.activate", by, at)


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
    return step(relationship, "pairings.hold", by, at, reason)


@act("pairings.resume", may=access.leads)
def resume(*, by: Person | None, at: datetime, relationship: Relationship) -> Relationship:
    """Go on after a hold. Refuses: states.not_from_here."""
    relationship = locked(relationship)
    relationship.hold_reason, relationship.hold_until = "", None
    return step(relationship, "pairings.resume", by, at)


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
    note(relationship, "pairings.renew", by, at)
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
    note(relationship, "pairings.hand_over", by, at, reason)
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
    note(relationship, "pairings.leave", by, at)
    return relationship
