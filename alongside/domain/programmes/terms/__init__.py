"""The closed words of programmes: competence, the design, the catalogue of indicators."""

from .competence import Domain, Level
from .design import (
    ApproachKind,
    Cause,
    Channel,
    Criterion,
    Deployment,
    For,
    GoalKind,
    Measured,
    MentoringModel,
    OverlapAnswer,
    Purpose,
    Scope,
    StartUp,
    Status,
    Unit,
    Use,
)
from .indicators import INDICATORS, Indicator
from .steps import STEPS, Default, Question, Step

__all__ = [
    "INDICATORS", "STEPS", "ApproachKind", "Cause", "Channel", "Criterion", "Default", "Deployment", "Domain", "For",
    "GoalKind", "Indicator", "Level", "Measured", "MentoringModel", "OverlapAnswer", "Purpose", "Question", "Scope",
    "StartUp", "Status", "Step", "Unit", "Use",
]  # fmt: skip
