"""Every OpenRosa address × every kind of device: what each brings out, and that it is its own person's only.

Generated from the URL resolver: an address whose arguments nobody gave here fails.
"""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from alongside.domain.encounters.models import Observation, Submission
from alongside.domain.encounters.queries import device as asked
from alongside.domain.people.commands.accounts import digest_of
from alongside.domain.people.models import Device, Person
from alongside.domain.people.terms import Role
from tests.people import NOON, a_grant, a_person

from .test_role_matrix import addresses, takes_arguments
from .url_samples import World

pytestmark = pytest.mark.django_db
ADDRESSES = {name: pattern for name, pattern in addresses(get_resolver().url_patterns) if name.startswith("openrosa:")}
BY_KEY = sorted(name for name in ADDRESSES if "secret" in ADDRESSES[name].pattern.converters)
BY_PASSWORD = sorted(set(ADDRESSES) - set(BY_KEY))
LISTS = ("facilities", "mentees", "open_actions")
# {converter of the route: what it may be}. Each address is asked for all that fit it.
SAMPLES = {"code": ["third-stage"], "number": ["1"], "name": LISTS}
TURNED_AWAY = ("unknown", "revoked", "inactive")  # these learn nothing, not even that there was a form
LET_IN = ("own", "another's", "expired", "mentee's")  # these are themselves, and see what is theirs
VERSION = {"X-OpenRosa-Version": "1.0"}


@pytest.fixture
def world():
    asked.forget()
    world = World()
    world.amtsl.instruments.add(world.instrument)
    world.enrol(world.kivuma_things.person)
    world.fill_temba()
    world.enrol(world.temba_things.person)
    yield world
    asked.forget()


def holding(world: World, kind: str) -> str:
    """Return the secret of a device of this kind."""
    secret = f"secret of {kind}"
    if kind == "unknown":
        return secret
    person = a_person(f"Somebody {kind}")
    role, place = (
        (Role.MENTEE, world.mtoni) if kind == "mentee's"
        else (Role.MENTOR, world.temba if kind == "another's" else world.kivuma)
    )  # fmt: skip
    a_grant(person, role, place, until=timezone.localdate() if kind == "expired" else None)
    revoked = timezone.now() if kind == "revoked" else None
    Device.objects.create(person=person, name=kind, secret_digest=digest_of(secret), added_at=NOON, revoked_at=revoked)
    if kind == "inactive":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    return secret


def every_address(names, **more):
    """Yield (name, address) of every address with every sample that fits it."""
    for name in names:
        converters = ADDRESSES[name].pattern.converters
        plain = {key: SAMPLES[key][0] for key in converters if key != "secret"} | more
        for listed in LISTS if "name" in converters else [None]:
            # A list is named as a file where it is fetched, and without its ending where it is asked about.
            written = {"name": f"{listed}.csv" if "media" in name else listed} if listed else {}
            yield name, reverse(name, kwargs=plain | written)


def test_every_address_with_arguments_has_a_sample():
    lacking = [
        name
        for name, pattern in ADDRESSES.items()
        if takes_arguments(pattern) and set(pattern.pattern.converters) - set(SAMPLES) - {"secret"}
    ]

    assert (lacking, len(BY_KEY), len(BY_PASSWORD)) == ([], len(BY_PASSWORD), len(BY_KEY))


def told(world: World, client: Client, secret: str) -> tuple[set[str], str]:
    """Return which statuses a device meets, and all that it is told, at every address."""
    statuses, text = set(), ""
    things = [world.kivuma_things, world.temba_things]
    ids = ",".join(str(each.pk) for of in things for each in (of.place, of.person, of.action))
    for _name, address in every_address(BY_KEY, secret=secret):
        answer = client.get(f"{address}?id={ids}&listAllVersions=true", headers=VERSION)
        statuses.add(answer.status_code)
        text += answer.content.decode()
    return statuses, text


