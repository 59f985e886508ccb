"""From the tables of an HNQIS export to checklists, one for each programme. Pure.

A composite score becomes a section, nested as its parents say. A question of a composite with a weight, or a
compulsory one, becomes a scored item; HNQIS 1.x calls critical steps compulsory. What opens a question (its parents)
becomes its relevance, and a question that checks whether two answers match becomes a calculation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import lint, scales
from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section
from alongside.domain.instruments.rules.findings import ERROR, NOTE, WARNING, Finding, Fix, Reading, said, wants
from alongside.exchange.hnqis import tables
from alongside.exchange.hnqis.tables import Row
from alongside.kernel import safe_zip
from alongside.kernel.errors import Refused

MATCH, PARENT = "0", "1"  # QuestionRelation: answers that fit each other; answers that open a question
LABEL_ONLY = "7"
# How a question without options is answered, by the output code of HNQIS.
KINDS = {"2": "integer", "3": "text", "4": "text", "5": "date", "6": "integer", LABEL_ONLY: "note"}
CHOOSING = {"1", "8", "9", "10"}


@dataclass(frozen=True)
class Stored:
    """A completed survey with the score that HNQIS stored, in percent; answers by item id, as choices' values."""

    id: str
    program: str
    org_unit: str
    completed_at: datetime | None
    answers: dict[str, str]
    score: Fraction | None


def read(files: Mapping[str, bytes], *, accepted: Collection[str] = ()) -> Reading:
    """Return one checklist for each programme of an export and what there is to say, by table and line.

    files: {file name: bytes}, such as "Question.csv"; folders before the name do not matter.
    accepted: keys (or bare codes) of fixes to apply; those of Reading.fixes.
    """
    return _Reader(files, accepted).reading()


def read_packed(data: bytes, *, accepted: Collection[str] = ()) -> Reading:
    """Return the same for the tables in one zip file. A file that safe_zip refuses gives a finding."""
    try:
        return read(_unpacked(data), accepted=accepted)
    except Refused as reason:
        return Reading([], [Finding(ERROR, reason.code, reason.message)])


def knows(data: bytes, name: str = "") -> bool:
    """Say whether a file looks like a packed export: it holds the tables that every export needs."""
    try:
        return {f"{table.lower()}.csv" for table in tables.NEEDED} <= {each.lower() for each in _unpacked(data)}
    except Refused:
        return False


def _unpacked(data: bytes) -> dict[str, bytes]:
    packed = safe_zip.open_zip(data)
    names = {re.split(r"[/\\]", name)[-1]: name for name in packed.names if name.lower().endswith(".csv")}
    return {short: packed.read(name) for short, name in names.items()}


def read_surveys(files: Mapping[str, bytes]) -> list[Stored]:
    """Return the surveys of an export that were completed, with what HNQIS stored of them."""
    reader = _Reader(files, ())
    reader.reading()
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for row in reader.tables["Value"]:
        value = reader.values.get(row["option"]) or ("" if row["option"] else row["words"])
        if row["question"] in reader.ids and value:
            answers[row["survey"]][reader.ids[row["question"]]] = value
    scores = {row["survey"]: tables.number(row["score"]) for row in reader.tables["Score"] if not row["composite"]}
    programs = {row["id"]: row["uid"] for row in reader.tables["Program"]}
    places = {row["id"]: row["uid"] for row in reader.tables["OrgUnit"]}
    return [
        Stored(
            id=row["id"],
            program=programs.get(row["program"], row["program"]),
            org_unit=places.get(row["org_unit"], row["org_unit"]),
            completed_at=datetime.fromtimestamp(int(row["completed"]) / 1000, UTC),
            answers=answers[row["id"]],
            score=scores.get(row["id"]),
        )
        for row in reader.tables["Survey"]
        if row["completed"].isdigit()
    ]


