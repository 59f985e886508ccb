"""The one way Alongside says no to a person."""

from typing import Any


class Refused(Exception):
    """A person's request that cannot be carried out, in words they can act on.

    code: `room.reason`, stable for ever and listed in the reference.
    message: what is wrong with their thing, then what to do; readable a week later, away from the page.
    facts: plain values the way in may show or send on; a `field` fact names the form field it belongs to.
    """

    def __init__(self, code: str, message: Any, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.message} ({self.code})"
