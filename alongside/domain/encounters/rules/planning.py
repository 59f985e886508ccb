"""Whether a visit can be planned, asked for, approved, confirmed, moved. Pure: no database, no clock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

from ..terms import MentorRole, Purpose, VisitStatus
from .counting import LONGEST, AnyNear
from .states import MAY_TURN_OUT_HELD

AROUND = timedelta(days=7)  # a visit held this near its slot is the planned one (VIS-03)
MISSED_AFTER = timedelta(days=3)  # after the last day of the slot
FURTHEST = timedelta(days=366)
# Who teaches on a visit must be certified and proficient; who observes the mentor or advises on management need not.
TEACHING = (MentorRole.LEAD, MentorRole.CO_MENTOR, MentorRole.LABORATORY)


@dataclass(frozen=True)
class Planned:
    """A mentor as a plan asks about them on the first day of the slot.

    areas: how many proofs of proficiency hold. posted: whether a posting to this place holds then; None: they never had
    one. clash: (place, first day) of another visit on these days. posting: id of the posting that ended last.
    """

    name: str
    role: str
    is_certified: bool
    areas: int
    posted: bool | None
    clash: tuple[str, date] | None
    posting: str = ""


def days_of(first: date, last: date) -> list[date]:
    """Return every day of a slot. last: inclusive."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def why_not_slot(
    *,
    first: date,
    last: date,
    today: date,
    place_name: str,
    opening_days: str,
    closed_on: date | None,
    no_go: Mapping[date, str] = {},
) -> Refused | None:
    """Return why nobody can visit a place on these days, or None.

    last: inclusive. opening_days: seven of 0 and 1, Monday first. closed_on: from when the place is closed for good.
    no_go: days without visits, with the reason (R189).
    """
    if first < today:
        return Refused("encounters.slot_is_past", _("This day is over. Choose a day to come."), field="planned_on")
    if first - today > FURTHEST:
        return Refused(
            "encounters.slot_too_far", _("This is more than a year away. Check the day."), field="planned_on"
        )
    if last < first:
        return Refused(
            "encounters.ends_before_start",
            _("The visit ends before it starts. Check both days."),
            field="planned_until",
        )
    if last - first >= LONGEST:
        return Refused(
            "encounters.too_long", _("A visit lasts at most 2 days. Plan each visit by itself."), field="planned_until"
        )
    for day in days_of(first, last):
        if (closed_on is not None and closed_on <= day) or opening_days[day.weekday()] == "0":
            return Refused(
                "encounters.place_closed",
                _("%(place)s is closed on %(day)s. Choose another day.")
                % {"place": place_name, "day": date_format(day, "j F Y")},
                field="planned_on" if day == first else "planned_until",
            )
        if day in no_go:
            return Refused(
                "encounters.no_go_day",
                _("%(place)s takes no visit on %(day)s: %(reason)s. Choose another day.")
                % {"place": place_name, "day": date_format(day, "j F Y"), "reason": no_go[day]},
                field="planned_on" if day == first else "planned_until",
            )
    return None


def why_not_planned(mentors: Iterable[Planned], *, purpose: str, runs: bool, place_name: str) -> Refused | None:
    """Return the first reason these mentors cannot be planned, or None. runs: whether the programme makes visits now."""
    if not runs:
        return Refused(
            "encounters.programme_not_active",
            _("The programme does not run now. Ask its manager when it begins or goes on."),
            field="programme",
        )
    mentors = list(mentors)
    if sum(each.role == MentorRole.LEAD for each in mentors) != 1:
        return Refused("encounters.one_lead", _("One mentor leads a visit. Choose who."), field="lead")
    for each in mentors:
        reason = why_not_clear(each.name, each.clash)
        if reason is None and purpose != Purpose.SUPERVISION and each.role in TEACHING:
            reason = _why_not_mentoring(each)
        if reason is None and each.posted is False:
            reason = Refused(
                "encounters.assignment_ended",
                _("The posting of %(name)s to %(place)s does not hold on that day. Renew it, or choose somebody else.")
                % {"name": each.name, "place": place_name},
                field="lead",
                posting=each.posting,
            )
        if reason:
            return reason
    return None


def why_not_clear(name: str, clash: tuple[str, date] | None) -> Refused | None:
    """Return the refusal of days on which a mentor is elsewhere, or None. clash: as of Planned."""
    if clash is None:
        return None
    place, day = clash
    return Refused(
        "encounters.clash",
        _("%(name)s has a visit to %(place)s on %(day)s. Choose another day, or move that visit.")
        % {"name": name, "place": place, "day": date_format(day, "j F Y")},
        field="planned_on",
    )


def _why_not_mentoring(mentor: Planned) -> Refused | None:
    said = {"name": mentor.name}
    if not mentor.is_certified:
        return Refused(
            "encounters.not_certified",
            _("%(name)s is not a certified mentor on that day. Only certified mentors are planned.") % said,
            field="lead",
        )
    if not mentor.areas:
        return Refused(
            "encounters.not_proficient",
            _("%(name)s has no valid proficiency in any area on that day. Have it assessed first.") % said,
            field="lead",
        )
    return None


def cap_of(shares: Collection[Decimal], *, month: date) -> int | None:
    """Return how many days a mentor has for visits in a month, at least one; None where no share of time is known.

    shares: of a full post, of each posting that holds in it. month: its first day. A full post has the weekdays of the
    month (R151).
    """
    if not shares:
        return None
    after = (month + timedelta(days=31)).replace(day=1)
    working = sum(day.weekday() < 5 for day in days_of(month, after - timedelta(days=1)))
    return max(1, int(sum(shares) * working))


def why_not_approved(loads: Iterable[tuple[str, int, int | None]], *, reason: str) -> Refused | None:
    """Return why a visit goes beyond what a mentor has time for, or None.

    loads: (name, days planned in the month with this visit, cap). reason: lets it go ahead all the same.
    """
    for name, days, cap in loads:
        if cap is not None and days > cap and not reason.strip():
            return Refused(
                "encounters.cap_reached",
                _("%(name)s would have %(days)s visit days in this month and time for %(cap)s. Say why it must be.")
                % {"name": name, "days": days, "cap": cap},
                field="reason",
                days=days,
                cap=cap,
            )
    return None


def why_not_near(day: date, *, first: date, last: date) -> Refused | None:
    """Return why a day is too far from the slot to be this visit, or None."""
    if first - AROUND <= day <= last + AROUND:
        return None
    return Refused(
        "encounters.far_from_slot",
        _("This visit was planned for %(day)s, more than 7 days away. Move it to another day first.")
        % {"day": date_format(first, "j F Y")},
    )


def slot_among(near: Iterable[AnyNear], *, first: date) -> AnyNear | None:
    """Return the planned visit that a visit held from a day on is: the nearest, one thought to be missed last.

    None where nobody planned it.
    """
    planned = [each for each in near if each.status in MAY_TURN_OUT_HELD]
    return min(planned, key=lambda each: (each.status == VisitStatus.MISSED, abs(each.held_on - first)), default=None)


def why_no_reason(reason: str, *, field: str = "reason") -> Refused | None:
    """Return the refusal of a step that needs a reason and has none."""
    return None if reason.strip() else Refused("encounters.no_reason", _("Say in a sentence why."), field=field)
