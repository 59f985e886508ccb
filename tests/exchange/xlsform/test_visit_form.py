"""The form on the phone: JavaRosa, the engine of ODK Collect, works out the same score as the server."""

import os
import random
from fractions import Fraction

import pytest
from lxml import etree

from alongside.domain.instruments.rules import classes, relevance, scales, scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.rules.visit_form import NODES
from alongside.domain.instruments.terms import Scale
from alongside.exchange.xlsform.write import to_visit_xform
from alongside.kernel.errors import Refused
from tests.exchange.xlsform.specimens import every_scale, item, text
from tests.java.javarosa import Filler, needs_java

CASES = [
    ("HNQIS-3", "pooled"),
    ("HNQIS-3", "mean_of_sections"),
    ("PASS-85", "pooled"),
    ("PASS-80", "mean_of_sections"),
    ("PASS-75-QUIZ", "pooled"),
    ("R4-LEVEL", "pooled"),
    ("COLOUR", "pooled"),
]
FILLINGS = 60 if os.environ.get("CI") == "true" else 20


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "facilities.csv").write_text("name,label\nf1,Mawari clinic\n")
    (tmp_path / "mentees.csv").write_text("name,label,facility\nm1,Joseph,f1\n")
    (tmp_path / "open_actions.csv").write_text("name,label,mentee\na1,Wash hands,m1\n")
    return tmp_path


def opened(definition: Definition, folder) -> Filler:
    path = folder / "visit.xml"
    path.write_bytes(to_visit_xform(definition, form_id="visit", version="1"))
    return Filler(path)


def answer(item: Item, chance: random.Random, mostly: float) -> str:
    if chance.random() > 0.92:
        return ""
    if item.scale in (Scale.NUM, Scale.TIME):
        return chance.choice(["30", "50", "60.5", "49.99", "0"]) if chance.random() > mostly else "40"
    offered = [value for value, _words in scales.choices(item)]
    best = {"1", "3", "4", "5", "10", "done", "green", "full"}
    good = [value for value in offered if value in best and scales.mark(item, value).full]
    return good[0] if good and chance.random() < mostly else chance.choice(offered)


def fillings(children, path: str, chance: random.Random, mostly: float):
    for child in children:
        if isinstance(child, Section):
            turns = 2 if child.repeat else 1
            for turn in range(1, turns + 1):
                at = f"{path}/{child.id}[{turn}]" if child.repeat else f"{path}/{child.id}"
                yield from fillings(child.children, at, chance, mostly)
        elif child.scale == Scale.ND:
            reviewed = chance.randint(0, 9)
            yield f"{path}/{child.id}__reviewed", str(reviewed)
            yield (
                f"{path}/{child.id}__correct",
                str(reviewed if chance.random() < mostly else chance.randint(0, reviewed)),
            )
        elif (
            child.scale
            and child.scale != Scale.STAR
            and not child.calculation
            and (value := answer(child, chance, mostly))
        ):
            yield f"{path}/{child.id}", value


def answers(node: etree._Element, children) -> dict:
    """Return the answers that stand in a filled form, the checklist's own names only."""
    found = {}
    for child in children:
        nodes = node.findall(child.id)
        if isinstance(child, Section):
            if child.repeat:
                found[child.id] = [answers(each, child.children) for each in nodes]
            else:
                found |= answers(nodes[0], child.children) if nodes else {}
        elif nodes and nodes[0].text:
            found[child.id] = nodes[0].text
        elif node.findtext(f"al_na__{child.id}"):
            found[child.id] = "na"
    return found


def by_phone(root: etree._Element) -> dict:
    score = root.find("al_score")
    parts = int(score.findtext("al_parts"))
    counts = {name: int(score.findtext(f"al_{name}")) for name in ("answered", "asked", "critical_missed", "enough")}
    points = {name: Fraction(score.findtext(f"al_{name}")) / parts for name in ("earned", "possible")}
    return counts | points | {"class": score.findtext("al_class")}


def by_server(definition: Definition, given: dict) -> dict:
    asked = relevance.asked(definition, given)
    result = scoring.score(definition, asked.answers, irrelevant=asked.closed)
    return {
        "answered": result.answered,
        "asked": result.answered + result.not_observed + result.not_applicable,
        "critical_missed": len(result.missed_critical),
        "enough": int(result.enough),
        "earned": result.pooled.earned,
        "possible": result.pooled.possible,
        "class": classes.classify(result, definition.profile).value,
    }


