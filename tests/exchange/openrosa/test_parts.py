"""A post of one record is taken apart without Django's parser; that one says the same, and reads every other."""

import io

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser

from alongside.exchange.openrosa.parts import RECORD, only_part

TYPE = "multipart/form-data; boundary=xx"
HEAD = b'Content-Disposition: form-data; name="xml_submission_file"; filename="r.xml"'


def a_post(content=b"<data/>", *, head=HEAD, mark=b"xx", end=b"\r\n"):
    return b"--%s\r\n%s\r\n\r\n%s\r\n--%s--%s" % (mark, head, content, mark, end)


def as_django_reads(kind, post):
    meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": len(post)}
    return MultiPartParser(meta, io.BytesIO(post), [MemoryFileUploadHandler()]).parse()


@pytest.mark.parametrize(
    ("kind", "post"),
    [
        (TYPE, a_post()),
        (TYPE, a_post(end=b"")),
        (TYPE, a_post(b"")),
        (TYPE, a_post(b"\r\n\r\n<data>--x\r\n--</data>\r\n")),
        (TYPE, a_post(head=HEAD + b"\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 7")),
        (TYPE, a_post(head=HEAD + b"\r\nContent-Transfer-Encoding: binary")),
        ('multipart/form-data; boundary="a-b"', a_post(mark=b"a-b")),
    ],
    ids=["plain", "no line end", "empty", "lines inside", "type and length", "binary", "boundary in quotes"],
)
def test_a_record_alone_is_what_django_reads(kind, post):
    fields, files = as_django_reads(kind, post)

    assert (dict(fields), list(files)) == ({}, [RECORD])
    assert only_part(kind, post) == files[RECORD].read()


@pytest.mark.parametrize(
    ("kind", "post"),
    [
        (TYPE, a_post().replace(b"--xx--", b"--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xx--")),
        (TYPE, a_post(head=HEAD.replace(RECORD.encode(), b"photo.jpg"))),
        (TYPE, a_post(head=HEAD.partition(b"; filename")[0])),
        (TYPE, a_post(head=HEAD + b"\r\nContent-Transfer-Encoding: base64")),
        (TYPE, a_post(head=HEAD.replace(b"r.xml", b"r\\\".xml"))),
        (TYPE, a_post(b"--xx")),
        (TYPE, a_post()[:-6]),
        (TYPE, a_post(end=b"more")),
        (TYPE, b"before it" + a_post()),
        (TYPE, b""),
        ("multipart/form-data; boundary=xx; charset=latin-1", a_post()),
        ("application/x-www-form-urlencoded", a_post()),
    ],
    ids=[
        "two parts", "another file", "a field", "base64", "a quote in the name", "the mark inside", "cut short",
        "more behind it", "something before it", "nothing", "a charset", "another type",
    ],
)  # fmt: skip
def test_whatever_else_is_left_to_django(kind, post):
    assert only_part(kind, post) is None
