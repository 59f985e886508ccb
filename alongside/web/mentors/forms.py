"""What is asked about mentors."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Criterion
from alongside.domain.mentors.rules import ROLE_PLAYED, Judged
from alongside.domain.mentors.terms import (
    Affiliation,
    Module,
    NominatedBy,
    ProvenBy,
    Stage,
    SupportChannel,
    TeamRole,
)
from alongside.domain.people.models import Person
from alongside.domain.programmes.models import TechnicalArea
from alongside.ui import forms as ask

from ..asking import CheckedForm
from ..choosing import Among, SomeAmong
from ..staff.forms import PlaceField

POINTS = [("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


def decimal(label: Any, **kwargs: Any) -> forms.DecimalField:
    """Ask for a number with decimals."""
    return forms.DecimalField(
        label=label, widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}), **kwargs
    )


class NominateForm(CheckedForm):
    """A name put forward."""

    programme = Among(label=_("For which programme?"))
    nominated_by = ask.one_of(
        _("Who puts the name forward?"), NominatedBy.choices, named=_("who"), widget=ask.ShortChoices
    )
    affiliation = ask.one_of(
        _("What are they to the people they would mentor?"), Affiliation.choices, named=_("what they are")
    )
    reason = ask.words(_("Why would they mentor well?"), named=_("why"), required=False, long=True, max_length=300)

    def __init__(self, *args: Any, programmes: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer([(each, each.name) for each in programmes], none="")


class CompleteForm(CheckedForm):
    """What a nomination still needs. Everything may stay open until it is handed in."""

    areas = SomeAmong(label=_("In which areas would they mentor?"), required=False)
    reason = ask.words(_("Why would they mentor well?"), named=_("why"), required=False, long=True, max_length=300)
    last_practised_on = ask.day(_("When did they last work in these areas?"), named=_("the day"), required=False)
    consent_by = Among(label=_("Which in-charge agrees?"), required=False)
    hours_a_month = ask.number(
        _("How many hours a month can they mentor?"), named=_("the hours"), required=False, min_value=0, max_value=250
    )
    no_open_case = ask.yes_no(
        _("Do they declare that no disciplinary case is open?"), named=_("the declaration"), required=False
    )

    def __init__(
        self, *args: Any, areas: Iterable[TechnicalArea], colleagues: Iterable[tuple[Person, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].offer((area, area.name) for area in areas)
        self.fields["consent_by"].offer(colleagues)


class ScoreForm(CheckedForm):
    """A score sheet: 0 to 4 and an example for each criterion."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for each in self.criteria:
            self.fields[each.code] = forms.TypedChoiceField(
                label=each.name, choices=POINTS, coerce=int, widget=ask.ShortChoices, required=False, empty_value=-1,
                help_text=_("0: %(at_0)s · 2: %(at_2)s · 4: %(at_4)s") % {"at_0": each.at_0, "at_2": each.at_2, "at_4": each.at_4},
            )  # fmt: skip
            self.fields[f"{each.code}_evidence"] = forms.CharField(
                label=_("What did you see or hear?"), required=False, max_length=300, help_text=each.evidence
            )
            if each.code == ROLE_PLAYED:
                self.fields["role_play_earned"] = decimal(
                    _("Was there a role play? Points reached on its checklist"), required=False, max_digits=6,
                    help_text=_("Scored with the checklist on giving feedback. It gives the points above by itself."),
                )  # fmt: skip
                self.fields["role_play_possible"] = decimal(
                    _("Points that could be reached"), required=False, max_digits=6
                )
        self.order_fields([*(name for name in self.fields if name != "confirmed_text"), "confirmed_text"])

    def clean(self) -> dict[str, Any]:
        """Ask for both numbers of a role play, or for none."""
        values = super().clean() or {}
        given = [values.get(name) is not None for name in ("role_play_earned", "role_play_possible")]
        if any(given) and not all(given):
            self.add_error("role_play_possible", _("Give both numbers of the role play, or none."))
        return values

    def values(self) -> dict[str, Any]:
        """Give points and examples by criterion, as the act takes them."""
        values = super().values()
        played = (values.get("role_play_earned"), values.get("role_play_possible"))
        return {
            "role_play": None if None in played else played,
            "points": {each.code: values[each.code] for each in self.criteria},
            "evidence": {each.code: values[f"{each.code}_evidence"] for each in self.criteria},
            "confirmed_text": values["confirmed_text"],
        }


