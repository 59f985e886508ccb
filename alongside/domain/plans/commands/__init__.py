"""What can be done about plans, from needs to the formal ending."""

from .ending import graduate, why_not_begun, why_not_summed_up, write_summary
from .goals import (
    add_activity,
    drop_goal,
    judge_goal,
    mark_activity_done,
    mark_ready,
    propose_goals,
    reopen_goal,
    start_goal,
)
from .needs import say_needs
from .plans import agree, follow, goals_are_achieved, revise, share, take_back, write_terms

__all__ = [
    "add_activity", "agree", "drop_goal", "follow", "goals_are_achieved", "graduate", "judge_goal", "mark_activity_done",
    "mark_ready", "propose_goals", "reopen_goal", "revise", "say_needs", "share", "start_goal", "take_back",
    "why_not_begun", "why_not_summed_up", "write_summary", "write_terms",
]  # fmt: skip
