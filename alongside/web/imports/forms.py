"""What is asked about a list: the file, what its columns hold, which offers are accepted."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alongside.ui import forms as ask

from ..staff.forms import PlaceField

LABELS = {
    "country": _("Country"), "region": _("Region or province"), "district": _("District"), "area": _("Area below the district"),
    "name": _("Name"), "type": _("Type"), "ownership": _("Owner"), "latitude": _("Latitude"), "longitude": _("Longitude"),
    "code": _("Code or staff number"), "catchment_population": _("Catchment population"), "given_names": _("Given names"),
    "family_name": _("Family name"), "place": _("Place of work"), "place_code": _("Code of the place"), "cadre": _("Cadre"),
    "phone": _("Telephone"), "other_phone": _("Other telephone"), "sex": _("Sex"), "birth_year": _("Year of birth"),
    "email": _("E-mail"), "language": _("Language"), "post": _("Post"), "since": _("At the place since"),
    "licence_no": _("Licence number"), "licence_expires_on": _("Licence valid until"), "in_practice_since": _("In practice since"),
}  # fmt: skip

TITLES = {
    "no_name": _("No name"), "name_too_long": _("Name too long"), "code_twice": _("Code used twice"), "elsewhere": _("Lies elsewhere"),
    "nowhere": _("No area at all"), "same_as": _("The same place twice"), "no_area": _("An area is missing"),
    "unknown_type": _("Unknown type"), "unknown_owner": _("Unknown owner"), "no_point": _("No coordinates"),
    "no_number": _("Not a number"), "impossible_point": _("Impossible coordinates"), "swapped_point": _("Coordinates far away"),
    "area_spelling": _("Area spelt in two ways"), "repeated_name": _("Name repeated in its area"), "perhaps_twice": _("Perhaps one place twice"),
    "twice": _("The same person twice"), "no_place": _("No place of work"), "unknown_place": _("Unknown place"),
    "which_place": _("Several places of this name"), "unknown_cadre": _("Unknown cadre"), "no_phone": _("Not a phone number"),
    "no_day": _("Not a day"), "no_year": _("Not a year"), "unknown_sex": _("Unknown sex"), "no_email": _("Not an e-mail address"),
    "perhaps_known": _("Perhaps here already"),
}  # fmt: skip


class FileForm(ask.PageForm):
    """A list, and for which area."""

    file = ask.file(
        _("Which file?"),
        named=_("the file"),
        accept=".csv,.xlsx,.xls",
        help_text=_("CSV or XLSX, with headings in its first row."),
    )
    under = PlaceField(label=_("For which area is it?"), required=False)
    source = ask.words(
        _("What is the list called?"), named=_("the name"), required=False, max_length=80,
        help_text=_("Its next edition, brought under the same name, updates this one. Empty: the name of the file."),
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Any, everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["under"].offer(areas)
        self.fields["under"].required = not everywhere
        if everywhere:
            self.fields["under"].help_text = _("Empty: the list names its countries or areas itself.")

    def values(self) -> dict[str, Any]:
        """Give the bytes and the name of the file."""
        values = super().values()
        upload = values.pop("file")
        return values | {"content": upload.read(), "name": upload.name[-200:]}


class PeopleFileForm(FileForm):
    region = ask.words(
        _("In which country are the telephone numbers?"), named=_("the country"), max_length=2, initial=lambda: settings.PHONE_REGION,
        help_text=_("Two letters, such as KE: for numbers written without country code."),
    )  # fmt: skip


class ReadingForm(ask.PageForm):
    """What each column holds. The file itself stays with us; only choices travel."""

    def __init__(self, *args: Any, columns: tuple, headings: list[str], **kwargs: Any) -> None:
        for column in columns:
            self.base_fields = {**self.base_fields, f"column_{column}": ask.one_of(
                LABELS[column], [("", _("not in the list")), *((heading, heading) for heading in headings if heading)],
                named=_("a column"), required=False, widget=forms.Select,
            )}  # fmt: skip
        super().__init__(*args, **kwargs)

    def mapping(self) -> dict[str, str]:
        """Return {column of ours: heading}."""
        return {name.removeprefix("column_"): heading for name, heading in self.cleaned_data.items() if heading}
