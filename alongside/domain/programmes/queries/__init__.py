"""What can be asked about programmes: what they teach, who takes part, how each is designed and how it stands."""

from .designs import (
    ASKED,
    LINES,
    approaches_at,
    design,
    designs,
    document,
    guards,
    lights,
    line,
    needs_review,
    numbers,
    schedule,
    versions,
    virtual_channels,
)
from .taking_part import (
    areas,
    competencies,
    competencies_by_area,
    competencies_of,
    enrolments,
    in_force,
    makes_visits,
    programme_competencies_of,
    programmes,
    programmes_at,
)
from .themes import themes, themes_of

__all__ = [
    "ASKED", "LINES", "approaches_at", "areas", "competencies", "competencies_by_area", "competencies_of", "design",
    "designs", "document", "enrolments", "guards", "in_force", "lights", "line", "makes_visits", "needs_review",
    "numbers", "programme_competencies_of", "programmes",
    "programmes_at", "schedule", "themes", "themes_of", "versions", "virtual_channels",
]  # fmt: skip
