"""Whether a relationship keeps the rhythm its programme planned, channel by channel and area by area (R097, R106)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.domain.pairings.models import Relationship
from alongside.domain.programmes.models import CadencePhase, TechnicalArea
from alongside.domain.programmes.rules import cadence
from alongside.domain.programmes.terms import Channel

from ..models import Attendance
from ..rules.counting import counts_as_encounter
from ..rules.states import COUNTED
from ..terms import Interaction, Mode

WINDOW = timedelta(days=90)
# What an encounter counts as. Text messages and reminders are no encounters: nobody counts them here.
CHANNELS = {Mode.PHONE: Channel.CALL, Mode.VIDEO: Channel.VIDEO, Mode.CHAT: Channel.CHAT}


@dataclass(frozen=True)
class Rhythm:
    """One channel for one area (None: all of them). held of expected: contacts in the window; None: not counted here."""

    channel: Channel
    area: TechnicalArea | None
    phases: list[CadencePhase]
    held: int | None
    expected: int

    @property
    def is_behind(self) -> bool:
        return self.held is not None and self.held * 2 < self.expected


def rhythms(relationship: Relationship, *, on: date) -> list[Rhythm]:
    """Return the rhythm planned for a relationship and how far it was kept in the last 90 days; two statements.

    Of the phases of its model: those for all areas, and those for the areas its mentors are there for. A contact belongs
    to the area of the mentor who made it. Expected are the contacts planned since the relationship began.
    """
    mentors = [row for row in relationship.mentors.all() if row.until is None]
    areas = {row.area_id for row in mentors}
    phases = CadencePhase.objects.filter(
        component__programme=relationship.programme_id, component__model=relationship.model
    )
    planned: dict[tuple, list[CadencePhase]] = {}
    for phase in phases.select_related("area").order_by("channel", "area__name", "order", "pk"):
        if phase.area_id is None or phase.area_id in areas or None in areas:
            planned.setdefault((phase.channel, phase.area_id), []).append(phase)
    begun = relationship.since
    opens = max(begun, on - WINDOW) if begun else on
    made = list(_made(relationship, mentors, opens, on)) if begun and planned else []
    found = []
    for (channel, area), here in planned.items():
        own = {row.mentor.person_id for row in mentors if area is None or row.area_id in (None, area)}
        dates = cadence.dates(here, starts_on=begun, ends_on=on) if begun else []
        held = len({what for who, kind, what in made if who in own and kind == channel})
        found.append(
            Rhythm(
                Channel(channel), here[0].area, here, None if channel == Channel.SMS or not begun else held,
                sum(day >= opens for day, _phase in dates),
            )
        )  # fmt: skip
    return found


def _made(relationship: Relationship, mentors: Iterable, opens: date, on: date) -> Iterable[tuple]:
    """Yield (mentor, channel, what is counted once) of the contacts of these mentors with the mentees."""
    rows = Attendance.objects.filter(
        person__in=[row.person_id for row in relationship.mentees.all() if row.until is None],
        encounter__mentor__in=[row.mentor.person_id for row in mentors],
        encounter__held_on__gte=opens,
        encounter__held_on__lte=on,
    )
    columns = ("mentor", "mode", "interaction", "minutes", "held_on", "pk", "visit__status")
    for who, mode, interaction, minutes, day, pk, status in rows.values_list(
        *(f"encounter__{each}" for each in columns)
    ):
        if (status is not None and status not in COUNTED) or not counts_as_encounter(mode, minutes):
            continue
        if mode in CHANNELS:
            yield who, CHANNELS[mode], pk
        elif interaction == Interaction.ONE_TO_ONE:
            yield who, Channel.VISIT, day
        else:
            yield who, Channel.GROUP, pk
            yield who, Channel.VISIT, day
