"""From a score to a class: classification profiles as data. Pure; compared exactly, never after rounding.

A class is given only where there is evidence enough; otherwise the answer is "not enough seen".
Sources: HNQIS-3 is finding F1 of the requirements; the others are the domain notes 2.3 point 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules.definition import Band, Definition
from alongside.domain.instruments.rules.scales import stars
from alongside.domain.instruments.rules.scoring import Points, Score, walk_sections
from alongside.domain.instruments.terms import Class, ItemState


@dataclass(frozen=True)
class Profile:
    """How a score becomes a class.

    basis: "non_critical" compares the non-critical part, "total" the result under the checklist's own rule, "items"
    every answered item by itself, "none" gives no class (colours and stars are shown instead).
    critical: whether every critical item must be fully done.
    competent / improving: least share for each class; improving is None where there is no middle class.
    """

    code: str
    label: Any
    rule: Any
    basis: str
    critical: bool = True
    competent: Fraction = Fraction(1)
    improving: Fraction | None = None


PROFILES: dict[str, Profile] = {
    each.code: each
    for each in (
        Profile(
            "HNQIS-3",
            _("HNQIS, three classes"),
            _(
                "Competent: every critical item done and at least 90 % of the other points. "
                "Needs improvement: every critical item done and at least 80 %. Otherwise to practise."
            ),
            basis="non_critical",
            competent=Fraction(9, 10),
            improving=Fraction(8, 10),
        ),
        Profile(
            "PASS-85",
            _("Pass at 85 %"),
            _("Competent: every critical item done and a total of at least 85 %. Otherwise to practise."),
            basis="total",
            competent=Fraction(85, 100),
        ),
        Profile(
            "PASS-80",
            _("Pass at 80 %"),
            _("Competent: every critical item done and a total of at least 80 %. Otherwise to practise."),
            basis="total",
            competent=Fraction(80, 100),
        ),
        Profile(
            "PASS-75-QUIZ",
            _("Knowledge test, pass at 75 %"),
            _("Competent: a total of at least 75 %. Otherwise to practise."),
            basis="total",
            critical=False,
            competent=Fraction(75, 100),
        ),
        Profile(
            "R4-LEVEL",
            _("Every item at level 3 or more"),
            _("Competent: every item that was seen is at level 3 of 4 or more. Otherwise to practise."),
            basis="items",
            competent=Fraction(3, 4),
        ),
        Profile("COLOUR", _("Red, yellow, green by section"), _("Each section has a colour; no class."), basis="none"),
        Profile("STAR", _("Stars"), _("0 to 5 stars from the total; no class."), basis="none"),
    )
}
DEFAULT = "HNQIS-3"


def classify(result: Score, profile: str | Profile = DEFAULT) -> Class:
    """Return the class of a score. A profile that gives none answers NOT_CLASSED; KeyError for an unknown code."""
    rule = PROFILES[profile] if isinstance(profile, str) else profile
    if rule.basis == "none":
        return Class.NOT_CLASSED
    if not result.enough:
        return Class.NOT_ENOUGH
    if rule.critical and result.missed_critical:
        return Class.NOT_COMPETENT
    if rule.basis == "items":
        return Class.COMPETENT if _every_item(result, rule.competent) else Class.NOT_COMPETENT
    if rule.basis == "non_critical":
        return _by_non_critical(result, rule)
    return _by_share(result.share, rule)


def star_rating(result: Score) -> int | None:
    """Return 0 to 5 stars of the total, None while the total is withheld."""
    return stars(result.shown)


def colour(points: Points, bands: Iterable[Band]) -> str | None:
    """Return the name of the first band that holds the points, None without points or where bands leave a gap.

    Bands are in percent, 0 to 100, as such rules are written: [80, 100] is green from 80 % on.
    """
    if points.share is None:
        return None
    value = points.share * 100
    return next((band.name for band in bands if _within(value, band)), None)


def section_colours(definition: Definition, result: Score) -> dict[str, str | None]:
    """Return {section id: band name} for every section that has bands of its own; a repeat is taken as a whole."""
    found: dict[str, Points] = {}
    for each in walk_sections(result.sections):
        if each.turn is None:
            found[each.id] = found.get(each.id, Points()) + each.points
    return {
        section.id: colour(found[section.id], section.rules)
        for section in definition.sections()
        if section.rules and section.id in found
    }


def _by_non_critical(result: Score, rule: Profile) -> Class:
    if result.non_critical.possible:
        return _by_share(result.non_critical.share, rule)
    # Only critical items brought points. If others were there to be seen and were not, nothing vouches for the rest.
    unseen = any(each.counts and not each.critical and each.state == ItemState.NOT_OBSERVED for each in result.items)
    return Class.NOT_ENOUGH if unseen else Class.COMPETENT


def _by_share(share: Fraction | None, rule: Profile) -> Class:
    if share is None:
        return Class.NOT_ENOUGH
    if share >= rule.competent:
        return Class.COMPETENT
    if rule.improving is not None and share >= rule.improving:
        return Class.NEEDS_IMPROVEMENT
    return Class.NOT_COMPETENT


def _every_item(result: Score, least: Fraction) -> bool:
    return all(each.points.share >= least for each in result.items if each.points.share is not None)


def _within(value: Fraction, band: Band) -> bool:
    low = value >= band.low if band.include_low else value > band.low
    if band.high is None:  # no upper end
        return low
    return low and (value <= band.high if band.include_high else value < band.high)
