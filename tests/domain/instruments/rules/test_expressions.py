import json
from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from lxml import etree

from alongside.domain.instruments.rules.expressions import dependencies, functions, syntax
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances, Scope
from alongside.domain.instruments.rules.expressions.tree import Node
from alongside.domain.instruments.rules.expressions.values import java_double, to_text
from alongside.domain.instruments.rules.form import Form
from alongside.kernel.errors import Refused
from tests.domain.instruments.rules import proving_ground
from tests.domain.instruments.rules.cases import FOLDER

GOLDEN = json.loads((FOLDER / "expressions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("filling", GOLDEN["fillings"], ids=lambda filling: filling["name"])
def test_expressions_answer_as_javarosa_did(filling):
    form = Form.from_xml(proving_ground.document())
    written = [(kind, each) for kind, texts in proving_ground.EXPRESSIONS.items() for each in texts]

    root = etree.fromstring(form.fill(filling["answers"]).to_xml())

    asked = [each["expression"] for each in GOLDEN["expressions"]]
    assert asked == [each for _kind, each in written]
    seen = {text: root.findtext(f"{{*}}c{place}") or "" for place, text in enumerate(asked)}
    assert seen == dict(zip(asked, filling["expected"], strict=True))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("1 +", 4),
        ("(1 + 2", 7),
        ("if(1, 2", 8),
        ("'open", 1),
        ("a b", 3),
        ("${a", 1),
        ("/a[1", 5),
        ("1 = = 2", 5),
        ("following::a", 1),
        ("a # b", 3),
        ("(" * 80 + "1" + ")" * 80, 61),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, position):
    with pytest.raises(Refused) as refused:
        syntax.parse(text)

    assert refused.value.code == "instruments.expression_unreadable"
    assert refused.value.facts == {"expression": text, "position": position}


@pytest.mark.parametrize(
    "text",
    [
        "nothing_known(1)",
        "selected(1)",
        "count(3)",
        "date('tomorrow')",
        "regex('a', '(')",
        "${nobody}",
        "instance('none')/root/item",
        "indexed-repeat('x', /d, 1)",
        "format-date('2024-05-06', '%Q')",
        "today()",
        "random()",
        "/d/rep/x + 1",
    ],
)
def test_what_cannot_be_worked_out_is_refused(text):
    root = Node("d")
    for turn in (1.0, 2.0):
        root.add(Node("rep")).add(Node("x", value=turn))

    with pytest.raises(Refused) as refused:
        to_text(Scope(root).evaluate(text))

    assert refused.value.code == "instruments.expression_fails"


HOSTILE = {
    "nested": ("(a|aa)+$", "a" * 60 + "b"),
    "overlapping": ("(a|a|b)+c", "a" * 40),
    "many_stars": ("(.*a){30}", "a" * 3000 + "b"),
    "mail": ("^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$", "a" * 3000 + "!"),
    "words": (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 2000),
    "counted": ("((a{1,1000}){1,1000}){1,1000}b", "a" * 5000),
    "looking_ahead": ("(?=(a|aa)+$)a", "a" * 60 + "b"),
    "back": (r"(a+)(a+)(a+)(a+)\1\2\3\4b", "a" * 2000),
}


@pytest.mark.parametrize(("pattern", "text"), HOSTILE.values(), ids=HOSTILE)
def test_a_pattern_that_would_take_for_ever_is_given_up(pattern, text):
    # Without an end to it the first of them alone runs for hours: a test that comes back has passed.
    scope = Scope(Node("d"))
    try:
        assert scope.evaluate(f"regex('{text}', '{pattern}')") is False
    except Refused as refused:
        assert (refused.code, "takes too long" in str(refused.message)) == ("instruments.expression_fails", True)


def test_many_slow_patterns_share_one_patience():
    scope = Scope(Node("d"))
    expression = f"regex('{'a' * 60}b', '(a|aa)+$')"
    given_up = 0
    for _each in range(500):  # at a fifth of a second each, 100 seconds
        with pytest.raises(Refused):
            scope.evaluate(expression)
        given_up += 1

    assert (given_up, scope.circumstances.patience.left <= 0) == (500, True)
    assert Scope(Node("d")).evaluate("regex('07', '[0-9]+')") is True


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("Chloé Ñandú", r"[\p{L} ]+", True),
        ("Chloé 2", r"[\p{L} ]+", False),
        ("٣", r"\d", False),
        ("é", r"\w", False),
        ("a{", r"a[{]", True),
        ("a{", r"a\{", True),
        ("aaa", "a{2,3}", True),
        ("aaab", "a++b", True),
        ("aaa", "a++a", False),
        ("xa", "a", False),
    ],
)
def test_a_pattern_reads_as_java_reads_it(text, pattern, fits):
    assert Scope(Node("d")).evaluate(f"regex('{text}', '{pattern}')") is fits


