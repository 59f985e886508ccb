"""A record that could not be read is read again after what stood in its way was mended: once, and by the same rules."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.domain.encounters.commands import delete_submission, derive_submission
from alongside.domain.encounters.models import ActionItem, FeedbackNote, Observation, Submission, Visit
from alongside.domain.encounters.queries.device import underivable
from alongside.domain.people.models import Grant
from alongside.exchange.openrosa import pages
from alongside.kernel.errors import Refused
from alongside.kernel.journal import broken_links
from alongside.kernel.models import Entry
from tests.observed import TODAY, Mawari
from tests.people import NOON, a_person, an_employment, sign_in

from .phone import Phone, a_device, a_record


@pytest.fixture
def mawari(db):
    with time_machine.travel(NOON, tick=False):
        stands = Mawari()
        stands.amtsl.instruments.add(stands.instrument)
        yield stands


@pytest.fixture
def phone(mawari, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a_device(mawari.amina)
    an_employment(mawari.amina, mawari.mtoni)
    return Phone(client)


@pytest.fixture
def waiting(mawari, phone):
    """Return a record that could not be read for want of a role, which has been given since."""
    Grant.objects.filter(person=mawari.amina).update(until=TODAY)
    phone.send(a_record(mawari, done=8, actions=[("Practise counter-traction", "mentee", "2026-04-28")]))
    Grant.objects.filter(person=mawari.amina).update(until=None)
    kept = Submission.objects.get()
    assert "held no role" in kept.problem
    return kept


def read_again(submission, by, **more):
    return derive_submission(by=by, at=NOON, submission=submission, **more)


def refused(submission, by):
    with pytest.raises(Refused) as refusal:
        read_again(submission, by)
    return refusal.value.code


def test_what_was_mended_becomes_what_it_would_have_been(mawari, waiting):
    assert read_again(waiting, mawari.coordinator).problem == ""

    seen = Observation.objects.get()
    assert (seen.observer, seen.mentee, seen.steps_done, seen.held_on) == (mawari.amina, mawari.joseph, 8, TODAY)
    assert (seen.submission, seen.encounter.mentor, seen.encounter.visit.recorded_by) == (
        waiting, mawari.amina, mawari.amina,
    )  # fmt: skip
    assert (FeedbackNote.objects.get().given_by, ActionItem.objects.get().text) == (
        mawari.amina, "Practise counter-traction",
    )  # fmt: skip
    assert list(underivable(seen_by=mawari.coordinator)) == []
    assert Entry.objects.filter(act="encounters.derive_submission").get().by_id == mawari.coordinator.pk
    assert list(broken_links()) == []


def test_the_one_who_sent_it_may_and_a_stranger_may_not(mawari, waiting):
    for name in ("stranger", "joseph", "daniel", "grace"):
        assert refused(waiting, getattr(mawari, name)) == "acts.not_yours"
    assert not Observation.objects.exists()

    read_again(waiting, mawari.amina)

    assert Observation.objects.count() == 1


def test_what_still_stands_in_the_way_is_said_and_nothing_changes(mawari, waiting):
    Grant.objects.filter(person=mawari.amina).update(until=TODAY)
    before = waiting.problem

    assert refused(waiting, mawari.coordinator) == "encounters.no_role_then"

    waiting.refresh_from_db()
    assert (waiting.problem, Observation.objects.count(), Visit.objects.count()) == (before, 0, 0)


def test_a_fault_of_ours_is_mended_by_reading_again(mawari, phone, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(pages.translate, "filled", lambda *_given: 1 / 0)
        phone.send(a_record(mawari))
        kept = Submission.objects.get()
        assert refused(kept, mawari.coordinator) == "encounters.still_unread"

    read_again(kept, mawari.coordinator)

    assert Observation.objects.get().submission == kept


def test_an_encrypted_record_stays_as_it_is(mawari, phone):
    phone.send(
        b'<data id="third-stage" version="1" encrypted="yes" xmlns:orx="http://openrosa.org/xforms">'
        b"<orx:meta><orx:instanceID>uuid:e</orx:instanceID></orx:meta></data>"
    )

    assert refused(Submission.objects.get(), mawari.coordinator) == "encounters.still_unread"


def test_sent_twice_it_is_done_once_and_asked_again_it_says_so(mawari, waiting):
    act_id = uuid4()
    first, second = (read_again(waiting, mawari.coordinator, act_id=act_id) for _time in range(2))

    assert first == second
    assert refused(waiting, mawari.coordinator) == "encounters.read_already"
    assert (Observation.objects.count(), ActionItem.objects.count(), FeedbackNote.objects.count()) == (1, 1, 1)


def test_a_record_resent_after_it_was_read_is_the_same_record(mawari, phone, waiting):
    import zstandard

    read_again(waiting, mawari.coordinator)

    answer = phone.send(zstandard.decompress(bytes(waiting.body)))

    assert (answer.status_code, Observation.objects.count(), Submission.objects.count()) == (201, 1, 1)


def test_what_was_deleted_is_not_taken_in_again(mawari, waiting):
    delete_submission(by=None, at=NOON, submission=waiting)

    assert refused(waiting, mawari.amina) == "encounters.record_deleted"
    assert not Observation.objects.exists()


def test_what_a_newer_version_replaced_is_not_read_any_more(mawari, phone, waiting):
    phone.send(a_record(mawari, replaces=waiting.instance_id, done=9))

    assert refused(waiting, mawari.coordinator) == "encounters.superseded"
    assert Observation.objects.get().steps_done == 9


def an_edit_that_could_not_be_read(mawari, phone):
    phone.send(a_record(mawari, instance_id="uuid:first", done=3))
    phone.send(a_record(mawari, instance_id="uuid:edit", replaces="uuid:first", done=9, permission=None))
    return Submission.objects.get(instance_id="uuid:edit")


def test_an_edit_corrects_the_record_it_was_made_of(mawari, phone, monkeypatch):
    phone.send(a_record(mawari, instance_id="uuid:first", done=3))
    with monkeypatch.context() as patch:
        patch.setattr(pages.translate, "filled", lambda *_given: 1 / 0)
        phone.send(a_record(mawari, instance_id="uuid:edit", replaces="uuid:first", done=9))

    read_again(Submission.objects.get(instance_id="uuid:edit"), mawari.coordinator)

    newest = Observation.objects.get(is_current=True)
    assert (newest.steps_done, newest.corrects.steps_done, newest.corrects.is_current) == (9, 3, False)


def test_an_edit_of_what_was_corrected_since_is_refused(mawari, phone):
    edit = an_edit_that_could_not_be_read(mawari, phone)
    Observation.objects.update(is_current=False)

    assert refused(edit, mawari.coordinator) == "encounters.corrected_since"


def test_an_edit_of_a_deleted_record_is_refused(mawari, phone):
    edit = an_edit_that_could_not_be_read(mawari, phone)
    delete_submission(by=None, at=NOON, submission=Submission.objects.get(instance_id="uuid:first"))

    assert refused(edit, mawari.coordinator) == "encounters.record_deleted"


# The page


def the_page(person):
    client = sign_in(Client(), person)
    return client, client.get(reverse("visits:unread")).content.decode()


def test_the_page_reads_it_again_with_one_press_and_a_second_press_changes_nothing(mawari, waiting):
    client, text = the_page(mawari.coordinator)
    act_id = re.search('name="act_id" value="([^"]+)"', text)[1]
    address = reverse("visits:derive", args=[waiting.pk])

    answers = [client.post(address, {"act_id": act_id}, follow=True) for _time in range(2)]

    assert all("The record is read." in answer.content.decode() for answer in answers)
    assert (Observation.objects.count(), "Every record could be read" in answers[1].content.decode()) == (1, True)


def test_the_page_says_why_it_still_cannot(mawari, waiting):
    Grant.objects.filter(person=mawari.amina).update(until=TODAY)
    client, _text = the_page(mawari.coordinator)

    answer = client.post(reverse("visits:derive", args=[waiting.pk]), {"act_id": str(uuid4())})

    assert (answer.status_code, "held no role" in answer.content.decode(), Observation.objects.count()) == (
        200, True, 0,
    )  # fmt: skip


def test_the_page_says_that_a_record_was_read_before(mawari, waiting):
    client, _text = the_page(mawari.coordinator)
    read_again(waiting, mawari.amina)

    answer = client.post(reverse("visits:derive", args=[waiting.pk]), {"act_id": str(uuid4())})

    assert "was read already" in answer.content.decode()


def test_the_page_shows_a_mentor_their_own_and_a_stranger_nothing(mawari, waiting):
    address = reverse("visits:derive", args=[waiting.pk])
    shown = {name: address in the_page(getattr(mawari, name))[1] for name in ("amina", "coordinator", "stranger")}

    assert shown == {"amina": True, "coordinator": True, "stranger": False}
    assert the_page(mawari.stranger)[0].post(address, {"act_id": str(uuid4())}).status_code == 404


def test_the_page_costs_as_many_statements_for_many_as_for_one(mawari, phone, waiting):
    def statements():
        client = sign_in(Client(), mawari.coordinator)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("visits:unread"))
        return len(asked)

    few = statements()
    for number in range(6):
        nobody = a_person(f"Nobody {number}")
        phone.send(a_record(mawari, mentee=nobody, permission=None))

    assert Submission.objects.exclude(problem="").count() == 7
    assert statements() == few
