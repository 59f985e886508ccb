"""What can be done about encounters: visits recorded, work observed, feedback given, actions agreed, obstacles named."""

from .follow_up import acknowledge_feedback, agree_action, close_action, give_feedback, move_issue, open_issue
from .observations import (
    correct_observation,
    discard_draft,
    finish_observation,
    record_observation,
    save_answers,
    start_observation,
)
from .visits import add_encounter, change_visit, record_visit, submit_visit

__all__ = [
    "acknowledge_feedback", "add_encounter", "agree_action", "change_visit", "close_action", "correct_observation",
    "discard_draft", "finish_observation", "give_feedback", "move_issue", "open_issue", "record_observation",
    "record_visit", "save_answers", "start_observation", "submit_visit",
]  # fmt: skip
