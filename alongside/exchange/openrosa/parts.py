"""A post taken apart: the record as XML, and the files that came with it."""

import io
import re

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.translation import gettext as _

from alongside.kernel.errors import Refused
from alongside.kernel.safe_zip import gunzip

from . import answers

# Bytes of one post. Clients split at answers.ACCEPTED_LENGTH, but never inside a file: a film may be larger.
LARGEST = 60_000_000
RECORD = "xml_submission_file"
# A record without files is a few thousand bytes; one that may hold files is read by Django's parser, piece by piece.
_SHORT = 256 * 1024
_TYPE = re.compile(r'multipart/form-data; ?boundary=("?)([0-9A-Za-z\'()+_,./:=?-]{1,70})\1', re.ASCII | re.IGNORECASE)
_HEAD = re.compile(
    rb'Content-Disposition: ?form-data; name="xml_submission_file"; filename="[^"\\\r\n]*"'
    rb"(?:\r\n(?:Content-Type: ?[^\r\n]*|Content-Length: ?\d+|Content-Transfer-Encoding: ?(?:binary|8bit)))*",
    re.IGNORECASE,
)


def parts(request: HttpRequest) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Return the XML part and (name, content) of the other files of a post, unpacked where it came packed or in chunks.

    Refuses: openrosa.too_large, openrosa.not_multipart, openrosa.no_xml.
    """
    packed = request.headers.get("Content-Encoding", "").lower() == "gzip"
    chunked = request.META.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > LARGEST:
        raise _too_large()
    if packed or chunked:
        raw = request.META["wsgi.input"].read(LARGEST + 1) if chunked else request.body
        if len(raw) > LARGEST:
            raise _too_large()
        content = gunzip(raw, limit=answers.ACCEPTED_LENGTH) if packed else raw
        meta = {**request.META, "CONTENT_LENGTH": len(content)}
        try:
            fields, files = MultiPartParser(meta, io.BytesIO(content), request.upload_handlers).parse()
        except MultiPartParserError as error:
            raise Refused("openrosa.not_multipart", _("The record did not arrive whole. Send it again.")) from error
    else:
        if length <= _SHORT and (only := only_part(request.META.get("CONTENT_TYPE", ""), request.body)) is not None:
            return only, []
        fields, files = request.POST, request.FILES
    xml = files.get(RECORD)
    if xml is not None:
        body = xml.read()
    elif RECORD in fields:
        body = fields[RECORD].encode()
    else:
        raise Refused(
            "openrosa.no_xml",
            _("The record lacks its part xml_submission_file. Send it again from the app that made it."),
        )
    return body, [(name, each.read()) for name, of in files.lists() if name != RECORD for each in of]


def only_part(content_type: str, post: bytes) -> bytes | None:
    """Return the record of a post that holds it and nothing else, written as phones write it; None for any other.

    Most posts are such, and Django's parser, made for any, takes longer over one than our database does. None says
    nothing of what the post holds: that parser decides.
    """
    kind = _TYPE.fullmatch(content_type)
    if kind is None:
        return None
    mark = b"--" + kind[2].encode()
    end = post.rfind(b"\r\n" + mark + b"--")
    if not post.startswith(mark + b"\r\n") or end < 0 or post.count(mark) != 2:
        return None
    if post[end + len(mark) + 4 :] not in (b"", b"\r\n"):
        return None
    head, blank, content = post[len(mark) + 2 : end].partition(b"\r\n\r\n")
    return content if blank and _HEAD.fullmatch(head) else None


def _too_large() -> Refused:
    return Refused(
        "openrosa.too_large",
        _("This is more than the server takes at once. Send fewer photos at a time."),
        status=413,
    )
