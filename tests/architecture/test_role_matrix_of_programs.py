"""Every address of the interface × everybody, by token: never more than its person has, and nothing once it is over."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from alongside.api.interface import WHO
from alongside.domain.people.commands import make_token
from alongside.domain.people.models import ApiToken, Person, UserAccount
from alongside.domain.people.terms import Role
from tests.people import a_grant, a_person, an_account, sign_in

from .test_role_matrix import ALL, address, plain
from .url_samples import SAMPLES, World

pytestmark = pytest.mark.django_db
OPERATIONS = sorted(name for name, _pattern in ALL if name.startswith("api:") and name.partition(":")[2] in WHO)
OPEN = {"api:openapi", "api:nothing"}  # they hold no data


@pytest.fixture
def world():
    made = World()
    made.fill_temba()
    return made


def a_token(person: Person) -> tuple[Client, ApiToken]:
    """Return a client that brings a new token of a person."""
    now = timezone.now()
    token = make_token(by=person, at=now, person=person, name="dashboard", until=timezone.localdate() + timedelta(30))
    return Client(headers={"Authorization": f"Bearer {token.secret}"}), token


def somebody(world: World, role: str) -> Person:
    person = a_person(f"Somebody {role}")
    an_account(person)
    a_grant(person, role, world.kivuma)
    return person


def test_every_address_of_the_interface_is_an_operation_that_says_who_it_is_for():
    served = {name for name, _pattern in ALL if name.startswith("api:")}

    assert served == {f"api:{name}" for name in WHO} | OPEN


@pytest.mark.parametrize("role", Role.values)
def test_a_token_is_answered_as_its_person_is(world, role):
    person = somebody(world, role)
    by_token, _token = a_token(person)
    by_session, differing = sign_in(Client(), person), []

    for name, sibling in product(OPERATIONS, (False, True)):
        if sibling and (name not in SAMPLES or SAMPLES[name].sibling is None):
            continue
        there = address(name, world, sibling=sibling)
        first, second = by_token.get(there), by_session.get(there)
        if (first.status_code, plain(first.content)) != (second.status_code, plain(second.content)):
            differing.append(there)
        if sibling and first.status_code != 404:
            differing.append(f"{there} is told")

    assert differing == []


def revoked(token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())


def over(token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk).update(until=timezone.localdate())


def inactive(token: ApiToken) -> None:
    Person.objects.filter(pk=token.person_id).update(is_active=False)


def login_closed(token: ApiToken) -> None:
    UserAccount.objects.filter(person=token.person_id).update(is_active=False)


@pytest.mark.parametrize("ends", [revoked, over, inactive, login_closed])
def test_a_token_that_is_over_opens_nothing_with_the_next_request(world, ends):
    client, token = a_token(somebody(world, Role.COORDINATOR))
    before = {client.get(address(name, world)).status_code for name in OPERATIONS}

    ends(token)

    after = {client.get(address(name, world)).status_code for name in OPERATIONS}
    assert (before, after) == ({200}, {401})


def test_a_role_that_ends_closes_what_it_opened_to_a_token(world):
    person = somebody(world, Role.COORDINATOR)
    client, _token = a_token(person)
    before = client.get(address("api:visits", world)).status_code

    person.grants.update(until=timezone.localdate())

    assert (before, client.get(address("api:visits", world)).status_code) == (200, 403)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer alongside_\x00", "bearer ü"])
def test_a_header_that_is_no_token_is_not_helped_by_a_session(world, header):
    client = sign_in(Client(), somebody(world, Role.COORDINATOR))

    answers = {client.get(address(name, world), headers={"Authorization": header}).status_code for name in OPERATIONS}

    assert answers == {401}


def test_a_token_opens_no_page(world):
    client, _token = a_token(somebody(world, Role.COORDINATOR))

    assert client.get("/people/").status_code == 302
