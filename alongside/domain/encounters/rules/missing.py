"""What a draft visit still lacks before it can be submitted (R214). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..terms import Interaction


@dataclass(frozen=True)
class Met:
    """An encounter of a visit, as far as submitting looks at it. observed: ids of the people observed in it."""

    id: Any
    people: tuple[Any, ...]
    minutes: int | None
    interaction: str = Interaction.ONE_TO_ONE
    topic: str = ""
    observed: frozenset[Any] = frozenset()
    told: frozenset[Any] = frozenset()  # ids of the people who had feedback


@dataclass(frozen=True)
class Missing:
    """One thing a visit lacks. place: "visit", "encounter", "draft"; id of that thing; field: where to jump to."""

    code: str
    message: Any
    place: str
    id: Any
    field: str


@dataclass(frozen=True)
class DraftVisit:
    """A visit as it stands. leads: how many mentors lead it. open_drafts: (id, words) of unfinished checklists.

    names: {id of a person: their name}, for the words of what is missing. open_objectives: (id, words) of those nobody
    said the result of. owes_debrief: the leadership expected the visit, and no debrief is written.
    """

    id: Any
    leads: int
    length: timedelta | None
    met: tuple[Met, ...] = ()
    open_drafts: tuple[tuple[Any, str], ...] = ()
    names: Mapping[Any, str] | None = None
    open_objectives: tuple[tuple[Any, str], ...] = ()
    owes_debrief: bool = False


def missing(visit: DraftVisit) -> list[Missing]:
    """Return what the visit lacks before it can be submitted, in the order in which one fills it; empty: complete."""
    lacks = []
    if visit.leads != 1:
        said = _("Say who led the visit.") if not visit.leads else _("Only one mentor leads a visit. Choose who.")
        lacks.append(Missing("lead_mentor", said, "visit", visit.id, "mentors"))
    if visit.length is None:
        lacks.append(
            Missing("length", _("Enter how long you were there, travel left out."), "visit", visit.id, "length")
        )
    if not visit.met:
        lacks.append(
            Missing(
                "encounter", _("Add at least one person or group you worked with."), "visit", visit.id, "encounters"
            )
        )
    lacks += [
        Missing(
            "objective", _("Say whether it was reached: %(what)s.") % {"what": what.rstrip(".")}, "objective", id, ""
        )
        for id, what in visit.open_objectives
    ]
    for met in visit.met:
        lacks += _missing_of(met, visit.names or {})
    if visit.owes_debrief:
        said = _("Write what the leadership hears at the end of the visit.")
        lacks.append(Missing("debrief", said, "debrief", visit.id, "strength_1"))
    lacks += [
        Missing(
            "open_draft", _("Finish or throw away the checklist begun: %(what)s.") % {"what": what}, "draft", id, ""
        )
        for id, what in visit.open_drafts
    ]
    return lacks


def _missing_of(met: Met, names: Mapping[Any, str]) -> list[Missing]:
    lacks = []
    who = ", ".join(names.get(person, "") for person in met.people) or met.topic
    if not met.people:
        lacks.append(
            Missing(
                "people",
                _("Say who took part: %(what)s.") % {"what": who or _("a contact")},
                "encounter",
                met.id,
                "people",
            )
        )
    if met.minutes is None:
        lacks.append(
            Missing(
                "minutes",
                _("Enter how many minutes it lasted: %(who)s.") % {"who": who},
                "encounter",
                met.id,
                "minutes",
            )
        )
    if met.interaction != Interaction.ONE_TO_ONE and not met.topic:
        lacks.append(
            Missing("topic", _("Say what the group worked on: %(who)s.") % {"who": who}, "encounter", met.id, "topic")
        )
    lacks += [
        Missing(
            "feedback",
            _("Tell %(name)s what went well.") % {"name": names.get(person, "")},
            "encounter",
            met.id,
            "feedback",
        )
        for person in sorted(met.observed - met.told, key=lambda person: names.get(person, ""))
    ]
    return lacks


def missing_said(lacks: Iterable[Missing]) -> str:
    """Return what is missing as one text that reads a week later."""
    return " ".join([gettext("This visit is not complete yet."), *(str(each.message) for each in lacks)])
