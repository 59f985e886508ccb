"""What can be asked about encounters."""

from .follow_up import actions, feedback_for, issues
from .visits import Counted, VisitPage, counted, drafts_of, lacking, last_contacts, observations, visit_page, visits

__all__ = [
    "Counted", "VisitPage", "actions", "counted", "drafts_of", "feedback_for", "issues", "lacking", "last_contacts", "observations",
    "visit_page", "visits",
]  # fmt: skip
