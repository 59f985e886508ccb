"""What is asked about places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS, Ownership, PlaceType
from alongside.ui import forms as ask

from ..asking import CheckedForm
from ..staff.forms import PlaceField

DAYS = [
    ("0", _("Monday")), ("1", _("Tuesday")), ("2", _("Wednesday")), ("3", _("Thursday")), ("4", _("Friday")),
    ("5", _("Saturday")), ("6", _("Sunday")),
]  # fmt: skip


class OpenForm(ask.PageForm):
    """A new area or place."""

    name = ask.words(_("What is its name?"), named=_("the name"), max_length=200)
    type = ask.one_of(_("What kind of place is it?"), PlaceType.choices, named=_("the kind"), widget=forms.Select)
    ownership = ask.one_of(
        _("Who runs it?"), Ownership.choices, named=_("who runs it"), required=False, widget=forms.Select
    )
    code = ask.words(_("What is its code in the country's list?"), named=_("the code"), required=False, max_length=60)
    latitude = forms.DecimalField(label=_("At which latitude?"), required=False, max_digits=9, decimal_places=6)
    longitude = forms.DecimalField(label=_("At which longitude?"), required=False, max_digits=9, decimal_places=6)
    opened_on = ask.day(_("When did it open?"), named=_("the day"), required=False)

    def values(self) -> dict[str, Any]:
        """Leave out what only places where people work have, for an area."""
        values = super().values()
        if values["type"] in AREAS:
            return {name: values[name] for name in ("name", "type", "opened_on")}
        return values


class NameForm(ask.PageForm):
    name = ask.words(_("What is it called now?"), named=_("the name"), max_length=200)


class MoveForm(ask.PageForm):
    """Where a place comes to lie."""

    under = PlaceField(label=_("Under which area does it lie now?"))

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(areas)


class CloseForm(ask.PageForm):
    closed_on = ask.day(_("Since when is it closed?"), named=_("the day"))


class DaysForm(ask.PageForm):
    """The days on which a place is open."""

    opening_days = ask.some_of(_("On which days is it open?"), DAYS, named=_("at least one day"))

    def values(self) -> dict[str, Any]:
        """Give the days as seven digits, Monday first."""
        chosen = super().values()["opening_days"]
        return {"days": "".join("1" if day in chosen else "0" for day, _word in DAYS)}

    @staticmethod
    def shown(place: OrgUnit) -> dict:
        """Return the days a place is open now, as the form shows them."""
        return {"opening_days": [day for day, _word in DAYS if place.opening_days[int(day)] == "1"]}


class NoGoForm(CheckedForm):
    """Days on which nobody is to visit."""

    first_on = ask.day(_("From which day on?"), named=_("the first day"))
    last_on = ask.day(
        _("Until which day?"), named=_("the last day"), required=False, help_text=_("Leave empty for one day.")
    )
    reason = ask.words(
        _("Why?"),
        named=_("why"),
        max_length=120,
        help_text=_("A public holiday, clinic day, campaign, audit. Whoever plans reads it."),
    )


class ReferralForm(ask.PageForm):
    """Where clients are referred to (R118)."""

    destination = PlaceField(label=_("Where are clients referred to?"))
    services = ask.words(_("For what?"), named=_("for what"), required=False, max_length=200)

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].offer(among)
