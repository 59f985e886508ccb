"""What is asked about relationships."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Mentor
from alongside.domain.pairings.models import WishesVersion
from alongside.domain.pairings.rules.matching.inputs import MOST_WEIGHT
from alongside.domain.pairings.rules.relationships import EARLY_REASONS
from alongside.domain.pairings.terms import Choice, EndReason, HoldReason, RelationshipPurpose, Shape, Wish
from alongside.domain.people.terms import Sex
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


class RunForm(ask.PageForm):
    """What a run of matching looks at and what it is to reach."""

    programme = Among(label=_("For which programme?"))
    place = Among(label=_("Where?"))
    areas = SomeAmong(label=_("In which areas?"), error_messages={"required": _("Choose at least one area.")})
    choice = ask.one_of(
        _("What matters more?"),
        [
            (Choice.NOBODY_LEFT_OUT, _("Nobody left out: as many mentees as possible find a mentor; among these ways, the best fit")),
            (Choice.BEST_FIT, _("Best fit: whoever finds no pair above the floor stays without a mentor for now")),
        ],
        named=_("what matters more"),
    )  # fmt: skip
    one_mentor_a_place = forms.BooleanField(
        label=_("One mentor takes all who wait at a workplace"), required=False,
        help_text=_("Fewer journeys; workplaces with more people than any mentor has room for stay without."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, programmes: Iterable[Any], places: Iterable[Any], areas: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer([(each, each.name) for each in programmes], none="")
        self.fields["place"].offer([(each, f"{each.name} · {each.get_type_display()}") for each in places], none="")
        self.fields["areas"].offer((each, each.name) for each in areas)


class AdjustForm(CheckedForm):
    """Another mentor for a mentee, or none."""

    mentor = Among(
        label=_("Which mentor?"), widget=ask.Choices, error_messages={"required": _("Choose a mentor, or nobody.")},
        help_text=_("The best fit first, those who lack something last. Left out are those who are full, lead this workplace, or whose licence has ended."),
    )  # fmt: skip
    reason = ask.words(
        _("Why?"), named=_("why"), max_length=300, error_messages={"required": _("Say in a sentence why.")}
    )

    def __init__(self, *args: Any, mentors: Iterable[tuple[Mentor, int, str]], **kwargs: Any) -> None:
        """Offer these mentors, each with the fit of 100 and the reasons in words."""
        super().__init__(*args, **kwargs)
        self.fields["mentor"].offer(
            [
                (each, ask.Explained(_("%(name)s, %(home)s: fit %(fit)s of 100") % {"name": each.person, "home": each.home, "fit": fit}, why))
                for each, fit, why in mentors
            ],
            none="",
        )  # fmt: skip
        # Taking out is chosen in words: an empty choice would do it by oversight.
        self.fields["mentor"].choices = [
            *self.fields["mentor"].choices, ("nobody", ask.Explained(_("Nobody"), _("This pair is taken out; the mentee goes on waiting.")))
        ]  # fmt: skip


class PublishForm(ask.PageForm):
    """What every proposal of a run has in common."""

    purpose = ask.one_of(_("What for?"), RelationshipPurpose.choices, named=_("what for"))
    planned_end_on = ask.day(_("When are they to end?"), named=_("the end"))


class WishesForm(CheckedForm):
    """How much each wish counts, and the limits."""

    floor = ask.number(
        _("Below which fit is nobody paired, of 100?"), named=_("the floor"), min_value=0, max_value=100,
        help_text=_("Only where the best fit matters more. 0: no floor."),
    )  # fmt: skip
    hours_per_mentee = ask.number(
        _("How many hours a month does a mentee take, travel included?"), named=_("the hours"), min_value=1, max_value=100,
        help_text=_("Says how many mentees a mentor's hours allow. Hours are no part of any fit."),
    )  # fmt: skip
    farthest_km = ask.number(
        _("How far may a mentor's home be at the most, in km?"), named=_("the distance"), required=False, min_value=1, max_value=2000,
        help_text=_("Left empty: no limit. With a limit, a workplace without a point on the map finds no mentor elsewhere."),
    )  # fmt: skip
    reason = ask.words(_("Why this change?"), named=_("why"), required=False, max_length=300)

    def __init__(self, *args: Any, now: WishesVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weights = {
            wish.value: ask.number(
                wish.label, named=wish.label, initial=getattr(now, wish), min_value=0, max_value=MOST_WEIGHT
            )
            for wish in Wish
        }
        for name in ("floor", "hours_per_mentee", "farthest_km"):
            self.fields[name].initial = getattr(now, name)
        self.fields = weights | self.fields

    def values(self) -> dict[str, Any]:
        """Give the weights by wish."""
        values = super().values()
        return {"weights": {wish.value: values.pop(wish.value) for wish in Wish}, **values}


class PreferenceForm(ask.PageForm):
    mentor_sex = ask.one_of(
        _("I would rather have"), [("", _("No preference")), (Sex.FEMALE, _("A woman")), (Sex.MALE, _("A man"))],
        named=_("whom"), required=False,
    )  # fmt: skip
