"""HNQIS exports: sections, weights, what opens a question, and the stored scores reproduced.

The sample stores four scores. Each is the percentage of the outermost composite ("0"): all points together, not the
mean of the sections under it. They come out here exactly as fractions; the stored ones were added up in four-byte
numbers, so they differ from the sixth digit on.
"""

import io
import zipfile
from fractions import Fraction

import pytest
from lxml import etree

from alongside.domain.instruments.rules import classes, hnqis, relevance, scoring
from alongside.domain.instruments.rules.definition import Section
from alongside.exchange.hnqis import tables
from alongside.exchange.hnqis.translate import knows, read, read_packed, read_surveys
from alongside.exchange.xlsform import translate as translate_xlsform
from alongside.exchange.xlsform.write import to_visit_xform, to_xlsx
from tests.exchange.xlsform.validation import validated
from tests.java.javarosa import Filler, needs_java
from tests.shared import shared_data

FOUR_BYTES = Fraction(2, 100_000)  # of a percent: what adding up some fifty four-byte weights can lose


def export(**changed: str) -> dict[str, bytes]:
    """Return a small export: one programme, two sections under a root, four questions."""
    files = {
        "Program": "1~prog1~Newborn~x\n",
        "Tab": "1~Care~0~0~1\n",
        "Header": "1~Head~Head~0~1\n2~END~END~1~1\n",
        "CompositeScore": "1~0~All~u0~0~\n2~1~Warm~u1~1~1\n3~2~Clean~u2~2~1\n",
        "Answer": "1~YesNo\n2~Label\n",
        "Option": "1~o1~Yes [1]~Yes~1.0~1\n2~o2~No [0]~No~0.0~1\n3~o3~N/A [1]~N/A~1.0~1\n",
        "Question": (
            "1~N-100~long~s~Dries the baby~q1~100~0.200000002980232~0.200000002980232~"
            "<Feedback><p><b>Dry</b> at once</p><script>x()</script><ul><li>Head</li></ul></Feedback>~1~1~8~1~2~~\n"
            "2~N-110~long~s~Covers&#39;s the head_x0020_~q2~110~0.5~0.5~~1~1~8~0~2~~\n"
            "3~N-120~long~s~Washes hands~q3~120~0.0~0.3~~1~1~8~0~3~~\n"
            "4~N-130~long~s~END OF TAB~q4~130~0.0~0.0~~2~2~7~0~~~\n"
        ),
        "QuestionRelation": "1~2~1\n",
        "Match": "1~1\n",
        "QuestionOption": "1~1~1~1\n",
    } | changed
    return {f"csv/{name}.csv": content.encode() for name, content in files.items()}


def real() -> dict[str, bytes]:
    folder = shared_data("checklists/hnqis_kenya_icm/Question.csv").parent
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_composites_become_nested_sections_and_steps_become_items():
    reading = read(export())
    (definition,) = reading.definitions

    root, warm, clean = definition.sections()
    dries, covers, washes = definition.items()
    assert (definition.code, definition.title) == ("prog1", {"en": "Newborn"})
    assert (root.id, warm.id, clean.id) == ("cs_0", "cs_1", "cs_2")
    assert root.children == (warm, clean)
    assert (dries.id, dries.scale, dries.critical, dries.weight) == ("N_100", "YN", True, Fraction(1, 5))
    assert dries.feedback == {"en": "Dry at once\n– Head"}
    assert covers.label == {"en": "Covers's the head"}
    assert covers.relevant == "${N_100} = 'yes'"
    assert (washes.weight, washes.possible_weight) == (0, Fraction(3, 10))
    assert [(each.value, each.factor) for each in dries.choices] == [("yes", 1), ("no", 0), ("counted_n_a", 1)]


def test_what_was_decided_is_said_with_table_and_line():
    reading = read(export())

    assert [(each.code, each.sheet, each.row) for each in reading.findings if each.code.startswith("hnqis.")] == [
        ("hnqis.na_counted", "Option", 3),
        ("hnqis.end_mark", "Question", 4),
        ("hnqis.weights_restored", "Question", 1),
    ]


def test_a_not_applicable_that_counts_can_be_left_out_of_the_score():
    reading = read(export(), accepted=["leave_not_applicable_out"])
    (definition,) = reading.definitions

    counted = scoring.score(read(export()).definitions[0], {"N_100": "counted_n_a"})
    left_out = scoring.score(definition, {"N_100": "na"})

    assert (counted.pooled.possible, left_out.pooled.possible) == (Fraction(1, 5), 0)
    assert "hnqis.na_counted" not in [each.code for each in reading.findings]


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"Question": "1~short\n"}, "hnqis.short_line", ("Question", 1)),
        ({"QuestionRelation": "1~99~1\n"}, "hnqis.unknown_question", ("QuestionRelation", 1)),
        ({"QuestionOption": "1~1~2~1\n"}, "hnqis.own_parent", ("QuestionOption", 1)),
        ({"QuestionOption": ""}, "hnqis.empty_relation", ("QuestionRelation", 1)),
        ({"QuestionRelation": "1~2~7\n"}, "hnqis.unknown_relation", ("QuestionRelation", 1)),
        ({"Option": "1~o1~Yes~Yes~~1\n2~o2~No~No~0.0~1\n"}, "hnqis.no_factor", ("Option", 1)),
        ({"Tab": "1~Care~0~0~9\n"}, "hnqis.empty_program", ("Program", 1)),
    ],
)
def test_a_fault_is_found_in_its_line(changed, code, place):
    reading = read(export(**changed))

    assert place in [(each.sheet, each.row) for each in reading.findings if each.code == code]


