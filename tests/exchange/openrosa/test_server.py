"""What OpenRosa clients send and get, over Django's own client."""

import base64
import gzip
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.domain.encounters.models import (
    ActionItem,
    Attachment,
    Encounter,
    FeedbackNote,
    Observation,
    Submission,
    Visit,
)
from alongside.domain.people.commands import add_device, revoke_device, see_device
from alongside.domain.people.models import Device
from alongside.domain.places.commands import rename_place
from alongside.kernel.errors import Refused
from tests.observed import Mawari
from tests.people import NOON, a_person, a_place, an_account, an_employment, sign_in

pytestmark = pytest.mark.django_db
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Phone:
    """Amina's phone with ODK Collect on it."""

    def __init__(self, client):
        self.client, self.mawari = client, Mawari()
        self.mawari.amtsl.instruments.add(self.mawari.instrument)
        self.device = add_device(by=None, at=NOON, person=self.mawari.amina, name="Amina's phone")
        self.base = f"/openrosa/key/{self.device.secret}"
        self.today = timezone.localdate()

    def get(self, address, **headers):
        return self.client.get(f"{self.base}/{address}", headers={"X-OpenRosa-Version": "1.0", **headers})

    def xml(
        self,
        instance="uuid:1",
        *,
        done=10,
        form="third-stage",
        version="1",
        more="",
        replaces="",
        mentee=None,
        held_on=None,
        permission="granted",
    ):
        steps = (
            "" if permission == "declined" else "".join(f"<step{n}>{int(n <= done)}</step{n}>" for n in range(1, 11))
        )
        deprecated = f"<orx:deprecatedID>{replaces}</orx:deprecatedID>" if replaces else ""
        return f"""<data id="{form}" version="{version}" xmlns:orx="http://openrosa.org/xforms">
          <al_start>2026-04-14T09:00:00.000+03:00</al_start><al_end>2026-04-14T09:25:00.000+03:00</al_end>
          <al_visit><al_date>{held_on or self.today}</al_date><al_facility>{self.mawari.mtoni.pk}</al_facility>
            <al_mentee>{mentee or self.mawari.joseph.pk}</al_mentee><al_setting>real_client</al_setting>
            <al_permission>{permission}</al_permission><al_observer_context>relationship_mentor</al_observer_context></al_visit>
          <al_checklist><all>{steps}</all></al_checklist>
          <al_score><al_parts>10</al_parts><al_earned>{done * 10}</al_earned><al_possible>100</al_possible><al_percent>{done * 10}.0</al_percent></al_score>
          {more}<orx:meta><orx:instanceID>{instance}</orx:instanceID>{deprecated}</orx:meta></data>""".encode()

    def send(self, xml, *files, **headers):
        parts = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml")}
        parts |= {name: SimpleUploadedFile(name, content, "image/png") for name, content in files}
        return self.client.post(f"{self.base}/submission", parts, headers={"X-OpenRosa-Version": "1.0", **headers})


@pytest.fixture
def phone(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Phone(client)


def test_the_list_names_the_forms_of_the_mentors_programme_with_hash_and_manifest(phone):
    answer = phone.get("formList")

    text = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"], answer["X-OpenRosa-Version"]) == (
        200,
        "text/xml; charset=utf-8",
        "1.0",
    )
    assert ("<formID>third-stage</formID>" in text, "<hash>md5:" in text, "<manifestUrl>http://testserver" in text) == (
        True,
        True,
        True,
    )


def test_head_of_the_list_is_answered_for_enketo(phone):
    assert phone.client.head(f"{phone.base}/formList", headers={"X-OpenRosa-Version": "1.0"}).status_code == 200


def test_an_unknown_form_is_an_empty_list(phone):
    assert b"<xform>" not in phone.get("formList?formID=none").content


