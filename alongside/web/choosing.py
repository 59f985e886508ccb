"""Fields that choose among rows a page has already asked for: no further question, and nothing else can be chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Employment, Person
from alongside.ui.forms import ManyChoices


class Among(forms.ChoiceField):
    """One of the rows offered; None where nothing was chosen."""

    def __init__(self, *, widget: Any = forms.Select, **kwargs: Any) -> None:
        super().__init__(widget=widget, **kwargs)
        self.rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[tuple[Any, Any]], *, none: Any = "—") -> None:
        """Say what can be chosen, each row with its words; none: the words of the empty choice, "" for no such choice."""
        offered = list(rows)
        self.rows = {str(row.pk): row for row, _words in offered}
        self.choices = [*([("", none)] if none else []), *((str(row.pk), words) for row, words in offered)]

    def prepare_value(self, value: Any) -> Any:
        """Take a row or its key as what is chosen at first."""
        return str(getattr(value, "pk", value)) if value is not None else value

    def clean(self, value: Any) -> Any:
        """Return the row."""
        return self.rows.get(super().clean(value))


class SomeAmong(forms.MultipleChoiceField):
    """Any of the rows offered, each a wide target."""

    def __init__(self, *, widget: Any = ManyChoices, **kwargs: Any) -> None:
        super().__init__(widget=widget, **kwargs)
        self.rows: dict[str, Any] = {}

    def offer(self, rows: Iterable[tuple[Any, Any]]) -> None:
        """Say what can be chosen, each row with its words."""
        offered = list(rows)
        self.rows = {str(row.pk): row for row, _words in offered}
        self.choices = [(str(row.pk), words) for row, words in offered]
        self.error_messages["invalid_choice"] = _("A choice is no longer offered. Choose from the list.")

    def prepare_value(self, value: Any) -> Any:
        """Take rows or their keys as what is chosen at first."""
        return [str(getattr(each, "pk", each)) for each in value] if value is not None else value

    def clean(self, value: Any) -> list[Any]:
        """Return the rows, in the order offered."""
        chosen = set(super().clean(value))
        return [row for key, row in self.rows.items() if key in chosen]


def posts_of(posts: Iterable[Employment]) -> list[tuple[Person, str]]:
    """Return the people of these posts, each once, as a choice shows them."""
    return list({post.person_id: (post.person, f"{post.person} · {post.cadre}") for post in posts}.values())
