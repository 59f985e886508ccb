"""One hostile thing, the door it is brought to, and what must become of it."""

from collections.abc import Callable
from typing import Any, NamedTuple

MIB = 1024 * 1024


class Specimen(NamedTuple):
    """build: makes the bytes. door: takes them and returns plain values. expected: a refusal's code, or those values."""

    name: str
    build: Callable[[], bytes]
    door: Callable[[bytes], Any]
    expected: Any


def refused(code: str) -> dict[str, str]:
    return {"refused": code}