def test_the_form_is_the_bytes_that_the_hash_names(phone):
    import hashlib
    import re

    listed = phone.get("formList").content.decode()
    url = re.search("<downloadUrl>http://testserver(.*?)</downloadUrl>", listed)[1]

    form = phone.client.get(url)

    assert f"md5:{hashlib.md5(form.content).hexdigest()}" == re.search("<hash>(.*?)</hash>", listed)[1]
    assert b"al_mentee" in form.content


def test_the_manifest_names_the_mentors_own_lists_and_media_answers_304(phone):
    manifest = phone.get("forms/third-stage/1/manifest").content.decode()
    mentees = phone.get("forms/third-stage/1/media/mentees.csv")
    again = phone.get("forms/third-stage/1/media/mentees.csv", **{"If-None-Match": mentees["ETag"]})

    assert manifest.count('type="entityList"') == 3
    assert mentees.content.decode().splitlines() == [
        "name,label,__version,facility",
        f"{phone.mawari.joseph.pk},Joseph,1,{phone.mawari.mtoni.pk}",
    ]
    assert (again.status_code, again.content) == (304, b"")


def states(text):
    import re

    return dict(re.findall(r'<entity id="([^"]*)"><deleted>(\w+)</deleted>', text))


def test_integrity_says_who_is_gone_and_nothing_of_an_id_that_never_was_here(phone):
    here, never = phone.mawari.joseph.pk, "99999999-9999-4999-8999-999999999999"
    left = a_nurse(phone, "Neema")
    left.employments.update(until=phone.today)

    answer = phone.get(f"lists/mentees/integrity?id={here},{left.pk},{never},no-id")

    assert states(answer.content.decode()) == {str(here): "false", str(left.pk): "true"}


def a_nurse(phone, name):
    person = a_person(name, works_at=phone.mawari.mtoni)
    phone.mawari.enrol(person)
    return person


def versions(phone, name):
    """Return {id: __version} of a list as the phone gets it."""
    lines = phone.get(f"forms/third-stage/1/media/{name}.csv").content.decode().splitlines()[1:]
    return {line.split(",")[0]: int(line.split(",")[2]) for line in lines}


def test_the_version_of_a_place_grows_with_every_change_to_it_and_no_other(phone):
    other = a_place("Kwale Health Centre", under=phone.mawari.kivuma)
    a_person("Neema", works_at=other)
    mtoni, seen = str(phone.mawari.mtoni.pk), []
    for name in ("Mtoni Hospital", "Mtoni Clinic"):
        seen.append(versions(phone, "facilities")[mtoni])
        rename_place(by=phone.mawari.admin, at=NOON, place=phone.mawari.mtoni, name=name)
    seen.append(versions(phone, "facilities")[mtoni])

    assert seen[0] == 1 < seen[1] < seen[2]
    assert versions(phone, "facilities")[str(other.pk)] == 1


def test_the_version_of_a_mentee_grows_with_a_move_a_merge_and_its_undoing(phone):
    from alongside.domain.people.commands import merge_persons, move_post, unmerge_persons

    neema, twice = a_nurse(phone, "Neema"), a_person("Nema", works_at=phone.mawari.mtoni)
    kwale = a_place("Kwale Health Centre", under=phone.mawari.kivuma)
    seen = [versions(phone, "mentees")[str(neema.pk)]]
    move_post(by=None, at=NOON, person=neema, place=kwale, on=phone.today)
    seen.append(versions(phone, "mentees")[str(neema.pk)])
    merge = merge_persons(by=None, at=NOON, kept=neema, merged=twice)
    seen.append(versions(phone, "mentees")[str(neema.pk)])
    unmerge_persons(by=None, at=NOON, merge=merge)
    seen.append(versions(phone, "mentees")[str(neema.pk)])

    assert seen == sorted(set(seen))
    assert versions(phone, "mentees")[str(phone.mawari.joseph.pk)] == 1


def test_the_version_of_an_action_grows_when_it_is_reported_on(phone):
    from alongside.domain.encounters.commands import report_action

    action = phone.mawari.an_action(phone.mawari.joseph)
    before = versions(phone, "open_actions")[str(action.pk)]
    report_action(by=phone.mawari.joseph, at=NOON, action=action, status="in_progress", outcome="")

    assert before == 1 < versions(phone, "open_actions")[str(action.pk)]


