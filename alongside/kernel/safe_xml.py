"""The one door for XML that came from outside: no DOCTYPE, no entities, no network, no surprise in size.

A hardened parser alone is not enough: lxml with everything switched off still accepts a document that has a
DOCTYPE, and a few megabytes of empty elements still cost hundreds of megabytes as a tree. So the start of the
document is looked at first, and what could become a node is counted before any tree is built.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from lxml import etree

from .errors import Refused

LIMIT = 10 * 1024 * 1024  # bytes; photos and sound travel beside the XML, never inside it
NODES = 200_000  # elements, comments and attributes; a form that lists 8,700 facilities needs about 70,000
DEPTH = 256  # elements inside elements: where the parser itself stops; the deepest real form seen has 14
LONGEST_TAG = (
    384 * 1024
)  # bytes from one "<" to the next while streaming: a full spreadsheet cell, every letter escaped
ENCODINGS = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "US-ASCII", "ASCII", "ISO-8859-1", "WINDOWS-1252"}
_HARDENED = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_EBCDIC = b"\x4c\x6f\xa7\x94"
_ENCODING_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")


def parse(data: bytes, *, limit: int = LIMIT, nodes: int = NODES) -> etree._Element:
    """Return the root of a document, comments and processing instructions left out.

    limit: bytes. nodes: how many elements, comments and attributes together.
    Refuses: xml.empty, xml.too_large, xml.doctype, xml.encoding, xml.too_many_parts, xml.too_deep,
    xml.not_well_formed.
    """
    if not data.strip(b"\x00\t\r\n "):
        raise Refused("xml.empty", _("The file is empty. Send it again from where it was made."))
    if len(data) > limit:
        raise _too_large(limit)
    _must_be_countable(data)
    # Every element, comment and CDATA part has a "<", every attribute a "=", so this can only count too many.
    # An attribute costs the parser twice what an element does.
    if data.count(b"<") + 2 * data.count(b"=") > nodes:
        raise _too_many_parts(nodes)
    _look_at_the_start(data)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_HARDENED))
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise _unreadable(trouble) from None
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in ENCODINGS:
        raise _encoding()
    return root


class Target(Protocol):
    """What hears the elements of a streamed document, one by one."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


def stream(chunks: Iterable[bytes], target: Target, *, limit: int = LIMIT, nodes: int = 2_000_000) -> Iterator[None]:
    """Read a UTF-8 document piece by piece into `target` without ever building a tree.

    Yields after every piece, so that the caller may hand on what the target has gathered.
    limit: bytes. nodes: elements. Refuses as parse does, and whatever the target refuses.
    """
    hearing = _Hearing(target, nodes)
    parser = etree.XMLParser(target=hearing, **{**_HARDENED, "remove_comments": False, "remove_pis": False})
    seen = tag = 0
    try:
        for chunk in chunks:
            if not seen:
                _must_be_utf8(chunk)
            seen += len(chunk)
            if seen > limit:
                raise _too_large(limit)
            first, last = chunk.find(b"<"), chunk.rfind(b"<")
            if (tag + first if first >= 0 else tag + len(chunk)) > LONGEST_TAG:
                raise _too_many_parts(nodes)
            tag = len(chunk) - last if last >= 0 else tag + len(chunk)
            parser.feed(chunk)
            yield
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise _unreadable(trouble) from None
    yield


class _Hearing:
    """Passes elements on to a target, and refuses a DOCTYPE, a depth and a number of elements beyond reason."""

    def __init__(self, target: Target, nodes: int) -> None:
        self.target, self.nodes, self.left, self.depth = target, nodes, nodes, 0
        self.data = target.data
        self._start, self._end = target.start, target.end

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.left -= 1
        if self.depth > DEPTH:
            raise _too_deep()
        if self.left < 0:
            raise _too_many_parts(self.nodes)
        self._start(tag, attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self._end(tag)

    def comment(self, text: str) -> None:
        self.left -= 1

    def pi(self, target: str, text: str | None = None) -> None:
        self.left -= 1

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise _doctype()

    def close(self) -> None:
        return None


def _must_be_countable(data: bytes) -> None:
    """Refuse encodings in which "<" may be written without its byte, so that nothing hides from the count."""
    declared = _ENCODING_DECLARED.match(data[:1024].removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].decode().upper() not in ENCODINGS or data.startswith(_EBCDIC):
        raise _encoding()


class _Seen(Exception):
    """The first element has opened; there can be no DOCTYPE any more."""


class _Start:
    """Hears the start of a document: a DOCTYPE is refused before its first entity is read."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise _doctype()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        raise _Seen

    def close(self) -> None:
        return None


def _look_at_the_start(data: bytes) -> None:
    """Refuse a DOCTYPE, looking no further than the first element."""
    parser = etree.XMLParser(target=_Start(), **_HARDENED)
    try:
        for begin in range(0, len(data), 4096):
            parser.feed(data[begin : begin + 4096])
        parser.close()
    except _Seen:
        return
    except (etree.XMLSyntaxError, ValueError) as trouble:
        raise (_doctype() if b"<!DOCTYPE" in data[: 64 * 1024] else _unreadable(trouble)) from None


def _must_be_utf8(chunk: bytes) -> None:
    declared = _ENCODING_DECLARED.match(chunk.removeprefix(b"\xef\xbb\xbf"))
    if chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in chunk[:4]:
        raise _encoding()
    if declared and declared[1].upper() not in (b"UTF-8", b"US-ASCII", b"ASCII"):
        raise _encoding()


def _unreadable(trouble: Exception) -> Refused:
    if isinstance(trouble, etree.XMLSyntaxError) and "depth" in str(trouble):
        return _too_deep()
    line = getattr(trouble, "lineno", None)
    return Refused(
        "xml.not_well_formed",
        _("The file is not readable as XML. It may have been cut short on the way. Send it again."),
        line=line,
    )


def _too_large(limit: int) -> Refused:
    message = _("The file is larger than %(most)s MB. Send photos and sound as attachments, not inside it.")
    return Refused("xml.too_large", message % {"most": max(1, limit // (1024 * 1024))}, limit=limit)


def _too_many_parts(nodes: int) -> Refused:
    return Refused("xml.too_many_parts", _("The file has far more parts than any form needs. Split it."), limit=nodes)


def _too_deep() -> Refused:
    return Refused("xml.too_deep", _("The file nests its parts too deeply to be a form. Make it again."), limit=DEPTH)


def _doctype() -> Refused:
    return Refused(
        "xml.doctype", _("The file carries a DOCTYPE, which is never needed here. Remove it and send again.")
    )


def _encoding() -> Refused:
    return Refused("xml.encoding", _("The file is written in an unusual encoding. Save it as UTF-8 and send it again."))
