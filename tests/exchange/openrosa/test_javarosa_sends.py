"""End to end with the engine of ODK Collect: fetched over HTTP, filled by JavaRosa, sent over HTTP, seen on the page."""

import hashlib
import random
from fractions import Fraction

import httpx
import pytest
from lxml import etree

from alongside.domain.encounters.models import ActionItem, FeedbackNote, Observation
from alongside.domain.instruments.rules.scoring import from_json
from alongside.domain.people.commands import add_device
from tests.java.javarosa import Filler, needs_java
from tests.observed import Mawari
from tests.people import NOON, sign_in

pytestmark = [pytest.mark.java, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


def fetched(wire, folder):
    """Fetch the form and its lists as a phone does, checking each hash; return the file of the form."""

    def whole(address, expected):
        answer = wire.get(address)
        assert (answer.status_code, "md5:" + hashlib.md5(answer.content).hexdigest()) == (200, expected)
        return answer.content

    forms = etree.fromstring(wire.get("formList").content)
    (entry,) = forms.iter(f"{LIST}xform")
    (folder / "form.xml").write_bytes(whole(entry.findtext(f"{LIST}downloadUrl"), entry.findtext(f"{LIST}hash")))
    manifest = etree.fromstring(wire.get(entry.findtext(f"{LIST}manifestUrl")).content)
    for media in manifest.iter(f"{MANIFEST}mediaFile"):
        content = whole(media.findtext(f"{MANIFEST}downloadUrl"), media.findtext(f"{MANIFEST}hash"))
        (folder / media.findtext(f"{MANIFEST}filename")).write_bytes(content)
    return folder / "form.xml"


@pytest.fixture
def mawari(db):
    needs_java()
    stands = Mawari()
    stands.amtsl.instruments.add(stands.instrument)
    return stands


@pytest.fixture
def wire(mawari, live_server):
    device = add_device(by=None, at=NOON, person=mawari.amina, name="Amina's phone")
    base = f"{live_server.url}/openrosa/key/{device.secret}/"
    with httpx.Client(base_url=base, headers={"X-OpenRosa-Version": "1.0"}) as client:
        yield client


def test_the_persons_page_shows_the_score_that_the_phone_worked_out(mawari, wire, client, tmp_path):
    form = fetched(wire, tmp_path)
    steps = {f"/data/al_checklist/all/step{number}": "1" if number <= 7 else "0" for number in range(1, 11)}
    visit = {
        "/data/al_visit/al_facility": str(mawari.mtoni.pk),
        "/data/al_visit/al_mentee": str(mawari.joseph.pk),
        "/data/al_visit/al_setting": "real_client",
        "/data/al_visit/al_permission": "granted",
        "/data/al_visit/al_observer_context": "relationship_mentor",
    }
    feedback = {
        "/data/al_feedback/al_strengths": "Calm and clear",
        "/data/al_feedback/al_action[1]/al_action_text": "Practise counter-traction",
        "/data/al_feedback/al_action[1]/al_action_owner": "mentee",
        "/data/al_feedback/al_action[1]/al_action_due": "2099-01-01",
        "/data/al_feedback/al_completeness": "comprehensive",
    }

    with Filler(form) as phone:
        record = phone.fill(visit | steps | feedback)
    answer = wire.post("submission", files={"xml_submission_file": ("record.xml", record, "text/xml")})

    assert answer.status_code == 201, answer.text
    seen = Observation.objects.get()
    score = etree.fromstring(record).find("al_score")
    assert from_json(seen.results).pooled.earned == Fraction(
        int(score.findtext("al_earned")), int(score.findtext("al_parts"))
    )
    assert seen.result_class == score.findtext("al_class")
    page = sign_in(client, mawari.amina).get(f"/people/{mawari.joseph.pk}/amtsl/").content.decode()
    done, asked = int(score.findtext("al_earned")) // int(score.findtext("al_parts")), score.findtext("al_asked")
    assert f"{done} of {asked}" in page
    assert FeedbackNote.objects.get().strengths == "Calm and clear"
    assert ActionItem.objects.get().text == "Practise counter-traction"


def test_phone_and_server_agree_on_whatever_was_seen(mawari, wire, tmp_path):
    form = fetched(wire, tmp_path)
    chance = random.Random(20260414)
    visit = {
        "/data/al_visit/al_facility": str(mawari.mtoni.pk),
        "/data/al_visit/al_mentee": str(mawari.joseph.pk),
        "/data/al_visit/al_setting": "simulation",
        "/data/al_visit/al_observer_context": "relationship_mentor",
    }
    with Filler(form) as phone:
        records = [
            phone.fill(
                visit
                | {
                    f"/data/al_checklist/all/step{n}": chance.choice("110")
                    for n in range(1, 11)
                    if chance.random() < 0.9
                }
            )
            for _time in range(20)
        ]

    for record in records:
        answer = wire.post("submission", files={"xml_submission_file": ("record.xml", record, "text/xml")})
        assert answer.status_code == 201, answer.text

    assert Observation.objects.count() == 20
    for seen in Observation.objects.all():
        assert (seen.sent_score["class"], Fraction(seen.sent_score["earned"]), Fraction(seen.sent_score["possible"])) == (
            seen.result_class, from_json(seen.results).pooled.earned, from_json(seen.results).pooled.possible,
        )  # fmt: skip
