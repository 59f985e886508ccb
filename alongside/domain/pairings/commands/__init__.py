"""What can be done about relationships, from a proposal to the end."""

from .ending import begin_closing, complete, end_early, goals_achieved
from .leading import activate, hand_over, hold, leave, log_first_contact, prepare, renew, resume
from .proposing import answer, lapse_proposals, propose
from .steps import AFTER_STEP, BEFORE_BEGINNING, BEFORE_COMPLETING, GOALS_ACHIEVED

__all__ = [
    "AFTER_STEP", "BEFORE_BEGINNING", "BEFORE_COMPLETING", "GOALS_ACHIEVED", "activate", "answer", "begin_closing",
    "complete", "end_early", "goals_achieved", "hand_over", "hold", "lapse_proposals", "leave", "log_first_contact",
    "prepare", "propose", "renew", "resume",
]  # fmt: skip
