"""What is asked about people."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alongside.domain.people import queries
from alongside.domain.people.models import Person
from alongside.domain.people.terms import LANGUAGES, Channel, Role, Sex
from alongside.domain.places.models import OrgUnit
from alongside.domain.places.queries import crumbs
from alongside.ui import forms as ask

OFFERED = 300  # names of places to choose from while typing; any other can be typed in full


class PlaceField(forms.CharField):
    """A place by its name or code, among those a person may choose. With its area, where two share a name."""

    def __init__(self, *, label: Any, places: Any = None, **kwargs: Any) -> None:
        super().__init__(label=label, widget=ask.Suggest(list), **kwargs)
        self.places = places

    def offer(self, places: Any) -> None:
        """Say among which places one may choose."""
        self.places = places
        self.widget.suggestions = lambda: list(places.values_list("name", flat=True)[:OFFERED])

    def clean(self, value: str) -> OrgUnit | None:
        """Return the place, or say that there is none or several."""
        written = super().clean(value)
        if not written:
            return None
        name, _comma, area = written.partition(", ")
        found = list(self.places.filter(name__iexact=written)[:3]) or list(self.places.filter(code=written)[:2])
        found = found or [
            place for place in self.places.filter(name__iexact=name)[:50] if area and _lies_in(place, area)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(
                _("Several places have this name. Add a comma and the area, or write its code.")
            )
        raise forms.ValidationError(_("There is no such place among yours. Choose one from the list."))


def _lies_in(place: OrgUnit, area: str) -> bool:
    return any(each.name.casefold() == area.casefold() for each in crumbs(place))


def _cadres() -> list[tuple[str, Any]]:
    return [("", "—"), *((cadre.code, cadre.title) for cadre in queries.cadres())]


class ContactFields(ask.PageForm):
    """How a person is reached."""

    phone = ask.phone(_("Which number reaches them?"), named=_("a telephone number"), required=False)
    other_phone = ask.phone(_("Is there another number?"), named=_("a telephone number"), required=False)
    email = forms.EmailField(label=_("Do they use e-mail?"), required=False)
    language = ask.one_of(
        _("In which language do they want to be written to?"), LANGUAGES, named=_("a language"), widget=forms.Select
    )
    also_speaks = ask.some_of(_("Which others do they speak?"), LANGUAGES, named=_("a language"), required=False)
    preferred_channel = ask.one_of(
        _("How do they prefer to be reached?"), Channel.choices, named=_("how to reach them"), widget=forms.Select
    )

    def values(self) -> dict[str, Any]:
        """Give the numbers as one list, as the act takes them."""
        values = super().values()
        values["phones"] = [number for number in (values.pop("phone"), values.pop("other_phone")) if number]
        return values | {"region": settings.PHONE_REGION}


class RegisterForm(ContactFields):
    """A new person with the post they hold."""

    field_order = ["given_names", "family_name", "place", "cadre", "since", "post", "phone", "other_phone"]
    given_names = ask.words(_("What are their given names?"), named=_("the given names"), max_length=120)
    family_name = ask.words(_("What is their family name?"), named=_("the family name"), required=False, max_length=120)
    place = PlaceField(label=_("Where do they work?"))
    cadre = ask.one_of(_("What is their cadre?"), _cadres, named=_("a cadre"), widget=forms.Select)
    since = ask.day(_("Since when do they work there?"), named=_("the first day"))
    post = ask.words(_("What is their post called?"), named=_("the post"), required=False, max_length=120)
    code = ask.words(_("What is their staff number?"), named=_("the staff number"), required=False, max_length=60)
    sex = ask.one_of(_("What is their sex?"), Sex.choices, named=_("the sex"), required=False, widget=forms.Select)
    birth_year = ask.number(
        _("In which year were they born?"), named=_("the year"), required=False, min_value=1930, max_value=2015
    )
    licence_no = ask.words(
        _("What is the number of their licence?"), named=_("the number"), required=False, max_length=60
    )
    licence_expires_on = ask.day(_("Until when is the licence valid?"), named=_("the last day"), required=False)
    in_practice_since = ask.number(
        _("In which year did they begin to practise?"),
        named=_("the year"),
        required=False,
        min_value=1940,
        max_value=2100,
    )

    def __init__(self, *args: Any, keeper: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(queries.workplaces(seen_by=keeper))

    def values(self) -> dict[str, Any]:
        """Give the cadre as the act takes it."""
        values = super().values()
        return values | {"cadre": queries.cadres().get(pk=values["cadre"])}


class MoveForm(ask.PageForm):
    """A transfer."""

    place = PlaceField(label=_("Where do they work now?"))
    on = ask.day(_("From which day?"), named=_("the first day"))
    cadre = ask.one_of(
        _("In which cadre, if it changes?"), _cadres, named=_("a cadre"), required=False, widget=forms.Select
    )
    post = ask.words(_("What is the post called?"), named=_("the post"), required=False, max_length=120)

    def __init__(self, *args: Any, keeper: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(queries.destinations())

    def values(self) -> dict[str, Any]:
        """Give the cadre as the act takes it; none where it stays."""
        values = super().values()
        return values | {"cadre": queries.cadres().filter(pk=values["cadre"]).first()}


class LeaveForm(ask.PageForm):
    on = ask.day(_("Which was the first day without this post?"), named=_("the day"))


class LicenceForm(ask.PageForm):
    licence_no = ask.words(
        _("What is the number of the licence?"), named=_("the number"), required=False, max_length=60
    )
    licence_expires_on = ask.day(_("Until when is it valid?"), named=_("the last day"), required=False)
    in_practice_since = ask.number(
        _("In which year did they begin to practise?"),
        named=_("the year"),
        required=False,
        min_value=1940,
        max_value=2100,
    )


class RoleForm(ask.PageForm):
    """A role in an area."""

    role = ask.one_of(_("Which role?"), Role.choices, named=_("a role"), widget=forms.Select)
    place = PlaceField(label=_("In which area or place?"), required=False)
    since = ask.day(_("From which day?"), named=_("the first day"))
    until = ask.day(
        _("Until when?"),
        named=_("the day"),
        required=False,
        help_text=_("The first day without the role. Empty: until further notice."),
    )

    def __init__(self, *args: Any, areas: Any, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(areas)
        self.fields["place"].required = not everywhere
        if everywhere:
            self.fields["place"].help_text = _("Empty: everywhere.")


class AccountForm(ask.PageForm):
    username = ask.words(
        _("Under which name do they sign in?"),
        named=_("a user name"),
        max_length=80,
        help_text=_("Letters, digits and . - _ without blanks."),
    )


class DeviceForm(ask.PageForm):
    name = ask.words(
        _("What do you call this device?"), named=_("a name"), max_length=80, help_text=_("Such as “my phone”.")
    )


class TokenForm(ask.PageForm):
    name = ask.words(
        _("Which program will use it?"), named=_("a name"), max_length=80, help_text=_("Such as “district dashboard”.")
    )
    days = ask.one_of(
        _("For how long?"),
        [("30", _("30 days")), ("90", _("90 days")), ("365", _("a year"))],
        named=_("how long"),
    )


class StepForm(ask.PageForm):
    """A step without questions."""