def test_the_tables_may_come_packed():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in export().items():
            packed.writestr(name, data)

    assert knows(buffer.getvalue())
    assert read_packed(buffer.getvalue()).definitions == read(export()).definitions
    assert not knows(b"~")
    assert [each.code for each in read_packed(b"PK no").findings] == ["zip.damaged"]


def test_a_missing_table_is_named():
    files = {name: data for name, data in export().items() if "Option.csv" not in name}

    reading = read(files)

    assert (reading.definitions, [(each.code, each.sheet) for each in reading.findings]) == (
        [],
        [("hnqis.no_table", "Option")],
    )


@pytest.mark.parametrize(
    ("stored", "number"),
    [
        ("0.200000002980232", "0.2"),
        ("0.142857000231743", "0.142857"),
        ("0.00999999977648258", "0.01"),
        ("0.25", "0.25"),
        ("1.0", "1"),
        ("0.1", "0.1"),
        ("0.123456789", "0.123456789"),
    ],
)
def test_a_weight_stored_in_four_bytes_is_read_as_it_was_meant(stored, number):
    assert tables.meant(stored) == Fraction(number)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One<br/>two</p>", "One\ntwo"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<img src=x onerror=alert(1)>Look", "Look"),
        ("<style>p{}</style><ul><li> x  y</li><li></li></ul>", "– x y"),
    ],
)
def test_feedback_is_plain_words(markup, words):
    assert tables.plain(markup) == words


def test_the_real_export_gives_two_checklists():
    reading = read(real())

    assert reading.usable
    assert [(each.title["en"], len(list(each.scored()))) for each in reading.definitions] == [
        ("IMCI", 67),
        ("Family Planning", 110),
    ]
    assert sum(item.critical for each in reading.definitions for item in each.scored()) == 13


def test_the_stored_scores_are_reproduced():
    files = real()
    definitions = {each.code: each for each in read(files).definitions}

    surveys = read_surveys(files)

    assert [each.id for each in surveys] == ["1", "2", "3", "4"]
    for survey in surveys:
        definition = definitions[survey.program]
        result = scoring.score(definition, survey.answers)
        assert abs(result.share * 100 - survey.score) < FOUR_BYTES
        assert hnqis.legacy(definition, survey.answers).main == result.share * 100


@pytest.mark.java
@pytest.mark.slow
def test_a_phone_scores_the_real_surveys_as_the_server_does(tmp_path):
    needs_java()
    files = real()
    definitions = {each.code: each for each in read(files).definitions}
    for name, columns in (("facilities", ""), ("mentees", ",facility"), ("open_actions", ",mentee")):
        (tmp_path / f"{name}.csv").write_text(f"name,label{columns}\nx,X{',x' if columns else ''}\n")

    for survey in read_surveys(files):
        definition = definitions[survey.program]
        path = tmp_path / f"{survey.id}.xml"
        path.write_bytes(to_visit_xform(definition, form_id="hnqis", version="1"))
        filling = {place: survey.answers[name] for name, place in places(definition.children, "/data/al_checklist")
                   if name in survey.answers}  # fmt: skip
        with Filler(path) as phone:
            root = etree.fromstring(phone.fill(filling))
        asked = relevance.asked(definition, survey.answers)
        result = scoring.score(definition, asked.answers, irrelevant=asked.closed)

        parts = int(root.findtext("al_score/al_parts"))
        sent = [Fraction(root.findtext(f"al_score/al_{name}")) / parts for name in ("earned", "possible")]
        assert sent == [result.pooled.earned, result.pooled.possible]
        assert root.findtext("al_score/al_class") == classes.classify(result).value


@pytest.mark.java
@pytest.mark.slow
def test_both_real_checklists_pass_odk_validate(tmp_path):
    needs_java()

    for definition in read(real()).definitions:
        assert validated(to_visit_xform(definition, form_id="hnqis", version="1"), tmp_path) == ""
        assert translate_xlsform.read(to_xlsx(definition)).definitions == [definition]


def places(children, path: str):
    """Yield (id, path in the visit form) of every question."""
    for child in children:
        if isinstance(child, Section):
            yield from places(child.children, f"{path}/{child.id}")
        else:
            yield child.id, f"{path}/{child.id}"


def test_a_matching_question_is_filled_in_as_hnqis_filled_it():
    files = real()
    definitions = {each.code: each for each in read(files).definitions}
    checked = 0

    for survey in read_surveys(files):
        definition = definitions[survey.program]
        for item in definition.items():
            if item.calculation and item.id in survey.answers:
                without = {name: value for name, value in survey.answers.items() if name != item.id}
                assert relevance.asked(definition, without).answers.get(item.id) == survey.answers[item.id]
                checked += 1

    assert checked >= 2
