"""How the levels of a competency are drawn: the four shapes of the design system, with our own words beside them."""

from alongside.domain.programmes.terms import Level

SHAPES = {
    Level.NOT_OBSERVED: "not-observed",
    Level.BEGINNING: "to-practise",
    Level.WITH_HELP: "progressing",
    Level.INDEPENDENT: "achieved",
    Level.CAN_TEACH: "achieved",
}
RESULTS = {
    "competent": "achieved",
    "needs_improvement": "progressing",
    "not_competent": "to-practise",
}


def shape(level: str) -> str:
    """Return the shape of a level."""
    return SHAPES[Level(level)]


def result_shape(result: str, *, to_standard: bool) -> str:
    """Return the shape of one observation: its class, or where the checklist gives none whether it met the rule."""
    if result == "not_classed":
        return "achieved" if to_standard else "to-practise"
    return RESULTS.get(result, "not-observed")


def word(level: str) -> str:
    """Return the level in words."""
    return str(Level(level).label)
