"""XML that reads files, calls out, or grows."""

from alongside.kernel import safe_xml

from .specimen import MIB, Specimen, refused

FILE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><d>&j;</d>"
)
LAUGHS_IN_AN_ATTRIBUTE = LAUGHS.replace("<d>&j;</d>", '<d a="&j;"/>')


def parse(data: bytes) -> object:
    root = safe_xml.parse(data)
    return [root.tag, "".join(root.itertext())[:100]]


SPECIMENS = [
    Specimen("entity from a file", lambda: FILE, parse, refused("xml.doctype")),
    Specimen(
        "entity over http",
        lambda: FILE.replace(b"file:///etc/passwd", b"http://169.254.169.254/latest"),
        parse,
        refused("xml.doctype"),
    ),
    Specimen(
        "parameter entity",
        lambda: b'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/e.dtd"> %p;]><d/>',
        parse,
        refused("xml.doctype"),
    ),
    Specimen(
        "external DTD", lambda: b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd"><d/>', parse, refused("xml.doctype")
    ),
    Specimen(
        "public DTD",
        lambda: b'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd"><html/>',
        parse,
        refused("xml.doctype"),
    ),
    Specimen("bare DOCTYPE", lambda: b"<!DOCTYPE d><d/>", parse, refused("xml.doctype")),
    Specimen(
        "DOCTYPE behind a long comment",
        lambda: b"<!--" + b"x" * MIB + b"--><!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>",
        parse,
        refused("xml.doctype"),
    ),
    Specimen(
        "DOCTYPE that fills 5 MB",
        lambda: b"<!DOCTYPE d [" + b"".join(b"<!ENTITY e%d 'v'>" % n for n in range(250_000)) + b"]><d/>",
        parse,
        refused("xml.too_many_parts"),
    ),
    Specimen("billion laughs", LAUGHS.encode, parse, refused("xml.doctype")),
    Specimen("billion laughs in an attribute", LAUGHS_IN_AN_ATTRIBUTE.encode, parse, refused("xml.doctype")),
    Specimen(
        "quadratic blow-up",
        lambda: b'<!DOCTYPE d [<!ENTITY a "' + b"a" * 100_000 + b'">]><d>' + b"&a;" * 50_000 + b"</d>",
        parse,
        refused("xml.doctype"),
    ),
    Specimen("entity never declared", lambda: b"<d>&x;</d>", parse, refused("xml.not_well_formed")),
    Specimen("300,000 deep", lambda: b"<a>" * 300_000 + b"</a>" * 300_000, parse, refused("xml.too_many_parts")),
    Specimen("50,000 deep", lambda: b"<a>" * 50_000 + b"</a>" * 50_000, parse, refused("xml.too_deep")),
    Specimen(
        "2 million elements", lambda: b"<d>" + b"<a/>" * 2_000_000 + b"</d>", parse, refused("xml.too_many_parts")
    ),
    Specimen(
        "a million attributes",
        lambda: b"<d " + b" ".join(b'a%d=""' % n for n in range(900_000)) + b"/>",
        parse,
        refused("xml.too_many_parts"),
    ),
    Specimen(
        "half a million attributes",
        lambda: b"<d " + b" ".join(b'a%d=""' % n for n in range(500_000)) + b"/>",
        parse,
        refused("xml.too_many_parts"),
    ),
    Specimen(
        "as many parts as are let in",
        lambda: b"<d>" + b"<a b='c'>d</a>" * 49_000 + b"</d>",
        lambda data: len(safe_xml.parse(data)),
        49_000,
    ),
    Specimen(
        "as many attributes as are let in",
        lambda: b"<d " + b" ".join(b'a%d="b"' % n for n in range(99_000)) + b"/>",
        lambda data: len(safe_xml.parse(data).attrib),
        99_000,
    ),
    Specimen(
        "as many entities as are let in",
        lambda: b"<!DOCTYPE d [" + b"".join(b"<!ENTITY e%d 'v'>" % n for n in range(190_000)) + b"]><d/>",
        parse,
        refused("xml.doctype"),
    ),
    Specimen("one text of 11 MB", lambda: b"<d>" + b"x" * 11 * MIB + b"</d>", parse, refused("xml.too_large")),
    Specimen("one name of 9 MB", lambda: b"<" + b"n" * 9 * MIB + b"/>", parse, refused("xml.not_well_formed")),
    Specimen(
        "UTF-7 that hides a DOCTYPE",
        lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-<d/>',
        parse,
        refused("xml.encoding"),
    ),
    Specimen("UTF-7", lambda: b'<?xml version="1.0" encoding="UTF-7"?><d/>', parse, refused("xml.encoding")),
    Specimen("UTF-16 that hides a DOCTYPE", lambda: FILE.decode().encode("utf-16"), parse, refused("xml.doctype")),
    Specimen(
        "UTF-16 without a mark",
        lambda: ('<?xml version="1.0" encoding="UTF-16LE"?>' + FILE.decode()).encode("utf-16-le"),
        parse,
        refused("xml.doctype"),
    ),
    Specimen("UTF-32", lambda: "<d/>".encode("utf-32"), parse, refused("xml.not_well_formed")),
    Specimen(
        "EBCDIC", lambda: '<?xml version="1.0" encoding="cp037"?><d/>'.encode("cp037"), parse, refused("xml.encoding")
    ),
    Specimen("a NUL in text", lambda: b"<d>a\x00b</d>", parse, refused("xml.not_well_formed")),
    Specimen("nothing but NULs", lambda: b"\x00" * 1_000, parse, refused("xml.empty")),
    Specimen("bytes that are no letters", lambda: b"<d>\xff\xfe\xfd</d>", parse, refused("xml.not_well_formed")),
    Specimen(
        "processing instructions",
        lambda: b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><d>a<?php system("id") ?>b</d>',
        parse,
        ["d", "ab"],
    ),
    Specimen(
        "XInclude",
        lambda: b'<d xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include parse="text" href="/etc/passwd"/></d>',
        parse,
        ["d", ""],
    ),
    Specimen(
        "schema at a foreign place",
        lambda: (
            b'<d xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x http://127.0.0.1:9/"/>'
        ),
        parse,
        ["d", ""],
    ),
    Specimen(
        "a comment that splits a word", lambda: b"<d>amina<!-- -->@example.org</d>", parse, ["d", "amina@example.org"]
    ),
    Specimen("script as CDATA", lambda: b"<d><![CDATA[<script>1</script>]]></d>", parse, ["d", "<script>1</script>"]),
    Specimen("cut short", lambda: b"<d><a>", parse, refused("xml.not_well_formed")),
    Specimen("no XML at all", lambda: b"PK\x03\x04" + b"x" * 100, parse, refused("xml.not_well_formed")),
]