def test_a_list_costs_as_many_statements_for_one_person_as_for_many(phone):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert phone.get("forms/third-stage/1/media/mentees.csv").status_code == 200
        return len(asked)

    statements()  # what a process reads once, and that the device called today
    few = statements()
    for number in range(8):
        a_nurse(phone, f"Nurse {number}")

    assert statements() == few


def test_every_version_is_listed_where_that_is_asked_for(phone):
    phone.mawari.version.status, phone.mawari.version.retired_at = "retired", timezone.now()
    phone.mawari.version.save()
    phone.mawari.a_version(2)

    newest, every, again = (
        phone.get(f"formList{query}").content.decode()
        for query in ("", "?listAllVersions=true", "?listAllVersions=false")
    )

    assert [text.count("<xform>") for text in (newest, every, again)] == [1, 2, 1]
    assert "<version>2</version>" in newest and "third-stage/1.xml" in every


def test_the_day_a_device_called_is_noted_once_a_day(phone):
    def statements(record):
        with CaptureQueriesContext(connection) as asked:
            assert phone.send(record).status_code == 201
        return sum("last_seen_on" in each["sql"] and each["sql"].startswith("UPDATE") for each in asked)

    device = Device.objects.filter(pk=phone.device.pk)
    first, again = statements(phone.xml("uuid:1")), statements(phone.xml("uuid:2"))
    device.update(last_seen_on=phone.today - timedelta(1))
    phone.get("formList")

    assert (first, again, device.get().last_seen_on) == (1, 0, phone.today)


def test_a_stranger_says_nothing_of_when_a_device_called_and_a_day_never_goes_back(phone):
    device = Device.objects.get(pk=phone.device.pk)
    with pytest.raises(Refused) as refused:
        see_device(by=phone.mawari.stranger, at=NOON, device=device, on=phone.today)
    for on in (phone.today, phone.today, phone.today - timedelta(3)):
        see_device(by=phone.mawari.amina, at=NOON, device=device, on=on)

    device.refresh_from_db()
    assert (refused.value.code, device.last_seen_on) == ("acts.not_yours", phone.today)


def test_a_device_that_is_turned_away_was_not_seen(phone):
    revoke_device(by=None, at=NOON, device=phone.device)
    phone.get("formList")

    assert Device.objects.get(pk=phone.device.pk).last_seen_on is None


def test_head_of_submission_says_how_much_may_come(phone):
    answer = phone.client.head(f"{phone.base}/submission", headers={"X-OpenRosa-Version": "1.0"})

    assert (answer.status_code, int(answer["X-OpenRosa-Accept-Content-Length"]) > 0) == (204, True)


def test_a_filled_form_becomes_an_observation_credited_to_the_devices_person(phone):
    answer = phone.send(phone.xml(done=8))

    seen = Observation.objects.get()
    assert answer.status_code == 201
    assert (seen.observer, seen.mentee, seen.steps_done, seen.steps_expected, seen.sent_score["earned"]) == (
        phone.mawari.amina,
        phone.mawari.joseph,
        8,
        10,
        "8",
    )
    assert (Visit.objects.get().status, Encounter.objects.get().minutes, Submission.objects.get().problem) == (
        "submitted",
        25,
        "",
    )


def test_feedback_and_actions_come_with_it(phone):
    more = f"""<al_feedback><al_strengths>You were calm. Ring 0712 345 678</al_strengths><al_improvement>Rub longer</al_improvement></al_feedback>
      <al_action><al_action_text>Practise on the model</al_action_text><al_action_owner>mentee</al_action_owner><al_action_due>{phone.today + timedelta(14)}</al_action_due></al_action>"""

    phone.send(phone.xml(more=more))

    note, action = FeedbackNote.objects.get(), ActionItem.objects.get()
    assert ("0712" in note.strengths, note.to_improve, action.text, action.owner) == (
        False,
        "Rub longer",
        "Practise on the model",
        phone.mawari.joseph,
    )


