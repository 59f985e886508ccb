"""The code that sets a phone up."""

import base64
import json
import re
import zlib

import pytest

from alongside.exchange.openrosa import settings_code as codes
from tests.people import a_person, sign_in


def test_the_code_holds_the_address_with_the_secret_and_the_two_parts_collect_demands(monkeypatch):
    drawn = []
    make = codes.segno.make
    monkeypatch.setattr(codes.segno, "make", lambda text, **more: drawn.append(text) or make(text, **more))

    code = codes.settings_code(root="https://mentoring.example/", secret="s3cret", name="Amina Lwanda")

    said = json.loads(zlib.decompress(base64.b64decode(drawn[0])))
    assert said["general"]["server_url"] == code.address == "https://mentoring.example/openrosa/key/s3cret"
    assert ({"general", "admin"} <= set(said), said["general"]["metadata_username"]) == (True, "Amina Lwanda")


@pytest.mark.django_db
def test_a_new_device_shows_its_code_once(client):
    sign_in(client, a_person("Amina Lwanda"))
    first = client.post("/staff/devices/", {"name": "my phone", "act_id": "01977777-7777-7777-8777-777777777777"})
    again = client.post("/staff/devices/", {"name": "my phone", "act_id": "01977777-7777-7777-8777-777777777777"})

    assert (
        b"<svg" in first.content,
        re.search(rb"http://testserver/openrosa/key/[\w-]{40,}", first.content) is not None,
    ) == (True, True)
    assert b"/openrosa/key/" not in again.content


@pytest.mark.django_db
def test_the_picture_carries_no_style_that_the_page_would_block(client):
    svg = codes.settings_code(root="https://mentoring.example/", secret="s" * 43, name="Amina").svg

    assert ("style=" in svg, "<script" in svg) == (False, False)
