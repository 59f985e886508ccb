"""Who may change the area tree. Which places somebody sees is decided by the rooms above, which know roles."""

from typing import Protocol

from .models import NoGoDays, OrgUnit

KEEP = ("administrator",)
ARRANGE = ("administrator", "coordinator")
HOURS = ("administrator", "coordinator", "in_charge")


class Holder(Protocol):
    """Whoever can say which roles they hold where; a person of the room above."""

    def holds(self, *wanted: str, at: str) -> bool: ...


def may_keep(by: Holder, *, place: OrgUnit, **_: object) -> bool:
    """Whoever administers the place."""
    return by.holds(*KEEP, at=place.path)


def may_open(by: Holder, *, under: OrgUnit | None, **_: object) -> bool:
    """Whoever administers the area it opens in; at the top of the tree, whoever administers everything."""
    return by.holds(*KEEP, at=under.path if under else "")


def may_move(by: Holder, *, place: OrgUnit, under: OrgUnit, **_: object) -> bool:
    """Whoever administers both where the place was and where it comes."""
    return by.holds(*KEEP, at=place.path) and by.holds(*KEEP, at=under.path)


def may_link(by: Holder, *, origin: OrgUnit, **_: object) -> bool:
    """Whoever arranges the work at the place that refers."""
    return by.holds(*ARRANGE, at=origin.path)


def may_set_hours(by: Holder, *, place: OrgUnit, **_: object) -> bool:
    """Whoever arranges the work at the place, and its in-charge."""
    return by.holds(*HOURS, at=place.path)


def may_open_days_again(by: Holder, *, days: NoGoDays, **_: object) -> bool:
    """Whoever arranges the work at the place whose days they are, and its in-charge."""
    return by.holds(*HOURS, at=days.place.path)


def may_bring(by: Holder, *, under: OrgUnit | None, **_: object) -> bool:
    """Whoever administers the area the list is for."""
    return by.holds(*KEEP, at=under.path if under else "")


def may_take_in(by: Holder, *, brought: object, **_: object) -> bool:
    """Whoever administers the area the list is for."""
    under = brought.under  # type: ignore[attr-defined]
    return by.holds(*KEEP, at=under.path if under else "")
