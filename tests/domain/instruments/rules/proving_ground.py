"""A form made for comparison: one calculation for every function, operator and conversion that engines differ in."""

from xml.sax.saxutils import quoteattr

# {name: data type} of what is answered at random.
QUESTIONS = {
    "whole": "int",
    "part": "decimal",
    "text": "string",
    "day": "date",
    "hour": "time",
    "instant": "dateTime",
    "one": "string",
    "many": "string",
}
EXPRESSIONS = {
    "string": (
        "/d/whole + 1",
        "/d/whole - /d/part",
        "/d/whole * /d/part",
        "/d/whole div 3",
        "/d/whole div 0",
        "/d/whole mod 5",
        "/d/part mod -2",
        "-/d/whole",
        "- - /d/part",
        "1 + 2 * 3 - 4 div 2",
        "(1 + 2) * 3",
        "/d/whole = 5",
        "/d/whole = '5'",
        "/d/whole != /d/part",
        "/d/text = 'a'",
        "/d/text = ''",
        "/d/text != ''",
        "/d/text = /d/one",
        "/d/text = 1",
        "/d/text > 1",
        "/d/text < 'b'",
        "/d/whole >= 18 and /d/part < 50",
        "/d/whole > 100 or /d/text = 'yes'",
        "/d/day > /d/instant",
        "/d/day = '2024-05-06'",
        "/d/day = date('2024-05-06')",
        "not(/d/whole > 3)",
        "true()",
        "false()",
        "boolean(/d/text)",
        "boolean(/d/whole)",
        "boolean(/d/part)",
        "boolean-from-string(/d/text)",
        "number(/d/text)",
        "number('1,5')",
        "number('1e3')",
        "number('--1')",
        "number(true())",
        "number(/d/day)",
        "int(/d/part)",
        "int('abc')",
        "int(-0.5)",
        "round(/d/part)",
        "round(/d/part, 1)",
        "round(-2.5)",
        "round(2.5)",
        "round(1234.5678, 2)",
        "round(1234.5678, -2)",
        "round(/d/whole, -1)",
        "abs(/d/part)",
        "sqrt(/d/whole)",
        "pow(/d/whole, 2)",
        "pow(2, 0.5)",
        "exp(1)",
        "exp10(2)",
        "log(/d/whole)",
        "log10(1000)",
        "sin(/d/part)",
        "cos(0)",
        "tan(1)",
        "asin(2)",
        "acos(0.5)",
        "atan(1)",
        "atan2(1, 2)",
        "pi()",
        "if(/d/whole > 10, 'many', 'few')",
        "if(/d/text, /d/whole, /d/part)",
        "if(/d/hidden = '', 'blank', /d/hidden)",
        "coalesce(/d/text, 'none')",
        "coalesce(/d/hidden, /d/whole)",
        "coalesce(/d/part, 0) + coalesce(/d/whole, 0)",
        "selected(/d/many, 'b')",
        "selected(/d/one, '2')",
        "count-selected(/d/many)",
        "selected-at(/d/many, 1)",
        "selected-at(/d/many, 7)",
        "string(/d/whole)",
        "string(/d/part)",
        "string(/d/day)",
        "string(true())",
        "string(/d/whole div 7)",
        "string(1000000 * 12345.678)",
        "string(0.00001)",
        "100000 * 100000",
        "concat(/d/text, '-', /d/whole, '-', /d/part, '-', /d/day)",
        "concat(/d/hidden, 'x')",
        "join(' ', /d/text, /d/one, 3)",
        "join(', ', /d/rep/x)",
        "substr(/d/text, 1)",
        "substr(/d/text, 0, 2)",
        "substr('hello', -3)",
        "substr('hello', 1, -1)",
        "substr('hello', 4, 2)",
        "substring-before('2024-05', '-')",
        "substring-before('abc', 'x')",
        "substring-after('2024-05-06', '-')",
        "substring-after('abc', 'x')",
        "string-length(/d/text)",
        "normalize-space('  a   b ')",
        "contains(/d/text, 'a')",
        "starts-with(/d/text, 'y')",
        "ends-with(/d/text, 's')",
        "translate('bar', 'abc', 'AB')",
        "regex(/d/text, '[0-9]+')",
        "regex(/d/text, '^[a-z]{1,3}$')",
        "regex('A-1', '[A-Z]-\\d')",
        "regex('Chloé Ñandú', '[\\p{L} ]+')",
        "regex('٣', '\\d')",
        "regex('é', '\\w')",
        "regex('abab', '(ab)\\1')",
        "count(/d/rep)",
        "count(/d/rep/x)",
        "count-non-empty(/d/rep/x)",
        "sum(/d/rep/x)",
        "sum(/d/rep/double)",
        "max(/d/rep/x)",
        "min(/d/rep/x)",
        "max(/d/whole, /d/part)",
        "min(/d/whole, /d/part, 4)",
        "max(-5, -3)",
        "max('', '')",
        "count(/d/rep[x > 3])",
        "sum(/d/rep[x > 3]/x)",
        "/d/rep[1]/x",
        "/d/rep[position() = 2]/x",
        "indexed-repeat(/d/rep/x, /d/rep, 2)",
        "indexed-repeat(/d/rep/x, /d/rep, 0)",
        "instance('fruits')/root/item[name = current()/../one]/label",
        "instance('fruits')/root/item[name = /d/one]/price * 2",
        "count(instance('fruits')/root/item)",
        "count(instance('fruits')/root/item[price > 2])",
        "instance('fruits')/root/item[position() = 2]/label",
        "sum(instance('fruits')/root/item/price)",
        "date('2024-02-28') + 2",
        "date(/d/whole)",
        "/d/day + 1",
        "/d/day - date('2024-01-01')",
        "int((date('2026-03-10') - /d/day) div 365.25)",
        "decimal-date-time(/d/instant)",
        "decimal-date-time('2024-05-06')",
        "decimal-time('2024-05-06T12:00:00.000Z')",
        "format-date(/d/day, '%Y/%m/%d')",
        "format-date(/d/day, '%e %b %y')",
        "format-date(/d/day, '%n-%a')",
        "format-date-time(/d/instant, '%H:%M:%S.%3')",
        "format-date-time(/d/instant, '%h o clock %Y')",
        "format-date('', '%Y')",
        "checklist(1, 2, /d/whole > 5, /d/part > 5, /d/text = 'a')",
        "checklist(-1, 1, true(), true())",
        "weighted-checklist(2, 5, /d/whole > 5, 2, /d/part > 5, 3)",
        "once(/d/whole)",
        "position(/d/rep[2])",
        "../whole",
        "./../part",
        "current()/../whole",
        "/d/group/inside",
        "/d/hidden",
        "concat('it', \"'s\")",
        "/d/whole >= 0 and not(selected(/d/many, 'a'))",
        "'a' = 'a' = true()",
        "1 < 2 < 3",
        "2 + 3 = 5",
        "/d/chained_a + 1",
    ),
    "int": ("/d/part", "/d/whole div 2", "7.9", "-7.9", "round(/d/part)", "/d/text", "/d/day"),
    "decimal": ("/d/part", "/d/whole", "/d/whole div 4", "1 div 3", "/d/text"),
    "boolean": ("/d/whole > 3", "/d/text", "/d/whole"),
    "date": ("/d/day", "/d/instant", "date(/d/day + 7)", "date('2024-02-29')"),
    "dateTime": ("date-time(/d/instant)", "date-time('2024-02-29T10:20:30.400Z')", "/d/day"),
}
# Inside the repeat: (name, type, expression). No expression with a full path stands here and outside as well:
# JavaRosa keeps one of two equal texts and works it out where their places meet, which is then neither's place.
IN_TURN = (
    ("double", "string", "../x * 2"),
    ("place", "string", "position(..)"),
    ("before", "string", "if(position(..) = 1, 0, indexed-repeat(/d/rep/x, /d/rep, position(..) - 1))"),
    ("running", "string", "sum(../../rep[position() <= position(current()/..)]/x)"),
    ("turns", "string", "count(../../rep)"),
    ("here", "string", "/d/rep/x"),
    ("only", "string", "count(/d/rep) + 0"),
    ("others", "string", "count(../../rep[x = current()/../x])"),
    ("total", "string", "sum(../../rep/x)"),
    ("outer", "string", "concat(/d/text, ../y)"),
)
# Inside a repeat of the repeat, and what the outer turn and the form make of it.
IN_INNER_TURN = (
    ("both", "string", "../../x + ../w"),
    ("deep_place", "string", "concat(position(../..), '.', position(..))"),
    ("same", "string", "/d/rep/inner/w"),
    ("sisters", "string", "sum(../../inner/w)"),
    ("cousins", "string", "sum(/d/rep/inner/w) + 0"),
    ("named", "string", "indexed-repeat(/d/rep/inner/w, /d/rep, 1, /d/rep/inner, 1)"),
)
ON_INNER_TURNS = (
    ("inner_sum", "string", "sum(../inner/w)"),
    ("inner_count", "string", "count(../inner)"),
    ("inner_most", "string", "max(/d/rep/inner/w) + 0"),
)
ON_ALL_INNER_TURNS = (
    ("all_inner", "string", "sum(/d/rep/inner/w)"),
    ("all_inner_count", "string", "count(/d/rep/inner)"),
    ("inner_of_first", "string", "indexed-repeat(/d/rep/inner/w, /d/rep, 1, /d/rep/inner, 2)"),
    ("inner_over", "string", "count(/d/rep/inner[w > 3])"),
    ("turns_with_inner_over", "string", "count(/d/rep[inner_sum > 10])"),
)


