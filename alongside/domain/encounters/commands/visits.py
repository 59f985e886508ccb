"""What can be done with a visit: begun, changed while it is a draft, submitted when complete, taken back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.domain.programmes.models import Programme
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7, uuid_from

from .. import access
from ..models import Encounter, Visit, VisitMentor
from ..queries import planning, visits
from ..rules import missing, recording
from ..rules.counting import LONGEST, stay_for
from ..rules.planning import AROUND, slot_among
from ..rules.states import MAY_TURN_OUT_HELD, NOT_HELD, VISIT
from ..terms import Interaction, MentorRole, Purpose, Source, VisitStatus
from .checks import locked_draft
from .steps import RECEIVED, note, step, turn_out_held


@act("encounters.record_visit", may=access.may_visit)
def record_visit(
    *,
    by: Person | None,
    at: datetime,
    place: OrgUnit,
    programme: Programme,
    held_on: date,
    until_on: date | None = None,
    purpose: str = Purpose.MENTORING,
    mentors: Sequence[tuple[Person, str]] = (),
    length: timedelta | None = None,
    theme: str = "",
    note: str = "",
    source: str = Source.PAGE,
    visit_id: UUID | None = None,
    confirmed_text: bool = False,
) -> Visit:
    """Begin the record of a visit, as a draft that may have holes.

    Where the lead had planned a visit to this place within 7 days, this is that visit: its days become the real ones
    and the slot stays beside them, however far the plan had come.
    until_on: the last day, inclusive; None: one day. mentors: (person, role), the one who records leads where none
    are given. length: in contact, travel left out. confirmed_text: the texts were looked at and name no client.
    Refuses: every code of rules.recording.why_not_visited; encounters.not_a_place; encounters.same_stay when the lead
    already has a visit to this place on one of these days; text.names_somebody.
    """
    until_on = until_on or held_on
    if not mentors:
        if by is None:
            raise ValueError("A visit recorded by the installation needs its mentors.")
        mentors = [(by, MentorRole.LEAD)]
    if place.type in AREAS:
        raise Refused(
            "encounters.not_a_place",
            _("%(name)s is an area. Choose the facility or community unit that was visited.") % {"name": place.name},
            field="place",
        )
    refuse(
        recording.why_not_visited(
            held_on=held_on,
            until_on=until_on,
            today=day_of(at),
            length=length,
            mentors=[each.pk for each, _role in mentors],
        )
    )
    refuse_names(confirmed_text, theme=theme, note=note)
    lead = next((person for person, role in mentors if role == MentorRole.LEAD), mentors[0][0])
    near = planning.around(lead, place, first=held_on, last=until_on)
    _refuse_same_stay(near, lead, place, held_on, until_on)
    said: dict[str, Any] = {
        "held_on": held_on, "until_on": until_on, "purpose": purpose, "length": length, "theme": theme, "note": note,
        "source": source, "recorded_by": by or lead, "recorded_at": at,
    }  # fmt: skip
    if slot := slot_among([each for each in near if each.programme_id == programme.pk], first=held_on):
        visit = step(locked(slot), "encounters.record_visit", by, at, **said)
        _put_mentors(visit, mentors)
        return visit
    visit = Visit.objects.create(id=visit_id or uuid7(), programme=programme, place=place, area_path=place.path, **said)
    VisitMentor.objects.bulk_create(VisitMentor(visit=visit, person=person, role=role) for person, role in mentors)
    return visit


@act("encounters.change_visit", may=access.may_change_visit)
def change_visit(
    *,
    by: Person | None,
    at: datetime,
    visit: Visit,
    held_on: date,
    until_on: date | None = None,
    purpose: str,
    mentors: Sequence[tuple[Person, str]],
    length: timedelta | None = None,
    theme: str = "",
    note: str = "",
    confirmed_text: bool = False,
) -> Visit:
    """Change what was said of a visit while it is a draft; everything is given anew.

    Refuses: encounters.visit_submitted; every code of rules.recording.why_not_visited; encounters.same_stay;
    encounters.days_leave_encounters; encounters.mentor_met_people; text.names_somebody.
    """
    visit = locked_draft(visit)
    until_on = until_on or held_on
    people = [each.pk for each, _role in mentors]
    refuse(
        recording.why_not_visited(held_on=held_on, until_on=until_on, today=day_of(at), length=length, mentors=people)
    )
    refuse_names(confirmed_text, theme=theme, note=note)
    for mentor_id, day in Encounter.objects.filter(visit=visit).values_list("mentor", "held_on"):
        if not held_on <= day <= until_on:
            raise Refused(
                "encounters.days_leave_encounters",
                _("People were met on %(day)s, which would no longer be a day of the visit. Change that contact first.")
                % {"day": date_format(day, "j F Y")},
                field="held_on",
            )
        if mentor_id not in people:
            raise Refused(
                "encounters.mentor_met_people",
                _("A mentor you took off this visit has met people on it. Remove those contacts first."),
                field="mentors",
            )
    lead = next((person for person, role in mentors if role == MentorRole.LEAD), None)
    if lead is not None:
        near = planning.around(lead, visit.place, first=held_on, last=until_on)
        _refuse_same_stay([each for each in near if each != visit], lead, visit.place, held_on, until_on)
    for name, value in {
        "held_on": held_on, "until_on": until_on, "purpose": purpose, "length": length, "theme": theme, "note": note,
    }.items():  # fmt: skip
        setattr(visit, name, value)
    visit.save()
    _put_mentors(visit, mentors)
    return visit


@act("encounters.submit_visit", may=access.may_change_visit)
def submit_visit(*, by: Person | None, at: datetime, visit: Visit) -> Visit:
    """Hand a complete visit in: from now on it counts. A visit already submitted stays as it is.

    Refuses: encounters.visit_incomplete, with `missing`: the codes of what it lacks (queries.visits.missing_of);
    states.not_from_here.
    """
    visit = locked(visit)
    if visit.status == VisitStatus.SUBMITTED:
        return visit
    VISIT.step(visit.status, "encounters.submit_visit")
    if lacks := visits.missing_of(visit):
        raise Refused("encounters.visit_incomplete", missing.missing_said(lacks), missing=[each.code for each in lacks])
    return step(visit, "encounters.submit_visit", by, at, submitted_at=at)


@act("encounters.reopen_visit", may=access.may_change_visit)
def reopen_visit(*, by: Person | None, at: datetime, visit: Visit) -> Visit:
    """Take a submitted visit back to draft, to add what was forgotten; until it is submitted again it does not count.

    A draft stays as it is. Refuses: states.not_from_here.
    """
    visit = locked(visit)
    if visit.status == VisitStatus.DRAFT:
        return visit
    return step(visit, "encounters.reopen_visit", by, at, submitted_at=None)


def stay_of(
    *,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    mentor: Person,
    held_on: date,
    source: str,
    mentee: Any = None,
) -> tuple[Visit, UUID | None]:
    """Return the visit this mentor made to this place around this day: found, its days drawn out, or made.

    One that was only planned turns out to have been held.
    One made here is submitted: whoever sends an observation from a phone has finished it there. One statement where
    the visit is known, three where it is new. Two devices of one mentor meet on one visit: its id is derived.
    Beside it stands the id of the encounter one to one with this mentee on that day, None where there is none.
    """
    met = Encounter.objects.filter(
        visit=OuterRef("pk"), mentor=mentor, held_on=held_on, interaction=Interaction.ONE_TO_ONE,
        attendances__person=mentee,
    )  # fmt: skip
    around = Q(status__in=MAY_TURN_OUT_HELD, held_on__lte=held_on + AROUND, until_on__gte=held_on - AROUND)
    near = Visit.objects.filter(
        around | ~Q(status__in=NOT_HELD) & Q(held_on__gt=held_on - LONGEST, until_on__lt=held_on + LONGEST),
        place=place, mentors__person=mentor, programme=programme,
    ).annotate(met=Subquery(met.values("pk")[:1]))  # fmt: skip
    if stay := stay_for(held_on, near):
        visit, days = stay
        if visit.status in MAY_TURN_OUT_HELD:
            visit.held_on, visit.until_on = days
            visit.status, visit.submitted_at = VisitStatus.SUBMITTED, at
            turn_out_held(visit)
            note(visit, RECEIVED, mentor, at)
        elif days != (visit.held_on, visit.until_on):
            visit.held_on, visit.until_on = days
            visit.save(update_fields=["held_on", "until_on"])
        return visit, visit.met
    made = Visit(
        id=uuid_from("stay", mentor.pk, place.pk, programme.pk, held_on),
        programme=programme, place=place, area_path=place.path, held_on=held_on, until_on=held_on, source=source,
        status=VisitStatus.SUBMITTED, recorded_by=mentor, recorded_at=at, submitted_at=at,
    )  # fmt: skip
    Visit.objects.bulk_create([made], ignore_conflicts=True)
    VisitMentor.objects.bulk_create([VisitMentor(visit=made, person=mentor)], ignore_conflicts=True)
    return made, None


def _refuse_same_stay(near: Sequence[Any], lead: Person, place: OrgUnit, held_on: date, until_on: date) -> None:
    """One visit per place and continuous stay: the second record of the same days is the first one, forgotten.

    near: as queries.planning.around gives them.
    """
    same = (
        each for each in near
        if each.role == MentorRole.LEAD and each.status not in NOT_HELD
        and each.held_on <= until_on and each.until_on >= held_on
    )  # fmt: skip
    if known := next(same, None):
        raise Refused(
            "encounters.same_stay",
            _("There is already a visit to %(place)s on %(day)s led by %(name)s. Open it and add to it.")
            % {"place": place.name, "day": date_format(known.held_on, "j F Y"), "name": lead.name},
            field="held_on",
            visit=str(known.pk),
        )


def _put_mentors(visit: Visit, mentors: Sequence[tuple[Any, str]]) -> None:
    """Let these be the mentors of a visit; whoever said before that they come has said it still."""
    said = dict(VisitMentor.objects.filter(visit=visit).values_list("person", "confirmed_at"))
    VisitMentor.objects.filter(visit=visit).delete()
    VisitMentor.objects.bulk_create(
        VisitMentor(visit=visit, person=person, role=role, confirmed_at=said.get(person.pk)) for person, role in mentors
    )