class ModerateForm(ask.PageForm):
    """What the scorers agreed on."""

    points = decimal(_("On how many points did you agree?"), max_digits=2, decimal_places=1)
    reason = ask.words(_("Why?"), named=_("why"), required=False, max_length=300)

    def __init__(self, *args: Any, judged: Judged, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = ", ".join(str(points) for points in judged.points)
        self.fields["points"].help_text = _("The scorers gave: %(given)s") % {"given": given}


class AskReferenceForm(ask.PageForm):
    asked = Among(label=_("Which colleague do you ask?"))


class ReferenceForm(CheckedForm):
    """A confidential word."""

    points = forms.TypedChoiceField(
        label=_("How do colleagues see them?"), choices=POINTS, coerce=int, widget=ask.ShortChoices,
        help_text=_("0: concerns · 2: mixed · 4: strong"),
    )  # fmt: skip
    text = ask.words(_("What should the panel know?"), named=_("a word"), required=False, long=True, max_length=1000)


class WeightsForm(ask.PageForm):
    """How much each criterion counts, of 100."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in criteria:
            self.fields[each.code] = ask.number(
                each.name, named=each.name, initial=each.weight, min_value=0, max_value=100
            )

    def values(self) -> dict[str, Any]:
        """Give the weights by criterion."""
        return {"weights": super().values()}


class ModuleForm(ask.PageForm):
    """How a module went."""

    module = ask.one_of(_("Which module?"), Module.choices, named=_("the module"), widget=forms.Select)
    stage = forms.TypedChoiceField(label=_("At which stage?"), choices=Stage.choices[:3], coerce=int)
    done_on = ask.day(_("When?"), named=_("the day"))
    passed = ask.yes_no(_("Did they pass?"), named=_("whether they passed"))
    percent = decimal(_("With how many per cent?"), required=False, max_digits=5, decimal_places=2)
    is_recognised = forms.BooleanField(label=_("Earlier training counts instead"), required=False)


class ProficiencyForm(ask.PageForm):
    """Proof that somebody masters an area."""

    area = Among(label=_("Which area?"))
    proven_by = ask.one_of(_("How was it shown?"), ProvenBy.choices, named=_("how"))
    percent = decimal(_("With how many per cent?"), required=False, max_digits=5, decimal_places=2)
    assessed_on = ask.day(_("When was it assessed?"), named=_("the day"))
    valid_until = ask.day(
        _("Until when does it hold?"), named=_("the last day"), required=False, help_text=_("Two years, if left empty.")
    )

    def __init__(self, *args: Any, areas: Iterable[TechnicalArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].offer(((area, area.name) for area in areas), none="")


class CoVisitForm(ask.PageForm):
    """A visit at which somebody's mentoring was watched."""

    held_on = ask.day(_("When was the visit?"), named=_("the day"))
    earned = decimal(_("How many points of the mentor checklist were earned?"), max_digits=8, decimal_places=3)
    possible = decimal(_("Of how many possible?"), max_digits=8, decimal_places=3, initial=12)


class AssignForm(ask.PageForm):
    """A posting for a period."""

    programme = Among(label=_("For which programme?"))
    place = PlaceField(label=_("To which workplace?"))
    time_share = forms.TypedChoiceField(
        label=_("For how much of their working time?"), coerce=lambda value: value,
        choices=[("0.1", _("A tenth")), ("0.2", _("One day a week")), ("0.4", _("Two days a week")), ("0.5", _("Half")), ("0.8", _("Four days a week")), ("1", _("All of it"))],
    )  # fmt: skip
    since = ask.day(_("From which day?"), named=_("the first day"))
    until = ask.day(_("Which is the first day after it?"), named=_("the day"))

    def __init__(self, *args: Any, programmes: Iterable[Any], places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer([(each, each.name) for each in programmes], none="")
        self.fields["place"].offer(places)

    def values(self) -> dict[str, Any]:
        """Give the share as an exact number."""
        values = super().values()
        return values | {"time_share": Decimal(values["time_share"])}


class RenewForm(ask.PageForm):
    """Another period of a posting."""

    since = ask.day(_("From which day?"), named=_("the first day"))
    until = ask.day(_("Which is the first day after it?"), named=_("the day"))


class RecogniseForm(CheckedForm):
    """A certificate from before."""

    affiliation = ask.one_of(
        _("What are they to the people they mentor?"), Affiliation.choices, named=_("what they are")
    )
    certified_on = ask.day(_("Which day stands on the certificate?"), named=_("the day"))
    areas = SomeAmong(label=_("For which areas?"), required=False)
    evidence = ask.words(
        _("Which certificate have you seen?"), named=_("the certificate"), required=False, max_length=300
    )

    def __init__(self, *args: Any, areas: Iterable[TechnicalArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].offer((area, area.name) for area in areas)


class LoadForm(ask.PageForm):
    """How much a mentor takes on."""

    max_mentees = ask.number(_("At most how many mentees?"), named=_("how many mentees"))
    max_places = ask.number(_("At most how many workplaces?"), named=_("how many workplaces"))
    hours_a_month = ask.number(_("How many hours a month, travel included?"), named=_("the hours"))


class PauseForm(CheckedForm):
    until = ask.day(_("When do they come back?"), named=_("the day"))
    reason = ask.words(_("Why?"), named=_("why"), required=False, max_length=200)
    taken_over_by = ask.words(
        _("Who takes over meanwhile?"), named=_("who takes over"), required=False, max_length=90,
        help_text=_("Needed beyond 30 days."),
    )  # fmt: skip


class ReasonForm(CheckedForm):
    reason = ask.words(_("Why?"), named=_("why"), required=False, long=True, max_length=300)


class ReplyForm(CheckedForm):
    reply = ask.words(_("How do you see it?"), named=_("your view"), required=False, long=True, max_length=300)


class DecideForm(CheckedForm):
    keep = ask.yes_no(_("Do they stay a mentor?"), named=_("the decision"))
    note = ask.words(_("On what does the decision rest?"), named=_("a note"), required=False, long=True, max_length=300)


class SupportForm(CheckedForm):
    """A call or meeting of mentors."""

    held_on = ask.day(_("When was it?"), named=_("the day"))
    channel = ask.one_of(_("How did you meet?"), SupportChannel.choices, named=_("how"), widget=ask.ShortChoices)
    mentors = SomeAmong(label=_("Who took part?"), required=False)
    agenda = ask.words(_("What was it about?"), named=_("the subject"), required=False, max_length=300)
    agreed = ask.words(_("What was agreed?"), named=_("what was agreed"), required=False, long=True, max_length=1000)

    def __init__(self, *args: Any, mentors: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentors"].offer((each, f"{each.person} · {each.home}") for each in mentors)


class TeamForm(ask.PageForm):
    """Up to four mentors, each in a role; the first leads."""

    programme = Among(label=_("For which programme?"))
    name = ask.words(_("What is the team called?"), named=_("the name"), required=False, max_length=120)
    ROWS = 4

    def __init__(self, *args: Any, mentors: Iterable[Any], programmes: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer([(each, each.name) for each in programmes], none="")
        offered = [(each, f"{each.person} · {each.home}") for each in mentors]
        for row in range(self.ROWS):
            self.fields[f"mentor_{row}"] = Among(
                label=_("Who leads?") if row == 0 else _("Who comes along?"), required=row < 1
            )
            self.fields[f"mentor_{row}"].offer(offered)
            self.fields[f"role_{row}"] = forms.ChoiceField(
                label=_("In which role?"), choices=TeamRole.choices, required=row < 1
            )

    def values(self) -> dict[str, Any]:
        """Give the members as the act takes them."""
        values = super().values()
        members = [
            (values[f"mentor_{row}"], values[f"role_{row}"] or TeamRole.CLINICAL) for row in range(self.ROWS) if values[f"mentor_{row}"]
        ]  # fmt: skip
        return {"programme": values["programme"], "name": values["name"], "members": members, "lead": members[0][0]}
