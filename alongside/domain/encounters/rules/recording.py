"""Whether a visit, an encounter, an observation, feedback or an action can be recorded. Pure: no database, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.terms import VersionStatus
from alongside.kernel.errors import Refused

from ..terms import Interaction, Mode, ObserverContext, OwnerType, Permission, Setting
from .counting import LONGEST

VIRTUAL = frozenset({Mode.PHONE, Mode.CHAT, Mode.VIDEO})


def why_not_visited(
    *, held_on: date, until_on: date, today: date, length: timedelta | None, mentors: Collection[Any]
) -> Refused | None:
    """Return the first reason a visit on these days cannot be recorded, or None.

    until_on: the last day, inclusive. length: time in contact, travel excluded; None: not known yet.
    """
    if held_on > today or until_on > today:
        return Refused(
            "encounters.in_future",
            _("The visit date is after today. Check the date."),
            field="held_on" if held_on > today else "until_on",
            held_on=held_on,
        )
    if until_on < held_on:
        return Refused(
            "encounters.ends_before_start",
            _("The visit ends before it starts. Check both days."),
            field="until_on",
            held_on=held_on,
            until_on=until_on,
        )
    if until_on - held_on >= LONGEST:
        return Refused(
            "encounters.too_long",
            _("A visit lasts at most 2 days. Record each visit by itself."),
            field="until_on",
            held_on=held_on,
            until_on=until_on,
        )
    if length is not None and not timedelta(0) < length <= (until_on - held_on) + timedelta(days=1):
        return Refused(
            "encounters.length_beyond_days",
            _("The time in contact does not fit into the days of the visit. Enter hours and minutes without travel."),
            field="length",
            length=length,
        )
    if len(set(mentors)) < len(mentors):
        return Refused(
            "encounters.mentor_twice", _("A mentor stands twice on this visit. Give each one role."), field="mentors"
        )
    return None


def why_not_met(
    *,
    held_on: date,
    today: date,
    visit_days: tuple[date, date] | None,
    mode: str,
    interaction: str,
    minutes: int | None,
    activity_minutes: Sequence[int],
    mentor: Any,
    people: Sequence[Any],
) -> Refused | None:
    """Return the first reason an encounter cannot be recorded, or None.

    visit_days: first and last day of the visit it belongs to, None for a contact by itself.
    minutes: None: not known yet. people: whoever took part, the mentor not among them.
    """
    if held_on > today:
        return Refused(
            "encounters.in_future", _("The day is after today. Check the date."), field="held_on", held_on=held_on
        )
    if visit_days is None and mode not in VIRTUAL:
        return Refused(
            "encounters.in_person_without_visit",
            _("A contact in person belongs to a visit. Start the visit to the place, then add the contact there."),
            field="mode",
        )
    if visit_days is not None and not visit_days[0] <= held_on <= visit_days[1]:
        return Refused(
            "encounters.outside_visit",
            _("This day is not a day of the visit. Choose a day of the visit, or change its days first."),
            field="held_on",
            held_on=held_on,
        )
    if mentor in people:
        return Refused(
            "encounters.mentors_self",
            _("The mentor stands among the people met. Leave the mentor out: the contact is already theirs."),
            field="people",
        )
    if len(set(people)) < len(people):
        return Refused("encounters.person_twice", _("A person stands twice among the people met."), field="people")
    if interaction == Interaction.ONE_TO_ONE and len(people) > 1:
        return Refused(
            "encounters.not_one_to_one",
            _("One to one means one person. Choose “One to group”, or record each person by themselves."),
            field="interaction",
            people=len(people),
        )
    if minutes is not None and sum(activity_minutes) > minutes:
        return Refused(
            "encounters.activities_too_long",
            _("The activities add up to more minutes than the contact lasted. Correct one of them."),
            field="minutes",
            minutes=minutes,
            activities=sum(activity_minutes),
        )
    return None


@dataclass(frozen=True)
class VersionLife:
    """Of a checklist version: its status, from which day it may be used, and on which day it was retired."""

    status: str
    effective_on: date | None
    retired_on: date | None

    def used_on(self, day: date) -> bool:
        """Whether it could be used on a day; one that a newer version replaced may still come from a phone."""
        if self.status not in (VersionStatus.APPROVED, VersionStatus.RETIRED) or self.effective_on is None:
            return False
        return self.effective_on <= day and (self.retired_on is None or day < self.retired_on)


def why_not_recordable(
    *,
    held_on: date,
    today: date,
    version: VersionLife,
    observer: Any,
    mentee: Any,
    team: str,
    context: str,
    is_verifier: bool,
    works_here: bool,
    setting: str,
    permission: str,
    has_answers: bool,
    stopped_at: str,
    known_items: Collection[str],
) -> Refused | None:
    """Return the first reason an observation cannot be recorded, or None.

    mentee: None where a team was observed. works_here: whether the mentee had a post at the place on that day.
    is_verifier: whether the observer may observe independently there. stopped_at: the item at which the mentor
    stepped in, or "". known_items: ids of the checklist.
    """
    if held_on > today:
        return Refused(
            "encounters.in_future", _("The day is after today. Check the date."), field="held_on", held_on=held_on
        )
    if not version.used_on(held_on):
        return Refused(
            "encounters.version_not_in_use",
            _("This version of the checklist was not in use on that day. Choose the version that was approved then."),
            field="version",
            held_on=held_on,
        )
    if mentee is None and not team:
        return Refused("encounters.nobody_observed", _("Say who was observed: a person or a team."), field="mentee")
    return (
        _why_not_these_two(observer, mentee, context, is_verifier, works_here)
        or why_not_permitted(setting, permission, has_answers=has_answers)
        or _why_not_stopped(stopped_at, known_items)
    )


def why_not_proven(until: date | None, *, area: str, on: date, last_for: timedelta) -> Refused | None:
    """Return the refusal of a mentor whose proof of mastery ended more than `last_for` before a day, or None.

    until: exclusive; None: nobody asked them for one.
    """
    if until is None or on - until <= last_for:
        return None
    return Refused(
        "encounters.proficiency_lapsed",
        _(
            "Your proof of mastery in this field of work ended on %(day)s. Have it renewed; say here why you observe all the same."
        )
        % {"day": date_format(until, "j F Y")},
        field="override_reason",
        area=area,
    )


def _why_not_these_two(observer: Any, mentee: Any, context: str, is_verifier: bool, works_here: bool) -> Refused | None:
    if mentee is not None and (observer == mentee) != (context == ObserverContext.SELF):
        if observer == mentee:
            return Refused(
                "encounters.observes_self",
                _("You chose yourself. Nobody observes themselves as a mentor; choose the person you observed."),
                field="mentee",
            )
        return Refused(
            "encounters.not_themselves",
            _("“Themselves” is for the person's own assessment. Say how the observer stands to the person."),
            field="observer_context",
        )
    if context == ObserverContext.INDEPENDENT and not is_verifier:
        return Refused(
            "encounters.not_a_verifier",
            _("Only a verifier observes independently here. Choose how you stand to the person."),
            field="observer_context",
        )
    if mentee is not None and not works_here:
        return works_elsewhere(getattr(mentee, "pk", mentee), str(mentee))
    return None


def works_elsewhere(mentee_id: Any, name: str) -> Refused:
    """Return the refusal of a person who had no post at the place on the day."""
    return Refused(
        "encounters.works_elsewhere",
        _(
            "%(name)s had no post at the place of the visit on that day. Choose somebody who works there, or ask the"
            " district office to record the transfer."
        )
        % {"name": name},
        field="mentee",
        mentee=str(mentee_id),
    )


def why_not_permitted(setting: str, permission: str, *, has_answers: bool) -> Refused | None:
    """Return why the client's answer does not fit the setting, or None (R190)."""
    if setting == Setting.REAL_CLIENT and permission in ("", Permission.NOT_APPLICABLE):
        return Refused(
            "encounters.permission_missing",
            _("A client was present. Say whether the client was asked and what the answer was."),
            field="permission",
        )
    if setting != Setting.REAL_CLIENT and permission not in ("", Permission.NOT_APPLICABLE):
        return Refused(
            "encounters.no_client_to_ask",
            _("No client was present, so nobody could be asked. Choose “Real client”, or leave the permission out."),
            field="permission",
        )
    if permission == Permission.DECLINED and has_answers:
        return Refused(
            "encounters.declined_with_answers",
            _(
                "The client declined, so nothing about the care may be kept. Clear the answers; that you asked is counted."
            ),
            field="permission",
        )
    return None


