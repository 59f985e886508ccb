"""The four levels as they are shown: a shape and a word each; colour only repeats them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS = {
    "achieved": _("Achieved"),
    "progressing": _("Progressing"),
    "to-practise": _("To practise"),
    "not-observed": _("Not observed"),
}


def level_of(level: Any) -> str:
    """Return one of the keys of WORDS for a level given as that key, with an underscore, as an enumeration or None.

    None and "" are not observed. Any other word is a mistake of the page and raises ValueError.
    """
    key = str(getattr(level, "value", level) or "not-observed").replace("_", "-")
    if key not in WORDS:
        raise ValueError(f"{key!r} is not a level; levels are {', '.join(WORDS)}")
    return key


@dataclass(frozen=True)
class Cell:
    """One person's standing in one competency. No observation: level None, nothing else."""

    level: Any = None
    on: date | datetime | None = None  # of the latest observation
    done: int | None = None  # expected steps done in it
    expected: int | None = None
    href: str = ""


@dataclass(frozen=True)
class Column:
    """A competency at the head of a matrix."""

    label: Any
    href: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Row:
    """A person in a matrix: one cell per column, in the same order."""

    label: Any
    cells: list[Cell]
    href: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Matrix:
    """People by competencies, in the order given (the largest gap first is the page's choice)."""

    caption: Any
    columns: list[Column]
    rows: list[Row]
    corner: Any = field(default=_("Person"))

    def achieved_of_observed(self) -> list[tuple[int, int]]:
        """Return for each column how many of the people observed have achieved it."""
        levels = [[level_of(row.cells[n].level) for row in self.rows] for n in range(len(self.columns))]
        return [(column.count("achieved"), sum(level != "not-observed" for level in column)) for column in levels]


@dataclass(frozen=True)
class Sighting:
    """One observation of one competency, as a dot on the evidence strip."""

    on: date | datetime
    level: Any
    by: Any = ""
    href: str = ""
