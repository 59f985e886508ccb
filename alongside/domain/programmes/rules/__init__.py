"""What is decided about competence, and about the design of a programme. Pure: no database, no clock."""

from .mastery import DEFAULT, MASTERY, Mastery, Seen, Standing, gap, standing, to_standard

__all__ = ["DEFAULT", "MASTERY", "Mastery", "Seen", "Standing", "gap", "standing", "to_standard"]
