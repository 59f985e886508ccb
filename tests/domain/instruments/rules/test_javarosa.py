"""Our fillings against JavaRosa's: the same relevance and the same calculated values on real forms.

ALONGSIDE_RANDOM_INSTANCES says how many fillings of each form are tried (default 30; 200 where CI=true).
"""

import os
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.instruments.rules.expressions.functions import FUNCTIONS
from alongside.domain.instruments.rules.expressions.syntax import calls, parse
from alongside.domain.instruments.rules.form import Form
from alongside.kernel.errors import Refused
from tests.domain.instruments.rules import proving_ground
from tests.domain.instruments.rules.forms_for_comparison import FORMS, prepare
from tests.java.javarosa import Filler, needs_java

FILLINGS = int(os.environ.get("ALONGSIDE_RANDOM_INSTANCES") or ("200" if os.environ.get("CI") == "true" else "30"))
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.mark.java
@pytest.mark.parametrize("name", FORMS)
def test_our_filling_of_a_real_form_is_javarosas(name, tmp_path):
    needs_java()
    path, files = prepare(name, tmp_path)
    form = Form.from_xml(path.read_bytes(), files)

    apart, filled = compared(form, path, seed=name)

    assert apart[:1] == []
    assert filled >= FILLINGS // 2


@pytest.mark.java
def test_every_function_and_operator_works_as_in_javarosa(tmp_path):
    needs_java()
    path = tmp_path / "proving_ground.xml"
    path.write_bytes(proving_ground.document())
    form = Form.from_xml(path.read_bytes())

    count = max(1, FILLINGS // 4)  # every filling works out every expression
    apart, filled = compared(form, path, seed="proving ground", settle=True, count=count)

    assert apart[:1] == []
    assert filled == count


def compared(form: Form, path: Path, *, seed: str, settle: bool = False, count: int = FILLINGS) -> tuple[list, int]:
    """Return (what differs, how many were filled by both), over random answers. Both refusing is no difference."""
    chance = random.Random(seed)
    apart, filled = [], 0
    with Filler(path) as javarosa:
        for _each in range(count):
            answers = random_answers(form, chance)
            ours = _ours(form, answers)
            theirs = javarosa.fill(answers, settle=settle)
            if isinstance(theirs, str) or isinstance(ours, str):
                if isinstance(theirs, str) != isinstance(ours, str):
                    apart.append((answers, str(ours)[:300], str(theirs)[:300]))
                continue
            filled += 1
            here, there = _seen(form, ours), _seen(form, theirs)
            if here != there:
                apart.append((answers, _unlike(here, there), _unlike(there, here)))
    return apart, filled


def random_answers(form: Form, chance: random.Random) -> dict[str, str]:
    """Return answers to some of the questions, with up to three turns of every repeat that is not counted."""
    answers: dict[str, str] = {}
    instance = form.fill({}, _world())

    def visit(node, path):
        for name in dict.fromkeys(child.name for child in node.children):
            below = f"{path}/{name}"
            generic = re.sub(r"\[\d+\]", "", below)
            child = next(each for each in node.children if each.name == name)
            turns = range(1, chance.randint(1, 3) + 1) if generic in form.repeats and not form.repeats[generic] else [0]
            for turn in turns:
                here = f"{below}[{turn}]" if turn else below
                if child.children:
                    visit(child, here)
                elif chance.random() < 0.75 and (value := _any_answer(form, generic, child, chance)):
                    answers[here] = value

    visit(instance.root, "/" + instance.root.name)
    return answers


def _any_answer(form, generic, node, chance) -> str:
    bind = form.binds.get(generic)
    if bind and (bind.calculate or bind.preload[0]) or "/meta/" in generic:
        return ""
    if any(put.target == generic for put in form.values):
        return ""
    if source := form.choices.get(generic):
        values = [value for value, _label in source.fixed] or _all_values(form, source)
        if not values:
            return ""
        if source.many:
            return " ".join(chance.sample(values, chance.randint(1, min(3, len(values)))))
        return chance.choice(values)
    day = f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    clock = f"{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}:00.000Z"
    kind = node.kind
    if kind in ("int", "integer"):
        return str(chance.choice([0, 1, 2, 3, 5, 12, 17, 18, 40, 59, 120, -1]))
    made = {
        "decimal": str(chance.choice([0.5, 1.0, 2.25, 36.6, 100.125, -3.75])),
        "date": day,
        "dateTime": f"{day}T{clock}",
        "time": clock,
        "string": chance.choice(["a", "Joseph", "1", "2", "18", "3.5", "yes", "no", "x y", "É", "mango", "2024-05-06"]),
        "barcode": "12345",
    }
    return made.get(kind, "")


def _all_values(form, source) -> list[str]:
    found = re.search(r"instance\(\s*'([^']+)'\s*\)", source.nodeset)
    if not found:
        return []
    rows = [each for each in form.lists[found[1]].descendants() if each.children]
    return [cell.value for row in rows for cell in row.children if cell.name == source.value and cell.value]


def _world():
    return Circumstances(now=NOW, chance=random.Random(1))


def _ours(form, answers):
    try:
        return form.fill(answers, _world()).to_xml()
    except Refused as refused:
        return f"{refused} {refused.facts}"


def _seen(form, xml: bytes) -> list[tuple[str, str]]:
    """Return (path, text) of every element that is there, without what differs by nature: ids, clocks and chance."""
    root = etree.fromstring(xml)
    tree = root.getroottree()
    loose = {
        path
        for path, bind in form.binds.items()
        if bind.preload[0] or bind.calculate and any(FUNCTIONS[name].volatile for name in calls(parse(bind.calculate)))
    } | {put.target for put in form.values}
    found = []
    for element in root.iter(etree.Element):
        path = re.sub(r"\{[^}]*\}", "", tree.getelementpath(element))
        generic = f"/{etree.QName(root).localname}/" + re.sub(r"\[\d+\]", "", path)
        text = "" if len(element) else (element.text or "")
        found.append((path, "" if generic in loose else text))
    return found


def _unlike(one, other):
    return [each for each in one if each not in other][:8]
