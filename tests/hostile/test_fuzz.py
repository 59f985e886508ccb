"""Whatever bytes are brought to a door, there is a value or a refusal, and never another surprise."""

import gzip
import io
import os
import zipfile
import zlib
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.kernel import safe_export, safe_http, safe_media, safe_sheet, safe_xml, safe_zip
from alongside.kernel.errors import Refused

from .packed import container
from .tables_sent import sheet, text, workbook

FUZZ = settings(
    max_examples=150 if os.environ.get("CI") == "true" else 50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
SHEET = workbook(sheet(text("Amina")), strings=b"<si><t>Joseph</t></si>")
SUFFIXES = [
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b"<?xml",
    b"",
    b"sep=;\n",
]
MAGIC = [b"\xff\xd8\xff", b"%PDF-", b"....ftypisom", b"RIFF....WEBP", b"\xff\xfb", b"#!AMR\n", b"GIF89a", b""]


def begun(*beginnings: bytes) -> st.SearchStrategy[bytes]:
    return st.builds(lambda start, rest: start + rest, st.sampled_from(beginnings), st.binary(max_size=2_000))


@st.composite
def damaged(draw, whole: bytes) -> bytes:
    """Draw the whole with a few bytes changed, and perhaps its end cut off."""
    bytes_ = bytearray(whole)
    for place, value in draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8)):
        bytes_[place] = value
    return bytes(bytes_[: draw(st.integers(1, len(whole)))]) if draw(st.booleans()) else bytes(bytes_)


def walk(data: bytes) -> None:
    for found in safe_sheet.read(data, name="x.csv"):
        for row in found.rows:
            assert row.number >= 1
            assert all(isinstance(cell, str) for cell in row.cells)


@FUZZ
@given(begun(b"", b"<", b"<?xml version='1.0'?><d>", b"<!DOCTYPE ", b"\xff\xfe<\x00", b"<a b='"))
def test_any_bytes_as_xml(data):
    with suppress(Refused):
        safe_xml.parse(data)


@FUZZ
@given(st.text(max_size=500), st.sampled_from(["utf-8", "utf-16", "utf-32", "cp037", "utf-7"]))
def test_any_text_in_an_element(said, encoding):
    with suppress(Refused):
        safe_xml.parse(f'<?xml version="1.0" encoding="{encoding}"?><d>{said}</d>'.encode(encoding, "replace"))


@FUZZ
@given(begun(*SUFFIXES))
def test_any_bytes_as_a_table(data):
    with suppress(Refused):
        walk(data)


@FUZZ
@given(damaged(SHEET))
def test_a_damaged_workbook(data):
    with suppress(Refused):
        walk(data)


@FUZZ
@given(st.text(alphabet='<>/="crowvtsinf 019AZ_x&;-', max_size=300))
def test_a_workbook_with_any_page(page):
    with suppress(Refused):
        walk(workbook(sheet(page)))


@FUZZ
@given(
    begun(b"PK\x03\x04", b"PK\x05\x06", b"", b"PK\x05\x06" + bytes(18))
    | damaged(container(("a", b"b" * 99), ("c", b"")))
)
def test_any_bytes_as_a_container(data):
    with suppress(Refused):
        opened = safe_zip.open_zip(data)
        for name in opened.names:
            opened.read(name)


@FUZZ
@given(begun(b"\x1f\x8b\x08", b"") | damaged(gzip.compress(b"Amina" * 99)) | damaged(zlib.compress(b"Joseph" * 99)))
def test_any_bytes_as_packed(data):
    for unpack in (safe_zip.gunzip, safe_zip.inflate):
        with suppress(Refused):
            unpack(data, 10_000)


@FUZZ
@given(begun(*MAGIC), st.text(max_size=50))
def test_any_bytes_as_an_upload(data, name):
    with suppress(Refused):
        assert safe_media.accept(name, io.BytesIO(data)) == safe_media.accept("other", data)


@FUZZ
@given(
    st.lists(
        st.lists(
            st.text(max_size=30)
            | st.integers()
            | st.floats()
            | st.none()
            | st.booleans()
            | st.decimals()
            | st.dates()
            | st.datetimes()
            | st.times(),
            min_size=3,
            max_size=3,
        ),
        max_size=4,
    )
)
def test_any_values_leave_and_no_cell_is_a_formula(rows):
    made = b"".join(safe_export.csv_stream("abc", rows))
    with suppress(Refused):
        for found in safe_sheet.read(made, name="x"):
            list(found.rows)
    b"".join(safe_export.json_stream("abc", rows))
    with safe_export.xlsx("abc", rows) as file, zipfile.ZipFile(file) as book:
        page = book.read("xl/worksheets/sheet1.xml")

    assert b"<f>" not in page
    assert b"<hyperlink" not in page
    walk(workbook(page))


@FUZZ
@given(st.text(max_size=60))
def test_any_address(address):
    assert isinstance(safe_http.why_not_reachable(address), str | None)
    with (
        safe_http.client(allow={"partner.example"}, resolve=lambda host, port: ["127.0.0.1"]) as client,
        suppress(Refused),
    ):
        client.get("http://" + address)