class _Reader:
    def __init__(self, files: Mapping[str, bytes], accepted: Collection[str]) -> None:
        self.accepted = accepted
        self.findings: list[Finding] = []
        self.where: dict[str, tuple[str, int]] = {}
        self.tables: dict[str, list[Row]] = {}
        named = {re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0].lower(): data for name, data in files.items()}
        for table in tables.COLUMNS:
            data = named.get(table.lower())
            if data is None:
                if table in tables.NEEDED:
                    message = said(_("The table %(table)s is missing."), {"table": table})
                    self.findings.append(Finding(ERROR, "hnqis.no_table", message, table))
                self.tables[table] = []
                continue
            self.tables[table], short = tables.rows(table, data)
            for line in short:
                message = _("This line has too few columns and was left out.")
                self.findings.append(Finding(ERROR, "hnqis.short_line", message, table, line))
        self.by_id = {table: {row["id"]: row for row in rows} for table, rows in self.tables.items()}
        self.options = self._options()
        self.values: dict[str, str] = {}  # {id of an option: value of its choice}
        self.ids: dict[str, str] = {}  # {id of a question: id of its item}
        self.rounded: list[Row] = []

    def reading(self) -> Reading:
        if any(each.code == "hnqis.no_table" for each in self.findings):
            return Reading([], self.findings)
        self._name_everything()
        rules = self._relations()
        definitions, faults = [], []
        questions = dict(self.where)
        for row in self.tables["Program"]:
            self.where = dict(questions)  # codes of composites begin anew in each programme
            definitions.append(self._definition(row, rules))
            faults += lint.lint(definitions[-1], where=self.where)
        if self.rounded:
            message = said(
                _(
                    "%(count)s weights were stored in four bytes; the shortest number that is stored so was taken (0.2 for 0.200000003)."
                ),
                {"count": len(self.rounded)},
            )
            self.say(NOTE, "hnqis.weights_restored", message, self.rounded[0], "weight")
        return Reading(definitions, self.findings + faults)

    def say(self, severity: str, code: str, message: Any, row: Row, column: str = "", fix: Fix | None = None) -> None:
        item = self.ids.get(row["id"], "") if row.table == "Question" else ""
        self.findings.append(Finding(severity, code, message, row.table, row.number, column, item, fix))

    def _options(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["Option"]:
            found[row["answer"]].append(row)
        return found

    def _name_everything(self) -> None:
        taken: set[str] = set()
        for row in self.tables["Question"]:
            self.ids[row["id"]] = _unused(_name(row["code"] or row["uid"] or f"q_{row['id']}"), taken)
            self.where[self.ids[row["id"]]] = ("Question", row.number)
        for answer in {row["answer"] for row in self.tables["Question"]}:
            used: set[str] = set()
            for option in self.options.get(answer, []):
                self.values[option["id"]] = _unused(self._value(option), used)

    def _value(self, option: Row) -> str:
        value = _name(option["name"] or option["code"]).lower()
        # Here "na" leaves the item out of the score; in HNQIS it earns its factor, so it needs a name of its own.
        if re.fullmatch(r"n_?a|not_applicable|x", value) and not wants(self.accepted, _leave_out(option)):
            return f"counted_{value}"
        return scales.NOT_APPLICABLE if re.fullmatch(r"n_?a|not_applicable|x", value) else value

    def _definition(self, program: Row, rules: _Rules) -> Definition:
        tabs = sorted((tab for tab in self.tables["Tab"] if tab["program"] == program["id"]), key=lambda row: row.order)
        headers = [
            header
            for tab in tabs
            for header in sorted(self.tables["Header"], key=lambda row: row.order)
            if header["tab"] == tab["id"]
        ]
        inside = {header["id"] for header in headers}
        questions = sorted(
            (row for row in self.tables["Question"] if row["header"] in inside), key=lambda row: row.order
        )
        if not questions:
            self.say(WARNING, "hnqis.empty_program", _("No question belongs to this programme."), program)
        homes = {header["id"]: self._home(header, questions) for header in headers}
        placed: dict[str, list[Item]] = defaultdict(list)
        loose: dict[str, list[Item]] = defaultdict(list)
        for row in questions:
            if self._is_end_mark(row):
                continue
            item = self._item(row, rules)
            home = row["composite"] or homes[row["header"]]
            if home in self.by_id["CompositeScore"]:
                placed[home].append(item)
            else:
                loose[row["header"]].append(item)
        children: list[Section | Item] = [self._section(root, placed) for root in self._roots(placed)]
        for header in headers:
            if loose[header["id"]]:
                name = f"h_{header['id']}"
                self.where[name] = ("Header", header.number)
                children.append(Section(name, {"en": tables.words(header["name"])}, tuple(loose[header["id"]])))
        title = tables.words(program["name"])
        return Definition(
            code=_name(program["uid"] or title),
            title={"en": title},
            children=tuple(children),
            profile="HNQIS-3",
            # HNQIS's stored main score is the percentage of its outermost composite: all points together.
            total="pooled",
            source="HNQIS",
        )

    def _home(self, header: Row, questions: Iterable[Row]) -> str:
        """Return the composite that most questions under a heading belong to: its labels go there too."""
        counted = Counter(row["composite"] for row in questions if row["header"] == header["id"] and row["composite"])
        return counted.most_common(1)[0][0] if counted else ""

    def _is_end_mark(self, row: Row) -> bool:
        mark = row["output"] == LABEL_ONLY and tables.words(row["name"]).upper() == "END OF TAB"
        if mark:
            self.say(NOTE, "hnqis.end_mark", _("The mark “END OF TAB” is no question and was left out."), row)
        return mark

    def _roots(self, placed: Mapping[str, list[Item]]) -> list[Row]:
        """Return the outermost composites above those in use."""
        roots: dict[str, Row] = {}
        for home in placed:
            row, seen = self.by_id["CompositeScore"][home], {home}
            while (parent := self.by_id["CompositeScore"].get(row["parent"])) and parent["id"] not in seen:
                row = parent
                seen.add(row["id"])
            roots[row["id"]] = row
        return sorted(roots.values(), key=_code_order)

    def _section(self, row: Row, placed: Mapping[str, list[Item]], above: frozenset[str] = frozenset()) -> Section:
        name = f"cs_{re.sub(r'[^A-Za-z0-9]+', '_', row['code'])}"
        if self.where.setdefault(name, ("CompositeScore", row.number))[1] != row.number:
            name = f"{name}_{row['id']}"  # two composites of one programme with the same code
            self.where[name] = ("CompositeScore", row.number)
        inner = [
            each for each in self.tables["CompositeScore"] if each["parent"] == row["id"] and each["id"] not in above
        ]
        parts = [self._section(each, placed, above | {row["id"]}) for each in sorted(inner, key=_code_order)]
        children = (*placed.get(row["id"], ()), *(part for part in parts if part.children))
        return Section(name, {"en": tables.words(row["name"])}, children)

    def _item(self, row: Row, rules: _Rules) -> Item:
        weight, possible = (self._weight(row, column) for column in ("weight", "possible_weight"))
        critical = row["compulsory"] in ("1", "true", "TRUE")
        options = self.options.get(row["answer"], []) if row["output"] != LABEL_ONLY else []
        scored = bool(options) and (critical or weight != 0 or possible != 0)
        name = self.ids[row["id"]]
        if scored and not row["composite"]:
            self.say(
                WARNING, "hnqis.no_composite", _("This question has points but belongs to no composite score."), row
            )
        feedback = tables.plain(row["feedback"])
        values: dict[str, Any] = {
            "id": name,
            "label": {"en": tables.words(row["name"]) or tables.words(row["long_name"]) or name},
            "relevant": rules.relevant.get(row["id"], ""),
            "calculation": rules.calculation.get(row["id"], ""),
            "choices": tuple(self._choice(row, option, scored) for option in options),
        }
        if feedback and not scored:
            values["hint"] = {"en": feedback}
        if scored:
            values |= {"scale": "YN", "critical": critical, "weight": weight}
            values |= {"feedback": {"en": feedback} if feedback else {}}
            values |= {"possible_weight": possible} if possible != weight else {}
        else:
            values["kind"] = self._kind(row, options)
        return Item(**values)

    def _kind(self, row: Row, options: list[Row]) -> str:
        if options:
            return "select_one"
        if row["output"] in KINDS:
            return KINDS[row["output"]]
        message = said(
            _("The output type %(code)s is not known. The question is asked as text."), {"code": row["output"]}
        )
        self.say(WARNING, "hnqis.unknown_output", message, row, "output")
        return "text"

    def _choice(self, row: Row, option: Row, scored: bool) -> Choice:
        value = self.values[option["id"]]
        label = {"en": tables.words(option["name"] or option["code"])}
        if not scored:
            return Choice(value, label)
        factor = tables.meant(option["factor"])
        if factor is None:
            self.say(ERROR, "hnqis.no_factor", _("This option has no factor."), option, "factor")
        if value.startswith("counted_"):
            message = said(
                _("“%(option)s” earns the factor %(factor)s in HNQIS, as if it had been seen."),
                {"option": label["en"], "factor": factor},
            )
            if not any(each.code == "hnqis.na_counted" and each.row == option.number for each in self.findings):
                self.say(WARNING, "hnqis.na_counted", message, option, "factor", _leave_out(option))
        return Choice(value, label, None if value == scales.NOT_APPLICABLE else factor)

    def _weight(self, row: Row, column: str) -> Fraction:
        found = tables.meant(row[column])
        if found is None:
            message = said(_("“%(text)s” is not a weight. It counts as 0."), {"text": row[column]})
            self.say(ERROR, "hnqis.not_a_weight", message, row, column)
            return Fraction(0)
        if found != tables.number(row[column]):
            self.rounded.append(row)
        return found

    def _relations(self) -> _Rules:
        """Return what opens each question and what fills it in."""
        pairs: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["QuestionOption"]:
            pairs[row["match"]].append(row)
        matches: dict[str, list[Row]] = defaultdict(list)
        for row in self.tables["Match"]:
            matches[row["relation"]].append(row)
        opened: dict[str, list[str]] = defaultdict(list)
        rules = _Rules({}, {})
        for relation in self.tables["QuestionRelation"]:
            child = self.by_id["Question"].get(relation["question"])
            if child is None:
                self.say(ERROR, "hnqis.unknown_question", _("This line names a question that is not there."), relation)
                continue
            cases = [self._tests(pairs[match["id"]], child) for match in matches[relation["id"]]]
            cases = [case for case in cases if case]
            if not cases:
                self.say(
                    WARNING,
                    "hnqis.empty_relation",
                    _("No answer is named for this relation. It is left out."),
                    relation,
                )
            elif relation["operation"] == PARENT:
                opened[child["id"]] += [" and ".join(case) for case in cases]
            elif relation["operation"] == MATCH:
                self._matching(child, cases, pairs, matches[relation["id"]], rules)
            else:
                message = said(
                    _("The relation of kind %(kind)s is not known. It is left out."), {"kind": relation["operation"]}
                )
                self.say(WARNING, "hnqis.unknown_relation", message, relation, "operation")
        for question, tests in opened.items():
            distinct = list(dict.fromkeys(tests))
            rules.relevant[question] = " or ".join(f"({test})" if " and " in test else test for test in distinct)
        return rules

    def _tests(self, pairs: Iterable[Row], child: Row) -> list[str]:
        tests = []
        for pair in pairs:
            question, option = self.by_id["Question"].get(pair["question"]), pair["option"]
            if question is None or option not in self.by_id["Option"]:
                self.say(
                    ERROR,
                    "hnqis.unknown_question",
                    _("This line names a question or an option that is not there."),
                    pair,
                )
            elif question["id"] == child["id"]:
                self.say(
                    WARNING, "hnqis.own_parent", _("The question depends on its own answer. That is left out."), pair
                )
            else:
                tests.append(f"${{{self.ids[question['id']]}}} = '{self.values.get(option, option)}'")
        return tests

    def _matching(
        self, child: Row, cases: list[list[str]], pairs: Mapping[str, list[Row]], matches: list[Row], rules: _Rules
    ) -> None:
        """Fill a question in by whether two answers fit: its best option if so, its worst if not."""
        options = sorted(self.options.get(child["answer"], []), key=lambda row: tables.number(row["factor"]) or 0)
        if len(options) < 2:
            self.say(WARNING, "hnqis.match_without_options", _("There are no two options to choose between."), child)
            return
        asked = {
            self.ids[pair["question"]]
            for match in matches
            for pair in pairs[match["id"]]
            if pair["question"] in self.ids
        }
        unanswered = " or ".join(f"${{{name}}} = ''" for name in sorted(asked))
        fits = " or ".join(f"({' and '.join(case)})" for case in cases)
        best, worst = self.values[options[-1]["id"]], self.values[options[0]["id"]]
        rules.calculation[child["id"]] = f"if({unanswered}, '', if({fits}, '{best}', '{worst}'))"


@dataclass
class _Rules:
    """{id of a question: expression}."""

    relevant: dict[str, str]
    calculation: dict[str, str]


def _leave_out(option: Row) -> Fix:
    words = said(_("Leave “%(option)s” out of the score instead."), {"option": option["name"]})
    return Fix("leave_not_applicable_out", words, {"option": option["id"]})


def _code_order(row: Row) -> tuple[Any, ...]:
    return (tuple(int(part) for part in re.findall(r"\d+", row["code"])), row.order)


def _name(text: str) -> str:
    """Return an id with only the characters a name may have."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", text.strip()).strip("_")
    return plain if re.match(r"[A-Za-z_]", plain) else f"q_{plain}" if plain else "q"


def _unused(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    taken.add(free)
    return free
