"""A checklist as boxes on a page: one part at a time, every answer a wide target, nothing chosen in advance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alongside.domain.instruments.rules import scales
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.instruments.rules.definition import words as said
from alongside.domain.instruments.terms import Scale
from alongside.kernel.errors import Refused
from alongside.ui.forms import Choices, ManyChoices, PageForm, ShortChoices

# Kinds of an XLSForm that a page does not ask: worked out, or only a device can give them.
SKIPPED = {"calculate", "start", "end", "today", "deviceid", "username", "geopoint", "geotrace", "geoshape", "image",
           "audio", "video", "file", "barcode", "hidden", "xml-external", "csv-external"}  # fmt: skip
MARKS = {"1": "✓", "0": "✗", "done": "✓", "not_done": "✗"}


@dataclass(frozen=True)
class Part:
    """What is on one page: a section of the checklist, or the items that stand outside any."""

    title: str
    children: tuple[Section | Item, ...]


@dataclass(frozen=True)
class Line:
    """One thing of a part as it is drawn: a heading, a note, or a question with its box."""

    heading: str = ""
    note: str = ""
    item: Item | None = None
    box: Any = None
    standard: Any = None  # the guideline the item comes from (R028)


def parts(definition: Definition, language: str) -> list[Part]:
    """Return the pages of a checklist, in reading order: each main section, loose items between them together."""
    found: list[Part] = []
    loose: list[Item] = []

    def close() -> None:
        if loose:
            found.append(Part(str(_("Questions")), tuple(loose)))
            loose.clear()

    for child in definition.children:
        if isinstance(child, Section):
            close()
            found.append(Part(said(child.label, language) or str(_("Questions")), (child,)))
        else:
            loose.append(child)
    close()
    return [part for part in found if any(asked(item) for item in _items(part.children))]


def asked(item: Item) -> bool:
    """Whether a page asks this item or shows it as a note."""
    if item.scale:
        return item.scale != Scale.STAR and not item.calculation
    return item.kind not in SKIPPED and not item.calculation


class _MayStayOpen(forms.Field):
    """Asked, and may stay open: a hole in a draft is no error."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class OpenChoice(_MayStayOpen, forms.ChoiceField):
    """One of a few, or none yet."""


class OpenChoices(_MayStayOpen, forms.MultipleChoiceField):
    """Any of a few, or none yet."""


class OpenText(_MayStayOpen, forms.CharField):
    """Words or a number, or nothing yet."""


