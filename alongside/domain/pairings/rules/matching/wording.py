"""The reasons of matching in words. What is kept is codes and values; names are put in when somebody reads them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words(code: str, facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return a reason as a sentence, "" for one that has nothing to tell. names: of mentors by id."""
    said = dict(facts) | {"mentor": names.get(facts.get("mentor", ""), _("a mentor"))}
    return str(_WORDS[code](said))


def _lacks(said: dict[str, Any]) -> str:
    return {
        "language": _("Shares no language"),
        "reach": _("Farther away than set, or not known how far"),
        "hours": _("The hours they gave are taken"),
    }[said["condition"]]


def _goal_fit(said: dict[str, Any]) -> str:
    met = ", ".join(said["met"])
    return _("Proficient in %(n)s of %(of)s areas to work on: %(met)s") % {**said, "n": len(said["met"]), "met": met}


def _distance(said: dict[str, Any]) -> str:
    if said["km"] is None:
        return _("The distance is not known: a workplace has no point on the map")
    return _("%(km)g km away, as the crow flies") % said if said["km"] else _("At the same workplace")


def _load(said: dict[str, Any]) -> str:
    return _("Has %(caseload)s of at most %(most)s mentees") % said


def _preference(said: dict[str, Any]) -> str:
    return _("A woman, as wished") if said["sex"] == "female" else _("A man, as wished")


def _no_area(said: dict[str, Any]) -> str:
    first = _("No mentor who can be paired here is certified in %(area)s.") % {"area": _either(said)}
    if "km" not in said:
        return first
    if said["km"] is None:
        return f"{first} " + _("%(mentor)s has room and would fit in all else, once certified in it.") % said
    return f"{first} " + _("%(mentor)s, %(km)g km away, has room and would fit in all else, once certified in it.") % said  # fmt: skip


def _no_reach(said: dict[str, Any]) -> str:
    if said.get("farthest") is None:
        return _("No mentor certified in %(area)s with room works within the farthest distance set.") % {"area": _either(said)}  # fmt: skip
    first = _("No mentor certified in %(area)s works within %(farthest)s km.") % {**said, "area": _either(said)}
    if said["km"] is None:
        return f"{first} " + _("How far away %(mentor)s works is not known: give both workplaces a point on the map.") % said  # fmt: skip
    return f"{first} " + _("The nearest with room is %(mentor)s, %(km)g km away.") % said


def _no_licence(said: dict[str, Any]) -> str:
    first = _("The licences of all who fit have ended (%(n)s).") % said
    return f"{first} " + _("Renewing that of %(mentor)s would do.") % said if "km" in said else first


def _no_language(said: dict[str, Any]) -> str:
    first = _("None of those who fit shares a language with them (%(n)s).") % said
    if "km" not in said:
        return first
    return f"{first} " + _("%(mentor)s has room: look whether the record of one of them lacks a language.") % said


def _no_free_of_conflict(said: dict[str, Any]) -> str:
    first = _("Whoever would fit leads their workplace or is themselves.")
    return f"{first} " + _("%(mentor)s has room, once somebody else leads it.") % said if "km" in said else first


def _full(said: dict[str, Any]) -> str:
    first = ngettext(
        "The only mentor who fits is full; one more place at %(mentor)s would do.",
        "All %(n)s mentors who fit are full; one more place at %(mentor)s would do.",
        said["n"],
    ) % said  # fmt: skip
    if "hours" in said:
        return f"{first} " + _("Their %(hours)s hours a month are the limit.") % said
    return f"{first} " + _("They agreed to at most %(most)s mentees.") % said


def _below_floor(said: dict[str, Any]) -> str:
    return _("The best pair still open, with %(mentor)s, reaches %(reached)s of 100; below %(floor)s nobody is paired.") % said  # fmt: skip


_WORDS = {
    "goal_fit": _goal_fit,
    "distance": _distance,
    "load": _load,
    "preference": _preference,
    "lacks": _lacks,
    "no_preference": lambda said: "",
    "referral_link": lambda said: _("Works where this workplace refers clients, or receives them from"),
    "continuity": lambda said: _("Has mentored them before"),
    "no_area": _no_area,
    "no_reach": _no_reach,
    "no_licence": _no_licence,
    "no_language": _no_language,
    "no_free_of_conflict": _no_free_of_conflict,
    "full": _full,
    "below_floor": _below_floor,
    "nobody_for_all": lambda said: _("No one mentor fits each of the %(n)s people waiting here.") % said,
    "place_too_large": lambda said: _(
        "%(n)s people wait here; the mentor with most room, %(mentor)s, can take on %(room)s."
    ) % said,
    "place_below_floor": lambda said: _("No mentor for all %(n)s of them reaches %(floor)s of 100.") % said,
    "others_first": lambda said: _(
        "Whoever could take on all %(n)s of them has taken on another workplace, where the fit is better."
    ) % said,
}  # fmt: skip


def _either(said: dict[str, Any]) -> str:
    """Return the areas, any of which would do."""
    return _(" or ").join(said["areas"])
