"""Beside ODK Central: 39 exchanges recorded from it are played to our server, and every difference has its reason.

Compared are the status, the headers that clients look at, and the shape of the XML: which elements, in which order,
with which attributes. Words are our own.
"""

import base64
import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import etree

from alongside.domain.instruments.models import Version
from tests.people import NOON, an_account
from tests.shared import shared_data

from .test_server import PIXEL, Phone

pytestmark = pytest.mark.django_db
COMPARED = (
    "Cache-Control", "Content-Type", "Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length",
)  # fmt: skip
PASSWORD = "as-long-as-a-sentence"

ALWAYS_DRESSED = (
    "We say who we are in a refusal as well: clients take an answer without these headers for another server's"
)
FROM_US = "A phone that changes its settings or language finds it in every answer"
LISTS = "Every list of ours is an entity list, so that a phone keeps it up to date by itself"
NEVER_CLOSED = "A checklist taken out of use still takes in what was filled before: the day of the observation decides"
NOT_OFFERED = {
    "POST entity registration": "People and places are registered by staff, not by a form",
    "POST to closed form": NEVER_CLOSED,
    "manifest encrypted": "Our forms are not encrypted",
    "manifest one_question_entity": "Each form of ours has lists, so there is no empty manifest",
    "manifest one_question_entity_update": "The same request as for the form before",
    "manifest with entity list after registration one_question_entity_follow_up": "The same request again",
}
# {exchange: {what differs: why}}. What is not here is equal; what is here differs, or the test fails.
DIFFERENCES = {
    "formList without version header": dict.fromkeys(
        ("Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length"), ALWAYS_DRESSED
    ),
    "formList": {"shape": "Every form of ours has lists, so each has a manifest; some of the recorded ones have none"},
    "manifest visit": {"shape": LISTS},
    "form xml": dict.fromkeys(("Content-Language", "X-OpenRosa-Version"), FROM_US)
    | {"shape": "Another form: ours is the visit form of a checklist"},
    "media": dict.fromkeys(("Content-Language", "X-OpenRosa-Version"), FROM_US) | {"columns": LISTS},
    "media conditional": dict.fromkeys(("Content-Language", "X-OpenRosa-Version"), FROM_US),
    "media missing": dict.fromkeys(
        ("Content-Type", "Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length"),
        "Central answers JSON here, which no phone can show; we say it in OpenRosa's words",
    ),
    "HEAD no version": dict.fromkeys(
        ("Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length"), ALWAYS_DRESSED
    ),
    "bad token": dict.fromkeys(
        ("Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length"), ALWAYS_DRESSED
    ),
    "no auth on project path": dict.fromkeys(
        ("Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length"), ALWAYS_DRESSED
    ),
    "basic over http": dict.fromkeys(
        ("Content-Language", "X-OpenRosa-Version", "X-OpenRosa-Accept-Content-Length"), ALWAYS_DRESSED
    ),
    "entity list csv": dict.fromkeys(("Content-Language", "X-OpenRosa-Version"), FROM_US)
    | {"columns": "Other properties: what our form filters by"},
}


