"""What can be done about relationships, from a proposal to the end."""

from .ending import begin_closing, complete, end_early, goals_achieved
from .leading import activate, hand_over, hold, leave, log_first_contact, prepare, renew, resume
from .matching import (
    adjust_pair,
    discard_matching,
    make_matching,
    prefer_mentor,
    publish_matching,
    review_matching,
    set_wishes,
)
from .proposing import answer, lapse_proposals, propose
from .steps import AFTER_STEP, BEFORE_BEGINNING, BEFORE_COMPLETING, GOALS_ACHIEVED

__all__ = [
    "AFTER_STEP", "BEFORE_BEGINNING", "BEFORE_COMPLETING", "GOALS_ACHIEVED", "activate", "adjust_pair", "answer",
    "begin_closing", "complete", "discard_matching", "end_early", "goals_achieved", "hand_over", "hold", "lapse_proposals",
    "leave", "log_first_contact", "make_matching", "prefer_mentor", "prepare", "propose", "publish_matching", "renew",
    "resume", "review_matching", "set_wishes",
]  # fmt: skip
