"""What can be done in the design of a programme, as far as observations need it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.models import Instrument
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.before_writing import locked
from alongside.kernel.errors import Refused

from .. import access
from ..models import Competency, Enrolment, Programme, TechnicalArea
from ..terms import Domain


@act("programmes.add_area", may=access.may_design)
def add_area(
    *, by: Person | None, at: datetime, code: str, name: str, parent: TechnicalArea | None = None
) -> TechnicalArea:
    """Add a field of work, under another or at the top (R003). Refuses: programmes.no_code, no_name, code_taken."""
    _ask_name(name)
    if TechnicalArea.objects.filter(pk=_code(code)).exists():
        raise _taken(code)
    return TechnicalArea.objects.create(code=code, name=name.strip(), parent=parent)


@act("programmes.rename_area", may=access.may_design)
def rename_area(*, by: Person | None, at: datetime, area: TechnicalArea, name: str) -> TechnicalArea:
    """Give a field of work another name; its code and everything that rests on it stay. Refuses: programmes.no_name."""
    _ask_name(name)
    area = locked(area)
    area.name = name.strip()
    area.save(update_fields=["name"])
    return area


@act("programmes.retire_area", may=access.may_design)
def retire_area(*, by: Person | None, at: datetime, area: TechnicalArea) -> TechnicalArea:
    """Offer a field of work no more, with those below it; what rests on it stays. Said twice it is so once."""
    area = locked(area)
    area.is_retired = True
    area.save(update_fields=["is_retired"])
    return area


@act("programmes.take_up_area", may=access.may_design)
def take_up_area(*, by: Person | None, at: datetime, area: TechnicalArea) -> TechnicalArea:
    """Offer a retired field of work again. Refuses: programmes.above_is_retired."""
    area = locked(area)
    if area.parent is not None and area.parent.is_retired:
        raise Refused(
            "programmes.above_is_retired",
            _("“%(above)s”, under which it stands, is retired. Take that up first.") % {"above": area.parent},
        )
    area.is_retired = False
    area.save(update_fields=["is_retired"])
    return area


@act("programmes.add_competency", may=access.may_design)
def add_competency(
    *,
    by: Person | None,
    at: datetime,
    code: str,
    name: str,
    area: TechnicalArea | None = None,
    domain: str = Domain.CLINICAL,
    complexity: int = 2,
    criticality: int = 2,
    simulation_suffices: bool = False,
) -> Competency:
    """Add an observable ability.

    complexity, criticality: 1 to 3. simulation_suffices: for rare emergencies that one cannot wait for.
    Refuses: programmes.no_code, no_name, code_taken, grade_out_of_range.
    """
    _ask_name(name)
    if Competency.objects.filter(pk=_code(code)).exists():
        raise _taken(code)
    for field, grade in (("complexity", complexity), ("criticality", criticality)):
        if grade not in (1, 2, 3):
            raise Refused("programmes.grade_out_of_range", _("Choose a grade from 1 to 3."), field=field)
    return Competency.objects.create(
        code=code,
        name=name.strip(),
        area=area,
        domain=domain,
        complexity=complexity,
        criticality=criticality,
        simulation_suffices=simulation_suffices,
    )


@act("programmes.open_programme", may=access.may_open)
def open_programme(
    *,
    by: Person | None,
    at: datetime,
    code: str,
    name: str,
    place: OrgUnit,
    starts_on: date,
    ends_on: date | None = None,
    competencies: Sequence[Competency] = (),
) -> Programme:
    """Open a programme in an area. ends_on: the last day, None while open-ended.

    Refuses: programmes.no_code, no_name, code_taken, ends_before_it_starts.
    """
    programme = opened(code=code, name=name, place=place, starts_on=starts_on, ends_on=ends_on)
    programme.competencies.set(competencies)
    return programme


@act("programmes.use_checklist", may=access.may_design)
def use_checklist(*, by: Person | None, at: datetime, competency: Competency, instrument: Instrument) -> Competency:
    """Let a checklist show a competency. Said twice it is so once."""
    competency.instruments.add(instrument)
    return competency


@act("programmes.take_up_competency", may=access.may_take_up)
def take_up_competency(*, by: Person | None, at: datetime, programme: Programme, competency: Competency) -> Programme:
    """Make a competency part of a programme. Said twice it is so once."""
    programme.competencies.add(competency)
    return programme


@act("programmes.enrol", may=access.may_enrol)
def enrol(
    *, by: Person | None, at: datetime, programme: Programme, person: Person, place: OrgUnit, since: date
) -> Enrolment:
    """Take a person into a programme as a mentee. place: where they work; it decides who may enrol them.

    Refuses: programmes.person_left, outside_programme, already_enrolled, outside_its_days.
    """
    if not person.is_active:
        raise Refused(
            "programmes.person_left", _("%(name)s is no longer active. Choose another person.") % {"name": person.name}
        )
    if not place.path.startswith(programme.place.path):
        raise Refused(
            "programmes.outside_programme",
            _("%(place)s lies outside the area of %(programme)s. Choose a place inside it.")
            % {"place": place.name, "programme": programme.name},
        )
    if since < programme.starts_on or (programme.ends_on and since > programme.ends_on):
        raise Refused(
            "programmes.outside_its_days",
            _("The programme does not run on this day. Choose another day."),
            field="since",
        )
    if Enrolment.objects.select_for_update().filter(programme=programme, person=person, until=None).exists():
        raise Refused(
            "programmes.already_enrolled",
            _("%(name)s already takes part in %(programme)s.") % {"name": person.name, "programme": programme.name},
        )
    return Enrolment.objects.create(programme=programme, person=person, since=since)


@act("programmes.end_enrolment", may=access.may_end_enrolment)
def end_enrolment(*, by: Person | None, at: datetime, enrolment: Enrolment, until: date) -> Enrolment:
    """Let a person's part in a programme end. until: the first day on which they take no part any more.

    Refuses: programmes.enrolment_ended, ends_before_it_starts.
    """
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.until:
        raise Refused("programmes.enrolment_ended", _("This enrolment has already ended."))
    if until < enrolment.since:
        raise Refused(
            "programmes.ends_before_it_starts", _("The last day is before the first. Check both days."), field="until"
        )
    enrolment.until = until
    enrolment.save(update_fields=["until"])
    return enrolment


def opened(*, code: str, name: str, place: OrgUnit, starts_on: date, ends_on: date | None) -> Programme:
    """Make the row of a programme. Refuses: programmes.no_code, no_name, code_taken, ends_before_it_starts."""
    _ask_name(name)
    if Programme.objects.filter(code=_code(code, longest=40)).exists():
        raise _taken(code)
    if ends_on and ends_on < starts_on:
        raise Refused(
            "programmes.ends_before_it_starts", _("The last day is before the first. Check both days."), field="ends_on"
        )
    return Programme.objects.create(code=code, name=name.strip(), place=place, starts_on=starts_on, ends_on=ends_on)


def _ask_name(name: str) -> None:
    if not name.strip():
        raise Refused("programmes.no_name", _("Enter the name."), field="name")


def _code(code: str, *, longest: int = 60) -> str:
    try:
        validate_slug(code)
    except ValidationError:
        code = ""
    if not code or len(code) > longest:
        raise Refused(
            "programmes.no_code", _("The code may have letters, digits, - and _. Shorten or change it."), field="code"
        )
    return code


def _taken(code: str) -> Refused:
    return Refused(
        "programmes.code_taken",
        _("The code “%(code)s” is already used. Choose another.") % {"code": code},
        field="code",
    )
