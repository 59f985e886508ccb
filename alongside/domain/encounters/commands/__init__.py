"""What can be done with visits, encounters, observations and what follows from them."""

from .agenda import drop_objective, judge_objectives, lay_out_visit, set_objectives
from .case_reviews import review_cases
from .contacts import add_encounter, attend, change_encounter, remove_encounter
from .debriefs import acknowledge_debrief, note_not_met, write_debrief
from .deriving import derive_submission
from .follow_up import (
    acknowledge_feedback,
    agree_action,
    close_action,
    give_feedback,
    report_action,
)
from .holding import check_in, check_out, close_visits, return_visit, verify_visit
from .issues import (
    accept_risk,
    acknowledge_issue,
    confirm_issue,
    escalate_issues,
    open_issue,
    reopen_issue,
    resolve_issue,
    take_up_issue,
)
from .observations import (
    Observed,
    arrived_encounter,
    begin_observation,
    correct_observation,
    discard_draft,
    encounter_of,
    record_draft,
    record_observation,
    save_draft,
    store_observation,
)
from .planning import (
    approve_visit,
    cancel_visit,
    confirm_part,
    confirm_visit,
    decline_visit,
    plan_visit,
    request_visit,
    reschedule_visit,
    sweep_missed,
)
from .submissions import Agreed, Filled, Read, attach_files, delete_submission, receive_submission
from .visits import change_visit, record_visit, reopen_visit, stay_of, submit_visit

__all__ = [
    "Agreed", "Filled", "Observed", "Read", "accept_risk", "acknowledge_debrief", "acknowledge_feedback",
    "acknowledge_issue", "add_encounter", "agree_action", "approve_visit", "arrived_encounter", "attach_files", "attend",
    "begin_observation", "cancel_visit", "change_encounter", "change_visit", "check_in", "check_out", "close_action",
    "close_visits", "confirm_issue", "confirm_part", "confirm_visit", "correct_observation", "decline_visit",
    "delete_submission",
    "derive_submission", "discard_draft", "drop_objective", "encounter_of", "escalate_issues", "give_feedback",
    "judge_objectives", "lay_out_visit", "note_not_met", "open_issue", "plan_visit", "receive_submission",
    "record_draft", "record_observation", "record_visit", "remove_encounter", "reopen_issue", "reopen_visit",
    "report_action", "request_visit", "reschedule_visit", "resolve_issue", "return_visit", "review_cases",
    "save_draft", "set_objectives", "stay_of", "store_observation", "submit_visit", "sweep_missed", "take_up_issue",
    "verify_visit", "write_debrief",
]  # fmt: skip
