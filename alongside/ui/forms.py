"""Forms as people meet them: a question, a hint, a plain box; an error that says what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7


class PageForm(forms.Form):
    """A form whose sending counts once.

    It carries an act id, minted when the form is first shown and kept while it is corrected, so that a double click
    or a sending repeated after a lost reply does the thing one time.
    """

    use_required_attribute = False  # the browser's own bubbles speak its language, not the page's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._minted = uuid7()
        self._act_id_given = False
        for field in self.fields.values():
            _word_errors(field)

    @property
    def act_id(self) -> UUID:
        """The id sent with the form, or the one minted for it where none (or no id at all) was sent."""
        try:
            return UUID(self.data.get(self.add_prefix("act_id"), ""))
        except ValueError:
            return self._minted

    def hidden_act_id(self) -> SafeString | str:
        """Return the hidden input that carries the act id; the second time, nothing."""
        if self._act_id_given:
            return ""
        self._act_id_given = True
        return format_html('<input type="hidden" name="{}" value="{}">', self.add_prefix("act_id"), self.act_id)

    def values(self) -> dict[str, Any]:
        """Return what was answered, by field name, as the act takes it."""
        return dict(self.cleaned_data)

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Turn a refusal of the act into an error of this form, at the field it names; everything typed is kept."""
        try:
            yield
        except Refused as refused:
            field = refused.facts.get("field")
            self.add_error(
                field if field in self.fields else None, forms.ValidationError(str(refused.message), code=refused.code)
            )


def _word_errors(field: forms.Field) -> None:
    """Give a field errors that tell: "Enter the date of the visit." when it has `named`, else with its question."""
    named = getattr(field, "named", None)
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"] or isinstance(
        field, forms.FileField
    ):
        if named:
            field.error_messages["required"] = format_lazy(
                _("Choose {named}.") if chosen else _("Enter {named}."), named=named
            )
        else:
            field.error_messages["required"] = format_lazy(_("Answer “{question}”"), question=field.label or "")
    if named and isinstance(field, forms.DateField):
        field.error_messages["invalid"] = format_lazy(
            _("Enter {named} as a day that exists, such as 14 April 2026."), named=named
        )
    if named and isinstance(field, forms.IntegerField):
        field.error_messages["invalid"] = format_lazy(_("Enter {named} as a number, such as 12."), named=named)
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        field.error_messages["invalid_choice"] = _("This choice is no longer offered. Choose one from the list.")


def _named(field: forms.Field, named: Any) -> Any:
    field.named = named  # type: ignore[attr-defined]
    return field


class Explained(str):
    """The words of a choice with an explanation below them."""

    explanation: str

    def __new__(cls, word: Any, explanation: Any) -> "Explained":
        made = super().__new__(cls, str(word))
        made.explanation = str(explanation)
        return made


class Choices(forms.RadioSelect):
    """One of a few, each a wide target. A choice label may be Explained."""

    kind = "choices"


class ShortChoices(forms.RadioSelect):
    """One of two to four short words, side by side."""

    kind = "short"


class ManyChoices(forms.CheckboxSelectMultiple):
    """Any of a few, each a wide target."""

    kind = "choices"


class Suggest(forms.TextInput):
    """A box that suggests from a list while one types, and takes other words too."""

    template_name = "ui/widgets/suggest.html"

    def __init__(self, suggestions: Callable[[], list[str]] | list[str], attrs: dict | None = None) -> None:
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the suggestions and the id that ties them to the box."""
        context = super().get_context(name, value, attrs)
        offered = self.suggestions() if callable(self.suggestions) else self.suggestions
        context["widget"]["attrs"]["list"] = list_id = f"{context['widget']['attrs'].get('id', name)}-list"
        return context | {"list_id": list_id, "suggestions": offered}


class Drop(forms.ClearableFileInput):
    """A file, chosen or dropped."""

    kind = "drop"
    template_name = "django/forms/widgets/file.html"


class YesNoField(forms.TypedChoiceField):
    """Yes or no, as True and False; with `not_applicable` also "N/A", as None is unanswered and "na" is said."""

    def __init__(self, *, not_applicable: bool = False, **kwargs: Any) -> None:
        words = [("yes", _("Yes")), ("no", _("No"))] + ([("na", _("Not applicable"))] if not_applicable else [])
        kwargs.setdefault("widget", ShortChoices)
        super().__init__(choices=words, coerce={"yes": True, "no": False, "na": "na"}.get, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show True and False as the words they are chosen by."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def day(label: Any, *, named: Any, **kwargs: Any) -> forms.DateField:
    """Ask for a day. named: as an error names it ("the date of the visit")."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return _named(
        forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], **kwargs), named
    )


def words(label: Any, *, named: Any, long: bool = False, **kwargs: Any) -> forms.CharField:
    """Ask for words; long gives room for sentences."""
    widget = kwargs.pop("widget", None) or (forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput)
    return _named(forms.CharField(label=label, widget=widget, **kwargs), named)


def number(label: Any, *, named: Any, **kwargs: Any) -> forms.IntegerField:
    """Ask for a whole number."""
    return _named(
        forms.IntegerField(label=label, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **kwargs), named
    )


def phone(label: Any, *, named: Any, **kwargs: Any) -> forms.CharField:
    """Ask for a phone number, as people write it; the act makes it international."""
    return _named(
        forms.CharField(
            label=label,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
            **kwargs,
        ),
        named,
    )


def one_of(label: Any, choices: Any, *, named: Any, **kwargs: Any) -> forms.ChoiceField:
    """Ask for one of a few, shown as wide targets. For a long list give `widget=forms.Select`."""
    kwargs.setdefault("widget", Choices)
    return _named(forms.ChoiceField(label=label, choices=choices, **kwargs), named)


def some_of(label: Any, choices: Any, *, named: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Ask for any of a few."""
    return _named(forms.MultipleChoiceField(label=label, choices=choices, widget=ManyChoices, **kwargs), named)


def yes_no(label: Any, *, named: Any, not_applicable: bool = False, **kwargs: Any) -> YesNoField:
    """Ask yes or no."""
    return _named(YesNoField(label=label, not_applicable=not_applicable, **kwargs), named)


def file(label: Any, *, named: Any, accept: str = "", **kwargs: Any) -> forms.FileField:
    """Ask for a file. accept: endings, such as ".csv,.xlsx"."""
    return _named(
        forms.FileField(label=label, widget=Drop(attrs={"accept": accept} if accept else {}), **kwargs), named
    )
