"""The one door for packed bytes: zip containers, gzip and deflate, none of which may unpack to more than agreed.

What a container declares is checked before anything is unpacked, and what comes out is counted while it comes out.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .errors import Refused

TOTAL = 25 * 1024 * 1024  # bytes of everything in a container, unpacked
ENTRIES = 1_000
RATIO = 200  # a real spreadsheet of empty styled rows packs about 30 to 1; a bomb about 1,000 to 1
SMALL = 1024 * 1024  # bytes below which a high ratio harms nobody
CHUNK = 64 * 1024
DIRECTORY = 1024 * 1024  # bytes the list of entries may take
_END = struct.Struct("<4s4H2LH")  # the record that ends a zip file
_PACKED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)


class Container:
    """A zip file that has been looked at and may be read, one entry at a time. Made by `open_zip` only."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
        self.names = list(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield an entry in pieces. Refuses zip.damaged, zip.nested, zip.too_large. KeyError for an unknown name."""
        entry, read = self._entries[name], 0
        try:
            with self._archive.open(entry) as file:
                while chunk := file.read(CHUNK):
                    if not read and chunk.startswith(_PACKED):
                        raise _nested(name)
                    read += len(chunk)
                    if read > entry.file_size:
                        raise _damaged()
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            raise _damaged() from None
        if read != entry.file_size:
            raise _damaged()

    def read(self, name: str) -> bytes:
        """Return an entry whole, for the small ones. Refuses as `chunks` does."""
        return b"".join(self.chunks(name))


def open_zip(data: bytes, *, total: int = TOTAL, entries: int = ENTRIES, ratio: int = RATIO) -> Container:
    """Return a container whose every declared size, name and place has been checked.

    total: bytes of all entries unpacked. ratio: unpacked to packed, per entry, for entries over 1 MiB.
    Refuses: zip.damaged, zip.too_large, zip.too_many_entries, zip.ratio, zip.overlapping, zip.path, zip.link,
    zip.locked, zip.twice, zip.nested.
    """
    if len(data) > total:
        raise _too_large(total)
    _look_at_the_end(data, entries)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error, IndexError):
        raise _damaged() from None
    listed = archive.infolist()
    if len(listed) > entries:
        raise _too_many(entries)
    if sum(entry.file_size for entry in listed) > total:
        raise _too_large(total)
    seen: set[str] = set()
    for entry in listed:
        _look_at_entry(entry, ratio)
        if entry.filename.casefold() in seen:
            raise Refused("zip.twice", _("Two files in it have the same name. Pack it again."), name=entry.filename)
        seen.add(entry.filename.casefold())
    _look_for_overlaps(listed, archive.start_dir)
    return Container(archive)


def gunzip(data: bytes, limit: int = 10 * 1024 * 1024) -> bytes:
    """Return what a gzip stream holds. limit: bytes unpacked. Refuses zip.damaged, zip.too_large."""
    return _unpack(data, limit, wbits=31)


def inflate(data: bytes, limit: int = 10 * 1024 * 1024) -> bytes:
    """Return what a deflate stream holds, with zlib's wrapping or bare (senders disagree). Refuses as gunzip."""
    wrapped = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return _unpack(data, limit, wbits=15 if wrapped else -15)


def _unpack(data: bytes, limit: int, *, wbits: int) -> bytes:
    out, size, members = [], 0, 0
    rest = memoryview(data)
    try:
        while rest:
            members += 1
            if members > ENTRIES:
                raise _too_many(ENTRIES)
            unpacker = zlib.decompressobj(wbits)
            waiting: bytes | memoryview = rest
            while not unpacker.eof:
                piece = unpacker.decompress(waiting, min(CHUNK, limit + 1 - size))
                size += len(piece)
                out.append(piece)
                if size > limit:
                    raise _too_large(limit)
                waiting = unpacker.unconsumed_tail
                if not waiting and not piece and not unpacker.eof:
                    raise _damaged()
            left = len(unpacker.unused_data)
            rest = rest[len(rest) - left :] if left else rest[:0]
            if wbits != 31 and rest:
                raise _damaged()
    except zlib.error:
        raise _damaged() from None
    if not members:
        raise _damaged()
    return b"".join(out)


def _look_at_the_end(data: bytes, entries: int) -> None:
    """Refuse a list of entries too long to be read at all: Python reads it whole before it counts."""
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if place < 0 or len(data) - place < _END.size:
        raise _damaged()
    _mark, _disk, _first, here, listed, size, _start, _comment = _END.unpack_from(data, place)
    if max(here, listed) > entries:
        raise _too_many(entries)
    if size > DIRECTORY or data.count(b"PK\x01\x02") > 4 * entries:
        raise _too_many(entries)


def _look_at_entry(entry: zipfile.ZipInfo, ratio: int) -> None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name != entry.orig_filename or "\\" in name or any(ord(letter) < 32 for letter in name):
        raise _path(name)
    if name.startswith("/") or ".." in parts or ":" in parts[0] or not name:
        raise _path(name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("zip.link", _("It holds a link instead of a file. Pack the file itself."), name=name)
    if entry.flag_bits & 0x41:
        raise Refused(
            "zip.locked", _("It is locked with a password. Save it without one and send it again."), name=name
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _damaged()
    if entry.file_size > SMALL and entry.file_size > ratio * max(1, entry.compress_size):
        raise Refused("zip.ratio", _("A file in it unpacks to far more than is usual. Make it again."), name=name)
    if name.lower().endswith((".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".jar", ".xlsx", ".docx", ".zst")):
        raise _nested(name)


def _look_for_overlaps(listed: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse entries that share bytes: a few kilobytes counted a thousand times over."""
    begins = sorted((entry.header_offset, entry.compress_size, len(entry.orig_filename)) for entry in listed)
    followings = [start for start, _size, _name in begins[1:]] + [end]
    for (start, size, name), following in zip(begins, followings, strict=False):
        if start < 0 or start + 30 + name + size > following:
            raise Refused("zip.overlapping", _("Files in it lie over one another. Pack it again."))


def _damaged() -> Refused:
    return Refused("zip.damaged", _("It cannot be unpacked. It may have been cut short on the way. Send it again."))


def _too_large(limit: int) -> Refused:
    message = _("It unpacks to more than %(most)s MB. Split it into smaller files.")
    return Refused("zip.too_large", message % {"most": max(1, limit // (1024 * 1024))}, limit=limit)


def _too_many(entries: int) -> Refused:
    return Refused("zip.too_many_entries", _("It holds more files than any we expect. Send fewer."), limit=entries)


def _path(name: str) -> Refused:
    return Refused("zip.path", _("A file in it names a place outside it. Pack it again without folders."), name=name)


def _nested(name: str) -> Refused:
    return Refused("zip.nested", _("It holds another packed file. Unpack that one and send it by itself."), name=name)
