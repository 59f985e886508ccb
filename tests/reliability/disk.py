"""What a disk may hold at the moment the power goes, rebuilt from the order of what it was asked.

Assumed of the disk: what was synced before is there. Not assumed: that anything else is, or in which order, or that a
write of several sectors went in whole; that a file that was made or unlinked is so before its folder was synced.
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

SECTOR = 512


class Asked(NamedTuple):
    """One line of the log: what (a letter, see power_cut.c), of which file ("" is the folder), where, which bytes."""

    what: str
    name: str
    offset: int
    content: bytes


def asked(log: Path) -> Iterator[Asked]:
    """Read a log."""
    content, at = memoryview(log.read_bytes()), 0
    while at < len(content):
        what, name_length, offset, length = struct.unpack_from("<cHQQ", content, at)
        at += 19
        name = bytes(content[at : at + name_length]).decode()
        at += name_length
        yield Asked(what.decode(), name, offset, bytes(content[at : at + length]))
        at += length


@dataclass
class File:
    """One file: what is certain, and what was asked since. It outlives its name."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[Asked] = field(default_factory=list)

    def sync(self) -> None:
        for each in self.since:
            _apply(self.certain, each)
        self.since.clear()

    def at_a_cut(self, chance: random.Random) -> bytes:
        """Return one of the contents the file may have."""
        found, way = (
            bytearray(self.certain),
            chance.choice(("none", "all", "some", "shuffled", "torn", "until", "torn")),
        )
        kept = list(self.since)
        if way == "none":
            kept = []
        elif way in {"some", "shuffled", "torn"}:
            share = chance.random()
            kept = [each for each in kept if chance.random() < share]
        elif way == "until":
            kept = kept[: chance.randint(0, len(kept))]
        if way == "shuffled":
            chance.shuffle(kept)
        for each in kept:
            for part in _sectors(each, chance) if way == "torn" else (each,):
                _apply(found, part)
        if way == "until" and len(kept) < len(self.since):  # the write that was under way is torn
            for part in _sectors(self.since[len(kept)], chance):
                _apply(found, part)
        return bytes(found)


class Disk:
    """One folder, as it becomes certain step by step."""

    def __init__(self, base: dict[str, bytes]) -> None:
        self.certain = {name: File(bytearray(content)) for name, content in base.items()}
        self.now = dict(self.certain)

    def ask(self, each: Asked) -> None:
        if each.what == "C":
            self.now[each.name] = File()
        elif each.what == "U":
            self.now.pop(each.name, None)
        elif each.what == "S" and not each.name:
            self.certain = dict(self.now)
        elif each.what == "S":
            self.now[each.name].sync()
        elif each.what in {"W", "T"}:
            self.now[each.name].since.append(each)
        else:
            raise NotImplementedError(f"SQLite does not rename its files, but {each.name} was")

    def at_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return one of the folders that may be found after a cut at this moment."""
        found = {}
        for name in sorted(self.certain.keys() | self.now.keys()):
            file = chance.choice((self.certain, self.now)).get(name)
            if file is not None:
                found[name] = file.at_a_cut(chance)
        return found


def _sectors(each: Asked, chance: random.Random) -> Iterator[Asked]:
    """Yield some of the sectors that a write touches, in any order."""
    if each.what != "W":
        if chance.random() < 0.5:
            yield each
        return
    first = SECTOR - each.offset % SECTOR
    edges = [0, *range(min(first, len(each.content)), len(each.content), SECTOR), len(each.content)]
    pieces = [(start, end) for start, end in zip(edges, edges[1:], strict=False) if start < end]
    for start, end in chance.sample(pieces, chance.randint(0, len(pieces))):
        yield Asked("W", each.name, each.offset + start, each.content[start:end])


def _apply(content: bytearray, each: Asked) -> None:
    if each.what == "T":
        if each.offset < len(content):
            del content[each.offset :]
        else:
            content.extend(bytes(each.offset - len(content)))
        return
    end = each.offset + len(each.content)
    if end > len(content):
        content.extend(bytes(end - len(content)))
    content[each.offset : end] = each.content
