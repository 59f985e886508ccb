"""Every address × everybody: who may open it, what lies in the district beside, and what its lists give away.

Generated from the URL resolver: a page that does not say who it is for, or an address whose arguments nobody gave a
sample for (url_samples.py), fails here.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from alongside.domain.encounters.models import Submission
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.kernel.models import Entry
from tests.people import a_grant, a_person, sign_in

from .url_samples import SAMPLES, Nowhere, World

pytestmark = pytest.mark.django_db
LIBRARY = ("allauth.", "django.views.i18n")  # their pages hold nothing of ours; signing in is tested by itself


def addresses(patterns: list, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of our own with its name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        else:
            yield f"{namespace}{pattern.name}", pattern


ALL = list(addresses(get_resolver().url_patterns))
# Phones and calendars bring a secret instead of a session: test_device_matrix.py, web/visits/test_calendars.py.
BY_SECRET = ("openrosa:", "visits:calendar_feed")
OURS = {
    name: pattern
    for name, pattern in ALL
    if not pattern.callback.__module__.startswith(LIBRARY) and not name.startswith(BY_SECRET)
}
EACH_PLACE_HAS = sorted(name for name, sample in SAMPLES.items() if sample.of is not None)
DELETED_AS_A_ROW = {"visits:derive"}
EVERY_PAGE = pytest.mark.parametrize("name", sorted(OURS))
PEOPLE = ["anonymous", *Role.values, "expired", "inactive"]
EVERYBODY = pytest.mark.parametrize("who", PEOPLE)
# Who sees by name, by level, by figure, or nothing: the conditions of all others are made of these.
OF_EACH_SIGHT = {Role.MENTEE, Role.MENTOR, Role.COORDINATOR, Role.IN_CHARGE, Role.ME_OFFICER, "anonymous"}
EVERYBODY_ONCE = pytest.mark.parametrize(
    "who", [pytest.param(each, marks=[] if each in OF_EACH_SIGHT else pytest.mark.once) for each in PEOPLE]
)


def takes_arguments(pattern: URLPattern) -> bool:
    return bool(pattern.pattern.converters or pattern.pattern.regex.groups)


def test_every_page_says_who_it_is_for():
    silent = [name for name, pattern in ALL if not hasattr(pattern.callback, "who")]

    assert silent == [], "decorate these views with @page(who=…)"


def test_every_address_with_arguments_has_a_sample():
    lacking = [name for name, pattern in OURS.items() if takes_arguments(pattern) and name not in SAMPLES]
    unknown = sorted(set(SAMPLES) - set(OURS))

    assert lacking == [], "give sample arguments for these in tests/architecture/url_samples.py"
    assert unknown == [], "these samples belong to no address any more"


@pytest.fixture
def world():
    return World()


def somebody(world: World, who: str) -> Person | None:
    """Return a person who holds one role in Kivuma, or is nobody in one of the ways one can be."""
    if who == "anonymous":
        return None
    person = a_person(f"Somebody {who}")
    if who == "expired":
        a_grant(person, Role.ADMINISTRATOR, world.kivuma, until=timezone.localdate())
    elif who == "inactive":
        a_grant(person, Role.ADMINISTRATOR, world.kivuma)
        Person.objects.filter(pk=person.pk).update(is_active=False)
        person.is_active = False
    else:
        a_grant(person, who, world.kivuma)
    return person


def as_seen(person: Person | None) -> Person | None:
    """Return whom a page finds on the request: nobody, where the person is inactive."""
    return Person.objects.filter(pk=person.pk, is_active=True).first() if person else None


def signed(person: Person | None) -> Client:
    return sign_in(Client(), person) if person else Client()


def address(name: str, world: World, *, sibling: bool = False) -> str:
    sample = SAMPLES.get(name)
    if sample is None:
        return reverse(name)
    return reverse(name, kwargs=(sample.sibling if sibling else sample.own)(world))


@EVERYBODY
def test_a_page_opens_to_those_it_is_for_and_to_nobody_else(world, who):
    world.merge(timezone.now())
    person = somebody(world, who)
    client, wrong = signed(person), []

    for name, pattern in sorted(OURS.items()):
        answer = client.get(address(name, world))
        seen = as_seen(person)
        if pattern.callback.who(seen):
            fits = answer.status_code in (200, 302, 404, 405) and not _asks_to_sign_in(answer)
        elif seen is None:
            fits = _asks_to_sign_in(answer)
        else:
            fits = answer.status_code == 403
        if not fits:
            wrong.append((name, answer.status_code))

    assert wrong == []


def _asks_to_sign_in(answer) -> bool:
    if answer.status_code == 401:  # of programs, in JSON
        return answer["WWW-Authenticate"].startswith("Bearer")
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


@EVERYBODY
def test_what_lies_in_the_district_beside_is_not_there(world, who):
    world.fill_temba()
    world.merge(timezone.now())
    person, before = somebody(world, who), Entry.objects.count()
    client, found = signed(person), []

    for name in sorted(OURS):
        sample = SAMPLES.get(name)
        if sample is not None and sample.sibling is not None:
            found += opened(client, person, name, sample.sibling(world))

    assert (found, Entry.objects.count()) == ([], before)


def opened(client: Client, person: Person | None, name: str, arguments: dict) -> list[tuple]:
    """Return how an address answers where it should answer that there is no such thing, or not to this person."""
    found = []
    for send in (client.get, client.post):
        answer = send(reverse(name, kwargs=arguments))
        allowed = OURS[name].callback.who(as_seen(person))
        expected = [404] if allowed else [302, 401] if as_seen(person) is None else [403]
        only_other = client.post if name.startswith("api:") else client.get
        only_post = allowed and send == only_other and answer.status_code == 405  # said of every address alike
        if answer.status_code not in expected and not only_post:
            found.append((name, send.__name__, answer.status_code))
    return found


@EVERYBODY
def test_what_lies_in_the_country_above_is_not_there(world, who):
    things = world.fill_country()
    person, before = somebody(world, who), Entry.objects.count()
    client, found = signed(person), []

    for name in EACH_PLACE_HAS:
        found += opened(client, person, name, SAMPLES[name].of(things))

    assert (found, Entry.objects.count()) == ([], before)


@EVERYBODY
def test_what_belongs_to_nobody_falls_to_nobody(world, who):
    things = Nowhere(world)
    person, before = somebody(world, who), Entry.objects.count()
    client, found, asked = signed(person), [], 0

    for name in EACH_PLACE_HAS:
        try:
            arguments = SAMPLES[name].of(things)
        except AttributeError:
            continue  # such a thing always belongs to a place
        asked += 1
        found += opened(client, person, name, arguments)

    assert (found, Entry.objects.count()) == ([], before)
    assert asked >= 15


@EVERYBODY
def test_what_was_deleted_or_never_was_is_not_there(world, who):
    world.merge(timezone.now())
    Submission.objects.update(deleted_at=timezone.now())  # the one thing that is deleted and stays as a row
    person, before = somebody(world, who), Entry.objects.count()
    client, found = signed(person), []

    for name in EACH_PLACE_HAS:
        arguments = SAMPLES[name].own(world)
        if name not in DELETED_AS_A_ROW:
            arguments = {key: _no_such(value) for key, value in arguments.items()}
        found += opened(client, person, name, arguments)

    assert (found, Entry.objects.count()) == ([], before)


def _no_such(value):
    return UUID(int=value.int ^ 1) if isinstance(value, UUID) else value + 10**6 if isinstance(value, int) else value


# What may differ between two looks at a page that shows the same.
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|name="act_id" value="[^"]*"|datetime="[^"]*"')


def plain(content: bytes) -> bytes:
    """Return what an answer says, without what changes from look to look; of a workbook its cells."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(part) for part in sorted(book.namelist()) if part.startswith("xl/"))
    return CHANGING.sub(b"", content)


@EVERYBODY_ONCE
def test_no_list_count_search_or_export_changes_with_what_lies_beside(world, who):
    world.merge(timezone.now() - timedelta(hours=1))
    person = somebody(world, who)
    asked = ["", "?q=Tembasonov", "?q=o", "?role=mentee", "?cadre=nurse"]
    names = [name for name in sorted(OURS) if not (name in SAMPLES and SAMPLES[name].everybody)]

    def look() -> dict[str, bytes]:
        client, pages = signed(person), {}
        for name in names:
            for query in asked if name not in SAMPLES else asked[:1]:
                answer = client.get(address(name, world) + query)
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                pages[f"{name}{query}"] = plain(content)
        return pages

    before = look()
    world.fill_temba()
    after = look()

    given_away = [page for page in before if before[page] != after[page]]
    assert given_away == []


def test_a_role_that_ends_closes_its_pages_with_the_next_click(world):
    person = somebody(world, Role.COORDINATOR)
    client = signed(person)
    opened = client.get(reverse("staff:everybody")).status_code

    person.grants.update(until=timezone.localdate())

    assert (opened, client.get(reverse("staff:everybody")).status_code) == (200, 403)
