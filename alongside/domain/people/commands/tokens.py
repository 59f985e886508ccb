"""Tokens and secret addresses with which programs read."""

import secrets
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access, rules
from ..models import ApiToken, CalendarAddress, Person
from .accounts import digest_of

# Said before the secret itself, so that a scanner of public code knows a token that somebody left there by mistake.
PREFIX = "alongside_"


@act("people.make_token", may=access.may_make_token)
def make_token(*, by: Person | None, at: datetime, person: Person, name: str, until: date) -> ApiToken:
    """Make a token with which a program reads in a person's name.

    until: the first day on which it no longer opens anything, at most a year from now. The token handed back carries
    `secret`, to be shown once; only its digest is kept. Sent a second time, it comes back without.
    """
    if reason := rules.why_no_token(name, until=until, today=timezone.localdate(at), is_active=person.is_active):
        raise reason
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person, name=name.strip(), secret_digest=digest_of(secret), made_at=at, until=until
    )
    token.secret = secret  # type: ignore[attr-defined]
    return token


@act("people.revoke_token", may=access.may_revoke_token)
def revoke_token(*, by: Person | None, at: datetime, token: ApiToken) -> ApiToken:
    """Close what a token opened, with the next request that brings it."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        raise Refused("people.token_revoked", _("This token was revoked already."))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    return token


@act("people.make_calendar_address", may=access.may_make_token)
def make_calendar_address(*, by: Person | None, at: datetime, person: Person) -> CalendarAddress:
    """Make the address under which a calendar program reads a person's visits and days; the one before closes.

    What is handed back carries `secret`, to be shown once; only its digest is kept. Sent a second time, it comes back
    without. Refuses: people.inactive.
    """
    if not person.is_active:
        raise Refused("people.inactive", _("This person is inactive. Make them active first."))
    secret = secrets.token_urlsafe(32)
    made, _new = CalendarAddress.objects.update_or_create(
        person=person, defaults={"secret_digest": digest_of(secret), "made_at": at}
    )
    made.secret = secret  # type: ignore[attr-defined]
    return made


@act("people.close_calendar_address", may=access.may_make_token)
def close_calendar_address(*, by: Person | None, at: datetime, person: Person) -> None:
    """Close the address: calendars that read it find nothing from now on. Closed already, it stays so."""
    CalendarAddress.objects.filter(person=person).delete()


def note_token_used(token: ApiToken, *, on: date) -> None:
    """Keep the day a token was last used. Not an act: nobody decides it, and it is written once a day at most."""
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)
