"""Which visits were planned for when, and what came of each: 280 until yesterday, and those of the month to come.

Pure values. Of the 280, 214 are verified, 17 handed in, 4 returned, 2 going on, 4 drafts; 21 were cancelled, 18 missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from . import country

if TYPE_CHECKING:
    from .plan import Held

GOING_ON, DRAFTS, RETURNED, HANDED_IN = 2, 4, 4, 17  # the newest; those before are verified
CANCELLED, MISSED = 21, 18
LATE = 34  # days until the coordinators have verified what is not a visit of two days
FATES = ("planned", "requested", "approved", "confirmed")
AWAY = ("Sanda", 2)  # on leave: plans nothing


@dataclass
class Slot:
    """A planned visit, and what came of it.

    fate: held, in_progress, cancelled or missed; of one still ahead how far it is. asked_for: whether it was asked for,
    approved and confirmed here; in the first months that was done on the telephone.
    """

    day: int
    place: str
    mentors: list[tuple[str, str]]
    fate: str
    days: int = 2
    held: "Held | None" = None
    asked_for: bool = False


def of(held: list["Held"], first_day: date, *, days: int, visit_days: Sequence[int]) -> list[Slot]:
    """Return the slots, by day, and say of every visit what came of it. days: until yesterday."""
    visiting = sorted((each for each in held if each.turn >= 0), key=lambda each: (each.day, each.place))
    _come_to_an_end(held, visiting, days)
    calendar = Calendar(first_day, held)
    found = [
        Slot(calendar.near(each.day, each.mentors, own=each), each.place, each.mentors, "held", held=each,
             asked_for=each.turn == len(visit_days) - 1)
        for each in visiting
    ]  # fmt: skip
    for slot in found:
        if slot.held is not None and slot.held.after == "in_progress":
            slot.fate, slot.asked_for = "in_progress", True
    # Story: three mentors of three kinds at Sanda hospital, planned together, each saying that they come.
    team = next(each for each in held if len(each.mentors) == 3)
    found.append(
        Slot(calendar.near(team.day, team.mentors, own=team, days=1), team.place, team.mentors, "held", 1, team, True)
    )
    found += _fallen_out(visiting, calendar, visit_days)
    found += _ahead(calendar, days)
    return sorted(found, key=lambda slot: (slot.day, slot.place))


def _come_to_an_end(held: list["Held"], visiting: list["Held"], days: int) -> None:
    """Say how far each visit is; the two that are going on began yesterday."""
    for each in held:
        each.after = "verified" if each.day < days - LATE else "submitted"
    for each in visiting:
        each.after = "verified"
    newest = visiting[::-1]
    open_ones, others = newest[: GOING_ON + DRAFTS], newest[GOING_ON + DRAFTS :]
    going_on: list[Held] = []
    for each in open_ones:
        each.after = "draft"
        if len(going_on) < GOING_ON and each.mentors[0] not in [one.mentors[0] for one in going_on]:
            going_on.append(each)
    for each in going_on:
        each.after, each.day, each.days = "in_progress", days - 1, 1
    hers = next(each for each in others if each.mentors[0][0] == "visiting:Kivuma:0")  # the mentor one signs in as
    recent = [hers, *(each for each in others if each is not hers)][: RETURNED + HANDED_IN]
    for number, each in enumerate(recent):
        each.after = "returned" if number % 6 == 0 else "submitted"


def _fallen_out(visiting: list["Held"], calendar: "Calendar", visit_days: Sequence[int]) -> list[Slot]:
    kept = {(each.place, each.turn) for each in visiting}
    fates = ["cancelled"] * CANCELLED + ["missed"] * MISSED
    Random(39).shuffle(fates)
    dropped = [
        (district, centre, turn)
        for turn in range(len(visit_days))
        for district in country.CENTRES
        for centre in range(10)
        if (f"centre:{district}:{centre}", turn) not in kept
    ]
    return [
        Slot(
            calendar.near(visit_days[turn] + centre % 5 * 2 + 1, mentors := [(f"visiting:{district}:{centre // 2}", "lead")]),
            f"centre:{district}:{centre}", mentors, fate, asked_for=turn == len(visit_days) - 1,
        )
        for (district, centre, turn), fate in zip(dropped, fates, strict=True)
    ]  # fmt: skip


def _ahead(calendar: "Calendar", days: int) -> list[Slot]:
    """Return a visit of each visiting mentor in the month to come, so far as four fates go round, and three others."""
    wanted = [
        (f"centre:{district}:{2 * index + 1}", f"visiting:{district}:{index}", FATES[(index + number) % len(FATES)])
        for number, district in enumerate(country.CENTRES)
        for index in range(5)
        if (district, index) != AWAY
    ]
    wanted += [
        ("centre:Kivuma:0", "visiting:Kivuma:0", "approved"),  # Story: Lusanga's agreement lapsed, so it has a reason
        ("hospital:Kivuma", "internal:Kivuma:0", "planned"),
        ("unit:Temba:0", "community:Temba:0", "planned"),
    ]
    found = []
    for number, (place, mentor, fate) in enumerate(wanted):
        mentors = [(mentor, "lead")]
        found.append(Slot(calendar.near(days + 10 + number, mentors), place, mentors, fate, asked_for=True))
    return found


class Calendar:
    """Which days each mentor is somewhere."""

    def __init__(self, first_day: date, held: list["Held"]) -> None:
        self.first_day = first_day
        self.busy: dict[str, list[tuple[Held | None, range]]] = {}
        for each in held:
            for mentor, _role in each.mentors:
                self.busy.setdefault(mentor, []).append((each, range(each.day, each.day + each.days)))

    def near(self, day: int, mentors: list[tuple[str, str]], *, own: "Held | None" = None, days: int = 2) -> int:
        """Return the working day nearest to a day, within a week, on which all of them are free, and keep it for them.

        own: the visit that was held there, whose days are not in the way.
        """
        taken = {
            each
            for mentor, _role in mentors
            for other, when in self.busy.get(mentor, [])
            if own is None or other is not own
            for each in when
        }
        for shift in sorted(range(-6, 7), key=abs):
            wanted = range(day + shift, day + shift + days)
            if not taken & set(wanted) and all(
                (self.first_day + timedelta(days=each)).weekday() < 5 for each in wanted
            ):
                if own is None:
                    for mentor, _role in mentors:
                        self.busy.setdefault(mentor, []).append((None, wanted))
                return day + shift
        raise ValueError(f"No day near {day} is free for {mentors}")