class PartForm(PageForm):
    """The boxes of one part. `answers` gives what was chosen in the shape scoring takes; a hole is no error."""

    def __init__(
        self,
        *args: Any,
        part: Part,
        answers: Mapping[str, Any],
        closed: frozenset = frozenset(),
        standards: Mapping[str, Any] = {},
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.part, self.kept, self.closed, self.language = part, answers, closed, language
        self.standards = standards
        self.known: dict[str, Item] = {}
        self._lines = list(self._grow(part.children, answers, "", ()))

    def hidden_act_id(self) -> str:
        """Return nothing: answers kept twice are the same answers, and a correction has an id of its own."""
        return ""

    def lines(self) -> Iterator[Line]:
        """Yield what the page draws, in reading order."""
        for line in self._lines:
            yield Line(**{**vars(line), "box": self[line.box]}) if line.box else line

    def answers(self) -> dict[str, Any]:
        """Return the answers of this part; "" where one was taken away or never given."""
        return self._gather(self.part.children, self.kept, "", ())

    def clean(self) -> dict[str, Any]:
        for name, item in self.known.items():
            value = self.cleaned_data.get(name)
            if item.scale and value not in (None, ""):
                reason: Refused | None = scales.why_not_an_answer(item, value)
                if reason:
                    self.add_error(name, forms.ValidationError(str(reason.message), code=reason.code))
        return self.cleaned_data

    def _grow(
        self, children: tuple[Section | Item, ...], answers: Mapping[str, Any], before: str, turns: tuple[int, ...]
    ) -> Iterator[Line]:
        for child in children:
            if child.id in self.closed or (child.id, turns) in self.closed:
                continue
            if isinstance(child, Section):
                yield from self._section(child, answers, before, turns)
            elif asked(child):
                name = before + child.id
                if child.kind == "note" and not child.scale:
                    yield Line(note=said(child.label, self.language))
                    continue
                self.known[name] = child
                self.fields[name] = _box(child, answers.get(child.id, ""), self.language)
                yield Line(item=child, box=name, standard=self.standards.get(child.standard))

    def _section(
        self, section: Section, answers: Mapping[str, Any], before: str, turns: tuple[int, ...]
    ) -> Iterator[Line]:
        title = said(section.label, self.language)
        if not section.repeat:
            if before or self.part.title != title:
                yield Line(heading=title)
            yield from self._grow(section.children, answers, before, turns)
            return
        for turn, each in enumerate(_turns(answers.get(section.id)), start=1):
            yield Line(heading=f"{title} · {turn}")
            yield from self._grow(section.children, each, f"{before}{section.id}.{turn}.", (*turns, turn))

    def _gather(
        self, children: tuple[Section | Item, ...], kept: Mapping[str, Any], before: str, turns: tuple[int, ...]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in children:
            if isinstance(child, Item):
                name = before + child.id
                if name in self.known and name in self.cleaned_data:
                    value = self.cleaned_data[name]
                    found[child.id] = " ".join(value) if isinstance(value, list) else value
            elif not child.repeat:
                found |= self._gather(child.children, kept, before, turns)
            else:
                rounds = [
                    self._gather(child.children, each, f"{before}{child.id}.{turn}.", (*turns, turn))
                    for turn, each in enumerate(_turns(kept.get(child.id)), start=1)
                ]
                filled = [{name: value for name, value in each.items() if value not in ("", None)} for each in rounds]
                found[child.id] = [each for each in filled if each] or ""
        return found


def shown_items(definition: Definition) -> Iterator[Item]:
    """Yield the scored items a mentor can have stopped at."""
    return (item for item in definition.scored() if asked(item))


def _turns(rounds: Any) -> list[Mapping[str, Any]]:
    """Return the turns of a repeat that are there, and one more to be filled."""
    there = [each for each in rounds if isinstance(each, Mapping)] if isinstance(rounds, list) else []
    return [*there, {}]


def _box(item: Item, value: Any, language: str) -> forms.Field:
    label = said(item.label, language)
    value = scales.plain(item, value) if item.scale else value
    given = {"label": label, "help_text": said(item.hint, language), "initial": value}
    offered = _offered(item, language)
    if item.kind == "select_multiple" and not item.scale:
        given["initial"] = str(value).split()
        return OpenChoices(choices=offered, widget=ManyChoices, **given)
    if offered:
        nothing = pgettext_lazy("a step on a checklist", "Not observed") if item.scale else _("No answer")
        widget = ShortChoices if len(offered) < 3 else Choices
        return OpenChoice(choices=[*offered, ("", nothing)], widget=widget, **given)
    if item.scale == Scale.ND:
        given["help_text"] = given["help_text"] or _("Correct of reviewed, such as 14/20.")
        return OpenText(max_length=20, **given)
    if item.scale or item.kind in ("integer", "decimal"):
        return OpenText(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **given)
    if item.kind == "date":
        return OpenText(widget=forms.DateInput(attrs={"type": "date"}), max_length=10, **given)
    return OpenText(widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, **given)


def _offered(item: Item, language: str) -> list[tuple[str, Any]]:
    """Return the choices with a mark where the answer is plainly yes or no."""
    marked = MARKS if item.scale in (Scale.YN, Scale.YNNA, Scale.SEQ) and not item.choices else {}
    pairs = scales.choices(item) if item.scale else tuple((choice.value, choice.label) for choice in item.choices)
    found: list[tuple[str, Any]] = []
    for value, label in pairs:
        text = said(label, language) if isinstance(label, dict) else str(label)
        found.append((value, f"{marked[value]} {text}" if value in marked else text))
    return found


def _items(children: tuple[Section | Item, ...]) -> Iterator[Item]:
    for child in children:
        if isinstance(child, Section):
            yield from _items(child.children)
        else:
            yield child
