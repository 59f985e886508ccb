"""What is asked about the cases of a group's meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.encounters.models import CaseReview, ReviewedCase
from alongside.domain.encounters.rules.case_reviews import Case
from alongside.domain.encounters.terms import AgeBand
from alongside.ui import forms as ask

from ..asking import CheckedForm


class CasesForm(CheckedForm):
    """What a group found in its cases: a line each; empty lines are left out."""

    register = ask.words(
        _("Which register did you look at?"),
        named=_("the register"),
        max_length=120,
        help_text=_("Such as: sick child register, October."),
    )
    records_seen = ask.number(
        _("How many records did you look through?"), named=_("the number"), required=False, min_value=0, max_value=9999
    )
    records_complete = ask.number(
        _("How many of them were complete?"), named=_("the number"), required=False, min_value=0, max_value=9999
    )
    learning = ask.words(_("What did the group learn?"), named=_("what you learnt"), required=False, long=True)

    LINES = 12

    def __init__(self, *args: Any, review: CaseReview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = list(review.cases.all()) if review else []
        if review:
            self.initial |= {
                "register": review.register, "records_seen": review.records_seen, "records_complete": review.records_complete,
                "learning": review.learning,
            }  # fmt: skip
        self.lines = max(self.LINES, len(kept) + 2)
        for number in range(self.lines):
            case = kept[number] if number < len(kept) else None
            for name, field in self._line(case).items():
                self.fields[f"{name}-{number + 1}"] = field

    def _line(self, case: ReviewedCase | None) -> dict[str, Any]:
        return {
            "age": ask.one_of(_("Age"), [("", "—"), *AgeBand.choices], named=_("the age"), required=False, widget=forms.Select, initial=case and case.age),
            "recorded": ask.words(_("The register says"), named=_("what the register says"), required=False, max_length=80, initial=case and case.recorded),
            "agrees": ask.one_of(
                _("Does it agree with the protocol?"), [("yes", _("Yes")), ("no", _("No"))], named=_("whether it agrees"), required=False,
                widget=ask.ShortChoices, initial=case and ("yes" if case.agrees else "no"),
            ),
            "by_protocol": ask.words(_("The protocol says"), named=_("what the protocol says"), required=False, max_length=80, initial=case and case.by_protocol),
            "correction": ask.words(_("What do you change?"), named=_("what changes"), required=False, max_length=200, initial=case and case.correction),
        }  # fmt: skip

    def cases(self) -> list[tuple[int, list[Any]]]:
        """Return the lines with their fields, for the template."""
        return [
            (number, [self[f"{name}-{number}"] for name in ("age", "recorded", "agrees", "by_protocol", "correction")])
            for number in range(1, self.lines + 1)
        ]

    def values(self) -> dict[str, Any]:
        """Give the lines that were filled, as the act takes them."""
        given = super().values()
        lines = [
            {name: given.pop(f"{name}-{number}") for name in ("age", "recorded", "agrees", "by_protocol", "correction")}
            for number in range(1, self.lines + 1)
        ]
        cases = [Case(**{**line, "agrees": line["agrees"] == "yes"}) for line in lines if any(line.values())]
        return given | {"cases": cases}
