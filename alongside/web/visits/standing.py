"""How a visit stands and what somebody can do with it next, for its page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from alongside.domain.agreements.queries import is_engaged, releases
from alongside.domain.encounters import access, commands
from alongside.domain.encounters.models import Visit, VisitMentor
from alongside.domain.encounters.queries import planning
from alongside.domain.encounters.rules.planning import why_not_approved
from alongside.domain.encounters.rules.states import AHEAD, FELL_OUT, VISIT
from alongside.domain.encounters.terms import ReturnedField
from alongside.kernel.ids import uuid7

# What a button does at once; the other steps lead to a page that asks.
PRESSED = {
    "request": commands.request_visit, "approve": commands.approve_visit, "confirm": commands.confirm_visit,
    "check_in": commands.check_in, "check_out": commands.check_out, "verify": commands.verify_visit,
}  # fmt: skip
# Who may take which step, in the order of the buttons.
STEPS: dict[str, Callable[..., bool]] = {
    "request_visit": access.may_change_visit, "approve_visit": access.coordinates, "confirm_visit": access.may_confirm,
    "check_in": access.may_change_visit, "check_out": access.may_change_visit, "verify_visit": access.may_verify,
    "return_visit": access.coordinates, "decline_visit": access.coordinates, "reschedule_visit": access.may_change_visit,
    "cancel_visit": access.may_cancel,
}  # fmt: skip


def standing(request: HttpRequest, visit: Visit, mentors: list[VisitMentor]) -> dict[str, Any]:
    """Return how a visit stands and which steps this person may take. mentors: of the visit, with their persons."""
    person, ahead = request.person, visit.status in AHEAD
    steps = {move.act.partition(".")[2] for move in VISIT.open_to(visit.status)}
    own = any(row.person_id == person.pk for row in mentors)
    may = {name: name in steps and allowed(person, visit=visit) for name, allowed in STEPS.items()}
    may["verify_visit"] = may["verify_visit"] and not own
    return {
        "ahead": ahead, "is_held": visit.status not in (*AHEAD, *FELL_OUT), "may": may, "any": any(may.values()),
        "leads": access.leads_place(person, visit=visit), "act_id": uuid7(),
        "engaged": not ahead or is_engaged(place=visit.place, programme=visit.programme),
        "beyond": why_not_approved(planning.loads(visit), reason="") if may["approve_visit"] else None,
        "steps": list(planning.steps(visit)),
        "notes": {each["field"]: each["note"] for each in visit.returned_notes},
        "returned": [(ReturnedField(each["field"]).label, each["note"]) for each in visit.returned_notes],
        "releases": list(releases(seen_by=person, visit=visit.pk).prefetch_related("covers__for_person", "covers__by_person")) if ahead else [],
        "says_for": {
            row.person_id for row in mentors
            if ahead and row.confirmed_at is None and access.may_say_for(person, visit=visit, mentor=row.person)
        },
    }  # fmt: skip
