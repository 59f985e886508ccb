"""What becomes of a record: once, by the role and post of its day, whole, and never lost for a fault of ours."""

import gzip
import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
import zstandard
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory
from lxml import etree

from alongside.domain.encounters.models import (
    ActionItem,
    Attachment,
    Attendance,
    Encounter,
    FeedbackNote,
    Observation,
    Submission,
    SystemsIssue,
    Visit,
    VisitMentor,
)
from alongside.domain.encounters.queries.device import underivable
from alongside.domain.people.models import Device, Grant
from alongside.exchange.openrosa import pages, parts
from alongside.kernel.journal import broken_links
from alongside.kernel.models import Entry
from tests.observed import TODAY, Mawari
from tests.people import NOON, sign_in

from .phone import SECRET, Phone, a_device, a_record


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
    return Phone(client)


JPEG = b"\xff\xd8\xff\xe0" + b"a photo" * 50


def message(response):
    root = etree.fromstring(response.content)
    return root.findtext("{http://openrosa.org/http/response}message")


def test_a_record_becomes_an_observation_of_the_person(mawari, phone):
    response = phone.send(a_record(mawari, done=8, actions=[("Practise counter-traction", "mentee", "2026-04-28")]))

    assert (response.status_code, message(response)) == (201, "Received. Thank you.")
    seen = Observation.objects.get()
    assert (seen.mentee, seen.observer, seen.place, seen.version) == (
        mawari.joseph, mawari.amina, mawari.mtoni, mawari.version,
    )  # fmt: skip
    assert (seen.steps_done, seen.steps_expected, seen.result_class) == (8, 10, "not_competent")
    assert seen.sent_score == {"percent": "80", "class": "competent", "earned": "8", "possible": "10"}
    assert (seen.competency, seen.permission, seen.held_on) == (mawari.amtsl, "granted", TODAY)
    visit = seen.encounter.visit
    assert (visit.status, visit.source, visit.held_on, visit.recorded_by) == (
        "submitted", "openrosa", TODAY, mawari.amina,
    )  # fmt: skip
    assert [each.person for each in VisitMentor.objects.filter(visit=visit)] == [mawari.amina]
    assert [each.person for each in Attendance.objects.filter(encounter=seen.encounter)] == [mawari.joseph]
    assert (seen.encounter.minutes, FeedbackNote.objects.get().strengths) == (25, "Calm and clear")
    action = ActionItem.objects.get()
    assert (action.person, action.owner, action.text) == (mawari.joseph, mawari.joseph, "Practise counter-traction")


@pytest.mark.parametrize("status", ["planned", "requested", "approved", "confirmed", "missed"])
def test_a_record_shows_that_a_planned_visit_was_held(mawari, phone, status):
    day = TODAY - timedelta(6)
    slot = mawari.a_visit(days_ago=6, status=status, submitted_at=None, planned_on=day, planned_until=day)
    VisitMentor.objects.create(visit=slot, person=mawari.amina)

    for number in range(2):
        phone.send(a_record(mawari, instance_id=f"uuid:{number}"))

    assert {seen.encounter.visit_id for seen in Observation.objects.all()} == {slot.pk}
    visit = Visit.objects.get()
    assert (visit.status, visit.held_on, visit.until_on, visit.planned_on, visit.submitted_at) == (
        "submitted", TODAY, TODAY, day, NOON,
    )  # fmt: skip
    assert [(step.act, step.after) for step in visit.steps.all()] == [("encounters.receive_submission", "submitted")]


@pytest.mark.parametrize("days", [-8, 8])
def test_a_record_more_than_a_week_from_a_slot_begins_a_visit_of_its_own(mawari, phone, days):
    day = TODAY + timedelta(days)
    slot = mawari.a_visit(days_ago=-days, status="planned", submitted_at=None, planned_on=day, planned_until=day)
    VisitMentor.objects.create(visit=slot, person=mawari.amina)

    phone.send(a_record(mawari))

    assert Observation.objects.get().encounter.visit_id != slot.pk


def test_it_is_stored_as_sent(mawari, phone):
    record = a_record(mawari, instance_id="uuid:one")

    phone.send(record)

    kept = Submission.objects.get()
    assert zstandard.decompress(bytes(kept.body)) == record
    assert (kept.instance_id, kept.sent_by, kept.problem) == ("uuid:one", mawari.amina, "")
    assert kept.device_id == Device.objects.get().pk


def test_the_same_record_is_kept_once_however_often_it_is_sent(mawari, phone):
    record = a_record(mawari)

    statuses = [phone.send(record).status_code for _time in range(4)]

    assert statuses == [201, 201, 201, 201]
    assert [table.objects.count() for table in (Submission, Observation, Visit, Encounter, FeedbackNote)] == [1] * 5
    assert Entry.objects.filter(act="encounters.receive_submission").count() == 1
    assert list(broken_links()) == []


def test_the_same_record_from_another_phone_is_still_the_same(mawari, phone, client):
    a_device(mawari.amina, "new-phone")
    record = a_record(mawari)
    phone.send(record)

    assert Phone(client, "new-phone").send(record).status_code == 201
    assert Observation.objects.count() == 1