def document() -> bytes:
    """Return the form as an XForm."""
    calculated = [(kind, text) for kind, texts in EXPRESSIONS.items() for text in texts]
    fields = "".join(f"<{name}/>" for name in QUESTIONS)
    fields += "".join(f"<c{place}/>" for place in range(len(calculated)))
    fields += "".join(f"<{name}/>" for name, _kind, _text in ON_ALL_INNER_TURNS)
    inner = "<w/>" + "".join(f"<{name}/>" for name, _kind, _text in IN_INNER_TURN)
    turn = "<x/><y/><shown/>" + "".join(f"<{name}/>" for name, _kind, _text in (*IN_TURN, *ON_INNER_TURNS))
    pattern = f'{turn}<inner jr:template="">{inner}</inner>'
    turn += f"<inner>{inner}</inner>"
    binds = "".join(_bind(f"/d/{name}", kind) for name, kind in QUESTIONS.items())
    binds += "".join(_bind(f"/d/c{place}", kind, text) for place, (kind, text) in enumerate(calculated))
    binds += "".join(_bind(f"/d/rep/{name}", kind, text) for name, kind, text in IN_TURN)
    binds += "".join(_bind(f"/d/rep/inner/{name}", kind, text) for name, kind, text in IN_INNER_TURN)
    binds += "".join(_bind(f"/d/rep/{name}", kind, text) for name, kind, text in ON_INNER_TURNS)
    binds += "".join(_bind(f"/d/{name}", kind, text) for name, kind, text in ON_ALL_INNER_TURNS)
    binds += _bind("/d/rep/inner/w", "int") + _bind("/d/rep/x", "int") + _bind("/d/rep/y", "string")
    binds += '<bind nodeset="/d/rep/shown" relevant="../x &gt; 3"/>'
    binds += '<bind nodeset="/d/hidden" relevant="/d/whole &gt; 17"/>'
    binds += '<bind nodeset="/d/group" relevant="/d/text != \'\'"/>'
    binds += '<bind nodeset="/d/group/inside" relevant="/d/one != \'\'"/>'
    binds += _bind("/d/chained_b", "string", "/d/whole + 1") + _bind("/d/chained_a", "string", "/d/chained_b * 2")
    inputs = "".join(f'<input ref="/d/{name}"/>' for name in (*QUESTIONS, "hidden", "group/inside"))
    return f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Proving ground</h:title><model>
        <instance><d id="proving">{fields}<chained_a/><chained_b/><hidden/><group><inside/></group>
          <rep jr:template="">{pattern}</rep><rep>{turn}</rep></d></instance>
        <instance id="fruits"><root>
          <item><name>1</name><label>Mango</label><price>2</price></item>
          <item><name>2</name><label>Guava</label><price>3.5</price></item>
          <item><name>a</name><label>Papaya</label><price>1</price></item></root></instance>
        {binds}</model></h:head><h:body>{inputs}<group ref="/d/rep"><repeat nodeset="/d/rep">
        <input ref="/d/rep/x"/><input ref="/d/rep/y"/><input ref="/d/rep/shown"/>
        <group ref="/d/rep/inner"><repeat nodeset="/d/rep/inner"><input ref="/d/rep/inner/w"/></repeat></group></repeat></group></h:body></h:html>
        """.encode()


def _bind(path: str, kind: str, expression: str = "") -> str:
    calculate = f" calculate={quoteattr(expression)}" if expression else ""
    return f'<bind nodeset="{path}" type="{kind}"{calculate}/>'
