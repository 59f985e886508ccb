"""What can be done with people."""

from .accounts import (
    add_device,
    choose_password,
    close_account,
    end_role,
    give_account,
    grant_role,
    revoke_device,
    see_device,
)
from .duplicates import look_for_duplicates, merge_persons, not_a_duplicate, unmerge_persons
from .lists import bring_people, discard_people, import_people, why_not_mapped
from .staff import change_contact, deactivate, leave_post, move_post, reactivate, register_person, set_licence
from .tokens import close_calendar_address, make_calendar_address, make_token, note_token_used, revoke_token

__all__ = [
    "add_device", "bring_people", "discard_people", "import_people", "change_contact", "choose_password", "close_account",
    "close_calendar_address", "deactivate", "end_role", "give_account", "grant_role", "leave_post", "look_for_duplicates",
    "make_calendar_address", "make_token", "merge_persons",
    "move_post", "not_a_duplicate", "note_token_used", "reactivate", "register_person", "revoke_device", "revoke_token",
    "see_device", "set_licence", "unmerge_persons", "why_not_mapped",
]  # fmt: skip