@pytest.mark.parametrize("kind", TURNED_AWAY)
def test_who_is_turned_away_learns_nothing_and_leaves_nothing(world, client, kind):
    secret, wrong = holding(world, kind), []

    for name, address in every_address(BY_KEY, secret=secret):
        for send in (client.get, client.head, client.post, client.put, client.delete):
            answer = send(address, headers=VERSION)
            if answer.status_code != 403 or b"third-stage" in answer.content or b"Kivuma" in answer.content:
                wrong.append((name, send.__name__, answer.status_code))
    answer = sends(world, client, secret)

    assert (wrong, answer.status_code) == ([], 403)
    assert not Submission.objects.filter(instance_id="uuid:matrix").exists()
    assert not Device.objects.exclude(last_seen_on=None).exists()


def test_without_a_secret_a_name_and_password_are_asked_for_at_every_address(world, client):
    wrong = []
    for name, address in every_address(BY_PASSWORD):
        for send in (client.get, client.head, client.post):
            answer = send(address, headers=VERSION, secure=True)
            if answer.status_code != 401 or "WWW-Authenticate" not in answer:
                wrong.append((name, send.__name__, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("kind", LET_IN)
def test_a_device_sees_its_own_persons_area_only(world, client, kind):
    statuses, text = told(world, client, holding(world, kind))

    known = {
        word: [str(things.person.pk), str(things.action.pk), str(things.place.pk), things.person.name]
        for word, things in (("Kivuma", world.kivuma_things), ("Temba", world.temba_things))
    }
    # An id that a device asks about comes back with whether it is gone: those answers are not news of the area.
    lists = "\n".join(line for line in text.splitlines() if "<entity " not in line)
    seen = {word for word, said in known.items() if any(each in lists for each in said)}
    assert seen == {"own": {"Kivuma"}, "another's": {"Temba"}}.get(kind, set())
    assert max(statuses) < 500


@pytest.mark.parametrize("kind", LET_IN)
def test_what_lies_in_another_area_is_gone_for_a_device(world, client, kind):
    secret, alive = holding(world, kind), set()
    for word, things in (("Kivuma", world.kivuma_things), ("Temba", world.temba_things)):
        for listed, row in zip(LISTS, (things.place, things.person, things.action), strict=True):
            address = reverse("openrosa:integrity-by-key", kwargs={"secret": secret, "name": listed})
            answer = client.get(f"{address}?id={row.pk}", headers=VERSION)
            if b"<deleted>false</deleted>" in answer.content:
                alive.add(word)

    assert alive == {"own": {"Kivuma"}, "another's": {"Temba"}}.get(kind, set())


@pytest.mark.parametrize("kind", LET_IN)
def test_what_a_device_sends_counts_where_its_person_records_and_nowhere_else(world, client, kind):
    before = Observation.objects.count()

    answer = sends(world, client, holding(world, kind))

    kept = Submission.objects.get(instance_id="uuid:matrix")
    made = Observation.objects.count() - before
    assert (answer.status_code, kept.sent_by.name) == (201, f"Somebody {kind}")
    assert (made, "held no role" in kept.problem) == ((1, False) if kind == "own" else (0, True))


def sends(world: World, client: Client, secret: str):
    """Send a record of somebody in Kivuma."""
    things = world.kivuma_things
    steps = "".join(f"<step{n}>1</step{n}>" for n in range(1, 11))
    record = f"""<data id="third-stage" version="1" xmlns:orx="http://openrosa.org/xforms">
      <al_visit><al_date>{timezone.localdate()}</al_date><al_facility>{things.place.pk}</al_facility>
        <al_mentee>{things.person.pk}</al_mentee><al_setting>simulation</al_setting>
        <al_permission>not_applicable</al_permission></al_visit>
      <al_checklist><all>{steps}</all></al_checklist>
      <orx:meta><orx:instanceID>uuid:matrix</orx:instanceID></orx:meta></data>"""
    address = reverse("openrosa:submission-by-key", kwargs={"secret": secret})
    sent = SimpleUploadedFile("form.xml", record.encode(), "text/xml")
    return client.post(address, {"xml_submission_file": sent}, headers=VERSION)


def test_an_id_that_never_was_here_is_answered_with_nothing(world, client):
    address = reverse("openrosa:integrity-by-key", kwargs={"secret": holding(world, "own"), "name": "mentees"})

    answer = client.get(f"{address}?id={UUID(int=7)}", headers=VERSION)

    assert (answer.status_code, b"<entity " in answer.content) == (200, False)
