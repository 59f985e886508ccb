"""Roles, accounts and devices."""

import hashlib
import secrets
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access, rules
from ..models import Device, Grant, Person, UserAccount, in_force

# Read aloud over a bad line: no letter that sounds or looks like another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@act("people.grant_role", may=access.may_grant)
def grant_role(
    *, by: Person | None, at: datetime, person: Person, role: str, place: OrgUnit | None, since: date,
    until: date | None = None, programme_id: UUID | None = None,
) -> Grant:  # fmt: skip
    """Give a person a role in an area, or everywhere (place None); for one programme or (None) for all.

    Nobody gives what they do not administer, and nobody gives it to themselves. until: exclusive.
    """
    if reason := rules.why_not_granted(
        role, to_oneself=by is not None and by.pk == person.pk, is_active=person.is_active
    ):
        raise reason
    if until is not None and until <= since:
        raise Refused("people.role_ends_first", _("The role ends before it begins. Check the dates."), field="until")
    same = Grant.objects.filter(person=person, role=role, place=place, programme_id=programme_id)
    if same.filter(in_force()).exists():
        raise Refused(
            "people.role_held", _("%(name)s holds this role there already.") % {"name": person.name}, field="role"
        )
    vars(person).pop("_held", None)
    return Grant.objects.create(
        person=person, role=role, place=place, since=since, until=until, programme_id=programme_id
    )


@act("people.end_role", may=access.may_end_role)
def end_role(*, by: Person | None, at: datetime, grant: Grant, on: date) -> Grant:
    """End a role; on: the first day on which the person no longer holds it. Takes effect with the next page they open."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if by is not None and by.pk == grant.person_id:
        raise Refused("people.own_role", _("Nobody changes their own roles. Ask another administrator."))
    if grant.until is not None and grant.until <= on:
        raise Refused("people.role_ended", _("This role has ended already."))
    grant.until = max(on, grant.since)
    grant.save(update_fields=["until"])
    return grant


@act("people.give_account", may=access.may_administer)
def give_account(*, by: Person | None, at: datetime, person: Person, username: str) -> UserAccount:
    """Give a person a login, or a new password to the one they have.

    The account handed back carries `one_time_password`, to be shown once: whoever signs in with it is asked to choose
    their own. Sent a second time, the account comes back without it.
    """
    username = username.strip()
    if reason := rules.why_not_username(username):
        raise reason
    if not person.is_active:
        raise Refused("people.inactive", _("This person is inactive. Make them active first."))
    if UserAccount.objects.filter(username__iexact=username).exclude(person=person).exists():
        raise Refused(
            "people.username_taken", _("Somebody else signs in under this name. Choose another."), field="username"
        )
    account = UserAccount.objects.select_for_update().filter(person=person).first()
    account = account or UserAccount(person=person, created_at=at)
    password = "-".join("".join(secrets.choice(_LETTERS) for _letter in range(4)) for _group in range(4))
    account.username, account.email, account.is_active, account.password_is_one_time = (
        username,
        person.email,
        True,
        True,
    )
    account.set_password(password)
    account.save()
    account.one_time_password = password  # type: ignore[attr-defined]
    return account


@act("people.choose_password", may=access.may_choose_password)
def choose_password(*, by: Person | None, at: datetime, account: UserAccount) -> UserAccount:
    """Note that a person chose their own password: the one they were given no longer counts as such."""
    account.password_is_one_time = False
    account.save(update_fields=["password_is_one_time"])
    return account


@act("people.close_account", may=access.may_close_account)
def close_account(*, by: Person | None, at: datetime, account: UserAccount) -> UserAccount:
    """Close a login, with the next page that is opened under it. The person and their record stay."""
    account = UserAccount.objects.select_for_update().get(pk=account.pk)
    if by is not None and by.pk == account.person_id:
        raise Refused("people.own_account", _("You cannot close your own account. Ask another administrator."))
    if not account.is_active:
        raise Refused("people.account_closed", _("This account is closed already."))
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    return account


@act("people.add_device", may=access.may_add_device)
def add_device(*, by: Person | None, at: datetime, person: Person, name: str) -> Device:
    """Add a phone or tablet that sends in a person's name.

    The device handed back carries `secret`, to be shown once; only its digest (`digest_of`) is kept.
    """
    if not name.strip():
        raise Refused("people.no_device_name", _("Give the device a name, such as “my phone”."), field="name")
    secret = secrets.token_urlsafe(32)
    device = Device.objects.create(person=person, name=name.strip()[:80], secret_digest=digest_of(secret), added_at=at)
    device.secret = secret  # type: ignore[attr-defined]
    return device


@act("people.revoke_device", may=access.may_revoke)
def revoke_device(*, by: Person | None, at: datetime, device: Device) -> Device:
    """Take a device its right to send, at once."""
    device = Device.objects.select_for_update().get(pk=device.pk)
    if device.revoked_at is not None:
        raise Refused("people.device_revoked", _("This device was revoked already."))
    device.revoked_at = at
    device.save(update_fields=["revoked_at"])
    return device


@act("people.see_device", may=access.may_revoke)
def see_device(*, by: Person | None, at: datetime, device: Device, on: date) -> None:
    """Note the day on which a device last called. An earlier day than the one noted changes nothing."""
    Device.objects.filter(Q(last_seen_on=None) | Q(last_seen_on__lt=on), pk=device.pk).update(last_seen_on=on)


def digest_of(secret: str) -> str:
    """Return what is kept of a device's secret: SHA-256. It is 256 bits of chance, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
