"""What is decided about encounters. Pure: no database, no clock."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.scoring import Score
from alongside.kernel.errors import Refused
from alongside.kernel.free_text import scan

from .terms import Interaction, Mode, ObserverContext, Permission, Purpose, Setting

LONGEST_VISIT = timedelta(days=2)  # the brief's contacts ran from four hours or less to two days (L113)
SHORTEST_CALL = 5  # minutes; a shorter call is kept but not counted (counting rules of the indicators)


def why_not_held(*, held_on: date, until_on: date, today: date, length: timedelta | None) -> Refused | None:
    """Return the first reason this visit cannot be recorded, or None.

    until_on: its last day. length: time in contact, travel excluded; None where it was not noted.
    """
    if held_on > today:
        return Refused("encounters.in_future", _("The visit date is after today. Check the date."), field="held_on")
    if until_on < held_on:
        return Refused(
            "encounters.ends_before_start", _("The last day is before the first. Check both days."), field="until_on"
        )
    if until_on - held_on >= LONGEST_VISIT or length and length > LONGEST_VISIT:
        return Refused(
            "encounters.too_long", _("A visit lasts at most 2 days. Record each visit by itself."), field="until_on"
        )
    if length is not None and length <= timedelta(0):
        return Refused(
            "encounters.no_length", _("Enter how long you were in contact, or leave it empty."), field="length"
        )
    return None


def why_not_observable(
    *,
    held_on: date,
    today: date,
    observer_id: UUID,
    observed_id: UUID | None,
    team: str,
    context: str,
    setting: str,
    permission: str,
    answers: dict[str, Any],
) -> Refused | None:
    """Return the first reason this observation cannot be recorded, or None. observed_id None: a team, named."""
    if held_on > today:
        return Refused("encounters.in_future", _("The visit date is after today. Check the date."), field="held_on")
    if observed_id is None and not team.strip():
        return Refused(
            "encounters.nobody_observed", _("Choose the person who was observed, or name the team."), field="mentee"
        )
    if (observed_id == observer_id) != (context == ObserverContext.SELF):
        return Refused(
            "encounters.observes_self",
            _("A mentor does not observe themselves. Choose another person, or say it is a self-assessment."),
            field="mentee",
        )
    if setting == Setting.REAL_CLIENT and permission == Permission.NOT_APPLICABLE:
        return Refused(
            "encounters.no_permission_answer",
            _("A client was present. Say whether they were asked and what they answered."),
            field="permission",
        )
    if permission == Permission.DECLINED and answers:
        return Refused(
            "encounters.declined_keeps_nothing",
            _(
                "The client declined, so nothing of the care may be kept. Remove the answers; the refusal itself is counted."
            ),
            field="permission",
        )
    return None


def why_not_usable(
    *, approved: bool, effective_on: date | None, retired_on: date | None, held_on: date
) -> Refused | None:
    """Return why a checklist version could not be used on a day, or None."""
    if not approved or effective_on is None or held_on < effective_on:
        return Refused(
            "encounters.not_approved",
            _("This checklist was not approved for use on that day. Choose the version in use."),
            field="version",
        )
    if retired_on is not None and held_on >= retired_on:
        return Refused(
            "encounters.retired",
            _("This checklist was retired on {day}. Choose the version that replaced it.").format(day=retired_on),
            field="version",
        )
    return None


def why_not_feedback(*, strengths: str) -> Refused | None:
    """Feedback begins with a strength (R031)."""
    if not strengths.strip():
        return Refused(
            "encounters.strength_first",
            _("Begin with something that went well. What you want to improve is kept below."),
            field="strengths",
        )
    return None


def why_not_saved(*texts: str, confirmed: bool) -> Refused | None:
    """Return what in these texts may identify somebody, unless the writer confirmed that it does not (R191)."""
    if confirmed:
        return None
    for text in texts:
        if found := scan(text):
            return Refused(
                "encounters.may_identify",
                _(
                    "“{shown}” looks like something that identifies a person. Leave it out; or confirm that it identifies no client."
                ).format(shown=found[0].shown),
                shown=found[0].shown,
                kind=found[0].kind,
            )
    return None


@dataclass(frozen=True)
class Lacking:
    """Something a visit needs before it can be submitted. code: stable; about: id of the row it concerns, or ""."""

    code: str
    says: Any
    about: str = ""


def lacking(
    *,
    length: timedelta | None,
    mentors: int,
    encounters: int,
    drafts: Iterable[tuple[str, str]],
    without_feedback: Iterable[tuple[str, str]],
) -> list[Lacking]:
    """Return what a visit lacks, in the order in which one would mend it (R214).

    drafts, without_feedback: (id, name of the person observed).
    """
    found = []
    if length is None:
        found.append(Lacking("length", _("How long you were in contact")))
    if not mentors:
        found.append(Lacking("mentors", _("At least one mentor")))
    found += [
        Lacking("draft", _("The checklist of {name} is not finished").format(name=name), id) for id, name in drafts
    ]
    if not encounters:
        found.append(Lacking("encounters", _("At least one encounter: whom did you meet?")))
    found += [Lacking("feedback", _("Feedback for {name}").format(name=name), id) for id, name in without_feedback]
    return found


def joins(*, held_on: date, first: date, last: date) -> bool:
    """Whether a day belongs to a stay from first to last, or continues it by one day within the longest visit."""
    return first <= held_on <= last or held_on == last + timedelta(days=1) and held_on - first < LONGEST_VISIT


@dataclass(frozen=True)
class Met:
    """One encounter, as the counting rules see it."""

    mode: str
    interaction: str
    minutes: int | None
    people: int


def counts(met: Iterable[Met]) -> dict[str, int]:
    """Return in_person, virtual, short_calls (kept, not counted), one_to_one, group and person_encounters."""
    total: Counter[str] = Counter(in_person=0, virtual=0, short_calls=0, one_to_one=0, group=0, person_encounters=0)
    for each in met:
        if each.mode in {Mode.PHONE, Mode.VIDEO} and (each.minutes or 0) < SHORTEST_CALL:
            total["short_calls"] += 1
            continue
        total["in_person" if each.mode in {Mode.IN_PERSON, Mode.MIXED} else "virtual"] += 1
        total["one_to_one" if each.interaction == Interaction.ONE_TO_ONE else "group"] += 1
        total["person_encounters"] += each.people
    return dict(total)


def by_purpose(purposes: Iterable[str]) -> dict[str, int]:
    """Return how many visits were mentoring, how many supervision, and all of them: a combined one is in both (R004)."""
    total = Counter(mentoring=0, supervision=0, total=0)
    for purpose in purposes:
        total["total"] += 1
        total["mentoring"] += purpose in {Purpose.MENTORING, Purpose.COMBINED}
        total["supervision"] += purpose in {Purpose.SUPERVISION, Purpose.COMBINED}
    return dict(total)


def summary(result: Score) -> dict[str, Any]:
    """Return what an observation keeps of its score, exact and short; the rest is worked out again from the answers."""

    def points(each: Any) -> list[str]:
        return [str(each.earned), str(each.possible)]

    return {
        "share": None if result.shown is None else str(result.shown),
        "critical": points(result.critical),
        "other": points(result.non_critical),
        "respect": points(result.respect),
        "sections": {each.id: points(each.points) for each in result.sections},
        "missed": [each.id for each in result.missed],
        "not_observed": result.not_observed,
        "not_applicable": result.not_applicable,
        "reasons": list(result.reasons),
        "unreadable": list(result.unreadable),
    }


def share_of(results: dict[str, Any]) -> Fraction | None:
    """Return the share a summary keeps, None where it was withheld."""
    return Fraction(results["share"]) if results.get("share") else None


def took(started_at: datetime | None, ended_at: datetime | None) -> timedelta | None:
    """Return how long filling took, None where it cannot be known."""
    return ended_at - started_at if started_at and ended_at and ended_at >= started_at else None