def test_the_same_again_is_accepted_and_changes_nothing(phone):
    first, second = phone.send(phone.xml()), phone.send(phone.xml())

    assert ((first.status_code, second.status_code), Observation.objects.count(), Submission.objects.count()) == (
        (201, 201),
        1,
        1,
    )


def test_the_same_id_with_another_body_is_a_conflict(phone):
    phone.send(phone.xml(done=10))

    answer = phone.send(phone.xml(done=3))

    assert (answer.status_code, Observation.objects.get().steps_done) == (409, 10)


def test_a_deleted_record_sent_again_is_told_so(phone):
    from alongside.domain.encounters.commands import delete_submission

    phone.send(phone.xml())
    delete_submission(by=phone.mawari.coordinator, at=NOON, submission=Submission.objects.get())

    answer = phone.send(phone.xml())

    assert (answer.status_code, b"deleted" in answer.content, Observation.objects.filter(is_current=True).count()) == (
        409,
        True,
        0,
    )


def test_an_edit_on_the_phone_is_a_correction_and_a_second_edit_of_the_old_copy_is_refused(phone):
    phone.send(phone.xml("uuid:1", done=3))
    edited = phone.send(phone.xml("uuid:2", done=9, replaces="uuid:1"))
    stale = phone.send(phone.xml("uuid:3", done=1, replaces="uuid:1"))

    newest = Observation.objects.get(is_current=True)
    assert (edited.status_code, stale.status_code, newest.steps_done, newest.corrects.steps_done) == (201, 409, 9, 3)
    assert not Submission.objects.filter(instance_id="uuid:3").exists()


def test_attachments_may_come_in_several_posts_and_two_may_be_the_same_picture(phone):
    phone.send(phone.xml(), ("a.png", PIXEL))
    phone.send(phone.xml(), ("b.png", PIXEL))
    phone.send(phone.xml(), ("a.png", PIXEL))

    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a.png", "b.png"]
    assert Attachment.objects.values("stored_as").distinct().count() == 1


def test_a_packed_body_is_unpacked(phone):
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    body = encode_multipart(BOUNDARY, {"xml_submission_file": SimpleUploadedFile("form.xml", phone.xml(), "text/xml")})

    answer = phone.client.generic(
        "POST",
        f"{phone.base}/submission",
        gzip.compress(body),
        content_type=MULTIPART_CONTENT,
        headers={"X-OpenRosa-Version": "1.0", "Content-Encoding": "gzip"},
    )

    assert (answer.status_code, Observation.objects.count()) == (201, 1)


def test_a_packed_bomb_is_refused(phone):
    from django.test.client import MULTIPART_CONTENT

    answer = phone.client.generic(
        "POST", f"{phone.base}/submission", gzip.compress(b"0" * 60_000_000), content_type=MULTIPART_CONTENT,
        headers={"X-OpenRosa-Version": "1.0", "Content-Encoding": "gzip"},
    )  # fmt: skip

    assert (answer.status_code, Submission.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ({"form": "unknown"}, 404),
        ({"version": "9"}, 404),
        ({"version": ""}, 404),
    ],
    ids=["form", "version", "no_version"],
)
def test_an_unknown_form_or_version_is_not_found(phone, what, status):
    assert (phone.send(phone.xml(**what)).status_code, Submission.objects.count()) == (status, 0)


@pytest.mark.parametrize(
    "body",
    [b"not xml", b"<data/>", b"<!DOCTYPE x><data id='third-stage' version='1'/>"],
    ids=["text", "no_id", "doctype"],
)
def test_what_is_no_form_is_refused(phone, body):
    assert (phone.send(body).status_code, Submission.objects.count()) == (400, 0)


