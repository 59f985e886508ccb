"""Small factories for tests: a country, the people in it, their posts and their roles. Plain rows, no acts."""

from datetime import UTC, date, datetime

from django.utils import timezone

from alongside.domain.people.models import Cadre, Employment, Grant, Person, Phone, UserAccount
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import PlaceType

LONG_AGO = date(2020, 1, 1)
NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


def a_place(
    name: str = "Mtoni Health Centre", *, type: str = PlaceType.HEALTH_CENTRE, under: OrgUnit | None = None, **given
) -> OrgUnit:
    """Make a place under another, or at the top of the tree."""
    if under is None:
        return OrgUnit.objects.add_root(instance=OrgUnit(name=name, type=type, **given))
    return OrgUnit.objects.add_child(under, instance=OrgUnit(name=name, type=type, **given))


def a_person(
    name: str = "Joseph", *, works_at: OrgUnit | None = None, cadre: str = "nurse", phone: str = "", **given
) -> Person:
    """Make a person, called by given and family names; with a post where `works_at` says so."""
    given_names, _, family_name = name.rpartition(" ") if " " in name else (name, "", "")
    person = Person.objects.create(
        **{"given_names": given_names, "family_name": family_name, "registered_at": NOON, **given}
    )
    if phone:
        Phone.objects.create(person=person, number=phone)
    if works_at is not None:
        an_employment(person, works_at, cadre=cadre)
    return person


def an_employment(
    person: Person, place: OrgUnit, *, cadre: str = "nurse", since: date = LONG_AGO, until: date | None = None, **given
) -> Employment:
    """Make a post; the cadre is made where there is none."""
    kept, _ = Cadre.objects.get_or_create(
        code=cadre, defaults={"isco": "2221", "title": cadre.replace("_", " ").title()}
    )
    return Employment.objects.create(person=person, place=place, cadre=kept, since=since, until=until, **given)


def a_grant(
    person: Person,
    role: str | Role,
    place: OrgUnit,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
    programme=None,
) -> Grant:
    """Give a person a role in an area; forgets the roles this object had looked up before."""
    vars(person).pop("_held", None)
    return Grant.objects.create(
        person=person, role=role, place=place, since=since, until=until, programme_id=programme and programme.pk
    )


def an_account(person: Person, *, username: str = "", password: str = "") -> UserAccount:
    """Make a login; sign in with `client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")`."""
    account = UserAccount(
        person=person, username=username or f"{person.given_names}-{person.pk}".lower(), created_at=timezone.now()
    )
    if password:
        account.set_password(password)
    else:
        account.set_unusable_password()
    account.save()
    return account


def sign_in(client, person: Person):
    """Sign a person in on Django's test client, making an account where there is none; returns the client."""
    account = UserAccount.objects.filter(person=person).first() or an_account(person)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
