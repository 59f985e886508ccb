"""The form that a phone fills for one observation, as the sheets of an XLSForm. Pure.

Everything the form adds to the checklist has a name that begins with "al_"; NODES says what each holds, and the
server that takes the form in reads by this table. The questions of the checklist keep their own names.

The score is worked out by the phone in whole parts of a point (al_parts to the point), so that no rounding of binary
fractions can move it across a threshold. The server works it out again and keeps this one as "score as sent".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import locale
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.rules import scales, tally
from alongside.domain.instruments.rules.definition import Choice, Definition, Item, Section, Text
from alongside.domain.instruments.rules.lint import RESERVED, base_kind
from alongside.domain.instruments.terms import Scale
from alongside.kernel.errors import Refused

# {name: what it holds}. <id> stands for the id of a question, <part> for the id of a part of the checklist.
NODES: Mapping[str, str] = {
    "al_start": "instant the form was opened, by the phone's clock",
    "al_end": "instant the form was last saved, by the phone's clock",
    "al_visit": "group: where, who, when, under which conditions",
    "al_date": "day of the observation, never after the phone's today",
    "al_facility": "name (key) of a row of facilities.csv",
    "al_mentee": "name (key) of a row of mentees.csv, filtered by its column facility",
    "al_done_actions": "names, separated by blanks, of rows of open_actions.csv (column mentee) that are now done",
    "al_setting": "Setting of encounters",
    "al_permission": "Permission of encounters; asked with a real client only",
    "al_observer_context": "ObserverContext of encounters",
    "al_checklist": "group: the checklist itself; closed when permission was declined",
    "al_about__<part>": "the words on how to look and the standard of a part; holds nothing",
    "al_na__<id>": "'na' when the number question <id> does not apply",
    "<id>__correct": "records found correct, of an N/D item; <id> itself holds correct/reviewed",
    "<id>__reviewed": "records reviewed, of an N/D item",
    "al_open__<id>": "'1' while the skip rule of <id> lets it be asked",
    "al_<count>__<part>": "a count over a part: earned, possible, answered, asked, missed_critical and so on",
    "al_score": "group: what the phone worked out",
    "al_parts": "how many parts make one point, in which earned and possible are counted",
    "al_earned": "points earned, in parts",
    "al_possible": "points possible, in parts",
    "al_percent": "result in percent, rounded to one place for the eye; empty without points",
    "al_answered": "steps answered and applicable",
    "al_asked": "steps asked: answered, not observed, not applicable",
    "al_critical_missed": "critical steps answered and not fully done",
    "al_enough": "1 when there is evidence enough to show a total, else 0",
    "al_class": "Class of instruments under the checklist's profile",
    "al_missed__<id>": "the words for a missed critical step; holds nothing",
    "al_feedback": "group: what was said and agreed",
    "al_strengths": "what went well; asked first and required",
    "al_improvement": "what to improve; opens when a strength is written",
    "al_next_step": "next step agreed",
    "al_action": "repeat: one agreed action",
    "al_action_text": "what will be done",
    "al_action_owner": "OwnerType of encounters",
    "al_action_due": "day by which, not before the observation",
    "al_completeness": "Completeness of encounters",
    "al_resource_limited": "yes or no: something needed was missing",
    "al_resource": "what was missing",
    "al_intervened": "yes or no: the mentor stepped in for the client's safety",
}
LISTS = ("facilities.csv", "mentees.csv", "open_actions.csv")  # columns: name, label and those named above
_YES_NO = (("yes", _("Yes")), ("no", _("No")))
_NOT_DECLINED = "not(${al_permission} = 'declined')"

Row = dict[str, str]


def visit_sheets(
    definition: Definition,
    *,
    form_id: str,
    version: str,
    offered: Mapping[str, Sequence[tuple[str, Any]]],
    title: Text | None = None,
) -> dict[str, list[Row]]:
    """Return the sheets of the visit form.

    offered: {node: (value, words) of its choices} for the nodes that take words of other rooms.
    title: shown in the phone's list, the checklist's own when absent.
    Refuses `instruments.reserved_name` when a question is called like one of NODES.
    """
    return _Form(definition, offered).sheets(form_id, version, title or definition.title)


def language_heading(code: str) -> str:
    """Return a language as XLSForm asks for it, such as "French (fr)"."""
    return f"{locale.LANG_INFO.get(code, {}).get('name', code)} ({code})"


def spoken(words: Any, languages: Iterable[str]) -> Text:
    """Return a translatable phrase in each language; a text comes back as it is."""
    if isinstance(words, dict):
        return words
    found = {}
    for code in languages:
        with translation.override(code if translation.check_for_language(code) else "en"):
            found[code] = str(words)
    return found


class _Form:
    def __init__(self, definition: Definition, offered: Mapping[str, Sequence[tuple[str, Any]]]) -> None:
        self.definition = definition
        self.offered = offered
        self.languages = definition.languages or ("en",)
        self.survey: list[Row] = []
        self.choices: list[Row] = []
        self.lists: dict[tuple[Any, ...], str] = {}
        self.tally = tally.Tally(definition)
        self.standard = ""  # of the part being written; items that say the same do not repeat it

    def sheets(self, form_id: str, version: str, title: Text) -> dict[str, list[Row]]:
        self.refuse_taken_names()
        self.add("start", "al_start")
        self.add("end", "al_end")
        self.visit()
        self.group("al_checklist", title, relevant=_NOT_DECLINED)
        if any(self.definition.banner.values()):
            self.add("note", "al_banner", self.definition.banner)
        counts = self.children(self.definition.children, "")
        self.end()
        self.score(counts)
        self.feedback()
        name = title.get(self.languages[0]) or next(iter(title.values()), form_id)
        settings = {
            "form_title": name,
            "form_id": form_id,
            "version": version,
            "default_language": language_heading(self.languages[0]),
            "instance_name": f"concat({tally.quoted(name)}, ' ', ${{al_date}})",
        }
        if duplicates := self.definition.extra.get("allow_choice_duplicates"):
            settings["allow_choice_duplicates"] = duplicates
        return {"survey": self.survey, "choices": self.choices, "settings": [settings]}

    def refuse_taken_names(self) -> None:
        ids = {item.id for item in self.definition.items()} | {part.id for part in self.definition.sections()}
        parts = {
            f"{item.id}__{part}"
            for item in self.definition.items()
            if item.scale == Scale.ND
            for part in ("correct", "reviewed")
        }
        if taken := sorted({name for name in ids if name.startswith(RESERVED)} | (ids & parts)):
            raise Refused(
                "instruments.reserved_name",
                _("These names are kept for the visit form. Rename the questions that use them."),
                names=taken,
            )

    def visit(self) -> None:
        self.group("al_visit", _("The visit"))
        self.add(
            "date",
            "al_date",
            _("When was the observation?"),
            default="today()",
            required="yes",
            constraint=". <= today()",
            constraint_message=_("The day cannot be in the future."),
        )
        self.add("select_one_from_file facilities.csv", "al_facility", _("At which facility?"), required="yes")
        self.add(
            "select_one_from_file mentees.csv",
            "al_mentee",
            _("Whom did you observe?"),
            required="yes",
            choice_filter="facility = ${al_facility}",
        )
        self.add(
            "select_multiple_from_file open_actions.csv",
            "al_done_actions",
            _("Which of the agreed actions are done?"),
            choice_filter="mentee = ${al_mentee}",
        )
        self.ask("al_setting", _("What did you observe?"), required="yes")
        self.ask(
            "al_permission",
            _("Did the client agree to your being there?"),
            required="yes",
            relevant="${al_setting} = 'real_client'",
            hint=_("The provider asks before you enter. Never write who the client is."),
        )
        self.ask("al_observer_context", _("Who are you to the person observed?"), required="yes")
        self.end()

    def children(self, children: Iterable[Section | Item], open_by: str) -> tally.Counts:
        """Write the children; return what they count to. open_by: the al_open__ node that speaks for them, or ""."""
        found = []
        for child in children:
            found.append(self.section(child, open_by) if isinstance(child, Section) else self.item(child, open_by))
        return tally.added(found)

    def section(self, section: Section, open_by: str) -> tally.Counts:
        if not section.children:
            return {}  # a heading with nothing under it is refused by phones
        extra = {"repeat_count": section.repeat_count} if section.repeat and section.repeat_count else {}
        self.group(
            section.id,
            section.label,
            repeat=section.repeat,
            relevant=section.relevant,
            appearance=section.appearance,
            **extra,
        )
        self.about(section)
        if section.relevant:
            open_by = self.opened(section.id, "")
        counts = self.children(section.children, open_by)
        self.standard = ""
        names = {count: f"al_{count}__{section.id}" for count in tally.COUNTS}
        for count, expression in counts.items():
            self.add("calculate", names[count], calculation=expression)
        for item in section.children:
            if isinstance(item, Item) and item.scale == Scale.STAR:
                self.stars(item, section.id, counts)
        self.end("repeat" if section.repeat else "group")
        if section.repeat:
            return {count: f"sum(${{{names[count]}}})" for count in counts}
        if section.relevant:  # closed, its counts are blank, and a blank in a sum makes it no number
            return {count: f"if(${{{names[count]}}} = '', 0, ${{{names[count]}}})" for count in counts}
        return {count: f"${{{names[count]}}}" for count in counts}

    def about(self, section: Section) -> None:
        """Say at the head of a part how to look and what it is held against; groups show no hint of their own."""
        self.standard = section.standard
        if words := self.held_against(section.hint, section.standard):
            self.add("note", f"al_about__{section.id}", words)

    def held_against(self, hint: Text, standard: str) -> Text:
        """Return a hint with the standard under it."""
        if not standard:
            return hint
        named = spoken(_("Standard: {standard}"), self.languages)
        return {
            code: "\n\n".join(filter(None, (_in(hint, code), named[code].replace("{standard}", standard))))
            for code in self.languages
        }

    def opened(self, name: str, relevant: str) -> str:
        node = f"al_open__{name}"
        self.add("calculate", node, calculation="1", relevant=relevant)
        return node

    def item(self, item: Item, open_by: str) -> tally.Counts:
        if item.scale == Scale.STAR:
            return {}
        if item.scale and item.relevant:
            open_by = self.opened(item.id, item.relevant)
        self.question(item)
        counts = self.tally.counts(item, open_by) if item.scale else {}
        if missed := counts.get("missed_critical", ""):
            text = self.joined(item)
            self.add("note", f"al_missed__{item.id}", text, relevant=f"{missed} = 1")
        return counts

    def question(self, item: Item) -> None:
        common = {
            "relevant": item.relevant,
            "hint": self.held_against(item.hint, "" if item.standard == self.standard else item.standard),
            "appearance": item.appearance,
            "constraint": item.constraint,
            "constraint_message": item.constraint_message,
            "default": item.default,
        }
        if item.scale and item.calculation:
            self.add("calculate", item.id, calculation=item.calculation, relevant=item.relevant)
        elif not item.scale:
            self.unscored(item, common)
        elif item.choices or item.scale in scales.CHOICES:
            kind = base_kind(item.kind) if base_kind(item.kind).startswith("select") else "select_one"
            offered = item.choices and self.own(item) or self.list(scales.choices(item))
            self.add(f"{kind} {offered}", item.id, item.label, choice_filter=item.choice_filter, **common)
        else:
            self.number(item, common)

    def own(self, item: Item) -> str:
        """Return the list of an item's own choices, "not applicable" added where it is offered."""
        known = {choice.value for choice in item.choices}
        added = [Choice(value, words) for value, words in scales.choices(item) if value not in known]
        return self.list([*item.choices, *added])

    def number(self, item: Item, common: dict[str, Any]) -> None:
        """Ask a number or a review; "not applicable" is a box of its own beside it."""
        relevant = item.relevant
        if scales.offers_not_applicable(item):
            node = f"al_na__{item.id}"
            words = [(scales.NOT_APPLICABLE, _("Not applicable"))]
            label = {code: item.label.get(code, "") for code in self.languages}
            self.add(f"select_multiple {self.list(words)}", node, label, relevant=relevant)
            relevant = f"({relevant}) and ${{{node}}} = ''" if relevant else f"${{{node}}} = ''"
        common = common | {"relevant": relevant}
        if item.scale != Scale.ND:
            self.add(item.kind if item.kind in ("integer", "range") else "decimal", item.id, item.label, **common)
            return
        reviewed, correct = f"{item.id}__reviewed", f"{item.id}__correct"
        self.add(
            "integer",
            reviewed,
            self.followed(item.label, _("How many were reviewed?")),
            **common | {"constraint": ". >= 0", "default": ""},
        )
        self.add(
            "integer",
            correct,
            self.followed(item.label, _("How many were correct?")),
            relevant=f"({relevant}) and ${{{reviewed}}} != ''" if relevant else f"${{{reviewed}}} != ''",
            constraint=f". >= 0 and . <= ${{{reviewed}}}",
            constraint_message=_("Not more than were reviewed."),
        )
        whole = f"if(${{{reviewed}}} = '' or ${{{correct}}} = '', '', concat(${{{correct}}}, '/', ${{{reviewed}}}))"
        self.add("calculate", item.id, calculation=whole, relevant=item.relevant)

    def unscored(self, item: Item, common: dict[str, Any]) -> None:
        kind = item.kind
        if item.choices and " " not in kind:
            kind = f"{kind} {self.list(item.choices)}"
        required = item.extra.get("required") or ("yes" if item.required else "")
        parameters = " ".join(f"{name}={value}" for name, value in item.parameters.items())
        self.add(
            kind,
            item.id,
            item.label,
            calculation=item.calculation,
            choice_filter=item.choice_filter,
            required=required,
            parameters=parameters,
            **common,
        )

    def stars(self, item: Item, part: str, counts: tally.Counts) -> None:
        if "possible" in counts:
            earned, possible = f"${{al_earned__{part}}}", f"${{al_possible__{part}}}"
            self.add("calculate", item.id, calculation=tally.stars(earned, possible), relevant=item.relevant)

    def score(self, counts: tally.Counts) -> None:
        self.group("al_score", _("Result"), relevant=_NOT_DECLINED)
        self.add("calculate", "al_parts", calculation=str(self.tally.parts))
        for name, expression in self.tally.results(counts).items():
            self.add("calculate", name, calculation=expression)
        for item in self.definition.children:
            if isinstance(item, Item) and item.scale == Scale.STAR:
                formula = tally.stars("${al_earned}", "${al_possible}")
                self.add("calculate", item.id, calculation=formula, relevant=item.relevant)
        self.add(
            "note",
            "al_score_note",
            self.with_value(_("Result: {percent} %"), percent="${al_percent}"),
            relevant="${al_enough} = 1",
        )
        self.add(
            "note",
            "al_not_enough_note",
            _("Not enough was seen for a result. What you entered is kept."),
            relevant="${al_enough} = 0",
        )
        self.add(
            "note",
            "al_critical_note",
            self.with_value(_("Critical steps missed: {count}"), count="${al_critical_missed}"),
            relevant="${al_critical_missed} > 0",
        )
        self.end()

    def feedback(self) -> None:
        self.group("al_feedback", _("Feedback"), relevant=_NOT_DECLINED)
        self.add(
            "text",
            "al_strengths",
            _("What went well?"),
            required="yes",
            hint=_("Say at least one strength before anything to improve. No names, no clients."),
        )
        self.add("text", "al_improvement", _("What can be better?"), relevant="${al_strengths} != ''")
        self.add("text", "al_next_step", _("What is the next step?"))
        self.group("al_action", _("Agreed action"), repeat=True)
        self.add("text", "al_action_text", _("What will be done?"))
        self.ask("al_action_owner", _("Who does it?"), relevant="${al_action_text} != ''", required="yes")
        self.add(
            "date",
            "al_action_due",
            _("By when?"),
            required="yes",
            relevant="${al_action_text} != ''",
            constraint=". >= ${al_date}",
            constraint_message=_("Choose the day of the visit or a later one."),
        )
        self.end("repeat")
        self.ask("al_completeness", _("How much of the work could you see?"))
        self.ask("al_resource_limited", _("Was something needed missing?"), _YES_NO)
        self.add("text", "al_resource", _("What was missing?"), relevant="${al_resource_limited} = 'yes'")
        self.ask("al_intervened", _("Did you step in for the client's safety?"), _YES_NO)
        self.end()

    def group(self, name: str, label: Any, *, repeat: bool = False, **cells: Any) -> None:
        self.add("begin repeat" if repeat else "begin group", name, label, **cells)

    def end(self, kind: str = "group") -> None:
        self.survey.append({"type": f"end {kind}"})

    def ask(self, name: str, label: Any, offered: Sequence[tuple[str, Any]] | None = None, **cells: Any) -> None:
        self.add(f"select_one {self.list(offered or self.offered[name])}", name, label, **cells)

    def add(self, kind: str, name: str, label: Any = None, **cells: Any) -> None:
        row = {"type": kind, "name": name}
        if label is not None and kind != "calculate":
            row |= self.said("label", label, always=True)
        for column, value in cells.items():
            if isinstance(value, str) and column not in ("hint", "constraint_message"):
                row[column] = value
            else:
                row |= self.said(column, value)
        self.survey.append({column: value for column, value in row.items() if value})

    def said(self, column: str, words: Any, *, always: bool = False) -> Row:
        """Return a text by heading. A language without words borrows them, as an empty label is refused."""
        text = spoken(words, self.languages)
        borrowed = next(iter(text.values()), "") if always else ""
        return {f"{column}::{language_heading(code)}": text.get(code) or borrowed or "" for code in self.languages}

    def list(self, offered: Sequence[Choice | tuple[str, Any]]) -> str:
        """Return the name of the list with these choices, made on first use."""
        plain = [
            each if isinstance(each, Choice) else Choice(each[0], spoken(each[1], self.languages)) for each in offered
        ]
        plain = [Choice(each.value, spoken(each.label, self.languages), None, each.filters) for each in plain]
        key = tuple((each.value, *sorted(each.label.items()), *sorted(each.filters.items())) for each in plain)
        if key not in self.lists:
            self.lists[key] = f"al_list_{len(self.lists) + 1}"
            for each in plain:
                row = {"list_name": self.lists[key], "name": each.value, **self.said("label", each.label, always=True)}
                self.choices.append(row | each.filters)
        return self.lists[key]

    def joined(self, item: Item) -> Text:
        """Return the words shown for a missed critical step: its label, then its feedback."""
        return {
            code: "\n\n".join(filter(None, (_in(item.label, code), _in(item.feedback, code))))
            for code in self.languages
        }

    def followed(self, label: Text, question: Any) -> Text:
        asked = spoken(question, self.languages)
        return {code: f"{_in(label, code)} – {asked[code]}" for code in self.languages}

    def with_value(self, words: Any, **values: str) -> Text:
        return {code: text.format(**values) for code, text in spoken(words, self.languages).items()}


def _in(text: Text, code: str) -> str:
    return text.get(code) or next(iter(text.values()), "")
