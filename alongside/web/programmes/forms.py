"""What is asked about a programme and the lines of its design."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.programmes.models import Component
from alongside.domain.programmes.rules.cadence import CAPS
from alongside.domain.programmes.rules.design import Design
from alongside.domain.programmes.terms import (
    INDICATORS,
    ApproachKind,
    Channel,
    Criterion,
    Deployment,
    For,
    GoalKind,
    Measured,
    MentoringModel,
    OverlapAnswer,
    Purpose,
    Question,
    Scope,
    StartUp,
    Step,
    Unit,
    Use,
)
from alongside.ui import forms as ask

from ..asking import CheckedForm
from ..choosing import Among, SomeAmong
from ..staff.forms import PlaceField

NOTE = _("Say in a sentence what was decided.")
POINTS = [(str(number), str(number)) for number in range(1, 6)]
FAMILIES = [
    ("INP", _("Coverage")), ("MTR", _("Mentors")), ("VIS", _("Visits")), ("VIR", _("Between visits")),
    ("LRN", _("Learning")), ("QOC", _("Quality of care")), ("OUT", _("Clients")), ("LDR", _("Leadership")),
    ("FIN", _("Money")), ("DQ", _("Data")), ("INS", _("Institutionalisation")),
]  # fmt: skip


def _decimal(label: Any, *, missing: Any = "", **kwargs: Any) -> forms.DecimalField:
    """Ask for a number with decimals. missing: what is said where it is needed and lacks; "" where it may lack."""
    return forms.DecimalField(
        label=label, max_digits=9, decimal_places=2, required=bool(missing), error_messages={"required": missing},
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}), **kwargs,
    )  # fmt: skip


def _text(label: Any, *, long: bool = False, most: int = 160, hint: Any = "", missing: Any = "") -> forms.CharField:
    """Ask for words. missing: what is said where they are needed and lack; "" where they may lack."""
    given = {"error_messages": {"required": missing}} if missing else {}
    return ask.words(label, named=label, required=bool(missing), long=long, max_length=most, help_text=hint, **given)


class LineForm(CheckedForm):
    """A line of a design. offered: what the page has looked up for its choices, by name of field."""

    def __init__(self, *args: Any, offered: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, Among):
                field.offer(offered[name], none="" if field.required else _("All"))
            elif isinstance(field, SomeAmong | PlaceField):
                field.offer(offered[name])


class GoalForm(LineForm):
    kind = ask.one_of(_("What is it about?"), GoalKind.choices, named=_("what it is about"), widget=ask.ShortChoices)
    text = _text(_("What shall get better?"), most=300, missing=_("Say what shall get better."))
    indicator = forms.ChoiceField(
        label=_("Which indicator shows it?"), error_messages={"required": _("Choose the indicator that shows this goal.")},
        choices=[("", "—"), *((code, f"{code} {each.name}") for code, each in INDICATORS.items())],
    )  # fmt: skip
    measured = ask.one_of(_("Counted in"), Measured.choices, named=_("how it is counted"), widget=ask.ShortChoices)
    baseline = _decimal(
        _("Where do things stand at the start?"), missing=_("Enter where things stand at the start, the baseline.")
    )
    target = _decimal(_("Where shall they stand?"), missing=_("Enter the target."))
    due_on = ask.day(_("By when?"), named=_("the day by which it shall be reached"))


class ApproachForm(LineForm):
    kind = ask.one_of(_("What kind is it?"), ApproachKind.choices, named=_("the kind"), widget=forms.Select)
    name = _text(_("How is it called?"), missing=_("Enter the name."))
    purpose = _text(_("What is it for?"), most=300, hint=_("It may follow later; the step is not done without it."))
    rhythm = _text(_("How often?"), most=80)
    delivered_by = _text(_("Who does it?"), most=120)
    place = PlaceField(label=_("Where? Leave it empty for everywhere"), required=False)
    cadre = Among(label=_("For whom?"), required=False)
    competency = Among(label=_("On which competency?"), required=False)
    starts_on = ask.day(_("From when?"), named=_("the first day"))
    ends_on = ask.day(_("Until when?"), named=_("the last day"), required=False)


class OverlapForm(CheckedForm):
    answer = ask.one_of(_("What was done about it?"), OverlapAnswer.choices, named=_("what was done"))
    note = _text(_("What was decided?"), most=300, long=True, missing=NOTE)


class OptionForm(CheckedForm):
    points = forms.TypedChoiceField(
        label=_("How well does it do? 1 is poor, 5 very good"), choices=POINTS, coerce=int, empty_value=None,
        widget=ask.ShortChoices, error_messages={"required": _("Choose a number from 1 to 5.")},
    )  # fmt: skip
    note = _text(_("Why?"), most=300, long=True, missing=NOTE)


class StructureForm(LineForm):
    name = _text(
        _("What exists?"),
        missing=_("Say what exists."),
        hint=_("A district team, a supervision tool, a register, a committee"),
    )
    use = ask.one_of(_("What becomes of it?"), Use.choices, named=_("what becomes of it"))
    reason = _text(_("Why?"), most=300, hint=_("Needed where something new is made."))


class HandOverForm(LineForm):
    what = _text(_("What has to be done or paid?"), missing=_("Say what has to be done or paid."))
    now = _text(_("Who does it now?"), most=120, missing=_("Say who does it now."))
    later = _text(_("Who does it later?"), most=120, missing=_("Say who does it later."))
    by_government = ask.yes_no(_("Does a government pay for it then?"), named=_("whether a government pays"))
    yearly_cost = _decimal(_("What does it cost in a year?"))
    from_on = ask.day(_("From when?"), named=_("the day"), required=False)

    def values(self) -> dict[str, Any]:
        """Return what was answered; a cost with two places."""
        given = super().values()
        cost = given["yearly_cost"]
        return given | {"yearly_cost": None if cost is None else Decimal(cost).quantize(Decimal("0.01"))}


class IncentiveForm(LineForm):
    what = _text(
        _("What is received?"),
        missing=_("Say what is received."),
        hint=_("Travel, per diem, airtime, points for continuing education"),
    )
    whom = ask.one_of(_("By whom?"), For.choices, named=_("by whom"), widget=ask.ShortChoices)
    payer = _text(_("Who pays?"), most=120, missing=_("Say who pays for it."))
    ends_on = ask.day(_("Until when is it paid?"), named=_("the last day"), required=False)
    payer_after = _text(_("Who pays afterwards? Leave it empty if nobody does yet"), most=120)


class ModelForm(LineForm):
    """A model with its caseload. Left empty, the caseload is the usual one of the model."""

    model = ask.one_of(_("Which model?"), MentoringModel.choices, named=_("the model"))
    deployment = ask.one_of(_("How do mentors reach their mentees?"), Deployment.choices, named=_("how"))
    most_mentees = ask.number(
        _("How many mentees at most for each mentor?"), named=_("the number"), required=False,
        help_text=_("Left empty: visiting 10, internal 6, community 12."),
    )  # fmt: skip
    most_places = ask.number(
        _("How many workplaces at most for each mentor?"), named=_("the number"), required=False,
        help_text=_("Left empty: visiting 3, internal 1, community 2."),
    )  # fmt: skip
    note = _text(_("Anything to know?"), most=300)
    areas = SomeAmong(label=_("In which fields of work? None is all of them"), required=False)

    def values(self) -> dict[str, Any]:
        """Return what was answered, with the usual caseload where none was."""
        given = super().values()
        mentees, places = CAPS[given["model"]]
        for name, usual in (("most_mentees", mentees), ("most_places", places)):
            given[name] = usual if given[name] is None else given[name]
        return given


class PhaseForm(LineForm):
    component = Among(label=_("In which model?"))
    channel = ask.one_of(_("How do they meet?"), Channel.choices, named=_("how"), widget=forms.Select)
    area = Among(label=_("In which field of work?"), required=False)
    times = ask.number(_("How many times?"), named=_("how many times"))
    every = ask.number(_("Every how many?"), named=_("the interval"))
    unit = ask.one_of(_("Of what?"), Unit.choices, named=_("of what"), widget=ask.ShortChoices)
    rounds = ask.number(
        _("For how many intervals?"), named=_("how many"), required=False, help_text=_("Left empty: until the end.")
    )
    minutes = ask.number(_("How many minutes each time?"), named=_("the minutes"), required=False)

    def values(self) -> dict[str, Any]:
        """Return what was answered; a rhythm has no words to look through."""
        given = super().values()
        del given["confirmed_text"]
        return given


class FocusForm(ask.PageForm):
    competency = Among(label=_("Which competency?"), error_messages={"required": _("Choose a competency.")})
    purpose = ask.one_of(_("What does mentoring do for it?"), Purpose.choices, named=_("what it does"))

    def __init__(self, *args: Any, offered: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].offer(offered["competency"])


class StartUpForm(CheckedForm):
    code = ask.one_of(_("What was done?"), StartUp.choices, named=_("what was done"), widget=forms.Select)
    level = ask.one_of(_("With whom?"), Scope.choices, named=_("with whom"), widget=ask.ShortChoices)
    done_on = ask.day(_("On which day?"), named=_("the day"))
    note = _text(_("What came of it?"), most=300, long=True, missing=_("Say in a sentence what came of it."))


class IndicatorsForm(ask.PageForm):
    """Figures by family; the codes of all families together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for family, label in FAMILIES:
            offered = [(code, f"{each.name} ({code})") for code, each in INDICATORS.items() if code.startswith(family)]
            self.fields[family] = forms.MultipleChoiceField(
                label=label, choices=offered, widget=ask.ManyChoices,
                required=False,
            )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Return every code chosen, in the order of the catalogue."""
        return {"codes": [code for family, _label in FAMILIES for code in self.cleaned_data[family]]}


class AnswerForm(CheckedForm):
    """The questions of one step. A draft always saves: nothing is required here, what is missing is said beside it."""

    def __init__(self, *args: Any, step: Step, answers: dict[str, Any], **kwargs: Any) -> None:
        initial = {each.code: answers.get(each.code, each.first) for each in step.questions}
        super().__init__(*args, initial=initial, **kwargs)
        self.step = step
        self.fields = {each.code: _asked(each) for each in step.questions} | self.fields

    def full_clean(self) -> None:
        """Look at what was typed without asking for all of it."""
        needed = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, field in self.fields.items():
            field.required = needed[name]

    def values(self) -> dict[str, Any]:
        """Return the answers as the act takes them."""
        given = super().values()
        return {"step": self.step.code, "confirmed_text": given.pop("confirmed_text"), "answers": given}


class FieldForm(ask.PageForm):
    """A field of work such as newborn care."""

    name = ask.words(_("What is it called?"), named=_("the name"), max_length=120)
    code = ask.words(
        _("A short code"),
        named=_("a code"),
        max_length=60,
        help_text=_("Letters, digits and dashes, such as tb-prevention."),
    )
    parent = Among(label=_("Below which field of work?"), required=False)

    def __init__(self, *args: Any, areas: Iterable[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(areas, none=_("At the top"))


class FieldNameForm(ask.PageForm):
    name = ask.words(_("What is it called?"), named=_("the name"), max_length=120)


class BeginForm(ask.PageForm):
    name = ask.words(_("How is the programme called?"), named=_("the name"), max_length=160)
    code = ask.words(
        _("A short code"),
        named=_("a code"),
        max_length=40,
        help_text=_("Letters, digits and dashes, such as safe-start."),
    )
    place = PlaceField(label=_("In which area?"))
    starts_on = ask.day(_("When does it begin?"), named=_("the first day"))
    ends_on = ask.day(_("When does it end?"), named=_("the last day"), required=False)
    start_from = ask.one_of(_("What do you start from?"), (), named=_("what you start from"))

    def __init__(self, *args: Any, places: Any, programmes: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = {str(each.pk): each for each in programmes}
        self.fields["place"].offer(places)
        self.fields["start_from"].choices = [
            *((code, _("The template “%(model)s”") % {"model": label}) for code, label in MentoringModel.choices),
            *((pk, _("A copy of %(name)s") % {"name": each.name}) for pk, each in self.programmes.items()),
            ("empty", _("An empty design")),
        ]

    def values(self) -> dict[str, Any]:
        """Return what was answered, the beginning as template or programme."""
        given = super().values()
        begin = given.pop("start_from")
        return given | {
            "template": begin if begin in MentoringModel.values else "",
            "copied": self.programmes.get(begin),
        }


class NoteForm(ask.PageForm):
    note = _text(_("Why?"), most=300, long=True, missing=_("Say why in a sentence."))


class SignForm(ask.PageForm):
    signed_as = _text(
        _("Name and office of whoever signs"), most=120, missing=_("Enter name and office of whoever signs.")
    )
    signed_on = ask.day(_("On which day was it signed?"), named=_("the day"))


class AttestForm(ask.PageForm):
    reviewer = Among(label=_("Who looked?"))
    on = ask.day(_("On which day?"), named=_("the day"))
    note = _text(_("What did they find?"), most=300, long=True, missing=_("Say in a sentence what they found."))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].offer([(each, each.name) for each in people], none="")


def models_of(design: Design) -> list[tuple[Component, str]]:
    """Return the models of a design as a choice shows them."""
    return [(each, each.get_model_display()) for each in design.of("model")]


def criteria() -> list[tuple[str, Any]]:
    """Return the criteria by which models are weighed."""
    return list(Criterion.choices)


def _asked(question: Question) -> forms.Field:
    """Return the field of a question; what it begins with and where that comes from is said beside it, and on hover (R126)."""
    field = _field(question)
    if question.origin and question.first not in (None, "", []):
        named = dict(question.choices)
        first = question.first if isinstance(question.first, list | tuple) else [question.first]
        said = ", ".join(str(named.get(each, each)) for each in first)
        field.widget.attrs["title"] = _("Default: %(first)s (%(origin)s)") % {"first": said, "origin": question.origin}
    return field


def _field(question: Question) -> forms.Field:
    hint = _("Suggested: %(origin)s") % {"origin": question.origin} if question.origin else ""
    given: dict[str, Any] = {"help_text": hint, "required": question.required}
    match question.kind:
        case "words":
            return ask.words(question.label, named=question.label, max_length=300, **given)
        case "one":
            return ask.one_of(question.label, question.choices, named=question.label, **given)
        case "some":
            return ask.some_of(question.label, question.choices, named=question.label, **given)
        case "number":
            return ask.number(
                question.label, named=question.label, min_value=question.least, max_value=question.most, **given
            )
        case "yes_no":
            return ask.yes_no(question.label, named=question.label, **given)
    return ask.words(question.label, named=question.label, long=True, max_length=2000, **given)
