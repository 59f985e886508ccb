"""What waits for somebody, from every room, the longest waiting first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.domain.agreements import queries as agreements
from alongside.domain.encounters.queries.debriefs import to_acknowledge
from alongside.domain.encounters.queries.protected import WINDOW, short_at
from alongside.domain.encounters.queries.waiting import inboxes
from alongside.domain.mentors import queries as mentors
from alongside.domain.pairings import access as may
from alongside.domain.pairings import queries as pairings
from alongside.domain.people.access import roles
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.plans import queries as plans

AT_MOST = 20  # of each kind of visit; the whole list is a click away
AHEAD_OF_ONE = {"hold", "request"}  # visits one has planned oneself: they wait for their day
DECIDES_ON_MENTORS = frozenset({Role.COORDINATOR, Role.MASTER_MENTOR, Role.MANAGER})


@dataclass(frozen=True)
class Waiting:
    """One thing to do. asks: in the words of a button. about: whom or what. since: the day it began to wait."""

    asks: Any
    about: str
    url: str
    since: date


def waiting_for(person: Person, *, today: date) -> list[Waiting]:
    """Return everything that waits for one person's own step."""
    held = roles(person)
    found = [*_visits(person), *_relationships(person), *_plans(person), *_references(person)]
    if Role.IN_CHARGE in held:
        found += _leadership(person, today)
    if held & DECIDES_ON_MENTORS:
        found += _nominations(person)
    if held & may.PROPOSE:
        found += _attention(person, today)
    return sorted(found, key=lambda each: (each.since, each.about))


def _visits(person: Person) -> Iterator[Waiting]:
    for inbox in inboxes(person, at_most=AT_MOST, besides=AHEAD_OF_ONE):
        for visit in inbox.visits:
            yield Waiting(
                inbox.title, f"{visit.place}", reverse("visits:visit", args=[visit.pk]), _day(visit.waits_since)
            )


def _relationships(person: Person) -> Iterator[Waiting]:
    for each, _side in pairings.waiting_for(person):
        people = ", ".join(row.person.name for row in each.mentees.all())
        yield Waiting(
            _("Answer a proposal"),
            f"{people}, {each.place}",
            reverse("pairings:relationship", args=[each.pk]),
            _day(each.proposed_at),
        )


def _plans(person: Person) -> Iterator[Waiting]:
    for relationship, since in plans.needs_to_say(person):
        yield Waiting(
            _("Say how far you are"),
            str(relationship.place),
            reverse("plans:say", args=[relationship.pk, person.pk, "mentee"]),
            since,
        )
    for view in plans.needs_to_answer(person):
        where = reverse("plans:say", args=[view.relationship_id, view.mentee_id, "mentor"])
        yield Waiting(_("Say how far somebody is"), view.mentee.name, where, _day(view.said_at))
    for plan in plans.to_agree(person):
        name = plan.relationship.team or str(plan.relationship.place)
        yield Waiting(
            _("Agree to a plan"), name, reverse("plans:plan", args=[plan.relationship_id]), _day(plan.shared_at)
        )
    for goal in plans.ready_to_check(person):
        whose = goal.mentee.name if goal.mentee else goal.get_owner_display()
        yield Waiting(
            _("Check a goal"), f"{goal.text}, {whose}", reverse("plans:goal", args=[goal.pk]), goal.status_since
        )
    for relationship in plans.to_sum_up(person):
        where = reverse("plans:summary", args=[relationship.pk, person.pk])
        yield Waiting(
            _("Write your summary"), relationship.team or str(relationship.place), where, relationship.status_since
        )


def _references(person: Person) -> Iterator[Waiting]:
    for each in mentors.references_waiting(person):
        about = each.nomination.mentor.person.name
        yield Waiting(
            _("Give a word about a colleague"),
            about,
            reverse("mentors:reference", args=[each.pk]),
            _day(each.nomination.begun_at),
        )


def _leadership(person: Person, today: date) -> Iterator[Waiting]:
    for debrief in to_acknowledge(person):
        visit = debrief.visit
        yield Waiting(
            _("Hear a debrief"), str(visit.place), reverse("visits:debrief", args=[visit.pk]), _day(debrief.written_at)
        )
    for asked in agreements.releases(seen_by=person, open_only=True):
        names = ", ".join(each.person.name for each in asked.people.all())
        yield Waiting(
            _("Answer: who can be released?"),
            f"{names}, {asked.place}",
            reverse("agreements:release", args=[asked.pk]),
            _day(asked.asked_at),
        )
    for each in short_at(person, on=today):
        yield Waiting(
            _("Give agreed time to mentor"),
            _("%(name)s, %(made)s of %(agreed)s hours in four weeks")
            % {"name": each.protected.person, "made": f"{each.made:.0f}", "agreed": f"{each.agreed:.0f}"},
            reverse("agreements:engagement", args=[each.protected.engagement_id]),
            today - WINDOW,
        )
    for engagement in agreements.to_sign(seen_by=person):
        since = engagement.review_on or engagement.agreed_on or timezone.localdate()
        yield Waiting(
            _("Sign an agreement"),
            f"{engagement.programme}, {engagement.place}",
            reverse("agreements:engagement", args=[engagement.pk]),
            since,
        )


def _nominations(person: Person) -> Iterator[Waiting]:
    for each in mentors.waiting_nominations(seen_by=person):
        yield Waiting(
            _("Decide on a nomination"),
            each.mentor.person.name,
            reverse("mentors:nomination", args=[each.pk]),
            _day(each.begun_at),
        )


def _attention(person: Person, today: date) -> Iterator[Waiting]:
    for each in pairings.needing_attention(seen_by=person, on=today):
        if each.status == "proposed":
            continue  # it waits for others
        asks = _("Renew, add goals or end") if each.is_open_ended else _("See how a relationship goes on")
        since = min(filter(None, (each.review_on, each.planned_end_on, each.hold_until)), default=each.status_since)
        yield Waiting(
            asks, f"{each.team or each.place}", reverse("pairings:relationship", args=[each.pk]), min(since, today)
        )


def _day(instant: Any) -> date:
    return timezone.localtime(instant).date()