@dataclass
class Server:
    """Our server as the recorded one stood: a form with lists, one record sent, and one edited."""

    phone: Phone

    def play(self, label):
        """Ask what was asked of Central, as our addresses are."""
        phone, form = self.phone, "forms/third-stage/1"
        match label:
            case "formList without version header":
                return phone.client.get(f"{phone.base}/formList")
            case "formList":
                return phone.get("formList")
            case "formList formID filter":
                return phone.get("formList?formID=third-stage")
            case "formList unknown formID":
                return phone.get("formList?formID=zzz")
            case "manifest visit" | "manifest one_question_entity_follow_up":
                return phone.get(f"{form}/manifest")
            case "form xml":
                return phone.get(f"{form}.xml")
            case "media" | "entity list csv":
                return phone.get(f"{form}/media/facilities.csv")
            case "media conditional":
                tag = phone.get(f"{form}/media/facilities.csv")["ETag"]
                return phone.get(f"{form}/media/facilities.csv", **{"If-None-Match": tag})
            case "media missing":
                return phone.get(f"{form}/media/nope.csv")
            case "HEAD submission":
                return self.head("submission")
            case "HEAD submission deviceID":
                return self.head("submission?deviceID=collect%3Aabc")
            case "HEAD no version":
                return phone.client.head(f"{phone.base}/submission")
            case "POST part 1 (xml only, isIncomplete)":
                return self.post(phone.xml("uuid:a"), incomplete=True)
            case "POST part 2 (same xml + media)":
                self.post(phone.xml("uuid:a"), incomplete=True)
                return phone.send(phone.xml("uuid:a"), ("photo.png", PIXEL))
            case "POST exact duplicate":
                phone.send(phone.xml("uuid:a"))
                return phone.send(phone.xml("uuid:a"))
            case "POST same id different xml":
                phone.send(phone.xml("uuid:a"))
                return phone.send(phone.xml("uuid:a", done=3))
            case "POST media not named in xml":
                return phone.send(phone.xml("uuid:b"), ("unnamed.png", PIXEL))
            case "POST unknown form":
                return phone.send(phone.xml(form="zzz"))
            case "POST unknown version":
                return phone.send(phone.xml(version="9"))
            case "POST malformed xml":
                return phone.send(b"<data><broken></data>")
            case "POST no instanceID":
                return phone.send(phone.xml().replace(b"<orx:instanceID>uuid:1</orx:instanceID>", b""))
            case "POST no xml part":
                return phone.client.post(
                    f"{phone.base}/submission", {"other": "x"}, headers={"X-OpenRosa-Version": "1.0"}
                )
            case "POST edit via deprecatedID":
                phone.send(phone.xml("uuid:a"))
                return phone.send(phone.xml("uuid:c", replaces="uuid:a", done=9))
            case "POST edit of superseded":
                phone.send(phone.xml("uuid:a"))
                phone.send(phone.xml("uuid:c", replaces="uuid:a", done=9))
                return phone.send(phone.xml("uuid:d", replaces="uuid:a", done=2))
            case "bad token":
                return phone.client.get(f"/openrosa/key/{'x' * 64}/formList", headers={"X-OpenRosa-Version": "1.0"})
            case "no auth on project path":
                return phone.client.get("/openrosa/formList", headers={"X-OpenRosa-Version": "1.0"})
            case "basic over http":
                return self.signed_in("formList", secure=False)
            case "basic, proxied https":
                return self.signed_in("formList?formID=third-stage", secure=True)
            case "integrity":
                known = "12345678-1234-4123-8123-123456789abc,99999999-9999-4999-8999-999999999999"
                return phone.get(f"lists/facilities/integrity?id={known}")
            case "POST to closing form (new id)":
                self.take_out_of_use()
                return phone.send(phone.xml("uuid:late", held_on=phone.today - timedelta(1)))
            case "formList when closing":
                self.take_out_of_use()
                return phone.get("formList?formID=third-stage")
        return pytest.fail(f"no request of ours stands beside “{label}”")

    def head(self, way):
        return self.phone.client.head(f"{self.phone.base}/{way}", headers={"X-OpenRosa-Version": "1.0"})

    def post(self, xml, *, incomplete):
        parts = {"xml_submission_file": SimpleUploadedFile("form.xml", xml, "text/xml")}
        parts |= {"*isIncomplete*": "yes"} if incomplete else {}
        return self.phone.client.post(
            f"{self.phone.base}/submission", parts, headers={"X-OpenRosa-Version": "1.0"}
        )  # fmt: skip

    def signed_in(self, way, *, secure):
        account = an_account(self.phone.mawari.amina, username="amina", password=PASSWORD)
        words = base64.b64encode(f"{account.username}:{PASSWORD}".encode()).decode()
        return self.phone.client.get(
            f"/openrosa/{way}", secure=secure,
            headers={"X-OpenRosa-Version": "1.0", "Authorization": f"Basic {words}"},
        )  # fmt: skip

    def take_out_of_use(self):
        Version.objects.update(status="retired", retired_at=NOON)


def recorded():
    path = shared_data("openrosa/odk_central_exchanges.json")
    return {each["label"]: each for each in json.loads(path.read_text())}


def shape(xml):
    """Return the form of a document: name, attributes and the different shapes of its children, in order."""
    if not xml.strip():
        return None
    return _shape(etree.fromstring(xml.strip().encode()))


def _shape(element):
    children = list(dict.fromkeys(_shape(each) for each in element if isinstance(each.tag, str)))
    return element.tag, tuple(sorted(element.attrib)), tuple(children)


def differences(theirs, ours):
    """Return what differs: "status", a header's name, "shape" or "columns"."""
    found = {"status"} if theirs["status"] != ours.status_code else set()
    for name in COMPARED:
        expected, got = theirs["headers"].get(name), ours.headers.get(name)
        if name in ("Content-Language", "X-OpenRosa-Accept-Content-Length"):  # a language, a number: of our own choice
            expected, got = expected is not None, got is not None
        if expected != got and not (name == "Content-Type" and not ours.content):
            found.add(name)
    body = ours.content.decode()
    if "xml" in theirs["headers"].get("Content-Type", "") and theirs["body"]:
        if "xml" in ours["Content-Type"] and shape(theirs["body"]) != shape(body):
            found.add("shape")
    elif "csv" in theirs["headers"].get("Content-Type", "") and theirs["body"].split("\n")[0] != body.split("\n")[0]:
        found.add("columns")
    return found


@pytest.fixture
def server(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Server(Phone(client))


LABELS = [
    "formList without version header", "formList", "formList formID filter", "formList unknown formID",
    "manifest visit", "manifest one_question_entity_follow_up", "form xml", "media", "media conditional",
    "media missing", "HEAD submission", "HEAD submission deviceID", "HEAD no version",
    "POST part 1 (xml only, isIncomplete)", "POST part 2 (same xml + media)", "POST exact duplicate",
    "POST same id different xml", "POST media not named in xml", "POST unknown form", "POST unknown version",
    "POST malformed xml", "POST no instanceID", "POST no xml part", "POST edit via deprecatedID",
    "POST edit of superseded", "bad token", "no auth on project path", "basic over http", "basic, proxied https",
    "entity list csv", "integrity", "POST to closing form (new id)", "formList when closing",
]  # fmt: skip


def test_every_recorded_exchange_is_played_or_left_out_for_a_reason():
    assert set(recorded()) == set(LABELS) | set(NOT_OFFERED)


@pytest.mark.parametrize("label", LABELS)
def test_our_answer_is_centrals_or_differs_for_a_reason(server, label):
    theirs = recorded()[label]

    ours = server.play(label)

    assert differences(theirs, ours) == set(DIFFERENCES.get(label, {})), (ours.status_code, ours.headers, ours.content)
