"""What can be done with encounters: added to a visit or by themselves, changed or taken out while nothing rests on them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.plans.models import Goal
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7

from .. import access
from ..models import Activity, Attendance, Encounter, SkillSupported, Visit, VisitMentor
from ..rules import recording
from ..terms import Interaction, Mode
from .checks import locked_draft, works_here


@act("encounters.add_encounter", may=access.may_meet)
def add_encounter(
    *,
    by: Person | None,
    at: datetime,
    visit: Visit | None = None,
    place: OrgUnit | None = None,
    programme: Programme | None = None,
    mentor: Person | None = None,
    held_on: date,
    people: Sequence[Person] = (),
    mode: str = Mode.IN_PERSON,
    interaction: str = Interaction.ONE_TO_ONE,
    minutes: int | None = None,
    topic: str = "",
    activities: Sequence[tuple[str, int]] = (),
    supported: Sequence[Competency] = (),
    goals: Sequence[Goal] = (),
    encounter_id: UUID | None = None,
    confirmed_text: bool = False,
) -> Encounter:
    """Record who was met and how.

    visit: None for a contact by itself (a call, a chat); then place, where the people work, and programme are needed.
    mentor: whoever records, where none is given. people: one for one to one; a group may be filled later.
    minutes: None: not known yet. activities: (type, minutes). supported: competencies worked on, not observed (R026). goals: of plans, that were worked on (R018).
    Refuses: every code of rules.recording.why_not_met; encounters.visit_submitted; encounters.not_on_visit;
    encounters.works_elsewhere; encounters.contact_of_somebody; encounters.goal_elsewhere; text.names_somebody.
    """
    if visit is not None:
        visit = locked_draft(visit)
        place, programme = visit.place, visit.programme
    if place is None or programme is None:
        raise ValueError("A contact without a visit needs its place and programme.")
    mentor = mentor or by
    if mentor is None:
        raise ValueError("A contact recorded by the installation needs its mentor.")
    encounter = Encounter(
        id=encounter_id or uuid7(), visit=visit, programme=programme, place=place, area_path=place.path, mentor=mentor,
        recorded_at=at,
    )  # fmt: skip
    _write(
        encounter, at, held_on, people, mode, interaction, minutes, topic, activities, supported, goals, confirmed_text
    )
    return encounter


@act("encounters.change_encounter", may=access.may_change_encounter)
def change_encounter(
    *,
    by: Person | None,
    at: datetime,
    encounter: Encounter,
    held_on: date,
    people: Sequence[Person],
    mode: str,
    interaction: str,
    minutes: int | None = None,
    topic: str = "",
    activities: Sequence[tuple[str, int]] = (),
    supported: Sequence[Competency] = (),
    goals: Sequence[Goal] = (),
    confirmed_text: bool = False,
) -> Encounter:
    """Say anew who was met and how; everything is given anew. Whoever was observed stays among the people.

    Refuses: as add_encounter, and encounters.observed_person_left.
    """
    encounter = _locked(encounter)
    observed = set(encounter.observations.filter(mentee__isnull=False).values_list("mentee", flat=True))
    if not observed <= {person.pk for person in people}:
        raise Refused(
            "encounters.observed_person_left",
            _("Somebody you took out was observed in this contact. Keep them among the people met."),
            field="people",
        )
    _write(
        encounter, at, held_on, people, mode, interaction, minutes, topic, activities, supported, goals, confirmed_text
    )
    return encounter


@act("encounters.remove_encounter", may=access.may_change_encounter)
def remove_encounter(*, by: Person | None, at: datetime, encounter: Encounter) -> None:
    """Take out a contact that was entered by mistake. Refuses: encounters.encounter_in_use where something rests on it."""
    encounter = _locked(encounter)
    if encounter.observations.exists() or encounter.feedback.exists() or encounter.actions.exists():
        raise Refused(
            "encounters.encounter_in_use",
            _("An observation, feedback or an action belongs to this contact, so it stays."),
        )
    encounter.delete()


@act("encounters.attend", may=access.may_attend)
def attend(*, by: Person | None, at: datetime, encounter: Encounter, person: Person) -> Encounter:
    """Say of oneself that one takes part in a group, as by the code the mentor shows. Said twice it is so once.

    Refuses: encounters.not_a_group, encounters.works_elsewhere, encounters.visit_submitted, encounters.not_held_yet,
    encounters.visit_fell_out.
    """
    encounter = _locked(encounter)
    if encounter.interaction == Interaction.ONE_TO_ONE:
        raise Refused("encounters.not_a_group", _("This is a contact of two people. The mentor enters who was met."))
    if not works_here(person, encounter.place, encounter.held_on):
        raise recording.works_elsewhere(person.pk, person.name)
    Attendance.objects.get_or_create(encounter=encounter, person=person)
    return encounter


def _locked(encounter: Encounter) -> Encounter:
    """Return the encounter as it is now, held; one of a submitted visit is not changed any more."""
    encounter = locked(encounter)
    if encounter.visit is not None:
        locked_draft(encounter.visit)
    return encounter


def _write(
    encounter: Encounter,
    at: datetime,
    held_on: date,
    people: Sequence[Person],
    mode: str,
    interaction: str,
    minutes: int | None,
    topic: str,
    activities: Sequence[tuple[str, int]],
    supported: Sequence[Competency],
    goals: Sequence[Goal],
    confirmed_text: bool,
) -> None:
    visit = encounter.visit
    refuse(
        recording.why_not_met(
            held_on=held_on, today=day_of(at), visit_days=(visit.held_on, visit.until_on) if visit else None, mode=mode,
            interaction=interaction, minutes=minutes, activity_minutes=[each for _type, each in activities],
            mentor=encounter.mentor_id, people=[person.pk for person in people],
        )
    )  # fmt: skip
    if visit is None and not people:
        raise Refused("encounters.contact_of_somebody", _("Say whom you were in contact with."), field="people")
    if visit is not None and not VisitMentor.objects.filter(visit=visit, person=encounter.mentor).exists():
        raise Refused(
            "encounters.not_on_visit",
            _("%(name)s is not among the mentors of this visit. Add them to the visit first.")
            % {"name": encounter.mentor.name},
            field="mentor",
        )
    if visit is not None and interaction == Interaction.ONE_TO_ONE:
        for person in people:
            if not works_here(person, encounter.place, held_on):
                raise recording.works_elsewhere(person.pk, person.name)
    if any(each.relationship.place_id != encounter.place_id for each in goals):
        raise Refused("encounters.goal_elsewhere", _("A goal belongs to another place. Choose one of this place."))
    refuse_names(confirmed_text, topic=topic)
    kept: dict[str, Any] = {
        "held_on": held_on, "mode": mode, "interaction": interaction, "minutes": minutes, "topic": topic,
    }  # fmt: skip
    for name, value in kept.items():
        setattr(encounter, name, value)
    fresh = encounter._state.adding
    encounter.save(force_insert=fresh)
    if not fresh:
        for rows in (encounter.attendances, encounter.activities, encounter.supported):
            rows.all().delete()
    Attendance.objects.bulk_create([Attendance(encounter=encounter, person=person) for person in people])
    Activity.objects.bulk_create(
        [Activity(encounter=encounter, type=type, minutes=each) for type, each in activities if each]
    )
    if goals or not fresh:
        encounter.goals.set(goals)
    SkillSupported.objects.bulk_create([SkillSupported(encounter=encounter, competency=each) for each in supported])