def test_a_post_without_the_xml_part_is_refused(phone):
    assert (
        phone.client.post(f"{phone.base}/submission", {"a": "b"}, headers={"X-OpenRosa-Version": "1.0"}).status_code
        == 400
    )


def test_without_the_version_header_it_is_not_openrosa(phone):
    assert phone.client.get(f"{phone.base}/formList").status_code == 400


def test_a_form_without_an_id_is_one_record_however_often_it_comes(phone):
    xml = phone.xml().replace(b"<orx:instanceID>uuid:1</orx:instanceID>", b"")

    assert [phone.send(xml).status_code for _ in range(3)] == [201, 201, 201]
    assert Observation.objects.count() == 1


def test_an_unknown_person_is_kept_and_put_before_somebody(phone):
    answer = phone.send(phone.xml(mentee=UUID(int=7)))

    kept = Submission.objects.get()
    assert (answer.status_code, "not known" in kept.problem, Observation.objects.count()) == (201, True, 0)


def test_what_could_not_be_read_is_shown_to_the_mentor_and_the_coordinator_and_nobody_else(phone):
    phone.send(phone.xml(mentee=UUID(int=7)))
    an_employment(phone.mawari.amina, phone.mawari.mtoni)

    shown = {
        name: b"is not known" in sign_in(Client(), getattr(phone.mawari, name)).get("/").content
        for name in ("amina", "coordinator", "stranger")
    }

    assert shown == {"amina": True, "coordinator": True, "stranger": False}


def test_a_mentor_of_another_district_is_kept_and_not_counted(phone):
    phone.device = add_device(by=None, at=NOON, person=phone.mawari.stranger, name="Hawa's phone")
    phone.base = f"/openrosa/key/{phone.device.secret}"

    answer = phone.send(phone.xml())

    assert (answer.status_code, "held no role" in Submission.objects.get().problem, Observation.objects.count()) == (
        201,
        True,
        0,
    )


def test_a_client_who_declined_leaves_no_answers(phone):
    phone.send(phone.xml(permission="declined"))

    seen = Observation.objects.get()
    assert (seen.permission, seen.answers, seen.sent_score, seen.steps_done) == ("declined", {}, None, None)


def test_a_revoked_device_and_a_wrong_secret_are_turned_away(phone):
    revoke_device(by=None, at=NOON, device=phone.device)

    assert (
        phone.get("formList").status_code,
        phone.client.get("/openrosa/key/nonsense/formList", headers={"X-OpenRosa-Version": "1.0"}).status_code,
    ) == (403, 403)


def test_a_password_is_taken_over_tls_only(phone):
    an_account(phone.mawari.amina, username="amina", password="a-long-password")
    basic = {
        "Authorization": "Basic " + base64.b64encode(b"amina:a-long-password").decode(),
        "X-OpenRosa-Version": "1.0",
    }

    plain = phone.client.get("/openrosa/formList", headers=basic)
    tls = phone.client.get("/openrosa/formList", headers=basic, secure=True)
    nobody = phone.client.get("/openrosa/formList", headers={"X-OpenRosa-Version": "1.0"}, secure=True)

    assert ((plain.status_code, tls.status_code, nobody.status_code), nobody["WWW-Authenticate"].split()[0]) == (
        (401, 200, 401),
        "Basic",
    )


@pytest.mark.parametrize(
    "address",
    [
        "formList",
        "submission",
        "forms/third-stage/1.xml",
        "forms/third-stage/1/manifest",
        "forms/third-stage/1/media/mentees.csv",
        "lists/mentees/integrity?id=1",
    ],
)
@pytest.mark.parametrize(
    ("base", "status"), [("/openrosa", 401), ("/openrosa/key/wrong", 403)], ids=["no_secret", "wrong_secret"]
)
def test_a_stranger_gets_nothing_at_any_address(phone, base, status, address):
    answer = phone.client.get(f"{base}/{address}", headers={"X-OpenRosa-Version": "1.0"})

    assert (answer.status_code, b"OpenRosaResponse" in answer.content) == (status, True)
