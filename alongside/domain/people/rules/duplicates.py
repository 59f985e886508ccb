"""Which records are most likely one human: names swapped, typos, accents, a shared phone.

Names alone never decide. In every country some names are borne by hundreds, so a pair needs a second reason; a
different sex, year of birth or staff number speaks against it.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

ENOUGH = 67  # of about 150; found with 10,000 made-up people (tests)
CROWD = 60  # a block larger than this tells nobody apart: its key is too common
REASONS = {
    "same_name": _("the same name"),
    "swapped": _("given and family name swapped"),
    "alike": _("nearly the same name"),
    "code": _("the same staff number"),
    "phone": _("a shared phone"),
    "email": _("the same e-mail address"),
    "place": _("the same workplace"),
    "cadre": _("the same cadre"),
    "birth_year": _("the same year of birth"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A person as far as likeness goes. Empty and None: not known."""

    id: UUID
    given_names: str
    family_name: str = ""
    phones: frozenset[str] = frozenset()
    cadre: str = ""
    place: UUID | None = None
    sex: str = ""
    birth_year: int | None = None
    code: str = ""
    email: str = ""


class Pair(NamedTuple):
    """Two records that may be one human, and why; the smaller id first."""

    first: UUID
    second: UUID
    score: int
    reasons: tuple[str, ...]


def plain(name: str) -> str:
    """Return a name without accents, capitals and signs, words kept apart."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(" " if letter in " -'’.`" else letter for letter in bare if not unicodedata.combining(letter))
    return " ".join("".join(letter for letter in letters if letter.isalnum() or letter == " ").split())


def likely(people: Iterable[Known]) -> Iterator[Pair]:
    """Yield the pairs that are most likely one human, the most likely first."""
    known = list(people)
    names = [(plain(person.given_names), plain(person.family_name)) for person in known]
    pairs = (_pair(known[one], known[other], names[one], names[other]) for one, other in _candidates(known, names))
    yield from sorted(filter(None, pairs), key=lambda pair: (-pair.score, pair.first, pair.second))


def likeness(one: Known, other: Known) -> Pair | None:
    """Return why two records may be one human, or None."""
    return _pair(
        one,
        other,
        (plain(one.given_names), plain(one.family_name)),
        (plain(other.given_names), plain(other.family_name)),
    )


def _candidates(known: list[Known], names: list[tuple[str, str]]) -> set[tuple[int, int]]:
    """Return the pairs worth a look: those that share a key which few others share.

    Comparing everybody with everybody would cost the square of their number. A typo spoils one word, rarely all, so
    each whole word with the first letter of another is a key, and the first letters of two words are another.
    """
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for number, person in enumerate(known):
        for key in _keys(person, names[number]):
            blocks[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 1 < len(block) <= CROWD:
            pairs.update(combinations(block, 2))
    return pairs


def _keys(person: Known, name: tuple[str, str]) -> set[tuple]:
    words = sorted(set(" ".join(name).split()))
    keys: set[tuple] = {("phone", phone) for phone in person.phones}
    if person.code:
        keys.add(("code", person.code))
    if person.email:
        keys.add(("email", person.email.casefold()))
    for word in words:
        keys.add(("place", word, person.place))
        keys.add(("year", word, person.birth_year, person.cadre))
        for other in words:
            if word != other:
                keys.add(("initial", word, other[0]))
                keys.add(("end", word, other[-2:]))
    keys.update(("starts", one[:3], other[:3], person.cadre) for one, other in combinations(words, 2))
    keys.add(("bones", *sorted(_bones(word) for word in words)))
    return keys


def _bones(word: str) -> str:
    """Return the consonants of a word, each run once: what most slips of a typist leave standing."""
    kept = [letter for letter in word if letter not in "aeiouyhw"]
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1]) or word


def _pair(one: Known, other: Known, name: tuple[str, str], its: tuple[str, str]) -> Pair | None:
    score, reasons = _by_name(name, its)
    if not score:
        return None
    if one.sex and other.sex and one.sex != other.sex:
        score -= 40
    for what, points in (("phone", 40), ("code", 100), ("email", 40), ("place", 25), ("cadre", 10), ("birth_year", 12)):
        points = round(_same(one, other, what) * points)
        score += points
        if points > 0:
            reasons.append(what)
    if not set(reasons) & {"phone", "code", "email", "place", "birth_year"} or score < ENOUGH:
        return None
    first, second = sorted((one.id, other.id))
    return Pair(first, second, score, tuple(reasons))


def _same(one: Known, other: Known, what: str) -> float:
    """Return 1 where both say the same, a negative share where they contradict each other, 0 where one is silent."""
    if what == "phone":
        return 1 if one.phones & other.phones else 0
    mine, its = getattr(one, what), getattr(other, what)
    if not mine or not its:
        return 0
    if mine == its:
        return 1
    if what == "birth_year":
        return -0.5 if abs(mine - its) == 1 else -3
    return {"code": -0.3, "cadre": -1}.get(what, 0)


def _by_name(name: tuple[str, str], its: tuple[str, str]) -> tuple[int, list[str]]:
    """Return how much two names speak for one human (50: the same, 0: too different), and in which way."""
    if name == its:
        return 50, ["same_name"]
    if name[1] and name == its[::-1]:
        return 50, ["swapped"]
    straight, crossed = _alike(name, its), _alike(name, its[::-1]) if name[1] and its[1] else 0
    best = max(straight, crossed)
    if best < 0.5:
        return 0, []
    return round(30 + 18 * best), ["swapped"] if crossed > straight else ["alike"]


def _alike(name: tuple[str, str], its: tuple[str, str]) -> float:
    """Return how alike two names are, 0 to 1: a slip or two in a word, a middle name left out."""
    parts = [_part(mine, other) for mine, other in zip(name, its, strict=True)]
    return min(parts)


def _part(mine: str, other: str) -> float:
    if mine == other:
        return 1.0
    if not mine or not other:
        return 0.0
    if set(mine.split()) < set(other.split()) or set(other.split()) < set(mine.split()):
        return 0.8  # a middle name that one record lacks
    slips, length = DamerauLevenshtein.distance(mine, other), min(len(mine), len(other))
    if slips == 1 and length >= 3:
        return 0.9
    if slips == 2 and length >= 6:
        return 0.7
    return 0.5 if length >= 5 and JaroWinkler.similarity(mine, other) >= 0.88 else 0.0
