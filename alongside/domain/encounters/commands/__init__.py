"""What can be done with visits, encounters, observations and what follows from them."""

from .contacts import add_encounter, change_encounter, remove_encounter
from .deriving import derive_submission
from .follow_up import (
    acknowledge_feedback,
    acknowledge_issue,
    agree_action,
    close_action,
    give_feedback,
    open_issue,
    report_action,
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
from .submissions import Agreed, Filled, Read, attach_files, delete_submission, receive_submission
from .visits import change_visit, record_visit, reopen_visit, stay_of, submit_visit

__all__ = [
    "Agreed", "Filled", "Observed", "Read", "acknowledge_feedback", "acknowledge_issue", "add_encounter", "agree_action", "arrived_encounter", "attach_files",
    "begin_observation", "change_encounter", "change_visit", "close_action", "correct_observation", "delete_submission", "derive_submission", "discard_draft",
    "encounter_of", "give_feedback", "open_issue", "receive_submission", "record_draft", "record_observation", "record_visit",
    "remove_encounter", "reopen_visit", "report_action", "resolve_issue", "save_draft", "stay_of", "store_observation",
    "submit_visit", "take_up_issue",
]  # fmt: skip
