"""What there is to say about a file that was read: findings, where they stand, and what could be changed. Pure.

An import hands back a Reading. Whoever imports looks at the findings, accepts some of the fixes, and reads again;
nothing is ever changed unasked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import lazy

from alongside.domain.instruments.rules.definition import Definition

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True)
class Fix:
    """A change that could be made, in words. key names it for ever: accept it by reading again with that key."""

    code: str
    words: Any
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return the one-line name of exactly this change."""
        return ":".join((self.code, *(f"{name}={value}" for name, value in sorted(self.parameters.items()))))


@dataclass(frozen=True)
class Finding:
    """One thing to know. sheet, row (from 1, as the program shows it) and column say where, as far as is known.

    severity: "error" keeps the checklist from being used, "warning" should be looked at, "note" is said for the record.
    item: id of the question or section, "" where it is about the whole.
    """

    severity: str
    code: str
    message: Any
    sheet: str = ""
    row: int | None = None
    column: str = ""
    item: str = ""
    fix: Fix | None = None


@dataclass(frozen=True)
class Reading:
    """What came out of a file. With errors the definitions are as far as they could be read, or absent."""

    definitions: list[Definition]
    findings: list[Finding]

    @property
    def usable(self) -> bool:
        """Say whether there is something to keep and nothing that forbids it."""
        return bool(self.definitions) and not any(each.severity == ERROR for each in self.findings)

    @property
    def fixes(self) -> dict[str, Fix]:
        """Return every offered fix once, by key."""
        return {each.fix.key: each.fix for each in self.findings if each.fix}


# Words filled in only when they are shown, in the language of whoever reads them then.
said = lazy(lambda message, facts: str(message) % facts, str)


def wants(accepted: Iterable[str], fix: Fix) -> bool:
    """Say whether a fix was accepted: by its key, or by its bare code for every place at once."""
    return fix.key in accepted or fix.code in accepted
