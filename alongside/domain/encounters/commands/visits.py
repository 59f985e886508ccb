"""Acts of visits and of the encounters in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access, queries, rules
from ..models import Activity, Attendance, Encounter, SkillSupported, Visit, VisitMentor
from ..terms import Interaction, MentorRole, Mode, Purpose, Source, VisitStatus


@act("encounters.record_visit", may=access.may_record)
def record_visit(
    *,
    by: Person,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    held_on: date,
    until_on: date | None = None,
    purpose: str = Purpose.MENTORING,
    length: timedelta | None = None,
    mentors: Sequence[tuple[Person, str]] = (),
    theme: str = "",
    note: str = "",
    confirmed_text: bool = False,
    source: str = Source.PAGE,
) -> Visit:
    """Record that mentors were at a place; a draft until it is submitted.

    until_on: last day, None for a one-day visit. length: in contact, travel excluded. mentors: (person, role); none
    makes `by` the lead. confirmed_text: the writer says the note identifies no client.
    Refuses: encounters.in_future, ends_before_start, too_long, no_length, may_identify.
    """
    until_on = until_on or held_on
    _check(at, held_on=held_on, until_on=until_on, length=length, note=note, theme=theme, confirmed=confirmed_text)
    visit = Visit.objects.create(
        programme=programme, place=place, area_path=place.path, held_on=held_on, until_on=until_on, purpose=purpose,
        length=length, theme=theme.strip(), note=note.strip(), source=source, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _set_mentors(visit, mentors or [(by, MentorRole.LEAD)])
    return visit


@act("encounters.change_visit", may=access.may_change_visit)
def change_visit(
    *,
    by: Person,
    at: datetime,
    visit: Visit,
    held_on: date,
    until_on: date | None = None,
    purpose: str = Purpose.MENTORING,
    length: timedelta | None = None,
    mentors: Sequence[tuple[Person, str]] = (),
    theme: str = "",
    note: str = "",
    confirmed_text: bool = False,
) -> Visit:
    """Change a visit that is still a draft. Refuses: encounters.already_submitted and what record_visit refuses."""
    visit = _draft(visit)
    until_on = until_on or held_on
    _check(at, held_on=held_on, until_on=until_on, length=length, note=note, theme=theme, confirmed=confirmed_text)
    visit.held_on, visit.until_on, visit.purpose, visit.length = held_on, until_on, purpose, length
    visit.theme, visit.note = theme.strip(), note.strip()
    visit.save(update_fields=["held_on", "until_on", "purpose", "length", "theme", "note"])
    if mentors:
        VisitMentor.objects.filter(visit=visit).delete()
        _set_mentors(visit, mentors)
    return visit


@act("encounters.submit_visit", may=access.may_change_visit)
def submit_visit(*, by: Person, at: datetime, visit: Visit) -> Visit:
    """Hand the visit in; from now on it counts. Refuses: encounters.already_submitted, encounters.incomplete."""
    visit = _draft(visit)
    if lacking := queries.lacking(visit):
        raise Refused(
            "encounters.incomplete",
            ngettext("One thing is missing: %(what)s.", "%(n)s things are missing, first: %(what)s.", len(lacking))
            % {"n": len(lacking), "what": lacking[0].says},
            lacking=[each.code for each in lacking],
        )
    visit.status, visit.submitted_at = VisitStatus.SUBMITTED, at
    visit.save(update_fields=["status", "submitted_at"])
    return visit


@act("encounters.add_encounter", may=access.may_add_encounter)
def add_encounter(
    *,
    by: Person,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    held_on: date,
    people: Sequence[Person],
    visit: Visit | None = None,
    mode: str = Mode.IN_PERSON,
    interaction: str = Interaction.ONE_TO_ONE,
    minutes: int | None = None,
    topic: str = "",
    activities: Mapping[str, int] | None = None,
    supported: Iterable[Competency] = (),
    confirmed_text: bool = False,
) -> Encounter:
    """Record one interaction: a part of a visit, or a contact of its own such as a call.

    people: who took part besides the mentor. activities: {activity type: minutes}. supported: what was worked on
    without being observed.
    Refuses: encounters.in_future, already_submitted, nobody_met, minutes_do_not_fit, outside_visit, may_identify.
    """
    if visit is not None:
        visit = _draft(visit)
        if not visit.held_on <= held_on <= visit.until_on:
            raise Refused(
                "encounters.outside_visit",
                _("This day lies outside the visit. Choose one of its days."),
                field="held_on",
            )
    if held_on > timezone.localtime(at).date():
        raise Refused("encounters.in_future", _("The visit date is after today. Check the date."), field="held_on")
    if not people:
        raise Refused("encounters.nobody_met", _("Choose who took part."), field="people")
    spent = sum((activities or {}).values())
    if minutes is not None and spent > minutes:
        raise Refused(
            "encounters.minutes_do_not_fit",
            _("The activities take {spent} minutes, the whole encounter {minutes}. Check both.").format(
                spent=spent, minutes=minutes
            ),
            field="minutes",
        )
    if reason := rules.why_not_saved(topic, confirmed=confirmed_text):
        raise reason
    encounter = Encounter.objects.create(
        visit=visit, programme=programme, place=place, area_path=place.path, mentor=by, held_on=held_on, minutes=minutes,
        mode=mode, interaction=interaction, topic=topic.strip(), recorded_at=at,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        [Attendance(encounter=encounter, person=person) for person in {each.pk: each for each in people}.values()]
    )
    Activity.objects.bulk_create(
        [Activity(encounter=encounter, type=type_, minutes=each) for type_, each in (activities or {}).items() if each]
    )
    SkillSupported.objects.bulk_create([SkillSupported(encounter=encounter, competency=each) for each in supported])
    return encounter


def _check(
    at: datetime, *, held_on: date, until_on: date, length: timedelta | None, note: str, theme: str, confirmed: bool
) -> None:
    today = timezone.localtime(at).date()
    reason = rules.why_not_held(held_on=held_on, until_on=until_on, today=today, length=length)
    if reason := reason or rules.why_not_saved(note, theme, confirmed=confirmed):
        raise reason


def _draft(visit: Visit) -> Visit:
    """Return the visit as it stands, held until the transaction ends, if it may still change."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("place").get(pk=visit.pk)
    if visit.status != VisitStatus.DRAFT:
        raise Refused(
            "encounters.already_submitted",
            _("This visit was submitted and stays as it is. Correct single observations instead."),
        )
    return visit


def _set_mentors(visit: Visit, mentors: Sequence[tuple[Person, str]]) -> None:
    roles = {person.pk: (person, role) for person, role in mentors}
    VisitMentor.objects.bulk_create(
        [VisitMentor(visit=visit, person=person, role=role) for person, role in roles.values()]
    )
