"""Packed bytes that unpack to more, to elsewhere, or to one another."""

import gzip
import io
import struct
import zipfile
import zlib

from alongside.kernel import safe_zip

from .specimen import MIB, Specimen, refused


def container(*entries: tuple[str, bytes], form: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", form) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("photo.jpg")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def twice() -> bytes:
    made = container(("a.txt", b"one"), ("b.txt", b"two"))
    return made.replace(b"b.txt", b"A.txt")


def with_declared(size: int) -> bytes:
    """Return a container of one entry of 40 MiB whose directory and header say `size`."""
    made = bytearray(container(("a.txt", bytes(40 * MIB))))
    directory = made.rindex(b"PK\x01\x02")
    struct.pack_into("<L", made, directory + 24, size)
    struct.pack_into("<L", made, 22, size)
    return bytes(made)


def overlapping() -> bytes:
    """Return a container of 300 entries that all point at the same 16 KiB of packed bytes."""
    packer = zlib.compressobj(9, wbits=-15)
    content = bytes(range(256)) * 256
    packed = packer.compress(content) + packer.flush()
    head = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), len(content), 3, 0)
    body = head + b"000" + packed
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), len(content),
                    3, 0, 0, 0, 0, 0, 0) + b"%03d" % n
        for n in range(300)
    )  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 300, 300, len(directory), len(body), 0)
    return body + directory + end


def locked() -> bytes:
    made = bytearray(container(("a.txt", b"one")))
    for place in (6, made.rindex(b"PK\x01\x02") + 8):
        made[place] |= 1
    return bytes(made)


def bad_sum() -> bytes:
    made = bytearray(container(("a.txt", b"one two three"), form=zipfile.ZIP_STORED))
    made[made.index(b"one")] = ord("O")
    return bytes(made)


def walk(data: bytes) -> object:
    opened = safe_zip.open_zip(data)
    return {name: sum(map(len, opened.chunks(name))) for name in opened.names}


def unzip(data: bytes) -> object:
    return len(safe_zip.gunzip(data))


def inflate(data: bytes) -> object:
    return len(safe_zip.inflate(data))


def deflated(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(bytes(size)) + packer.flush()


SPECIMENS = [
    Specimen("ratio", lambda: container(("a.txt", bytes(20 * MIB))), walk, refused("zip.ratio")),
    Specimen(
        "a gigabyte in 1 MB", lambda: container(*((f"{n}.txt", bytes(100 * MIB)) for n in range(4))), walk,
        refused("zip.too_large"),
    ),
    Specimen("declares 4 KiB, holds 40 MiB", lambda: with_declared(4_096), walk, refused("zip.damaged")),
    Specimen("declares 4 GiB", lambda: with_declared(0xFFFFFFF0), walk, refused("zip.too_large")),
    Specimen("declares more than it holds", lambda: container(("a", b"12345678")).replace(
        struct.pack("<L", 8) + struct.pack("<2H", 1, 0), struct.pack("<L", 9) + struct.pack("<2H", 1, 0)
    ), walk, refused("zip.damaged")),
    Specimen(
        "5,000 entries", lambda: container(*((str(n), b"") for n in range(5_000))), walk,
        refused("zip.too_many_entries"),
    ),
    Specimen(
        "60,000 entries, one declared",
        lambda: (made := container(*((str(n), b"") for n in range(60_000))))[:-14] + struct.pack("<2H", 1, 1) + made[-10:],
        walk,
        refused("zip.too_many_entries"),
    ),
    Specimen("overlapping entries", overlapping, walk, refused("zip.overlapping")),
    Specimen("nested by name", lambda: container(("a.zip", b"x")), walk, refused("zip.nested")),
    Specimen("nested by content", lambda: container(("a.txt", container(("b", b"c")))), walk, refused("zip.nested")),
    Specimen("gzip within", lambda: container(("a.txt", gzip.compress(b"c"))), walk, refused("zip.nested")),
    Specimen("path upwards", lambda: container(("../../etc/cron.d/x", b"x")), walk, refused("zip.path")),
    Specimen("path from the root", lambda: container(("/etc/passwd", b"x")), walk, refused("zip.path")),
    Specimen("path with a drive", lambda: container(("C:/x", b"x")), walk, refused("zip.path")),
    Specimen("path with backslashes", lambda: container(("..\\..\\x", b"x")), walk, refused("zip.path")),
    Specimen("name with a NUL", lambda: container(("a.jpgXb", b"x")).replace(b"a.jpgX", b"a.jpg\0"), walk, refused("zip.path")),
    Specimen("symbolic link", link, walk, refused("zip.link")),
    Specimen("the same name twice", twice, walk, refused("zip.twice")),
    Specimen("locked", locked, walk, refused("zip.locked")),
    Specimen("packed with LZMA", lambda: container(("a", b"x"), form=zipfile.ZIP_LZMA), walk, refused("zip.damaged")),
    Specimen("wrong check sum", bad_sum, walk, refused("zip.damaged")),
    Specimen("cut short", lambda: container(("a", b"x" * 1_000))[:-30], walk, refused("zip.damaged")),
    Specimen("only an end", lambda: b"PK\x05\x06" + b"\xff" * 18, walk, refused("zip.too_many_entries")),
    Specimen("30 MiB as sent", lambda: container(("a", b"x")) + bytes(30 * MIB), walk, refused("zip.too_large")),
    Specimen("gzip of 1 GiB", lambda: gzip.compress(bytes(64 * MIB)) * 16, unzip, refused("zip.too_large")),
    Specimen("gzip of 11 MiB", lambda: gzip.compress(bytes(11 * MIB)), unzip, refused("zip.too_large")),
    Specimen("gzip in a million members", lambda: gzip.compress(b"") * 200_000, unzip, refused("zip.too_many_entries")),
    Specimen("gzip cut short", lambda: gzip.compress(bytes(9_999))[:-9], unzip, refused("zip.damaged")),
    Specimen("gzip with a wrong sum", lambda: gzip.compress(b"amina")[:-8] + bytes(8), unzip, refused("zip.damaged")),
    Specimen("gzip, then something else", lambda: gzip.compress(b"amina") + b"<xml/>", unzip, refused("zip.damaged")),
    Specimen("deflate of 500 MiB", lambda: zlib.compress(bytes(500 * MIB)), inflate, refused("zip.too_large")),
    Specimen("bare deflate of 500 MiB", lambda: deflated(500 * MIB), inflate, refused("zip.too_large")),
]  # fmt: skip
