"""What is asked about visits that are planned, moved, called off or returned."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.encounters.terms import Purpose, ReturnedField
from alongside.domain.people.models import Person
from alongside.domain.programmes.models import Programme
from alongside.ui.forms import day, one_of, words
from alongside.web.asking import CheckedForm

from .forms import MentorsForm


class PlanForm(MentorsForm):
    """Days, purpose, who comes."""

    planned_on = day(_("When will the visit be?"), named=_("the day of the visit"))
    planned_until = day(
        _("Last day, if it goes on to the next day"), named=_("the last day of the visit"), required=False
    )
    purpose = one_of(_("What is it for?"), Purpose.choices, named=_("the purpose"), initial=Purpose.MENTORING)
    theme = words(_("Theme of the visit"), named=_("the theme"), required=False, max_length=120)

    def __init__(
        self, *args: Any, me: Person, mentors: Sequence[Person], programmes: Sequence[Programme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = list({person.pk: person for person in (me, *mentors)}.values())
        self.ask_mentors(known, programmes, lead=me, asks=_("Who leads the visit?"))

    def values(self) -> dict[str, Any]:
        names = ("planned_on", "planned_until", "purpose", "theme", "confirmed_text")
        return {**{name: self.cleaned_data[name] for name in names}, "mentors": self.mentors()}


class ReasonForm(CheckedForm):
    reason = words(_("In a sentence"), named=_("why"), long=True, max_length=300)


class RescheduleForm(CheckedForm):
    """Another slot, and why."""

    planned_on = day(_("When will the visit be?"), named=_("the day of the visit"))
    planned_until = day(
        _("Last day, if it goes on to the next day"), named=_("the last day of the visit"), required=False
    )
    reason = words(_("Why is it moved?"), named=_("why"), max_length=300)


class ReturnForm(CheckedForm):
    """A note beside each field that the mentor should look at; at least one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, label in ReturnedField.choices:
            self.fields[field] = words(label, named=_("a note"), required=False, max_length=300)

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        notes = [(field, given[field]) for field in ReturnedField.values if given.get(field)]
        return {"notes": notes, "confirmed_text": given["confirmed_text"]}
