"""What is kept of encounters."""

from .agenda import AgendaBlock, EncounterObjective
from .arriving import Attachment, Submission
from .contact import (
    Activity,
    Attendance,
    CaseReview,
    Encounter,
    FeedbackNote,
    Observation,
    ObservationDraft,
    ReviewedCase,
    SkillSupported,
)
from .following import ActionItem, Debrief, IssueStep, SystemsIssue
from .visits import Visit, VisitMentor, VisitStep

__all__ = [
    "AgendaBlock",
    "EncounterObjective",
    "ActionItem",
    "Activity",
    "Attachment",
    "Attendance",
    "CaseReview",
    "Debrief",
    "Encounter",
    "FeedbackNote",
    "IssueStep",
    "Observation",
    "ObservationDraft",
    "ReviewedCase",
    "SkillSupported",
    "Submission",
    "SystemsIssue",
    "Visit",
    "VisitMentor",
    "VisitStep",
]
