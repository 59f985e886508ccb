"""What is asked about relationships."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Mentor
from alongside.domain.pairings.rules.relationships import EARLY_REASONS
from alongside.domain.pairings.terms import EndReason, HoldReason, RelationshipPurpose, Shape
from alongside.domain.programmes.terms.design import MentoringModel
from alongside.ui import forms as ask

from ..asking import CheckedForm
from ..choosing import Among, SomeAmong


class ProposeForm(CheckedForm):
    """Who mentors whom, for what and until when."""

    programme = Among(label=_("For which programme?"))
    shape = ask.one_of(_("Who with whom?"), Shape.choices, named=_("who with whom"))
    mentor = Among(label=_("Which mentor leads?"))
    area = Among(label=_("For which area?"), required=False, help_text=_("Left empty: for all that the plan holds."))
    mentees = SomeAmong(label=_("Whom do they mentor?"), required=False)
    team = ask.words(_("What is the team or group called?"), named=_("the name"), required=False, max_length=80)
    model = ask.one_of(_("By which model?"), MentoringModel.choices, named=_("the model"), widget=ask.ShortChoices)
    purpose = ask.one_of(_("What for?"), RelationshipPurpose.choices, named=_("what for"))
    planned_end_on = ask.day(_("When is it to end?"), named=_("the end"), required=False)
    end_criteria = ask.words(_("What shows that it may end?"), named=_("what shows it"), required=False, max_length=300)
    is_open_ended = forms.BooleanField(label=_("Open-ended"), required=False)
    review_on = ask.day(_("If open-ended: when do you look at it again?"), named=_("the day of review"), required=False)
    over_cap_reason = ask.words(
        _("If the mentor goes above their number: why must it be?"), named=_("why"), required=False, max_length=300
    )

    def __init__(
        self, *args: Any, programmes: Iterable[Any], mentors: Iterable[tuple[Mentor, int]], areas: Iterable[Any],
        staff: Iterable[tuple[Any, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer([(each, each.name) for each in programmes], none="")
        self.fields["mentor"].offer(
            (each, _("%(name)s, %(home)s: %(n)s of %(cap)s mentees") % {"name": each.person, "home": each.home, "n": n, "cap": each.max_mentees})
            for each, n in mentors
        )  # fmt: skip
        self.fields["area"].offer((area, area.name) for area in areas)
        self.fields["mentees"].offer(staff)

    def values(self) -> dict[str, Any]:
        """Give the mentor with their area, as the act takes them."""
        values = super().values()
        return values | {"mentors": [(values.pop("mentor"), values.pop("area"))]}


class AnswerForm(CheckedForm):
    is_yes = ask.yes_no(_("Do you agree?"), named=_("whether you agree"))
    reason = ask.words(_("If not: why?"), named=_("why"), required=False, long=True, max_length=300)


class FirstContactForm(ask.PageForm):
    on = ask.day(
        _("When did you first talk?"), named=_("the day"),
        help_text=_("Who you are, what each expects, what stays between you, how you reach each other."),
    )  # fmt: skip


class HoldForm(ask.PageForm):
    reason = ask.one_of(_("Why does it rest?"), HoldReason.choices, named=_("why"), widget=ask.ShortChoices)
    until = ask.day(_("Until when? At most 90 days."), named=_("the day"))


class EndForm(ask.PageForm):
    """Another end, or another day of review."""

    planned_end_on = ask.day(_("When is it to end?"), named=_("the end"), required=False)
    is_open_ended = forms.BooleanField(label=_("Open-ended"), required=False)
    review_on = ask.day(_("If open-ended: when do you look at it again?"), named=_("the day of review"), required=False)


class ClosingForm(CheckedForm):
    reason = ask.words(
        _("If goals are open and the end has not come: why now?"),
        named=_("why"),
        required=False,
        long=True,
        max_length=300,
    )


class CompleteForm(ask.PageForm):
    end_reason = ask.one_of(_("Why does it end?"), EndReason.choices, named=_("why it ends"))


class EndEarlyForm(CheckedForm):
    end_reason = ask.one_of(
        _("Why does it end early?"), [(each.value, each.label) for each in EARLY_REASONS], named=_("why it ends")
    )
    note = ask.words(_("What should others know?"), named=_("a word"), required=False, max_length=300)


class HandOverForm(CheckedForm):
    to = Among(label=_("Who leads it now?"))
    is_interim = forms.BooleanField(label=_("Only until the lead is back"), required=False)
    reason = ask.words(_("Why?"), named=_("why"), required=False, max_length=300)
    over_cap_reason = ask.words(
        _("If the mentor goes above their number: why must it be?"), named=_("why"), required=False, max_length=300
    )

    def __init__(self, *args: Any, mentors: Iterable[tuple[Mentor, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].offer((each, f"{each.person} · {each.home}") for each, _n in mentors)
