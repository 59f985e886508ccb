"""State machines: which step leads from where to where, who takes it and what must hold. Drawn in the reference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .errors import Refused

MACHINES: dict[str, "Machine"] = {}


@dataclass(frozen=True)
class Move:
    """One step.

    act: name of the act that takes it. sources, target: values of the states. label: what a button says.
    who, guard: in words, for the reference and for a page that explains why not; "" where nothing else must hold.
    """

    act: str
    sources: tuple[str, ...]
    target: str
    label: Any
    who: Any
    guard: Any = ""


class Machine:
    """The states of one kind of thing and every step between them.

    name: `room.noun`. thing: how a person calls it, to begin a sentence with ("This visit").
    The first state is where it starts.
    """

    def __init__(self, name: str, thing: Any, states: type[TextChoices], moves: Iterable[Move]) -> None:
        self.name, self.thing, self.states, self.moves = name, thing, states, tuple(moves)
        self.start = states.values[0]
        unknown = {each for move in self.moves for each in (*move.sources, move.target)} - set(states.values)
        if unknown:
            raise ValueError(f"{name} has no state {', '.join(sorted(unknown))}")
        MACHINES[name] = self

    def open_to(self, state: str) -> Iterator[Move]:
        """Yield the steps that can be taken from a state, in the order declared."""
        return (move for move in self.moves if state in move.sources)

    def may_step(self, state: str, act: str, target: str | None = None) -> bool:
        """Whether an act may be carried out from a state; target: where one act may lead to several states."""
        return any(move.act == act and target in (None, move.target) for move in self.open_to(state))

    def step(self, state: str, act: str, target: str | None = None) -> str:
        """Return the state that an act leads to. Refuses: states.not_from_here, naming the state and what is possible.

        target: where one act may lead to several states. Raises ValueError where it must be given and is not.
        """
        targets = {move.target for move in self.open_to(state) if move.act == act and target in (None, move.target)}
        if not targets:
            raise Refused("states.not_from_here", self._why_not(state), state=state)
        if len(targets) > 1:
            raise ValueError(f"{act} leads from {state} to several states: say which of {', '.join(sorted(targets))}")
        return targets.pop()

    def _why_not(self, state: str) -> Any:
        now = self.states(state).label
        if steps := [str(move.label) for move in self.open_to(state)]:
            return format_lazy(
                _("{thing} is at “{state}” now. What can be done from there: {steps}."),
                thing=self.thing,
                state=now,
                steps=", ".join(dict.fromkeys(steps)),
            )
        return format_lazy(_("{thing} is at “{state}”, which ends it. Begin a new one."), thing=self.thing, state=now)
