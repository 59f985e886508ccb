"""Uploads that are not what they are called, or two things at once."""

import struct

from alongside.kernel import safe_media

from .specimen import MIB, Specimen, refused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">L4s", 13, b"IHDR") + bytes(100)
PDF = b"%PDF-1.4\n1 0 obj <</Type/Catalog {}>> endobj\n"


def taken(name: str):
    """Return the door for an upload under this name: what it was taken as, and the name it was given."""

    def door(data: bytes) -> object:
        found = safe_media.accept(name, data)
        return [found.content_type, found.name.rpartition(".")[2], found.size]

    return door


def whole_name(data: bytes) -> object:
    return safe_media.accept("../../etc/pass<wd>.php\x00.jpg", data).name.count("/")


def large() -> bytes:
    return JPEG + bytes(60 * MIB)


SPECIMENS = [
    Specimen("SVG", lambda: SVG, taken("x.svg"), refused("media.markup")),
    Specimen("SVG called PNG", lambda: SVG, taken("photo.png"), refused("media.markup")),
    Specimen("SVG behind a declaration", lambda: b"\xef\xbb\xbf \n<?xml version='1.0'?>" + SVG, taken("a.jpg"),
             refused("media.markup")),
    Specimen("SVG behind a comment", lambda: b"<!-- a,b -->\n" + SVG, taken("a.csv"), refused("media.markup")),
    Specimen("SVG in UTF-16", lambda: SVG.decode().encode("utf-16"), taken("a.png"), refused("media.markup")),
    Specimen("HTML called JPEG", lambda: HTML, taken("a.jpg"), refused("media.markup")),
    Specimen("HTML as a table", lambda: b"a,b\n1," + HTML, taken("a.csv"), refused("media.markup")),
    Specimen("HTML late in a table", lambda: b"a,b\n" * 50_000 + HTML, taken("a.csv"), refused("media.markup")),
    Specimen("HTML on a seam in a table", lambda: b"a,b\n" * 16_383 + b"a,<scr" + b"ipt>1", taken("a.csv"),
             refused("media.markup")),
    Specimen("XML", lambda: b"<?xml version='1.0'?><d/>", taken("a.pdf"), refused("media.markup")),
    Specimen("JavaScript", lambda: b"alert(document.cookie)", taken("a.mp3"), refused("media.unknown_kind")),
    Specimen("PHP behind a picture's first bytes", lambda: b"GIF89a<?php system('id') ?>", taken("a.gif"),
             refused("media.markup")),
    Specimen("JPEG that is also a page", lambda: JPEG + HTML, taken("a.jpg"), refused("media.markup")),
    Specimen("JPEG with a page on a seam", lambda: JPEG + bytes(65_530 - len(JPEG)) + b"<script>x", taken("a.jpg"),
             refused("media.markup")),
    Specimen("PNG that is also a page", lambda: PNG + HTML, taken("a.png"), refused("media.markup")),
    Specimen("PDF with a script", lambda: PDF.replace(b"{}", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), taken("a.pdf"),
             refused("media.active_pdf")),
    Specimen("PDF that starts a program", lambda: PDF.replace(b"{}", b"/A<</S/Launch/F(cmd.exe)>>"), taken("a.pdf"),
             refused("media.active_pdf")),
    Specimen("PDF that holds a file", lambda: PDF.replace(b"{}", b"/EmbeddedFile"), taken("a.pdf"), refused("media.active_pdf")),
    Specimen("program for Windows", lambda: b"MZ\x90\x00" + bytes(100), taken("a.jpg"), refused("media.program")),
    Specimen("program for Linux", lambda: b"\x7fELF" + bytes(100), taken("a.mp4"), refused("media.program")),
    Specimen("shell script", lambda: b"#!/bin/sh\nrm -rf /", taken("a.amr"), refused("media.program")),
    Specimen("Android program", lambda: b"PK\x03\x04" + bytes(100), taken("a.jpg"), refused("media.unknown_kind")),
    Specimen("RIFF that is no picture", lambda: b"RIFF\x00\x00\x00\x00AVI " + bytes(99), taken("a.webp"),
             refused("media.unknown_kind")),
    Specimen("film of an unknown brand", lambda: b"\x00\x00\x00\x18ftypXXXX" + bytes(99), taken("a.mp4"),
             refused("media.unknown_kind")),
    Specimen("nothing", lambda: b"", taken("a.jpg"), refused("media.empty")),
    Specimen("60 MiB", large, taken("a.jpg"), refused("media.too_large")),
    Specimen("table with NULs late", lambda: b"a,b\n" * 50_000 + b"\x00", taken("a.csv"), refused("media.markup")),
    Specimen("JPEG called HTML", lambda: JPEG, taken("page.html"), ["image/jpeg", "jpg", len(JPEG)]),
    Specimen("PNG called a program", lambda: PNG, taken("a.exe"), ["image/png", "png", len(PNG)]),
    Specimen("a name that climbs", lambda: JPEG, whole_name, 1),
]  # fmt: skip
