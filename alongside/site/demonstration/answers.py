"""Answers of invented observations: given how well a person does, which steps were done."""

from random import Random

from alongside.domain.instruments.rules.definition import Definition, Item
from alongside.domain.instruments.terms import Scale

Answers = dict[str, str]


def by_class(definition: Definition, wanted: str, chance: Random) -> Answers:
    """Return answers that reach a class under HNQIS-3: all critical steps and nine tenths of the others, or eight
    tenths, or with one to three critical steps missed."""
    critical = [item for item in definition.scored() if item.critical]
    others = [item for item in definition.scored() if not item.critical]
    if wanted == "competent":
        missed = chance.sample(others, k=chance.randint(0, len(others) // 10))
    elif wanted == "needs_improvement":
        fewest, most = len(others) // 10 + 1, len(others) // 5
        missed = chance.sample(others, k=chance.randint(min(fewest, most), most))
    else:
        missed = chance.sample(critical, k=min(len(critical), chance.randint(1, 3)))
        missed += chance.sample(others, k=round(len(others) * chance.uniform(0.25, 0.6)))
    return _answered(definition, {item.id for item in missed}, chance)


def by_share(definition: Definition, share: float, chance: Random) -> Answers:
    """Return answers with about this share of the steps done; critical steps are missed as readily as others."""
    items = list(definition.scored())
    missed = chance.sample(items, k=round(len(items) * (1 - share)))
    return _answered(definition, {item.id for item in missed}, chance)


def missing(definition: Definition, missed: set[str], chance: Random) -> Answers:
    """Return answers in which just these items were missed."""
    return _answered(definition, missed, chance)


def _answered(definition: Definition, missed: set[str], chance: Random) -> Answers:
    return {item.id: _answer(item, item.id not in missed, chance) for item in definition.scored()}


def _answer(item: Item, done: bool, chance: Random) -> str:
    match item.scale:
        case Scale.TIME:
            return str(chance.randint(20, int(item.high or 60)) if done else chance.randint(75, 240))
        case Scale.NUM:
            low, high = int(item.low or 0), int(item.high) if item.high is not None else 40
            return str(
                chance.randint(low, high)
                if done
                else high + chance.randint(4, 18)
                if item.high is not None
                else max(0, low - chance.randint(5, 15))
            )
        case Scale.ND:
            reviewed = chance.choice([8, 10, 12, 20])
            return f"{reviewed if done else chance.randint(reviewed // 4, reviewed * 2 // 3)}/{reviewed}"
        case _:
            return "1" if done else "0"
