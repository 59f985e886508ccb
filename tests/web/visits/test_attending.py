"""A group's list filled by a code: each says that they are there, once, for half a day, where they work."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from alongside.kernel.ids import uuid7
from alongside.web.visits.attending import SALT
from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(mawari):
    visit = mawari.a_visit(status="draft")
    visit.mentors.create(person=mawari.amina)
    found = mawari.encounter(mawari.grace)
    type(found).objects.filter(pk=found.pk).update(interaction="one_to_group", topic="Bleeding drill", visit=visit)
    found.refresh_from_db()
    return found


def there(group):
    return reverse("visits:attend", args=[signing.dumps(str(group.pk), salt=SALT)])


def say(client, address):
    return client.post(address, {"act_id": str(uuid7())}, follow=True)


def test_the_mentor_shows_a_code_and_a_mentee_is_on_the_list_once(client, mawari, group):
    sign_in(client, mawari.amina)
    page = client.get(reverse("visits:code", args=[group.pk]))
    assert "<svg" in page.content.decode() and "Joseph" not in words(page)
    sign_in(client, mawari.joseph)
    assert "Bleeding drill" in words(client.get(there(group)))
    for _time in range(2):
        say(client, there(group))
    assert list(group.attendances.filter(person=mawari.joseph).values_list("person", flat=True)) == [mawari.joseph.pk]


def test_whoever_works_elsewhere_is_told_so_and_is_not_on_it(client, mawari, group):
    sign_in(client, mawari.stranger)
    page = say(client, there(group))
    assert not group.attendances.filter(person=mawari.stranger).exists()
    assert re.search(r"work", words(page))
    assert client.get(reverse("visits:code", args=[group.pk])).status_code == 404


def test_a_code_ends_and_cannot_be_made_up(client, mawari, group):
    sign_in(client, mawari.joseph)
    address = there(group)
    assert "holds no more" in words(client.get(reverse("visits:attend", args=["guessed"])))
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        sign_in(client, mawari.joseph)
        assert "holds no more" in words(client.get(address))
    type(group.visit).objects.filter(pk=group.visit_id).update(status="submitted", submitted_at=timezone.now())
    sign_in(client, mawari.joseph)
    assert "already submitted" in words(say(client, address))
    type(group).objects.filter(pk=group.pk).update(interaction="one_to_one")
    sign_in(client, mawari.amina)
    assert client.get(reverse("visits:code", args=[group.pk])).status_code == 404
