"""The one door for uploaded photos, sound, films and papers: what a file is, is seen from its bytes.

The name and the type that a device sends along are never believed. Nothing that a browser could run is taken:
no SVG, no HTML, no XML, no script, no program. What is taken is named after its own content.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .errors import Refused

LIMIT = 50 * 1024 * 1024  # bytes; a film of a minute from a cheap telephone
START = 4_096  # bytes looked at to see what a file is
CHUNK = 64 * 1024
CSV_LIMIT = 25 * 1024 * 1024  # bytes; as safe_sheet reads
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/mp4": "m4a",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "application/pdf": "pdf",
    "text/csv": "csv",
}
_BRANDS = {  # ISO base media: the four letters after "ftyp"
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"isom": "video/mp4",
    b"iso2": "video/mp4",
    b"iso4": "video/mp4",
    b"iso5": "video/mp4",
    b"iso6": "video/mp4",
    b"mp41": "video/mp4",
    b"mp42": "video/mp4",
    b"avc1": "video/mp4",
    b"M4V ": "video/mp4",
    b"MSNV": "video/mp4",
    b"dash": "video/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
}
_MARKUP = re.compile(
    rb"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|img|link|meta|style|\?xml|\?php|[a-z]+:svg)|<%|<\?=",
    re.IGNORECASE,
)
_ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|OpenAction\s*<<\s*/S\s*/JavaScript)\b")
_PROGRAM = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"\x00asm", b"dex\n")


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its content in one number, what it is, how large, and the only name it gets."""

    sha256: str
    content_type: str
    extension: str
    size: int

    @property
    def name(self) -> str:
        """Where it is kept: made from the content, so that the same photo is kept once."""
        return f"{self.sha256[:2]}/{self.sha256}.{self.extension}"


def accept(name: str, file: bytes | BinaryIO, *, limit: int = LIMIT) -> Accepted:
    """Return what the file is and the name it shall be kept under; a file object is left rewound.

    name: as sent, only to speak of it in a refusal. limit: bytes.
    Refuses: media.empty, media.too_large, media.markup, media.program, media.active_pdf, media.unknown_kind.
    """
    shown = re.sub(r"[\x00-\x1f\x7f<>\"'&]", " ", name.replace("\\", "/").rpartition("/")[2])[:80]
    digest, size, start, tail = hashlib.sha256(), 0, b"", b""
    kind = ""
    for chunk in _pieces(file):
        size += len(chunk)
        if size > limit:
            message = _("“%(name)s” is larger than %(most)s MB. Make it smaller, or send a part of it.")
            raise Refused("media.too_large", message % {"name": shown, "most": limit // 1024**2}, limit=limit)
        digest.update(chunk)
        if not start:
            start = chunk[:START]
            kind = kind_of(start) or ("text/csv" if _may_be_table(start) else "")
            _must_be_harmless(shown, start, kind)
        _must_stay_harmless(shown, kind, tail + chunk)
        tail = chunk[-64:]
    if not size:
        raise Refused("media.empty", _("“%(name)s” is empty. Take it again.") % {"name": shown})
    if not isinstance(file, bytes):
        file.seek(0)
    return Accepted(digest.hexdigest(), kind, EXTENSIONS[kind], size)


def kind_of(start: bytes) -> str:
    """Return the type that the first bytes show, or "" for none that we take. Tables (text/csv) have no such mark."""
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if start.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "")
    if start.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return "audio/amr"
    if start.startswith(b"OggS"):
        return "audio/ogg"
    if start.startswith(b"ID3") or len(start) > 2 and start[0] == 0xFF and _is_mpeg_frame(start):
        return "audio/mpeg"
    return "application/pdf" if start.startswith(b"%PDF-") else ""


def _is_mpeg_frame(start: bytes) -> bool:
    """Sync bits, MPEG 1 or 2, layer III, a bit rate and a sampling rate that exist."""
    return start[1] & 0xE6 == 0xE2 and start[2] >> 4 not in (0, 15) and start[2] >> 2 & 3 != 3


def _may_be_table(start: bytes) -> bool:
    text = start.removeprefix(b"\xef\xbb\xbf")
    printable = not any(byte < 32 and byte not in (9, 10, 13) for byte in text)
    return printable and any(mark in text for mark in (b",", b";", b"\t", b"~")) and b"\n" in text + b"\n"


def _must_be_harmless(shown: str, start: bytes, kind: str) -> None:
    if not kind and start.startswith(_PROGRAM) or start.startswith(b"MZ"):
        raise Refused(
            "media.program",
            _("“%(name)s” is a program. Only photos, sound, film, PDF and CSV are taken.") % {"name": shown},
        )
    bare = start.lstrip(b"\xef\xbb\xbf\x00\t\r\n \xff\xfe")
    spread = start.replace(b"\x00", b"")  # UTF-16 hides a tag behind every second byte
    if kind in ("", "text/csv") and (bare.startswith(b"<") or _MARKUP.search(spread)):
        raise _markup(shown)
    if not kind:
        raise Refused(
            "media.unknown_kind",
            _("“%(name)s” is of no kind we take. Send a photo, sound, a film, a PDF or a CSV file.") % {"name": shown},
        )


def _must_stay_harmless(shown: str, kind: str, piece: bytes) -> None:
    """Look for what would make a file two things at once: a page inside a picture, a script inside a PDF."""
    if kind == "application/pdf" and _ACTIVE_PDF.search(piece):
        raise Refused(
            "media.active_pdf", _("“%(name)s” holds a script or another file. Print it to a new PDF.") % {"name": shown}
        )
    if kind == "text/csv" and (_MARKUP.search(piece) or b"\x00" in piece):
        raise _markup(shown)
    if kind.startswith(("image/", "application/")) and _POLYGLOT.search(piece):
        raise _markup(shown)


# Inside a picture the letters "<a" occur by chance; these whole words do not.
_POLYGLOT = re.compile(rb"<(script|html|svg|iframe|body)[\s>]|<\?php|<!doctype", re.IGNORECASE)


def _markup(shown: str) -> Refused:
    return Refused(
        "media.markup",
        _("“%(name)s” holds a web page, a drawing in SVG or a script. Send it as a photo or PDF.") % {"name": shown},
    )


def _pieces(file: bytes | BinaryIO):
    if isinstance(file, bytes):
        for begin in range(0, len(file), CHUNK):
            yield file[begin : begin + CHUNK]
        return
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