@pytest.mark.java
@pytest.mark.parametrize(("profile", "total"), CASES)
def test_javarosa_computes_the_score_that_the_server_computes(profile, total, folder):
    needs_java()
    definition = every_scale(profile, total)
    chance = random.Random(f"{profile} {total}")
    seen = set()

    with opened(definition, folder) as phone:
        for number in range(FILLINGS):
            filling = dict(fillings(definition.children, "/data/al_checklist", chance, (0.5, 0.9, 1)[number % 3]))
            setting = {"/data/al_visit/al_setting": "simulation"}
            root = etree.fromstring(phone.fill(setting | filling, turns=("/data/al_checklist[1]/client",)))
            given = answers(root.find("al_checklist"), definition.children)

            sent = by_phone(root)

            assert sent == by_server(definition, given), filling
            seen.add(sent["class"])
    assert len(seen) > 1 or profile == "COLOUR"


@pytest.mark.java
@pytest.mark.parametrize(
    ("done", "expected"), [(9, "competent"), (8, "needs_improvement"), (7, "not_competent")], ids=["90", "80", "70"]
)
def test_a_threshold_is_met_exactly(done, expected, folder):
    """Ten items of weight 0.1 do not add up to 1 in binary fractions; in whole parts they do."""
    needs_java()
    items = tuple(item(f"i{number}", "YN", weight=Fraction(1, 10)) for number in range(10))
    definition = Definition(
        code="ten", title=text("Ten"), languages=("en", "fr"), children=(Section("s", text("S"), items),)
    )
    filling = {f"/data/al_checklist/s/i{number}": str(int(number < done)) for number in range(10)}

    with opened(definition, folder) as phone:
        root = etree.fromstring(phone.fill(filling))

    assert by_phone(root)["class"] == expected
    assert root.findtext("al_score/al_percent") == str(done * 10)


@pytest.mark.java
def test_a_declined_permission_keeps_nothing_clinical(folder):
    needs_java()
    filling = {
        "/data/al_visit/al_facility": "f1",
        "/data/al_visit/al_mentee": "m1",
        "/data/al_visit/al_setting": "real_client",
        "/data/al_visit/al_permission": "declined",
        "/data/al_checklist/first/yn": "1",
        "/data/al_feedback/al_strengths": "Careful",
    }

    with opened(every_scale(), folder) as phone:
        root = etree.fromstring(phone.fill(filling))

    kept = {each.tag for each in root}
    assert "al_checklist" not in kept
    assert "al_feedback" not in kept
    assert root.findtext("al_visit/al_permission") == "declined"


@pytest.mark.java
def test_improvement_opens_after_a_strength_and_a_missed_critical_step_shows_its_words(folder):
    needs_java()
    filling = {"/data/al_checklist/first/yn": "0", "/data/al_feedback/al_improvement": "Too early"}

    with opened(every_scale(), folder) as phone:
        early = etree.fromstring(phone.fill(filling))
        later = etree.fromstring(phone.fill({"/data/al_feedback/al_strengths": "Calm"} | filling))

    assert early.find("al_feedback/al_improvement") is None
    assert later.findtext("al_feedback/al_improvement") == "Too early"
    assert early.find("al_checklist/first/al_missed__yn") is not None
    assert early.findtext("al_score/al_critical_missed") == "1"


def test_names_that_the_form_needs_are_refused():
    definition = Definition(code="x", title=text("X"), children=(Item("al_mentee", text("Who?"), kind="text"),))

    with pytest.raises(Refused) as refusal:
        to_visit_xform(definition, form_id="x", version="1")

    assert (refusal.value.code, refusal.value.facts) == ("instruments.reserved_name", {"names": ["al_mentee"]})


def test_every_fixed_node_is_in_the_table_and_in_the_form():
    root = etree.fromstring(to_visit_xform(every_scale(), form_id="x", version="7"))

    names = {etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)}
    fixed = {name for name in NODES if "<" not in name}
    shown = {"al_score_note", "al_not_enough_note", "al_critical_note"}
    added = {name for name in names if name.startswith("al_") and "__" not in name}
    assert fixed <= names
    assert added - fixed - shown == {"al_critical_earned", "al_critical_possible", "al_unseen_critical"} | {
        "al_unseen_other",
        "al_low",
        "al_share",
    }


def test_the_form_carries_its_lists_its_languages_and_its_name():
    document = to_visit_xform(every_scale(), form_id="visit_form", version="2026031001")
    root = etree.fromstring(document)

    names = {"h": "http://www.w3.org/1999/xhtml", "x": "http://www.w3.org/2002/xforms"}
    assert root.xpath("//x:instance/@src", namespaces=names) == [
        "jr://file-csv/facilities.csv",
        "jr://file-csv/mentees.csv",
        "jr://file-csv/open_actions.csv",
    ]
    assert root.xpath("//x:translation/@lang", namespaces=names) == ["English (en)", "French (fr)"]
    assert root.xpath("//x:data/@id | //x:data/@version", namespaces=names) == ["visit_form", "2026031001"]
    assert b"<instanceName/>" in document


def test_an_item_shows_its_standard_and_a_part_how_to_look():
    document = to_visit_xform(every_scale(), form_id="x", version="1").decode()

    assert "Look\n\nStandard: IPC<" in document
    assert "Standard: IPC 4.2<" in document
