"""What is decided about people: how a number is written, what a post and a role must keep to."""

from datetime import date, timedelta

import phonenumbers
from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

from ..terms import Role

UNDO_WITHIN = timedelta(days=30)  # a merge (R220)
LONGEST_TOKEN = timedelta(days=366)  # a program nobody looks after stops by itself
_USERNAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_@+")


def international(number: str, *, region: str) -> str:
    """Return a phone number in E.164, or refuse it.

    region: ISO 3166 code of the country whose numbers are written without their country code.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise Refused(
            "people.no_phone",
            _("“%(number)s” is not a phone number. Check the digits, or write it with + and the country code.")
            % {"number": number},
            field="phone",
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def why_not_named(given_names: str, family_name: str) -> Refused | None:
    """Return why these are no names of a person, or None. A person with one name has it as given name."""
    if not given_names.strip():
        return Refused("people.no_name", _("Enter the given names."), field="given_names")
    if len(given_names) > 120 or len(family_name) > 120:
        return Refused("people.long_name", _("A name is at most 120 letters long. Shorten it."), field="given_names")
    return None


def why_not_employed(*, since: date, today: date, time_share: object, in_practice_since: int | None) -> Refused | None:
    """Return why a post cannot be as told, or None. time_share: of a full post, above 0 and up to 1."""
    if since > today + timedelta(days=366):
        return Refused(
            "people.far_ahead", _("The post begins more than a year from now. Check the date."), field="since"
        )
    if not 0 < time_share <= 1:  # type: ignore[operator]
        return Refused(
            "people.time_share", _("The share of a full post lies above 0 and at most 1. Check it."), field="time_share"
        )
    if in_practice_since is not None and not 1940 <= in_practice_since <= today.year:
        return Refused(
            "people.practice_year",
            _("Enter the year in which the person began to practise."),
            field="in_practice_since",
        )
    return None


def why_not_left(*, since: date, on: date) -> Refused | None:
    """Return why a post cannot end on a day, or None."""
    if on < since:
        return Refused("people.left_before_start", _("The post began after this day. Check the date."), field="on")
    return None


def why_not_granted(role: str, *, to_oneself: bool, is_active: bool) -> Refused | None:
    """Return why nobody could grant this, or None."""
    if role not in Role.values:
        return Refused("people.no_role", _("Choose a role from the list."), field="role")
    if to_oneself:
        return Refused("people.own_role", _("Nobody changes their own roles. Ask another administrator."))
    if not is_active:
        return Refused("people.inactive", _("This person is inactive. Make them active first."))
    return None


def why_not_username(username: str) -> Refused | None:
    """Return why nobody can sign in under this name, or None."""
    if 3 <= len(username) <= 80 and not set(username.casefold()) - _USERNAME:
        return None
    return Refused(
        "people.no_username", _("A user name has 3 to 80 letters, digits or . - _ @ + and no blanks."), field="username"
    )


def why_no_token(name: str, *, until: date, today: date, is_active: bool) -> Refused | None:
    """Return why no such token can be made, or None. until: exclusive."""
    if not is_active:
        return Refused("people.inactive", _("This person is inactive. Make them active first."))
    if not name.strip() or len(name.strip()) > 80:
        return Refused(
            "people.no_token_name", _("Name the program that will use it, in at most 80 letters."), field="name"
        )
    if until <= today:
        return Refused("people.token_over", _("The token would be over already. Choose a later day."), field="until")
    if until > today + LONGEST_TOKEN:
        return Refused("people.token_too_long", _("A token lasts a year at most. Make a new one then."), field="until")
    return None
