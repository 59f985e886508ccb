"""What is wrong with a checklist, and where. Pure; nothing is ever changed here unasked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import bands, classes, scales
from alongside.domain.instruments.rules.definition import Band, Definition, Item, Section
from alongside.domain.instruments.rules.expressions import syntax
from alongside.domain.instruments.rules.findings import ERROR, NOTE, WARNING, Finding, Fix, Reading, said, wants
from alongside.domain.instruments.terms import Scale
from alongside.kernel.errors import Refused

# Whoever lints needs the words for it: they are handed on from here.
__all__ = ["ERROR", "NOTE", "WARNING", "Finding", "Fix", "Reading", "lint", "repaired", "said", "wants"]

RESERVED = "al_"  # names that the form on the phone adds for itself begin so (rules/visit_form.py)

# Types of questions that are not scored, as XLSForm spells them. A select may be followed by its list.
KINDS = frozenset(
    [
        "integer",
        "decimal",
        "range",
        "text",
        "note",
        "select_one",
        "select_multiple",
        "rank",
        "select_one_external",
        "date",
        "time",
        "dateTime",
        "geopoint",
        "geotrace",
        "geoshape",
        "image",
        "audio",
        "video",
        "file",
        "barcode",
        "calculate",
        "acknowledge",
        "hidden",
        "xml-external",
        "csv-external",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "background-audio",
        "background-geopoint",
        "start-geopoint",
        "simserial",
        "subscriberid",
    ]
)
_FROM_FILE = ("select_one_from_file", "select_multiple_from_file")
_CHOOSING = ("select_one", "select_multiple", "rank")
# What a phone fills in by itself.
BY_ITSELF = frozenset(
    ["start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "simserial", "subscriberid"]
)
_WITHOUT_LABEL = BY_ITSELF | {
    "calculate",
    "hidden",
    "xml-external",
    "csv-external",
    "background-audio",
    "background-geopoint",
    "start-geopoint",
}
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?\s*([^}\s]+)\s*\}")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_HEAVY = Fraction(1, 2)  # an item above this share of all points deserves a second look


def lint(definition: Definition, *, where: Mapping[str, tuple[str, int]] | None = None) -> list[Finding]:
    """Return what is wrong with a checklist, in reading order, the whole first.

    where: {id of item or section: (sheet, row)} when it came from a sheet.
    """
    look = _Look(definition, where or {})
    return list(look.all())


def references(expression: str) -> list[str]:
    """Return the question names that an expression mentions as ${name}."""
    return _REFERENCE.findall(expression)


def expressions(node: Item | Section) -> Iterator[tuple[str, str]]:
    """Yield (column, expression) of everything a node works out."""
    names = ("relevant", "constraint", "calculation", "choice_filter") if isinstance(node, Item) else ()
    for name in names or ("relevant", "repeat_count"):
        if text := getattr(node, name):
            yield name, text


def base_kind(kind: str) -> str:
    """Return the type without its list or file."""
    return kind.split(" ", 1)[0] if kind else ""


class _Look:
    def __init__(self, definition: Definition, where: Mapping[str, tuple[str, int]]) -> None:
        self.definition = definition
        self.where = where
        self.ids = [*(item.id for item in definition.items()), *(part.id for part in definition.sections())]

    def all(self) -> Iterator[Finding]:
        yield from self.whole()
        for section in self.definition.sections():
            yield from self.section(section)
        for item in self.definition.items():
            yield from self.item(item)
        yield from self.duplicates()
        yield from self.circles()
        yield from self.weights()

    def found(
        self, severity: str, code: str, message: Any, *, item: str = "", column: str = "", fix: Fix | None = None
    ):
        sheet, row = self.where.get(item, ("", None))
        return Finding(severity, code, message, sheet, row, column, item, fix)

    def whole(self) -> Iterator[Finding]:
        it = self.definition
        scored = list(it.scored())
        if not any(True for _item in it.items()):
            yield self.found(ERROR, "lint.empty", _("This checklist has no question."))
        elif not scored:
            yield self.found(
                WARNING, "lint.nothing_scored", _("No question has a scale, so this checklist never gives a score.")
            )
        if it.profile not in classes.PROFILES:
            yield self.found(
                ERROR,
                "lint.unknown_profile",
                said(
                    _("There is no classification profile “%(profile)s”. Choose one of: %(known)s."),
                    {"profile": it.profile, "known": ", ".join(classes.PROFILES)},
                ),
                column="profile",
            )
        if it.total not in ("pooled", "mean_of_sections"):
            yield self.found(
                ERROR,
                "lint.unknown_total",
                said(
                    _("“%(total)s” is no way to form a total. Write pooled or mean_of_sections."), {"total": it.total}
                ),
                column="total",
            )
        if not 0 <= it.minimum_evidence <= 1:
            yield self.found(
                ERROR,
                "lint.minimum_evidence",
                _("The minimum evidence is a share between 0 and 1."),
                column="minimum_evidence",
            )
        if it.profile == "HNQIS-3" and scored and not any(item.critical for item in scored):
            yield self.found(
                NOTE,
                "lint.no_critical_item",
                _("No item is critical, so the class depends on the points alone."),
                column="critical",
            )
        if it.clinical and not it.no_respect_reason and not any(item.respect for item in it.items()):
            yield self.found(
                WARNING,
                "lint.no_respect_block",
                _("A clinical checklist needs respectful-care items. Mark them, or write why there are none."),
                column="respect",
            )

    def section(self, section: Section) -> Iterator[Finding]:
        if not section.children:
            yield self.found(WARNING, "lint.empty_section", _("This part has no question."), item=section.id)
        yield from self.name(section)
        yield from self.words(section)
        yield from self.bands(section, section.rules, high=Fraction(100), whole=False)
        yield from self.expressions(section)

    def item(self, item: Item) -> Iterator[Finding]:
        yield from self.name(item)
        yield from self.words(item)
        yield from self.scale(item)
        yield from self.choices(item)
        yield from self.expressions(item)

    def name(self, node: Item | Section) -> Iterator[Finding]:
        if not _ID.fullmatch(node.id):
            yield self.found(
                ERROR,
                "lint.id_not_a_name",
                said(
                    _(
                        "“%(id)s” cannot be a name: use letters, digits, “_”, “-” or “.”, and begin with a letter or “_”."
                    ),
                    {"id": node.id},
                ),
                item=node.id,
                column="name",
            )
        if node.id.startswith(RESERVED):
            yield self.found(
                ERROR,
                "lint.reserved_id",
                _("Names that begin with “al_” are kept for the visit form. Choose another."),
                item=node.id,
                column="name",
            )

    def words(self, node: Item | Section) -> Iterator[Finding]:
        if isinstance(node, Item) and (node.calculation or base_kind(node.kind) in _WITHOUT_LABEL):
            return
        if not any(node.label.values()):
            if isinstance(node, Item) and not any(node.hint.values()) and not node.extra:
                yield self.found(
                    WARNING, "lint.no_label", _("This question has no words."), item=node.id, column="label"
                )
            return
        texts = [("label", node.label), ("hint", node.hint)]
        if isinstance(node, Item):
            texts += [("feedback", node.feedback), ("constraint_message", node.constraint_message)]
        for column, text in texts:
            missing = [code for code in self.definition.languages if any(text.values()) and not text.get(code)]
            if missing:
                yield self.found(
                    WARNING,
                    "lint.missing_translation",
                    said(
                        _("The %(column)s has no words in: %(languages)s."),
                        {"column": column, "languages": ", ".join(missing)},
                    ),
                    item=node.id,
                    column=column,
                )

    def scale(self, item: Item) -> Iterator[Finding]:
        if item.scale and item.scale not in Scale.values:
            right = {code.lower(): code for code in Scale.values}.get(item.scale.lower())
            yield self.found(
                ERROR,
                "lint.unknown_scale",
                said(
                    _("There is no scale “%(scale)s”. Known scales: %(known)s."),
                    {"scale": item.scale, "known": ", ".join(Scale.values)},
                ),
                item=item.id,
                column="scale",
                fix=right
                and Fix("correct_scale", said(_("Write “%(right)s”."), {"right": right}), {"id": item.id, "to": right})
                or None,
            )
        if not item.scale:
            yield from self.unscored(item)
        if item.weight < 0 or (item.possible_weight is not None and item.possible_weight < 0):
            yield self.found(
                ERROR, "lint.negative_weight", _("A weight cannot be less than 0."), item=item.id, column="weight"
            )
        elif (
            item.scale
            and item.scale != Scale.STAR
            and not item.weight
            and not item.possible_weight
            and not item.critical
        ):
            yield self.found(
                WARNING,
                "lint.zero_weight",
                _("Weight 0: the answer is kept but brings no points."),
                item=item.id,
                column="weight",
            )
        if item.low is not None and item.high is not None and item.low > item.high:
            yield self.found(
                ERROR, "lint.low_above_high", _("The low end is above the high end."), item=item.id, column="low"
            )
        if item.scale == Scale.NUM and item.low is None and item.high is None:
            yield self.found(
                WARNING,
                "lint.no_range",
                _("A number is judged by its range. Give a low or a high end, or it brings no points."),
                item=item.id,
                column="low",
            )
        if item.scale == Scale.TIME and item.high is None:
            yield self.found(
                WARNING,
                "lint.no_threshold",
                _("A time is judged by the most seconds allowed. Give it as the high end."),
                item=item.id,
                column="high",
            )
        if item.rules:
            whole = not any(band.high is not None and band.high.denominator != 1 for band in item.rules)
            yield from self.bands(item, item.rules, high=None, whole=whole and item.extra.get("unit") != "percent")

    def unscored(self, item: Item) -> Iterator[Finding]:
        kind = base_kind(item.kind)
        if item.critical:
            yield self.found(
                WARNING,
                "lint.critical_without_scale",
                _("Marked critical but without a scale: it can never be missed."),
                item=item.id,
                column="critical",
            )
        if not kind:
            yield self.found(
                ERROR, "lint.no_kind", _("Neither a type nor a scale is given."), item=item.id, column="type"
            )
        elif kind not in KINDS and kind not in _FROM_FILE:
            right = {each.lower(): each for each in KINDS}.get(kind.lower())
            yield self.found(
                ERROR,
                "lint.unknown_kind",
                said(_("There is no question type “%(kind)s”."), {"kind": item.kind}),
                item=item.id,
                column="type",
                fix=right
                and Fix(
                    "correct_capital", said(_("Write “%(right)s”."), {"right": right}), {"id": item.id, "to": right}
                )
                or None,
            )

    def choices(self, item: Item) -> Iterator[Finding]:
        kind = item.kind.split(" ")
        if not item.scale and kind[0] in _CHOOSING and not item.choices and not (len(kind) > 1 and "${" in kind[1]):
            yield self.found(
                ERROR, "lint.no_choices", _("There is nothing to choose from."), item=item.id, column="type"
            )
        if item.scale not in Scale.values or item.scale in (Scale.ND, Scale.STAR):
            return
        for choice in item.choices:
            reason = scales.why_not_an_answer(item, choice.value)
            if reason and reason.code == "instruments.choice_without_points":
                yield self.found(
                    ERROR,
                    "lint.choice_without_factor",
                    said(
                        _("The choice “%(choice)s” has no factor, and the scale %(scale)s does not know it."),
                        {"choice": choice.value, "scale": item.scale},
                    ),
                    item=item.id,
                    column="factor",
                )
            if choice.factor is not None and not 0 <= choice.factor <= 1:
                yield self.found(
                    WARNING,
                    "lint.factor_outside",
                    said(
                        _("The choice “%(choice)s” earns %(factor)s of the points; a share is between 0 and 1."),
                        {"choice": choice.value, "factor": choice.factor},
                    ),
                    item=item.id,
                    column="factor",
                )

    def bands(self, node: Item | Section, rules: tuple[Band, ...], *, high: Fraction | None, whole: bool):
        if not rules:
            return
        if high is None and all(band.high is not None for band in rules):
            high = max(band.high for band in rules)  # type: ignore[type-var]
        for fault in bands.faults(rules, low=Fraction(0), high=high, whole=whole):
            if fault.kind == bands.GAP:
                message = said(_("No colour is given %(numbers)s."), {"numbers": fault.words})
                yield self.found(WARNING, "lint.band_gap", message, item=node.id, column="rules")
            else:
                message = said(_("Two colours claim %(numbers)s."), {"numbers": fault.words})
                yield self.found(ERROR, "lint.band_overlap", message, item=node.id, column="rules")

    def expressions(self, node: Item | Section) -> Iterator[Finding]:
        known = set(self.ids)
        for column, text in expressions(node):
            for name in dict.fromkeys(references(text)):
                if name not in known:
                    yield self.found(
                        ERROR,
                        "lint.unknown_reference",
                        said(_("“%(name)s” is mentioned, but no question has that name."), {"name": name}),
                        item=node.id,
                        column=column,
                    )
            try:
                syntax.parse(text)
            except Refused as reason:
                yield self.found(ERROR, "lint.unreadable_rule", reason.message, item=node.id, column=column)

    def duplicates(self) -> Iterator[Finding]:
        for name in dict.fromkeys(each for each in self.ids if self.ids.count(each) > 1):
            yield self.found(
                ERROR,
                "lint.duplicate_id",
                said(
                    _("“%(id)s” is used %(times)s times. Each question and part needs its own name."),
                    {"id": name, "times": self.ids.count(name)},
                ),
                item=name,
                column="name",
            )

    def circles(self) -> Iterator[Finding]:
        """Yield the questions that, through what they work out, wait for themselves."""
        waits: dict[str, set[str]] = {}
        nodes: list[Item | Section] = [*self.definition.items(), *self.definition.sections()]
        for node in nodes:
            texts = (text for column, text in expressions(node) if column in ("relevant", "calculation"))
            waits[node.id] = {name for text in texts for name in references(text)}
        for name in _in_a_circle(waits):
            yield self.found(
                ERROR,
                "lint.circular",
                said(_("“%(id)s” depends on itself through the questions it refers to."), {"id": name}),
                item=name,
                column="relevant",
            )

    def weights(self) -> Iterator[Finding]:
        items = [item for item in self.definition.scored() if item.scale in Scale.values and item.weight >= 0]
        whole = sum((item.weight for item in items if scales.counts(item)), Fraction(0))
        if not items:
            return
        if not whole:
            yield self.found(WARNING, "lint.no_weight_at_all", _("All weights are 0: no score can be formed."))
            return
        for item in items:
            if len(items) > 3 and item.weight / whole > _HEAVY:
                yield self.found(
                    WARNING,
                    "lint.heavy_item",
                    said(
                        _("This item alone holds %(percent)s %% of the whole weight."),
                        {"percent": round(item.weight / whole * 100)},
                    ),
                    item=item.id,
                    column="weight",
                )
        for section in self.definition.sections():
            own = [child for child in section.children if isinstance(child, Item) and child.scale]
            total = sum((item.weight for item in own), Fraction(0))
            meant = next((each for each in (1, 100) if total != each and abs(total - each) <= Fraction(each, 20)), None)
            if meant and any(item.weight not in (0, 1) for item in own):
                yield self.found(
                    WARNING,
                    "lint.odd_total_weight",
                    said(
                        _("The weights of this part add up to %(total)s, close to %(meant)s but not equal to it."),
                        {"total": bands.decimal(total), "meant": meant},
                    ),
                    item=section.id,
                    column="weight",
                )


def _in_a_circle(waits: Mapping[str, set[str]]) -> list[str]:
    """Return the names that can be reached from themselves, in the order given."""
    left = {name: set(others) & set(waits) for name, others in waits.items()}
    changed = True
    while changed:
        free = {name for name, others in left.items() if not others}
        left = {name: others - free for name, others in left.items() if name not in free}
        changed = bool(free)
    # What is left waits for a circle or stands in one; only the latter can be reached from itself.
    return [name for name in left if _reaches(left, name)]


def _reaches(left: Mapping[str, set[str]], name: str) -> bool:
    seen: set[str] = set()
    waiting = set(left[name])
    while waiting:
        each = waiting.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            waiting |= left.get(each, set())
    return False


def repaired(definition: Definition, accepted: Iterable[str]) -> Definition:
    """Return the checklist with the accepted fixes that concern a single word of it."""
    fixes = [each.fix for each in lint(definition) if each.fix and wants(accepted, each.fix)]
    scales_to = {each.parameters["id"]: each.parameters["to"] for each in fixes if each.code == "correct_scale"}
    kinds_to = {each.parameters["id"]: each.parameters["to"] for each in fixes if each.code == "correct_capital"}

    def repair(node: Item | Section) -> Item | Section:
        if isinstance(node, Section):
            return replace(node, children=tuple(repair(child) for child in node.children))
        return replace(node, scale=scales_to.get(node.id, node.scale), kind=kinds_to.get(node.id, node.kind))

    return replace(definition, children=tuple(repair(child) for child in definition.children))
