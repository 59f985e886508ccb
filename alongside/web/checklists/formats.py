"""What files the library reads and writes. This room names what it needs; site/wiring.py plugs in who can do it.

Pages and foreign systems do not know each other: a new format is a line in the wiring and nothing here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.lint import Reading


@dataclass(frozen=True)
class Reader:
    """A kind of file that can be brought in.

    endings: lower case, with the dot. knows: whether these bytes look like this kind, asked in the order of READERS.
    read: (bytes, file name, keys of accepted fixes) to what came out.
    """

    code: str
    label: Any
    endings: tuple[str, ...]
    knows: Callable[[bytes, str], bool]
    read: Callable[[bytes, str, Collection[str]], Reading]


@dataclass(frozen=True)
class Writer:
    """A kind of file that a version can be taken away as."""

    code: str
    label: Any
    ending: str
    content_type: str
    write: Callable[[Version], bytes]


READERS: dict[str, Reader] = {}
WRITERS: dict[str, Writer] = {}


def endings() -> str:
    """Return every ending that can be brought in, as a file box takes them."""
    return ",".join(sorted({ending for reader in READERS.values() for ending in reader.endings}))


def reader_for(content: bytes, name: str) -> Reader | None:
    """Return the first reader that has this ending and knows these bytes."""
    fitting = (reader for reader in READERS.values() if name.lower().endswith(reader.endings))
    return next((reader for reader in fitting if reader.knows(content, name)), None)
