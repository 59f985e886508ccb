"""What is honest passes through the other doors unchanged."""

import gzip
import io
import json
import threading
import zlib
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import openpyxl
import pytest

from alongside.kernel import safe_export, safe_http, safe_media, safe_xml, safe_zip
from alongside.kernel.errors import Refused
from tests.shared import shared_data

ROW = [None, True, -5, Decimal("0.10"), date(2026, 4, 14), datetime(2026, 4, 14, 9, 30, tzinfo=UTC), ["a", "b"], "é,\n"]


def test_a_submission_is_read_with_its_name_spaces():
    root = safe_xml.parse('<f:visit xmlns:f="urn:x" id="v">Amina &amp; José</f:visit>'.encode())

    assert (root.tag, root.get("id"), root.text) == ("{urn:x}visit", "v", "Amina & José")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_xml_in_an_ordinary_encoding_is_read(encoding):
    declared = encoding.removesuffix("-sig")

    assert safe_xml.parse(f'<?xml version="1.0" encoding="{declared}"?><d>José</d>'.encode(encoding)).text == "José"


def test_packed_bytes_come_back():
    said = b"Amina mentors Joseph" * 9_999
    bare = zlib.compressobj(wbits=-15)

    assert safe_zip.gunzip(gzip.compress(said)) == said
    assert safe_zip.gunzip(gzip.compress(said[:99]) + gzip.compress(said[99:])) == said
    assert safe_zip.inflate(zlib.compress(said)) == said
    assert safe_zip.inflate(bare.compress(said) + bare.flush()) == said
    assert len(safe_zip.gunzip(gzip.compress(bytes(1_000)), 1_000)) == 1_000


def test_csv_has_a_notice_names_and_values():
    made = b"".join(safe_export.csv_stream("abcdefgh", [ROW], notice="For learning only"))

    assert made.decode() == (
        "\ufeffFor learning only\r\na,b,c,d,e,f,g,h\r\n"
        ',TRUE,-5,0.10,2026-04-14,2026-04-14T09:30:00+00:00,a; b,"é,\n"\r\n'
    )


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1_000])
def test_every_row_leaves_once_whatever_the_batch(count):
    rows = [[n] for n in range(count)]

    assert b"".join(safe_export.csv_stream(["n"], rows, bom=False)).split() == [
        b"n",
        *(b"%d" % n for n in range(count)),
    ]
    assert json.loads(b"".join(safe_export.json_stream(["n"], rows))) == [{"n": n} for n in range(count)]
    assert json.loads(b"".join(safe_export.json_stream(["n"], rows, notice="x"))) == {
        "notice": "x",
        "rows": [{"n": n} for n in range(count)],
    }
    lines = b"".join(safe_export.json_stream(["n"], rows, lines=True, notice="x")).splitlines()
    assert [json.loads(line) for line in lines] == [{"notice": "x"}, *({"n": n} for n in range(count))]


def test_json_keeps_kinds():
    made = json.loads(b"".join(safe_export.json_stream("abcdefgh", [ROW])))

    assert list(made[0].values()) == [
        None, True, -5, 0.1, "2026-04-14", "2026-04-14T09:30:00+00:00", ["a", "b"], "é,\n"
    ]  # fmt: skip


def test_numbers_that_are_none_leave_as_nothing():
    row = [float("nan"), float("inf"), Decimal("NaN")]

    assert json.loads(b"".join(safe_export.json_stream("abc", [row]))) == [dict.fromkeys("abc")]
    assert b"".join(safe_export.csv_stream("abc", [row], bom=False)) == b"a,b,c\r\n,,\r\n"