def test_an_edit_takes_the_place_of_the_first_and_an_edit_of_the_old_copy_is_refused(mawari, phone):
    phone.send(a_record(mawari, instance_id="uuid:one", done=8))

    edit = a_record(mawari, instance_id="uuid:two", replaces="uuid:one", done=10)
    assert [phone.send(edit).status_code, phone.send(edit).status_code] == [201, 201]
    late = phone.send(a_record(mawari, instance_id="uuid:three", replaces="uuid:one", done=1))

    assert late.status_code == 409
    old, new = Observation.objects.order_by("steps_done")
    assert (old.is_current, new.is_current, new.corrects, new.correction_reason) == (
        False, True, old, "Corrected on the device",
    )  # fmt: skip
    assert (FeedbackNote.objects.count(), Visit.objects.count(), Submission.objects.count()) == (1, 1, 2)


def test_two_records_of_one_stay_share_the_visit(mawari, phone):
    grace = mawari.grace

    phone.send(a_record(mawari, on=TODAY - timedelta(1)))
    phone.send(a_record(mawari))
    phone.send(a_record(mawari, mentee=grace))
    phone.send(a_record(mawari, done=3))

    visit = Visit.objects.get()
    assert (visit.held_on, visit.until_on) == (TODAY - timedelta(1), TODAY)
    assert (Encounter.objects.count(), Observation.objects.count()) == (3, 4)


def test_a_declined_client_leaves_nothing_clinical_behind(mawari, phone):
    record = a_record(mawari, permission="declined")

    assert [phone.send(record).status_code, phone.send(record).status_code] == [201, 201]

    seen = Observation.objects.get()
    assert (seen.answers, seen.earned, seen.sent_score, seen.permission) == ({}, None, None, "declined")
    body = zstandard.decompress(bytes(Submission.objects.get().body))
    assert b"al_checklist" not in body
    assert b"Calm and clear" not in body
    assert not FeedbackNote.objects.exists()


def test_what_was_lacking_opens_an_issue(mawari, phone):
    lack = "<al_resource_limited>yes</al_resource_limited><al_resource>No size 0 masks</al_resource>"

    phone.send(a_record(mawari, extra=lack))

    issue = SystemsIssue.objects.get()
    assert (issue.text, issue.place, issue.visit) == ("No size 0 masks", mawari.mtoni, Visit.objects.get())


def test_an_action_reported_done_is_closed(mawari, phone):
    action = mawari.an_action(mawari.joseph)

    phone.send(a_record(mawari, al_done_actions=action.pk))

    action.refresh_from_db()
    assert (action.status, action.closed_on) == ("done", TODAY)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda m: {"place": m.kivuma}, "The place in this record is not known here."),
        (lambda m: {"al_facility": "f1"}, "does not say where"),
        (lambda m: {"mentee": m.mtoni}, "The person in this record is not known here."),
        (lambda m: {"on": TODAY + timedelta(2)}, "The day is after today."),
        (lambda m: {"place": m.mbuyu}, "held no role that records observations at Mbuyu"),
        (lambda m: {"mentee": m.coordinator}, "had no post at the place"),
        (lambda m: {"permission": None}, "Say whether the client was asked"),
    ],
    ids=["area", "no_id", "nobody", "future", "elsewhere", "no_post", "permission"],
)
def test_what_cannot_become_an_observation_is_kept_and_listed_with_the_reason(mawari, phone, given, words):
    chosen = given(mawari)
    record = a_record(mawari, **chosen)

    response = phone.send(record)

    assert response.status_code == 201
    assert words in message(response)
    kept = Submission.objects.get()
    assert words in kept.problem
    assert list(underivable(seen_by=mawari.amina)) == [kept]
    assert list(underivable(seen_by=mawari.joseph)) == []
    assert not Observation.objects.exists()


def test_a_fault_of_ours_does_not_lose_the_record(mawari, phone, monkeypatch):
    def stumbles(*_given):
        raise ZeroDivisionError

    monkeypatch.setattr(pages.translate, "filled", stumbles)

    assert phone.send(a_record(mawari)).status_code == 201
    assert "could not read" in Submission.objects.get().problem


def test_the_observation_is_credited_to_whose_phone_it_is(mawari, phone, client):
    sign_in(client, mawari.daniel)

    phone.send(a_record(mawari))

    assert Observation.objects.get().observer == mawari.amina


def test_a_merged_person_is_found_under_the_record_that_was_kept(mawari, phone):
    twice = mawari.holding("Jozef", "mentee", mawari.mtoni)
    twice.merged_into = mawari.joseph
    twice.save()

    phone.send(a_record(mawari, mentee=twice))

    assert Observation.objects.get().mentee == mawari.joseph


