"""What can be done to places."""

from .days import keep_free, open_days_again
from .lists import bring_places, discard_places, import_places, why_not_mapped
from .tree import (
    close_place,
    link_referral,
    move_place,
    open_area,
    open_facility,
    rename_place,
    reopen_place,
    set_opening_days,
    set_point,
    unlink_referral,
)

__all__ = [
    "bring_places", "close_place", "discard_places", "import_places", "keep_free", "link_referral", "move_place", "open_area",
    "open_days_again", "open_facility", "rename_place", "reopen_place", "set_opening_days", "set_point", "unlink_referral", "why_not_mapped",
]  # fmt: skip