@pytest.mark.parametrize("pattern", ["(cat){e<=1}", "a{i}", "(a(?R)?b)", "(a)(?1)", "(?|a|b)", "("])
def test_a_pattern_that_java_does_not_read_is_refused(pattern):
    with pytest.raises(Refused) as refused:
        Scope(Node("d")).evaluate(f"regex('a', '{pattern}')")

    assert refused.value.code == "instruments.expression_fails"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("nothing_known(1)", {"function": "nothing_known"}),
        ("selected(1)", {"function": "selected"}),
        ("${nobody}", {"question": "nobody"}),
    ],
)
def test_a_refusal_names_what_is_at_fault(text, facts):
    with pytest.raises(Refused) as refused:
        Scope(Node("d")).evaluate(text)

    assert refused.value.facts == facts


def test_time_and_chance_come_from_the_circumstances():
    east = timezone(timedelta(hours=3))
    world = Circumstances(now=datetime(2026, 3, 10, 1, 30, tzinfo=east), chance=Random(7), version="4")
    scope = Scope(Node("d"), world)

    seen = [
        to_text(scope.evaluate(each)) for each in ("today()", "now()", "version()", "format-date-time(now(), '%H')")
    ]
    again = Scope(Node("d"), Circumstances(chance=Random(7)))

    assert seen == ["2026-03-10", "2026-03-10", "4", "01"]
    assert scope.evaluate("decimal-date-time(now())") == (
        datetime(2026, 3, 9, 22, 30) - datetime(1970, 1, 1)
    ) / timedelta(1)
    assert scope.evaluate("random()") == again.evaluate("random()")
    assert len(scope.evaluate("uuid()")) == 36
    assert len(scope.evaluate("uuid(5)")) == 5


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("../x + /d/y", {"/d/rep/x", "/d/y"}),
        ("${y} = 'a'", {"/d/y"}),
        ("count(../../rep[x > current()/../z])", {"/d/rep", "/d/rep/x", "/d/rep/z"}),
        ("instance('list')/root/item[name = /d/y]/label", {"/d/y"}),
        (". > 3", {"/d/rep/here"}),
        ("if(true(), 'a', -1)", set()),
    ],
)
def test_what_an_expression_reads_is_known(expression, read):
    found = dependencies.paths_read(syntax.parse(expression), at="/d/rep/here", names={"y": "/d/y"})

    assert found == read


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1, "0.1"),
        (100.0, "100.0"),
        (1234567.5, "1234567.5"),
        (12345678.9, "1.23456789E7"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (-2.5e-10, "-2.5E-10"),
        (1e300, "1.0E300"),
        (float("inf"), "Infinity"),
    ],
)
def test_doubles_are_written_as_java_writes_them(number, text):
    assert java_double(number) == text


def test_the_table_of_functions_covers_what_the_proving_ground_uses():
    used = {
        name
        for texts in proving_ground.EXPRESSIONS.values()
        for each in texts
        for name in syntax.calls(syntax.parse(each))
    }

    without = {
        "now",
        "random",
        "today",
        "uuid",
        "version",
        "property",
        "pulldata",
        "jr:choice-name",
        "jr:itext",
        "is-selected",
    }
    assert set(functions.FUNCTIONS) - used == without | {"current"}  # current() is read as the start of a path


def test_a_union_keeps_every_node_once():
    root = Node("d")
    root.add(Node("x", value=2.0))
    root.add(Node("y", value=3.0))

    assert Scope(root).evaluate("sum(x | y | x)") == 5.0


def test_a_list_in_a_file_is_looked_up():
    rows = Node("instance")
    item = rows.add(Node("root")).add(Node("item"))
    for name, value in (("code", "7"), ("district", "Bomi")):
        item.add(Node(name, value=value))
    scope = Scope(Node("d"), lists={"places": rows})

    assert scope.evaluate("pulldata('places', 'district', 'code', 7)") == "Bomi"
    assert scope.evaluate("pulldata('places.csv', 'district', 'code', '8')") == ""