def test_files_come_in_several_posts_and_all_are_kept(mawari, phone, tmp_path):
    record = a_record(mawari)

    first = phone.send(record, files=[("one.jpg", JPEG)], fields={"*isIncomplete*": "yes"})
    phone.send(record, files=[("one.jpg", JPEG), ("copy.jpg", JPEG), ("page.svg", b"<svg onload='x'/>")])

    assert first.status_code == 201
    kept = {each.name: (each.content_type, each.stored_as) for each in Attachment.objects.all()}
    assert set(kept) == {"one.jpg", "copy.jpg", "page.svg"}
    assert kept["one.jpg"] == kept["copy.jpg"]
    assert (kept["one.jpg"][0], kept["page.svg"][0]) == ("image/jpeg", "application/octet-stream")
    assert kept["page.svg"][1].endswith(".bin")
    assert (Path(tmp_path) / kept["one.jpg"][1]).read_bytes() == JPEG
    assert Observation.objects.count() == 1


def test_a_hundred_files_come_at_once(mawari, phone):
    files = [(f"photo{number}.jpg", JPEG + bytes([number])) for number in range(100)]

    assert phone.send(a_record(mawari), files=files).status_code == 201
    assert Attachment.objects.count() == 100


def test_another_file_of_the_same_name_is_refused(mawari, phone):
    record = a_record(mawari)
    phone.send(record, files=[("one.jpg", JPEG)])

    assert phone.send(record, files=[("one.jpg", JPEG + b"2")]).status_code == 409
    assert Attachment.objects.count() == 1


def multipart(record, boundary=b"xx"):
    return (
        b'--%s\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="r.xml"\r\n'
        b"Content-Type: text/xml\r\n\r\n%s\r\n--%s--\r\n" % (boundary, record, boundary)
    )


def test_a_gzipped_body_that_breaks_off_is_refused(mawari, phone, client):
    response = client.post(
        f"/openrosa/key/{SECRET}/submission", gzip.compress(multipart(a_record(mawari)))[:-20],
        content_type="multipart/form-data; boundary=xx",
        headers={"X-OpenRosa-Version": "1.0", "Content-Encoding": "gzip"},
    )  # fmt: skip

    assert response.status_code == 400
    assert not Submission.objects.exists()


def test_chunks_without_a_length_are_read(mawari, phone):
    body = multipart(a_record(mawari))
    request = RequestFactory().post(
        "/", body, content_type="multipart/form-data; boundary=xx", headers={"Transfer-Encoding": "chunked"}
    )
    request.META.pop("CONTENT_LENGTH")
    request.META["wsgi.input"] = io.BytesIO(body)

    assert parts.parts(request)[0] == a_record_in(body)


def a_record_in(body):
    return body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]


def test_two_copies_at_the_same_moment_are_one_record(mawari, phone, monkeypatch):
    record, receive, calls = a_record(mawari), pages.receive_submission, []

    def another_was_quicker(**given):
        calls.append(given)
        if len(calls) == 1:
            receive(**given)
            raise IntegrityError
        return receive(**given)

    monkeypatch.setattr(pages, "receive_submission", another_was_quicker)

    assert phone.send(record).status_code == 201
    assert (len(calls), Observation.objects.count(), Submission.objects.count()) == (2, 1, 1)


def test_a_database_that_takes_nothing_leaves_the_record_on_the_phone(mawari, phone, monkeypatch):
    def full(**_given):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(pages, "receive_submission", full)

    answer = phone.send(a_record(mawari))

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_the_role_held_on_the_day_decides_not_the_one_held_when_it_arrives(mawari, phone):
    Grant.objects.filter(person=mawari.amina).update(until=TODAY)

    phone.send(a_record(mawari, on=TODAY - timedelta(1)))
    phone.send(a_record(mawari, on=TODAY))

    before, after = Submission.objects.order_by("problem")
    assert before.problem == ""
    assert "held no role" in after.problem
    assert Observation.objects.get().held_on == TODAY - timedelta(1)


def test_somebody_elses_record_is_not_corrected_from_this_phone(mawari, phone, client):
    phone.send(a_record(mawari, instance_id="uuid:one"))
    other = mawari.holding("Neema", "mentor", mawari.kivuma)
    a_device(other, "neemas-phone")

    Phone(client, "neemas-phone").send(a_record(mawari, instance_id="uuid:two", replaces="uuid:one", done=1))

    assert "somebody else" in Submission.objects.get(instance_id="uuid:two").problem
    assert Observation.objects.get().is_current


def test_an_encrypted_record_is_kept_as_it_is(mawari, phone):
    record = b'<data id="third-stage" version="1" encrypted="yes"><base64EncryptedKey>k</base64EncryptedKey></data>'

    assert phone.send(record).status_code == 201
    kept = Submission.objects.get()
    assert (bytes(zstandard.decompress(bytes(kept.body))), "encrypted" in kept.problem) == (record, True)


@pytest.mark.parametrize("headers", [{}, {"Transfer-Encoding": "chunked"}], ids=["at_once", "in_chunks"])
def test_a_post_beyond_any_film_is_refused_before_it_is_read(mawari, phone, client, monkeypatch, headers):
    monkeypatch.setattr(parts, "LARGEST", 500)

    answer = client.post(
        f"/openrosa/key/{SECRET}/submission", multipart(a_record(mawari)),
        content_type="multipart/form-data; boundary=xx", headers={"X-OpenRosa-Version": "1.0", **headers},
    )  # fmt: skip

    assert answer.status_code == 413
    assert not Submission.objects.exists()