def test_xlsx_keeps_kinds_and_exact_numbers():
    row = [1, 2**60, True, date(2026, 4, 14), datetime(2026, 4, 14, 9, 30), time(7, 5), "x" * 40_000, None]
    with safe_export.xlsx("abcdefgh", [row], sheet="a/b", notice="For learning only") as file:
        page = openpyxl.load_workbook(file).active

    values = [cell.value for cell in page[3]]
    assert (page.title, page["A1"].value) == ("a b", "For learning only")
    assert values[:6] == [1, str(2**60), True, datetime(2026, 4, 14), datetime(2026, 4, 14, 9, 30), time(7, 5)]
    assert (len(values[6]), values[6][-1]) == (32_767, "…")


@pytest.mark.parametrize(
    ("start", "content_type", "extension"),
    [
        (b"\xff\xd8\xff\xe1", "image/jpeg", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
        (b"GIF89a", "image/gif", "gif"),
        (b"RIFF\x10\x00\x00\x00WEBP", "image/webp", "webp"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4", "m4a"),
        (b"#!AMR\n", "audio/amr", "amr"),
        (b"#!AMR-WB\n", "audio/amr", "amr"),
        (b"ID3\x04", "audio/mpeg", "mp3"),
        (b"\xff\xfb\x90\x00", "audio/mpeg", "mp3"),
        (b"OggS\x00", "audio/ogg", "ogg"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4", "mp4"),
        (b"\x00\x00\x00\x18ftyp3gp4", "video/3gpp", "3gp"),
        (b"%PDF-1.7\n", "application/pdf", "pdf"),
        (b"name,score\nJoseph,5 < 7\n", "text/csv", "csv"),
    ],
)
def test_an_upload_is_what_its_bytes_say(start, content_type, extension):
    data = start + (b"" if extension == "csv" else bytes(100))

    found = safe_media.accept("whatever.svg", io.BytesIO(data))

    assert (found.content_type, found.extension, found.size) == (content_type, extension, len(data))
    assert found.name == f"{found.sha256[:2]}/{found.sha256}.{extension}"


class Partner(BaseHTTPRequestHandler):
    """Says 503 until asked for the third time."""

    asked = 0

    def do_GET(self):
        type(self).asked += 1
        self.send_response(200 if self.asked >= 3 else 503)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"met")

    def log_message(self, *given):
        pass


@contextmanager
def partner():
    Partner.asked = 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"partner.example:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def client(host: str, **more) -> httpx.Client:
    return safe_http.client(allow={host}, on_site=["127.0.0.1/32"], resolve=lambda *_: ["127.0.0.1"], **more)


def test_a_busy_partner_is_asked_again():
    with partner() as host, client(host) as ours:
        answer = safe_http.persistent(lambda: ours.get(f"http://{host}/"), timeout=None)

    assert (answer.status_code, answer.text, Partner.asked) == (200, "met", 3)


def test_a_partner_that_stays_busy_is_left_with_its_last_answer():
    with partner() as host, client(host) as ours:
        answer = safe_http.persistent(lambda: ours.get(f"http://{host}/"), attempts=2)

    assert (answer.status_code, Partner.asked) == (503, 2)


def test_an_answer_may_be_as_long_as_agreed_and_no_longer():
    with partner() as host:
        with client(host, limit=3) as ours:
            assert ours.get(f"http://{host}/").text == "met"
        with client(host, limit=2) as ours, pytest.raises(Refused) as refusal:
            ours.get(f"http://{host}/")

    assert refusal.value.code == "http.too_large"


@pytest.mark.parametrize("address", ["192.0.32.7", "8.8.8.8", "2001:4860:4860::8888"])
def test_public_addresses_are_reachable(address):
    assert safe_http.why_not_reachable(address) is None


def test_nothing_may_lead_around_the_checks():
    with pytest.raises(ValueError, match="proxy"):
        safe_http.client(allow=set(), proxy="http://127.0.0.1:1")


def test_every_real_form_passes_the_door():
    forms = sorted(shared_data("openrosa/xforms").rglob("*.xml"))

    tags = {safe_xml.parse(path.read_bytes()).tag.rpartition("}")[2] for path in forms}

    assert (len(forms), tags) == (20, {"html"})
