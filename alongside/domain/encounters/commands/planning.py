"""What can be done with a visit before it is held: planned, asked for, approved, confirmed, moved, called off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.agreements.queries import is_engaged
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.queries import no_go
from alongside.domain.places.terms import AREAS
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.queries import makes_visits
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import Visit, VisitMentor
from ..queries import planning as asked
from ..rules import planning as rules
from ..rules.states import VISIT
from ..terms import MentorRole, Purpose, Source, VisitStatus
from .steps import note, step


@act("encounters.plan_visit", may=access.may_plan)
def plan_visit(
    *,
    by: Person | None,
    at: datetime,
    place: OrgUnit,
    programme: Programme,
    planned_on: date,
    planned_until: date | None = None,
    purpose: str = Purpose.MENTORING,
    mentors: Sequence[tuple[Person, str]] = (),
    theme: str = "",
    source: str = Source.PAGE,
    confirmed_text: bool = False,
) -> Visit:
    """Plan a visit for a day to come. Whoever plans it says with it that they come.

    planned_until: the last day, inclusive; None: one day. mentors: (person, role), the one who plans leads where none
    are given. Refuses: every code of rules.planning.why_not_slot and why_not_planned; encounters.not_a_place,
    encounters.mentor_twice, text.names_somebody.
    """
    if not mentors:
        if by is None:
            raise ValueError("A visit planned by the installation needs its mentors.")
        mentors = [(by, MentorRole.LEAD)]
    if place.type in AREAS:
        raise Refused(
            "encounters.not_a_place",
            _("%(name)s is an area. Choose the facility or community unit to visit.") % {"name": place.name},
            field="place",
        )
    planned_until = planned_until or planned_on
    _ask_slot(place, planned_on, planned_until, day_of(at))
    if len({person.pk for person, _role in mentors}) < len(mentors):
        raise Refused(
            "encounters.mentor_twice", _("A mentor stands twice on this visit. Give each one role."), field="mentors"
        )
    refuse_names(confirmed_text, theme=theme)
    found = asked.planned(mentors, programme=programme, place=place, first=planned_on, last=planned_until)
    refuse(rules.why_not_planned(found, purpose=purpose, runs=makes_visits(programme), place_name=place.name))
    visit = Visit.objects.create(
        programme=programme, place=place, area_path=place.path, held_on=planned_on, until_on=planned_until,
        planned_on=planned_on, planned_until=planned_until, purpose=purpose, status=VisitStatus.PLANNED, theme=theme.strip(),
        source=source, recorded_by=by or mentors[0][0], recorded_at=at,
    )  # fmt: skip
    VisitMentor.objects.bulk_create(
        VisitMentor(visit=visit, person=person, role=role, confirmed_at=at if by and person.pk == by.pk else None)
        for person, role in mentors
    )
    note(visit, "encounters.plan_visit", by, at)
    return visit


@act("encounters.request_visit", may=access.may_change_visit)
def request_visit(
    *, by: Person | None, at: datetime, visit: Visit, reason: str = "", confirmed_text: bool = False
) -> Visit:
    """Ask the coordinator to approve a planned visit; a mentor who asks says with it that they come.

    reason: why it is to go ahead although the leadership of the place has not agreed, or no longer (R185).
    Refuses: encounters.clash, encounters.not_engaged, encounters.slot_is_past, states.not_from_here, text.names_somebody.
    """
    visit = locked(visit)
    VISIT.step(visit.status, "encounters.request_visit")
    _ask_still_ahead(visit, at)
    _ask_clear(visit, visit.held_on, visit.until_on)
    engaged = is_engaged(place=visit.place, programme=visit.programme)
    if not engaged and not reason.strip():
        raise Refused(
            "encounters.not_engaged",
            _(
                "The leadership of %(place)s has not agreed to mentoring, or no longer. Say why the visit is to go ahead."
            )
            % {"place": visit.place.name},
            field="reason",
        )
    refuse_names(confirmed_text, reason=reason)
    visit.mentors.filter(person=by, confirmed_at=None).update(confirmed_at=at)
    return step(visit, "encounters.request_visit", by, at, reason=reason, is_override=not engaged)


@act("encounters.approve_visit", may=access.coordinates)
def approve_visit(
    *, by: Person | None, at: datetime, visit: Visit, reason: str = "", confirmed_text: bool = False
) -> Visit:
    """Approve a visit that was asked for. reason: why a mentor goes beyond their share of time (R151).

    Refuses: encounters.cap_reached, encounters.slot_is_past, states.not_from_here, text.names_somebody.
    """
    visit = locked(visit)
    VISIT.step(visit.status, "encounters.approve_visit")
    _ask_still_ahead(visit, at)
    loads = asked.loads(visit)
    refuse(rules.why_not_approved(loads, reason=reason))
    refuse_names(confirmed_text, reason=reason)
    beyond = rules.why_not_approved(loads, reason="") is not None
    return step(visit, "encounters.approve_visit", by, at, reason=reason, is_override=beyond)


@act("encounters.decline_visit", may=access.coordinates)
def decline_visit(*, by: Person | None, at: datetime, visit: Visit, reason: str, confirmed_text: bool = False) -> Visit:
    """Send a visit that was asked for back to planning. Refuses: encounters.no_reason, states.not_from_here, text.names_somebody."""
    refuse(rules.why_no_reason(reason))
    refuse_names(confirmed_text, reason=reason)
    return step(locked(visit), "encounters.decline_visit", by, at, reason=reason)


@act("encounters.confirm_part", may=access.may_say_for)
def confirm_part(*, by: Person | None, at: datetime, visit: Visit, mentor: Person) -> VisitMentor:
    """Say that one comes along on a visit. Said twice it is so once. Refuses: encounters.not_on_visit, encounters.not_ahead."""
    visit = locked(visit)
    part = visit.mentors.filter(person=mentor).first()
    if part is None:
        raise Refused(
            "encounters.not_on_visit",
            _("%(name)s is not among the mentors of this visit. Add them to the visit first.") % {"name": mentor.name},
        )
    if not any(move.target == VisitStatus.CANCELLED for move in VISIT.open_to(visit.status)):
        raise Refused("encounters.not_ahead", _("This visit is no longer ahead, so there is nothing to confirm."))
    if part.confirmed_at is None:
        part.confirmed_at = at
        part.save(update_fields=["confirmed_at"])
    return part


@act("encounters.confirm_visit", may=access.may_confirm)
def confirm_visit(
    *, by: Person | None, at: datetime, visit: Visit, reason: str = "", confirmed_text: bool = False
) -> Visit:
    """Confirm for the workplace that the visit can come.

    reason: why a coordinator confirms in place of the in-charge, or before staff are released and every mentor said
    they come. Refuses: encounters.no_reason, encounters.release_unanswered, encounters.mentor_unconfirmed,
    encounters.slot_is_past, states.not_from_here, text.names_somebody.
    """
    visit = locked(visit)
    VISIT.step(visit.status, "encounters.confirm_visit")
    _ask_still_ahead(visit, at)
    overrides = by is None or not access.leads_place(by, visit=visit)
    if overrides:
        refuse(rules.why_no_reason(reason))
    elif asked.unanswered_release(visit):
        raise Refused(
            "encounters.release_unanswered",
            _("A request for staff for this visit is still open. Answer it first, then confirm."),
        )
    elif missing := asked.unconfirmed(visit):
        raise Refused(
            "encounters.mentor_unconfirmed",
            _("%(names)s has not said yet that they come. Wait for it, or ask the coordinator.")
            % {"names": ", ".join(row.person.name for row in missing)},
        )
    refuse_names(confirmed_text, reason=reason)
    return step(visit, "encounters.confirm_visit", by, at, reason=reason, is_override=overrides)


@act("encounters.reschedule_visit", may=access.may_change_visit)
def reschedule_visit(
    *, by: Person | None, at: datetime, visit: Visit, planned_on: date, planned_until: date | None = None, reason: str,
    confirmed_text: bool = False,
) -> Visit:  # fmt: skip
    """Move a visit to another slot. What was approved or confirmed is asked for again, and others say anew that they come.

    planned_until: the last day, inclusive; None: one day. Refuses: encounters.no_reason, every code of
    rules.planning.why_not_slot and why_not_planned, states.not_from_here, text.names_somebody.
    """
    refuse(rules.why_no_reason(reason))
    refuse_names(confirmed_text, reason=reason)
    visit, planned_until = locked(visit), planned_until or planned_on
    VISIT.step(visit.status, "encounters.reschedule_visit")
    place, programme, before = visit.place, visit.programme, visit.planned_on
    _ask_slot(place, planned_on, planned_until, day_of(at))
    who = [(row.person, row.role) for row in visit.mentors.select_related("person").order_by("pk")]
    found = asked.planned(who, programme=programme, place=place, first=planned_on, last=planned_until, besides=visit)
    refuse(rules.why_not_planned(found, purpose=visit.purpose, runs=makes_visits(programme), place_name=place.name))
    visit.mentors.exclude(person=by).update(confirmed_at=None)
    return step(
        visit, "encounters.reschedule_visit", by, at, reason=reason, moved_from=before, planned_on=planned_on,
        planned_until=planned_until, held_on=planned_on, until_on=planned_until,
    )  # fmt: skip


@act("encounters.cancel_visit", may=access.may_cancel)
def cancel_visit(*, by: Person | None, at: datetime, visit: Visit, reason: str, confirmed_text: bool = False) -> Visit:
    """Call a visit off before it is held. Refuses: encounters.no_reason, states.not_from_here, text.names_somebody."""
    refuse(rules.why_no_reason(reason))
    refuse_names(confirmed_text, reason=reason)
    return step(locked(visit), "encounters.cancel_visit", by, at, reason=reason)


@act("encounters.sweep_missed", may=access.may_sweep)
def sweep_missed(*, by: Person | None, at: datetime) -> int:
    """Note as missed the visits whose slot was over three days ago and that nobody held; return how many."""
    late = list(asked.overdue_slots(today=day_of(at)).select_for_update(of=("self",)))
    for visit in late:
        step(visit, "encounters.sweep_missed", by, at)
    return len(late)


def _ask_slot(place: OrgUnit, first: date, last: date, today: date) -> None:
    refuse(
        rules.why_not_slot(
            first=first, last=last, today=today, place_name=place.name, opening_days=place.opening_days, closed_on=place.closed_on,
            no_go=no_go([place.path], first=first, last=last)[place.path],
        )
    )  # fmt: skip


def _ask_clear(visit: Visit, first: date, last: date) -> None:
    who = [(row.person, row.role) for row in visit.mentors.select_related("person").order_by("pk")]
    elsewhere = asked.taken([person.pk for person, _role in who], first=first, last=last, besides=visit)
    for person, _role in who:
        refuse(rules.why_not_clear(person.name, elsewhere.get(person.pk)))


def _ask_still_ahead(visit: Visit, at: datetime) -> None:
    if visit.until_on < day_of(at):
        raise Refused(
            "encounters.slot_is_past", _("The day of this visit is over. Move it to another day, or cancel it.")
        )
