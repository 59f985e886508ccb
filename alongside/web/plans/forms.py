"""What is asked about plans."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.plans.rules.goals import PROVABLE, Wanted
from alongside.domain.plans.terms import SELF_LEVELS, LearningKind, Measure, Owner, Verdict
from alongside.domain.programmes.models import Competency
from alongside.domain.programmes.terms import Level
from alongside.ui import forms as ask

from ..asking import CheckedForm
from ..choosing import Among, SomeAmong


class TermsForm(CheckedForm):
    contact_rhythm = ask.words(
        _("How often do you meet?"), named=_("how often"), max_length=200,
        help_text=_("Such as: a visit of two days each month, a call in between."),
    )  # fmt: skip
    confidentiality_terms = ask.words(
        _("What stays between you?"), named=_("what stays between you"), long=True,
        help_text=_("Such as: results of single observations; the in-charge sees levels and agreed actions."),
    )  # fmt: skip
    review_on = ask.day(_("When do you look at the plan again?"), named=_("the day"), required=False)


class AgreeForm(ask.PageForm):
    """Who said yes, entered by whoever sat with them."""

    people = SomeAmong(label=_("Who has agreed?"))

    def __init__(self, *args: Any, waiting: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].offer((person, person.name) for person in waiting)


class ReviseForm(CheckedForm):
    reason = ask.words(_("What changes, and why?"), named=_("why"), long=True, max_length=300)


class SummaryForm(CheckedForm):
    reached = ask.words(_("What was reached?"), named=_("what was reached"), long=True)
    still_open = ask.words(_("What is still open?"), named=_("what is open"), long=True, required=False)
    next_step = ask.words(_("What comes next?"), named=_("what comes next"), long=True, required=False)


class NeedsForm(CheckedForm):
    """One question for each competency; the words of one's own practice, or those of an observer."""

    words = ask.words(_("What would help most?"), named=_("what would help"), long=True, required=False, max_length=500)

    def __init__(self, *args: Any, competencies: Iterable[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rated = [each.pk for each in competencies]
        asked = {
            f"level-{each.pk}": ask.one_of(
                each.name, SELF_LEVELS, named=each.name, required=False, widget=ask.ShortChoices
            )
            for each in competencies
        }
        self.fields = {**asked, **self.fields}

    def values(self) -> dict[str, Any]:
        """Give the levels that were chosen, as the act takes them."""
        given = super().values()
        levels = {code: given.pop(f"level-{code}") for code in self.rated}
        return given | {"levels": {code: level for code, level in levels.items() if level}}


class GoalForm(CheckedForm):
    """A goal: a level of one person, or a figure of a team or facility."""

    whose = forms.ChoiceField(label=_("Whose goal is it?"), widget=ask.Choices)
    competency = Among(label=_("In which competency?"), required=False)
    target_level = ask.one_of(
        _("Which level is to be reached?"), [(each.value, each.label) for each in PROVABLE], named=_("the level"),
        required=False, widget=ask.ShortChoices, help_text=_("Observations show it; nobody ticks it."),
    )  # fmt: skip
    unit = ask.words(
        _("Or what is counted?"), named=_("what is counted"), required=False, max_length=60,
        help_text=_("Left empty for a level. Such as: partographs complete, of ten looked at."),
    )  # fmt: skip
    baseline = forms.DecimalField(label=_("Where do you stand today?"), required=False, max_digits=9, decimal_places=2)
    target = forms.DecimalField(label=_("Where do you want to be?"), required=False, max_digits=9, decimal_places=2)
    text = ask.words(_("The goal in your own words"), named=_("the goal"), required=False, max_length=300)
    due_on = ask.day(_("By when?"), named=_("the day"))
    is_required = forms.BooleanField(label=_("Counts when the relationship ends"), required=False, initial=True)

    def __init__(
        self, *args: Any, mentees: Iterable[Person], competencies: Iterable[Competency], teams: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in mentees}
        together = [(each.value, each.label) for each in (Owner.TEAM, Owner.FACILITY)] if teams else []
        self.fields["whose"].choices = [*((pk, person.name) for pk, person in self.people.items()), *together]
        self.fields["competency"].offer(((each, each.name) for each in competencies), none=_("A figure is counted"))

    def values(self) -> dict[str, Any]:
        """Give the one goal, as the act takes them; words of its own where none were typed."""
        given = super().values()
        mentee = self.people.get(given["whose"])
        competency, level = given["competency"], given["target_level"]
        text = given["text"]
        if not text and competency and level:
            text = _now("%(competency)s: %(level)s") % {"competency": competency, "level": Level(level).label}
        elif not text and given["unit"]:
            text = given["unit"]
        goal = Wanted(
            owner=Owner.MENTEE if mentee else given["whose"], mentee=mentee, text=text, due_on=given["due_on"],
            measure=Measure.FIGURE if given["unit"] else Measure.LEVEL, competency=competency, target_level=level,
            unit=given["unit"], baseline=given["baseline"], target=given["target"], is_required=given["is_required"],
        )  # fmt: skip
        return {"goals": [goal], "confirmed_text": given["confirmed_text"]}


class CheckForm(CheckedForm):
    verdict = ask.one_of(_("What do you find?"), Verdict.choices, named=_("what you find"))
    reached = forms.DecimalField(label=_("The figure as it is now"), required=False, max_digits=9, decimal_places=2)
    note = ask.words(
        _("If it is not there: what is missing?"), named=_("what is missing"), required=False, long=True, max_length=300
    )

    def __init__(self, *args: Any, counts: bool, may_be_not_yet: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not counts:
            del self.fields["reached"]
        if not may_be_not_yet:
            self.fields["verdict"].choices = [each for each in Verdict.choices if each[0] != Verdict.NOT_YET]


class WhyForm(CheckedForm):
    note = ask.words(_("Why?"), named=_("why"), long=True, max_length=300)


class ActivityForm(CheckedForm):
    kind = ask.one_of(_("What kind of thing?"), LearningKind.choices, named=_("the kind"), widget=ask.ShortChoices)
    text = ask.words(_("What exactly?"), named=_("what"), max_length=200)
    link = forms.URLField(label=_("Where is it to be found?"), required=False, assume_scheme="https", max_length=300)
    due_on = ask.day(_("By when?"), named=_("the day"), required=False)