def _why_not_stopped(stopped_at: str, known_items: Collection[str]) -> Refused | None:
    if stopped_at and stopped_at not in known_items:
        return Refused(
            "encounters.no_such_item",
            _("The step at which you stepped in is not on this checklist. Choose it again."),
            field="stopped_at",
            item=stopped_at,
        )
    return None


def why_not_said(*, strengths: str, to_improve: str) -> Refused | None:
    """Return why this feedback cannot be given, or None: a strength comes first (R031)."""
    if not strengths.strip():
        return Refused(
            "encounters.strength_first",
            _("Name at least one thing that went well, then what to practise. What you typed is kept."),
            field="strengths",
        )
    return None


def why_not_agreed(*, text: str, due_on: date, on: date, owner_type: str, owner: Any) -> Refused | None:
    """Return why an action cannot be agreed on a day, or None. owner: None where only the office is known."""
    if not text.strip():
        return Refused("encounters.nothing_agreed", _("Say what is to be done."), field="text")
    if due_on < on:
        return Refused(
            "encounters.due_before_agreed",
            _("The action is due before it was agreed. Choose a later day."),
            field="due_on",
            due_on=due_on,
        )
    if owner_type in (OwnerType.MENTEE, OwnerType.MENTOR) and owner is None:
        return Refused("encounters.nobody_owns", _("Say who takes this forward."), field="owner")
    return None


def seen_until(definition: Definition, answers: Mapping[str, Any], stopped_at: str) -> dict[str, Any]:
    """Return the answers up to and including the item at which the mentor stepped in; what came after is not theirs.

    A repeat that the item stands in is kept whole: its turns have no order among the other items.
    """
    if not stopped_at:
        return dict(answers)
    kept: dict[str, Any] = {}

    def walk(children: tuple[Section | Item, ...]) -> bool:
        for child in children:
            repeat = isinstance(child, Section) and child.repeat
            if (isinstance(child, Item) or repeat) and child.id in answers:
                kept[child.id] = answers[child.id]
            if child.id == stopped_at:
                return True
            if isinstance(child, Section):
                inside = repeat and any(each.id == stopped_at for each in _items_of(child))
                if inside or not repeat and walk(child.children):
                    return True
        return False

    walk(definition.children)
    return kept


def _items_of(section: Section) -> Iterable[Item]:
    for child in section.children:
        if isinstance(child, Section):
            yield from _items_of(child)
        else:
            yield child
