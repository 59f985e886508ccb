"""A small programme with a few observations, and programs that read it in somebody's name."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from alongside.domain.people.commands import make_token
from alongside.domain.people.models import UserAccount
from tests.observed import TODAY, Mawari
from tests.people import NOON, an_account


@pytest.fixture
def mawari(db):
    cache.clear()  # requests are counted there
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)):
        found = Mawari()
        found.joseph.phones.create(number="+254712345678")
        for days, done in ((40, 6), (20, 8), (2, 10)):
            found.seen(found.joseph, done, days_ago=days)
        found.visit = found.a_visit(days_ago=2, theme="A theme typed by hand", note="A note typed by hand")
        found.visit.mentors.create(person=found.amina)
        yield found


def program_of(person) -> Client:
    """Return a client that brings a token of this person."""
    return Client(headers=headers_of(person))


def headers_of(person) -> dict[str, str]:
    """Return the headers of a program that reads in a person's name."""
    if not UserAccount.objects.filter(person=person).exists():
        an_account(person)
    token = make_token(by=person, at=NOON, person=person, name="dashboard", until=TODAY + timedelta(30))
    return {"Authorization": f"Bearer {token.secret}"}
