"""What can be done about agreements with workplaces and the release of their staff."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from . import access, queries, rules
from .models import BackupCover, Engagement, EngagementStep, ProtectedTime, Released, ReleaseRequest
from .rules import ENGAGEMENT, RELEASE
from .terms import CoverStatus, EngagementStatus, ReleaseStatus


@act("agreements.record_contact", may=access.may_keep)
def record_contact(
    *, by: Person | None, at: datetime, programme: Programme, place: OrgUnit, on: date, note: str = "",
    confirmed_text: bool = False,
) -> Engagement:  # fmt: skip
    """Note that the leadership of a place was approached; the first step with it.

    Refuses: states.not_from_here, agreements.in_future, text.names_somebody.
    """
    return _step(_engagement(programme, place), "agreements.record_contact", by, at, on, note, confirmed_text)


@act("agreements.record_meeting", may=access.may_keep)
def record_meeting(
    *, by: Person | None, at: datetime, programme: Programme, place: OrgUnit, on: date, note: str,
    confirmed_text: bool = False,
) -> Engagement:  # fmt: skip
    """Note that the leadership was met and what was said (R186); a lapsed agreement is taken up again this way.

    Refuses: agreements.nothing_said, states.not_from_here, agreements.in_future, text.names_somebody.
    """
    if not note.strip():
        raise Refused("agreements.nothing_said", _("Write in a sentence what came of the meeting."), field="note")
    return _step(_engagement(programme, place), "agreements.record_meeting", by, at, on, note, confirmed_text)


@act("agreements.record_agreement", may=access.may_sign)
def record_agreement(
    *,
    by: Person | None,
    at: datetime,
    engagement: Engagement,
    focal_person: Person | None,
    hours_a_week: Decimal | None,
    permission_procedure: str,
    signed_by: Person | None,
    agreed_on: date,
    review_on: date | None = None,
    room: str = "",
    backup_rule: str = "",
    confirmed_text: bool = False,
) -> Engagement:
    """Record what a workplace agreed to, or what it agreed to anew (R185, R187).

    review_on: half a year after the agreement where none is given.
    Refuses: every code of rules.why_not_agreed, states.not_from_here, text.names_somebody.
    """
    review_on = review_on or agreed_on + rules.REVIEW_AFTER
    refuse(
        rules.why_not_agreed(
            hours_a_week=hours_a_week, focal_person=focal_person, permission_procedure=permission_procedure,
            signed_by=signed_by, agreed_on=agreed_on, review_on=review_on, today=day_of(at),
        )
    )  # fmt: skip
    refuse_names(confirmed_text, permission_procedure=permission_procedure, room=room, backup_rule=backup_rule)
    engagement = locked(engagement)
    was_active = engagement.status == EngagementStatus.ACTIVE
    engagement.focal_person, engagement.signed_by = focal_person, signed_by
    engagement.hours_a_week, engagement.room = hours_a_week, room.strip()
    engagement.permission_procedure, engagement.backup_rule = permission_procedure.strip(), backup_rule.strip()
    engagement.agreed_on, engagement.review_on = agreed_on, review_on
    engagement = _step(engagement, "agreements.record_agreement", by, at, agreed_on, "", True)
    if was_active:  # what has begun goes on under the new terms
        engagement = _step(engagement, "agreements.begin", by, at, agreed_on, "", True)
    return engagement


@act("agreements.begin", may=access.may_change)
def begin(*, by: Person | None, at: datetime, engagement: Engagement, on: date) -> Engagement:
    """Note that mentoring has begun at a place that agreed. Refuses: states.not_from_here, agreements.in_future."""
    return _step(locked(engagement), "agreements.begin", by, at, on, "", True)


@act("agreements.let_lapse", may=access.may_change)
def let_lapse(
    *, by: Person | None, at: datetime, engagement: Engagement, on: date, reason: str, confirmed_text: bool = False
) -> Engagement:
    """Note that an agreement holds no more, for example because the in-charge changed.

    Refuses: agreements.no_reason, states.not_from_here, agreements.in_future, text.names_somebody.
    """
    if not reason.strip():
        raise Refused("agreements.no_reason", _("Say in a sentence why."), field="reason")
    return _step(locked(engagement), "agreements.let_lapse", by, at, on, reason, confirmed_text)


@act("agreements.review_engagements", may=access.may_sweep)
def review_engagements(*, by: Person | None, at: datetime) -> int:
    """Call for renewal where the day of review has passed, and let lapse what nobody renewed; return how many moved."""
    today = day_of(at)
    due = Engagement.objects.filter(review_on__lte=today, status__in=(EngagementStatus.AGREED, EngagementStatus.ACTIVE))
    late = Engagement.objects.filter(review_on__lte=today - rules.LAPSES_AFTER, status=EngagementStatus.RENEWAL_DUE)
    moved = [*due.select_for_update(), *late.select_for_update()]
    for engagement in moved:
        _step(engagement, "agreements.review_engagements", by, at, today, "", True)
    return len(moved)


@act("agreements.protect_time", may=access.may_sign)
def protect_time(
    *, by: Person | None, at: datetime, engagement: Engagement, person: Person, hours_a_week: Decimal,
    signed_by: Person, since: date,
) -> ProtectedTime:  # fmt: skip
    """Agree the hours a week in which somebody of the place mentors colleagues (R076); replaces what held before.

    Refuses: agreements.hours_out_of_range, agreements.works_elsewhere.
    """
    if not 0 < hours_a_week <= rules.MOST_HOURS:
        raise Refused(
            "agreements.hours_out_of_range",
            _("Enter the hours a week, between 1 and 60."),
            field="hours_a_week",
        )
    if not queries.working_at(engagement.place, on=since).filter(person=person).exists():
        raise Refused(
            "agreements.works_elsewhere",
            _("%(name)s has no post at this workplace on that day.") % {"name": person.name},
            field="person",
        )
    engagement.protected.filter(person=person, until=None).update(until=since)
    return ProtectedTime.objects.create(
        engagement=engagement, person=person, hours_a_week=hours_a_week, signed_by=signed_by, since=since
    )


@act("agreements.end_protected_time", may=access.may_end_protection)
def end_protected_time(*, by: Person | None, at: datetime, protected: ProtectedTime, until: date) -> ProtectedTime:
    """Let agreed hours end. until: the first day without them. Refuses: agreements.ended_already, ends_before_it_starts."""
    protected = locked(protected)
    if protected.until is not None:
        raise Refused("agreements.ended_already", _("These hours have ended already."))
    if until < protected.since:
        raise Refused(
            "agreements.ends_before_it_starts", _("The last day is before the first. Check both days."), field="until"
        )
    protected.until = until
    protected.save(update_fields=["until"])
    return protected


@act("agreements.ask_release", may=access.may_ask)
def ask_release(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    people: Sequence[Person],
    released_as: str,
    day: date,
    begins_at: time | None = None,
    ends_at: time | None = None,
    shift: str = "",
    visit: UUID | None = None,
    reason: str = "",
    confirmed_text: bool = False,
) -> ReleaseRequest:
    """Ask the in-charge to free people on a day, to be mentored or to mentor (R153, R188, R091).

    visit: id of the planned visit it is for. It can be answered until the day, at most for 14 days.
    Refuses: every code of rules.why_not_asked, agreements.ends_before_it_starts, text.names_somebody.
    """
    today = day_of(at)
    ids = [person.pk for person in people]
    refuse(
        rules.why_not_asked(
            day=day, today=today, people=ids,
            working_here=set(queries.working_at(place, on=day).values_list("person", flat=True)),
            asked_already=queries.asked_for(ids, day=day),
        )
    )  # fmt: skip
    if begins_at and ends_at and ends_at <= begins_at:
        raise Refused(
            "agreements.ends_before_it_starts", _("The end is before the beginning. Check both."), field="ends_at"
        )
    refuse_names(confirmed_text, reason=reason, shift=shift)
    request = ReleaseRequest.objects.create(
        programme=programme, place=place, area_path=place.path, released_as=released_as, day=day, begins_at=begins_at,
        ends_at=ends_at, visit_id=visit, reason=reason.strip(), asked_by=by, asked_at=at,
        answer_by=min(day, today + rules.ANSWER_WITHIN),
    )  # fmt: skip
    Released.objects.bulk_create(
        Released(request=request, person=person, shift=shift.strip()) for person in dict.fromkeys(people)
    )
    return request


@act("agreements.answer_release", may=access.may_answer)
def answer_release(
    *,
    by: Person | None,
    at: datetime,
    release: ReleaseRequest,
    released: Sequence[Person],
    note: str = "",
    alternative_day: date | None = None,
    confirmed_text: bool = False,
) -> ReleaseRequest:
    """Say who is freed: all, some, or nobody with a reason or another day.

    Refuses: agreements.not_in_request, agreements.no_reason, agreements.too_late, states.not_from_here,
    agreements.day_is_past, text.names_somebody.
    """
    release = locked(release)
    asked = set(release.people.values_list("person", flat=True))
    freed = {person.pk for person in released}
    target = rules.answered(asked=asked, released=freed)
    status = RELEASE.step(release.status, "agreements.answer_release", target)
    today = day_of(at)
    if today > release.answer_by:
        raise Refused("agreements.too_late", _("The last day for an answer has passed. Ask the mentor to ask again."))
    if target == ReleaseStatus.DECLINED and not note.strip() and alternative_day is None:
        raise Refused(
            "agreements.no_reason", _("Say in a sentence why nobody can come, or offer another day."), field="note"
        )
    if alternative_day is not None and alternative_day < today:
        raise Refused("agreements.day_is_past", _("This day is over. Offer a day to come."), field="alternative_day")
    refuse_names(confirmed_text, note=note)
    release.people.filter(person__in=freed).update(is_released=True)
    release.people.exclude(person__in=freed).update(is_released=False)
    release.status, release.answered_by, release.answered_at = status, by, at
    release.answer_note, release.alternative_day = note.strip(), alternative_day
    release.save(update_fields=["status", "answered_by", "answered_at", "answer_note", "alternative_day"])
    return release


@act("agreements.expire_releases", may=access.may_sweep)
def expire_releases(*, by: Person | None, at: datetime) -> int:
    """Close requests that nobody answered by their last day; return how many."""
    late = ReleaseRequest.objects.filter(status=ReleaseStatus.SENT, answer_by__lt=day_of(at))
    return late.update(status=RELEASE.step(ReleaseStatus.SENT, "agreements.expire_releases"))


@act("agreements.note_release", may=access.may_note)
def note_release(*, by: Person | None, at: datetime, release: ReleaseRequest, came: bool) -> ReleaseRequest:
    """Note whether those released came. Refuses: states.not_from_here, agreements.in_future."""
    release = locked(release)
    target = ReleaseStatus.USED if came else ReleaseStatus.NOT_USED
    status = RELEASE.step(release.status, "agreements.note_release", target)
    if release.day > day_of(at):
        raise rules.in_future("came")
    release.status = status
    release.save(update_fields=["status"])
    return release


@act("agreements.ask_cover", may=access.may_ask_cover)
def ask_cover(
    *, by: Person | None, at: datetime, release: ReleaseRequest, for_person: Person, ward: str = "", paid_how: str = ""
) -> BackupCover:
    """Look for somebody to stand in for a person who is asked for or released (R152).

    Refuses: agreements.not_in_request, agreements.cover_asked_already.
    """
    if not release.people.filter(person=for_person).exclude(is_released=False).exists():
        raise Refused("agreements.not_in_request", _("This request does not free somebody chosen."), field="for_person")
    if release.covers.filter(for_person=for_person).exclude(status=CoverStatus.NOT_FOUND).exists():
        raise Refused(
            "agreements.cover_asked_already", _("Cover for this person is asked for already."), field="for_person"
        )
    return BackupCover.objects.create(
        release=release, for_person=for_person, ward=ward.strip(), paid_how=paid_how.strip()
    )


@act("agreements.answer_cover", may=access.may_answer_cover)
def answer_cover(*, by: Person | None, at: datetime, cover: BackupCover, by_person: Person | None) -> BackupCover:
    """Say who stands in; None: nobody was found.

    Refuses: agreements.cover_answered, agreements.covers_themselves.
    """
    cover = locked(cover)
    if cover.status != CoverStatus.ASKED:
        raise Refused("agreements.cover_answered", _("This was answered already. Ask for cover again."))
    if by_person is not None and by_person.pk == cover.for_person_id:
        raise Refused(
            "agreements.covers_themselves", _("Choose somebody else to stand in for them."), field="by_person"
        )
    cover.by_person = by_person
    cover.status = CoverStatus.CONFIRMED if by_person else CoverStatus.NOT_FOUND
    cover.save(update_fields=["by_person", "status"])
    return cover


def _engagement(programme: Programme, place: OrgUnit) -> Engagement:
    made, _new = Engagement.objects.select_for_update().get_or_create(
        programme=programme, place=place, defaults={"area_path": place.path}
    )
    return made


def _step(
    engagement: Engagement, act_name: str, by: Person | None, at: datetime, on: date, note: str, confirmed: bool
) -> Engagement:
    """Take one step of the machine with what was set on the row, and keep it with its day and note."""
    engagement.status = ENGAGEMENT.step(engagement.status, act_name)
    if on > day_of(at):
        raise rules.in_future("on")
    refuse_names(confirmed, note=note)
    engagement.save()
    EngagementStep.objects.create(
        engagement=engagement, act=act_name, after=engagement.status, on=on, note=note.strip(), by=by
    )
    return engagement
