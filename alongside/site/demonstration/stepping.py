"""What was done with planned visits at the desk: planned, asked for, approved, confirmed, called off, looked at."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from alongside.domain.encounters import commands as encounters
from alongside.domain.encounters.models import Visit
from alongside.domain.encounters.queries import agenda
from alongside.domain.encounters.rules.agenda import LAYOUTS, laid_out
from alongside.domain.encounters.rules.states import AHEAD
from alongside.domain.encounters.terms import Source, VisitStatus

from .desk import LAPSED, ONLY_CONTACTED
from .plan import Held
from .slots import FATES, Slot

if TYPE_CHECKING:
    from .load import Loaded

CANCELLED = [
    "Vaccination campaign in the whole district", "The road is flooded", "The vehicle is being repaired",
    "The staff is at a training", "The mentor is ill",
]  # fmt: skip
NOTES = [
    [("length", "Two days, and the length of one. Which is right?")],
    [
        ("people", "The night nurse was there as well. Did you meet her?"),
        ("actions", "Who takes the second one forward?"),
    ],
    [("feedback", "What did you say went well? Only what to practise is written.")],
    [("observations", "One checklist stops half-way. Was there a reason?")],
]
NOT_AGREED = "The new in-charge wants to meet the mentor before signing"


def plan(loaded: "Loaded", slot: Slot) -> Visit:
    """Plan a visit two weeks ahead and take it as far as it went before its day."""
    district = slot.place.split(":")[1]
    lead, coordinator = loaded.people[slot.mentors[0][0]], loaded.people[f"coordinator:{district}"]
    together = len(slot.mentors) > 1 or slot.place.startswith("hospital")
    visit = encounters.plan_visit(
        by=coordinator if together else lead, at=_before(loaded, slot, 14), programme=loaded.programme,
        place=loaded.places[slot.place], planned_on=loaded.plan.on(slot.day),
        planned_until=loaded.plan.on(slot.day + slot.days - 1), source=Source.DEMONSTRATION,
        mentors=[(loaded.people[key], role) for key, role in slot.mentors],
        purpose=slot.held.purpose if slot.held else "mentoring",
    )  # fmt: skip
    if not slot.asked_for or slot.fate == "planned":
        return visit
    for key, _role in slot.mentors[1:]:
        encounters.confirm_part(
            by=loaded.people[key], at=_before(loaded, slot, 12), visit=visit, mentor=loaded.people[key]
        )
    far = FATES.index(slot.fate) if slot.fate in FATES else len(FATES)
    visit = encounters.request_visit(
        by=lead, at=_before(loaded, slot, 12), visit=visit,
        reason=NOT_AGREED if slot.place in LAPSED | ONLY_CONTACTED else "",
    )  # fmt: skip
    if far > 1:
        reason = "All three come together once in the year" if len(slot.mentors) > 1 else ""
        visit = encounters.approve_visit(by=coordinator, at=_before(loaded, slot, 10), visit=visit, reason=reason)
    if far > 2:
        leader = loaded.people[f"in-charge:{slot.place}"]
        visit = encounters.confirm_visit(by=leader, at=_before(loaded, slot, 6), visit=visit)
    return visit


def check_in(loaded: "Loaded", held: Held, visit: Visit) -> Visit:
    """Begin the visit at the place."""
    return encounters.check_in(by=loaded.people[held.mentors[0][0]], at=loaded.at(held.day, 8), visit=visit)


def look_at(loaded: "Loaded", held: Held, visit: Visit) -> None:
    """Verify a visit that was handed in, or return it; whoever was there does neither."""
    key = f"coordinator:{held.place.split(':')[1]}"
    by = loaded.people["manager" if key in [mentor for mentor, _role in held.mentors] else key]
    if held.after == "verified":
        encounters.verify_visit(by=by, at=loaded.at(held.day + 4, 10), visit=visit)
    elif held.after == "returned":
        notes = NOTES[held.day % len(NOTES)]
        encounters.return_visit(by=by, at=loaded.at(held.day + 3, 10), visit=visit, notes=notes)


def fall_out(loaded: "Loaded") -> None:
    """Plan what was cancelled or missed in the end, and what is ahead."""
    for number, slot in enumerate(each for each in loaded.plan.slots if each.held is None):
        visit = plan(loaded, slot)
        if slot.fate == "cancelled":
            lead = loaded.people[slot.mentors[0][0]]
            reason = CANCELLED[number % len(CANCELLED)]
            encounters.cancel_visit(by=lead, at=_before(loaded, slot, 2), visit=visit, reason=reason)
        elif slot.fate == "missed":
            encounters.sweep_missed(by=None, at=loaded.at(slot.day + slot.days + 2, 2))


def _before(loaded: "Loaded", slot: Slot, days: int) -> datetime:
    return loaded.at(slot.day - days, 10)


def set_out(loaded: "Loaded") -> None:
    """Lay out the visits of two days that are ahead or going on, and take up what is open from before."""
    rows = Visit.objects.filter(status__in=(*AHEAD, VisitStatus.IN_PROGRESS), until_on__gt=F("held_on"))
    for visit in rows.select_related("place", "programme").order_by("held_on", "pk"):
        lead = visit.mentors.get(role="lead").person
        given = {"by": lead, "at": loaded.now, "visit": visit}
        encounters.lay_out_visit(**given, blocks=laid_out(LAYOUTS["two_days"]))
        before = agenda.before(visit, seen_by=lead)
        if before.goals or before.actions:
            encounters.set_objectives(**given, goals=before.goals[:3], actions=before.actions[:2])
