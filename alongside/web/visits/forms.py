"""What is asked about visits, contacts, feedback, actions and issues. The forms know shape; the acts know sense."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alongside.domain.encounters.models import Encounter, Visit
from alongside.domain.encounters.terms import (
    ActionStatus,
    ActivityType,
    Completeness,
    Interaction,
    IssueCategory,
    MentorRole,
    Mode,
    ObserverContext,
    OwnerType,
    Permission,
    Purpose,
    Setting,
)
from alongside.domain.instruments.models import Version
from alongside.domain.people.models import Person
from alongside.domain.plans.models import Goal
from alongside.domain.programmes.models import Competency, Programme
from alongside.ui.forms import Choices, ManyChoices, day, number, one_of, some_of, words, yes_no
from alongside.web.asking import CheckedForm
from alongside.web.choosing import SomeAmong

from .items import OpenChoice

MANY = 4  # as many people at least, and one box takes them all
COMPANIONS = 3  # rows offered for mentors who come along; one more than are there
_LENGTH = re.compile(r"(\d{1,2})(?:[:h.](\d{1,2})?)?(?:\s*(?:h|hours?))?")


class LengthField(forms.CharField):
    """Hours and minutes, written "4:30" or "4"; a timedelta."""

    def to_python(self, value: Any) -> timedelta | None:
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        found = _LENGTH.fullmatch(text)
        if not found or int(found[2] or 0) > 59 or "." in text:
            raise forms.ValidationError(_("Write hours and minutes, such as 4:30."), code="length")
        return timedelta(hours=int(found[1]), minutes=int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, timedelta):
            return value
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"


def people_field(label: Any, people: Sequence[Person], **kwargs: Any) -> forms.TypedMultipleChoiceField:
    """Ask for any of these people; the answer is a list of Person."""
    known = {str(person.pk): person for person in people}
    return forms.TypedMultipleChoiceField(
        label=label, choices=[(pk, person.name) for pk, person in known.items()], coerce=known.__getitem__,
        widget=ManyChoices, **kwargs,
    )  # fmt: skip


def person_field(label: Any, people: Sequence[Person], *, empty: Any = "", **kwargs: Any) -> forms.TypedChoiceField:
    """Ask for one of these people; the answer is a Person, None where nobody was chosen."""
    known = {str(person.pk): person for person in people}
    first = [("", empty)] if empty or not kwargs.get("required", True) else []
    return forms.TypedChoiceField(
        label=label, choices=first + [(pk, person.name) for pk, person in known.items()], coerce=known.__getitem__,
        empty_value=None, **kwargs,
    )  # fmt: skip


class MentorsForm(CheckedForm):
    """Who leads a visit, who comes along as what, for which programme."""

    rows = COMPANIONS

    def ask_mentors(
        self, known: Sequence[Person], programmes: Sequence[Programme], *, lead: Person,
        others: Sequence[tuple[Person, str]] = (), asks: Any,
    ) -> None:  # fmt: skip
        """Add the fields. known: who can be chosen. others: (person, role) who are there already."""
        self.rows = max(COMPANIONS, len(others) + 1)
        self.fields["lead"] = person_field(asks, known, initial=str(lead.pk))
        for row in range(self.rows):
            person, role = others[row] if row < len(others) else (None, MentorRole.CO_MENTOR)
            self.fields[f"companion_{row}"] = person_field(
                _("Another mentor"), known, required=False, empty=_("nobody"), initial=str(person.pk) if person else "",
            )  # fmt: skip
            self.fields[f"role_{row}"] = forms.ChoiceField(
                label=_("came as"), choices=[each for each in MentorRole.choices if each[0] != MentorRole.LEAD],
                required=False, initial=role,
            )  # fmt: skip
        self.programmes = {str(programme.pk): programme for programme in programmes}
        if len(self.programmes) > 1:
            self.fields["programme"] = forms.ChoiceField(
                label=_("For which programme?"), choices=[(pk, each.name) for pk, each in self.programmes.items()],
                widget=Choices,
            )  # fmt: skip

    @property
    def companions(self) -> list[tuple[Any, Any]]:
        """Return the rows (person, role) to be drawn."""
        return [(self[f"companion_{row}"], self[f"role_{row}"]) for row in range(self.rows)]

    def mentors(self) -> list[tuple[Person, str]]:
        """Return who goes, each with their role, as the acts take them."""
        given = self.cleaned_data
        others = ((given.get(f"companion_{row}"), given.get(f"role_{row}")) for row in range(self.rows))
        return [
            (given["lead"], MentorRole.LEAD),
            *((person, role or MentorRole.CO_MENTOR) for person, role in others if person),
        ]

    def chosen_programme(self) -> Programme:
        """Return the programme chosen, or the only one."""
        chosen = self.cleaned_data.get("programme") or next(iter(self.programmes))
        return self.programmes[chosen]


class VisitForm(MentorsForm):
    """Days, purpose, who came along, how long."""

    held_on = day(_("When was the visit?"), named=_("the day of the visit"))
    until_on = day(_("Last day, if it went on to the next day"), named=_("the last day of the visit"), required=False)
    purpose = one_of(_("What was it for?"), Purpose.choices, named=_("the purpose"), initial=Purpose.MENTORING)
    length = LengthField(
        label=_("How long were you there?"),
        required=False,
        help_text=_("Hours and minutes, travel left out, such as 4:30."),
    )
    theme = words(_("Theme of the visit"), named=_("the theme"), required=False, max_length=120)
    note = words(
        _("Note"),
        named=_("a note"),
        long=True,
        required=False,
        help_text=_("No names or numbers of clients."),
        max_length=2000,
    )

    def __init__(
        self, *args: Any, me: Person, mentors: Sequence[Person], programmes: Sequence[Programme] = (),
        visit: Visit | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        here = (
            [(row.person, row.role) for row in visit.mentors.select_related("person").order_by("pk")] if visit else []
        )
        known = {person.pk: person for person in (*mentors, me, *(person for person, _role in here))}
        lead = next((person for person, role in here if role == MentorRole.LEAD), me)
        others = [row for row in here if row[0] != lead]
        if visit:
            kwargs["initial"] = {
                **{name: getattr(visit, name) for name in ("held_on", "purpose", "length", "theme", "note")},
                "until_on": visit.until_on if visit.until_on != visit.held_on else None,
                **kwargs.get("initial", {}),
            }
        super().__init__(*args, **kwargs)
        self.ask_mentors(list(known.values()), programmes, lead=lead, others=others, asks=_("Who led the visit?"))

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("held_on", "until_on", "purpose", "length", "theme", "note", "confirmed_text")
        return {**{name: given[name] for name in names}, "mentors": self.mentors()}


class ContactForm(CheckedForm):
    """Who was met, how, for how long, doing what."""

    held_on = day(_("On which day?"), named=_("the day"))
    mode = one_of(_("How did you meet?"), Mode.choices, named=_("how you met"), initial=Mode.IN_PERSON)
    interaction = one_of(
        _("With whom?"), Interaction.choices, named=_("with whom you met"), initial=Interaction.ONE_TO_ONE
    )
    topic = words(
        _("What did you work on?"), named=_("what you worked on"), required=False, max_length=200,
        help_text=_("For a group: the drill, talk or case discussion."),
    )  # fmt: skip
    minutes = number(
        _("How many minutes did it last?"), named=_("the minutes"), required=False, min_value=1, max_value=960
    )

    def __init__(
        self, *args: Any, people: Sequence[Person], competencies: Sequence[Competency], encounter: Encounter | None = None,
        modes: Sequence[str] = (), alone: bool = False, goals: Sequence[Goal] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        given: dict[str, Any] = {}
        spent: dict[str, int] = {}
        if encounter:
            given = {name: getattr(encounter, name) for name in ("held_on", "mode", "interaction", "topic", "minutes")}
            given["people"] = [str(row.person_id) for row in encounter.attendances.all()]
            given["goals"] = list(encounter.goals.all())
            given["supported"] = [row.competency_id for row in encounter.supported.all()]
            spent = {row.type: row.minutes for row in encounter.activities.all()}
        kwargs["initial"] = {**given, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        if modes:
            self.fields["mode"].choices = [each for each in Mode.choices if each[0] in modes]  # type: ignore[attr-defined]
        known = {person.pk: person for person in people}
        if encounter:
            known |= {row.person_id: row.person for row in encounter.attendances.select_related("person")}
        self.fields["people"] = people_field(_("Who took part?"), list(known.values()), required=alone)
        self.known = list(known.values())
        if len(known) >= MANY and not alone:
            self.fields["everybody"] = forms.BooleanField(
                label=ngettext_lazy("All %(n)s person who works here", "All %(n)s people who work here", "n") % {"n": len(known)}, required=False,
            )  # fmt: skip
        for type, label in ActivityType.choices:
            self.fields[f"minutes_{type}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=960, initial=spent.get(type),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        if goals:
            self.fields["goals"] = SomeAmong(label=_("Which goals did you work on?"), required=False)
            self.fields["goals"].offer([(each, f"{each.text} · {each.mentee or _('the team')}") for each in goals])
        self.competencies = {each.pk: each for each in competencies}
        self.fields["supported"] = some_of(
            _("Which skills did you support without observing them?"),
            [(each.pk, each.name) for each in competencies], named=_("the skills"), required=False,
        )  # fmt: skip

    @property
    def activities(self) -> list[Any]:
        """Return the boxes for minutes, one a kind of activity."""
        return [self[f"minutes_{type}"] for type in ActivityType.values]

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("held_on", "mode", "interaction", "topic", "minutes", "people", "confirmed_text")
        return {
            **{name: given[name] for name in names},
            **({"people": self.known} if given.get("everybody") else {}),
            "activities": [
                (type, given[f"minutes_{type}"]) for type in ActivityType.values if given[f"minutes_{type}"]
            ],
            "supported": [self.competencies[pk] for pk in given["supported"]],
            "goals": given.get("goals", []),
        }


class FeedbackForm(CheckedForm):
    """A strength first, then what to practise, then how."""

    strengths = words(
        _("What went well?"), named=_("at least one thing that went well"), long=True, required=False, max_length=2000
    )
    to_improve = words(
        _("What is there to practise?"), named=_("what to practise"), long=True, required=False, max_length=2000
    )
    next_step = words(
        _("What exactly is the next step?"), named=_("the next step"), long=True, required=False, max_length=2000
    )


class ActionForm(CheckedForm):
    """What is done, by whom, until when."""

    text = words(_("What will be done?"), named=_("what will be done"), max_length=300)
    owner_type = one_of(_("Who takes it forward?"), OwnerType.choices, named=_("who takes it forward"))
    due_on = day(_("Until when?"), named=_("the day it is due"))


class ReportForm(CheckedForm):
    """How an action stands."""

    status = one_of(
        _("How does it stand?"),
        [each for each in ActionStatus.choices if each[0] != ActionStatus.PENDING],
        named=_("how it stands"),
    )
    outcome = words(
        _("What happened, or what stands in the way?"),
        named=_("what happened"),
        long=True,
        required=False,
        max_length=300,
    )


class IssueForm(CheckedForm):
    """What hinders care."""

    category = one_of(_("What is it about?"), IssueCategory.choices, named=_("what it is about"))
    text = words(_("What is missing or broken?"), named=_("what is missing or broken"), long=True, max_length=300)
    severity = forms.TypedChoiceField(
        label=_("How grave is it?"), coerce=int, widget=Choices, initial=2,
        choices=[(1, _("It hinders")), (2, _("It delays care")), (3, _("It stops care"))],
    )  # fmt: skip


class AnswerIssueForm(CheckedForm):
    """What is done about an issue."""

    outcome = words(_("What was done, or why?"), named=_("what was done"), long=True, required=False, max_length=300)


class StartForm(CheckedForm):
    """Who is observed with which checklist, where, and what the client said."""

    team = words(_("Or a team, by its name"), named=_("the name of the team"), required=False, max_length=80)
    setting = one_of(_("Where do you see the work?"), Setting.choices, named=_("where you see the work"))
    # For a real client an answer is needed, otherwise there is none to give: the act knows which.
    permission = OpenChoice(
        label=_("Was the client asked whether you may be present?"), widget=Choices,
        choices=[each for each in Permission.choices if each[0] != Permission.NOT_APPLICABLE],
        help_text=_("For a real client. Never write a name."),
    )  # fmt: skip
    observer_context = one_of(
        _("How do you stand to the person?"), ObserverContext.choices, named=_("how you stand to them")
    )

    override_reason = words(_("Why do you observe all the same?"), named=_("why"), required=False, max_length=200)

    @property
    def asks_why(self) -> bool:
        """Whether the reason is asked: the proof of mastery ended long ago, or one was given."""
        return bool(self.refused_because("area")) or bool(self.is_bound and self.data.get("override_reason"))

    def __init__(
        self,
        *args: Any,
        people: Sequence[Person],
        versions: Sequence[Version],
        days: Sequence[date],
        may_verify: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        never = {ObserverContext.SELF} if may_verify else {ObserverContext.SELF, ObserverContext.INDEPENDENT}
        self.fields["observer_context"].choices = [each for each in ObserverContext.choices if each[0] not in never]  # type: ignore[attr-defined]
        self.people = {str(person.pk): person for person in people}
        self.days, self.versions = list(days), {str(version.pk): version for version in versions}
        fields = {
            "mentee": OpenChoice(label=_("Whom do you observe?"), initial=self.initial.get("mentee"), choices=[("", _("choose a person"))] + [(str(person.pk), person.name) for person in people]),
            "version": forms.ChoiceField(
                label=_("With which checklist?"), initial=self.initial.get("version"), choices=[("", _("choose a checklist"))] + [(pk, str(version.instrument)) for pk, version in self.versions.items()],
                error_messages={"required": _("Choose a checklist.")},
            ),
        }  # fmt: skip
        if len(self.days) > 1:
            fields["held_on"] = forms.ChoiceField(
                label=_("On which day?"), widget=Choices, initial=self.days[-1].isoformat(),
                choices=[(each.isoformat(), date_format(each, "D j M")) for each in self.days],
            )  # fmt: skip
        self.fields = {**fields, **self.fields}  # type: ignore[assignment]

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = given.get("held_on")
        return {
            **{name: given[name] for name in ("team", "setting", "permission", "observer_context", "override_reason")},
            "mentee": self.people.get(given["mentee"]),
            "version": self.versions[given["version"]],
            "held_on": date.fromisoformat(chosen) if chosen else self.days[0],
        }


class ClosingForm(CheckedForm):
    """What is asked after the last item."""

    completeness = one_of(
        _("How much of the work could you see?"), Completeness.choices, named=_("how much you could see")
    )
    resource_limited = yes_no(
        _("Did something missing at the place keep the person from doing a step?"), named=_("whether something was missing"),
        required=False, help_text=_("It opens an issue for the place. The person is not judged by it."),
    )  # fmt: skip
    resource_category = one_of(
        _("What was missing?"), IssueCategory.choices, named=_("what was missing"), required=False
    )
    resource_note = words(_("What exactly?"), named=_("what was missing"), required=False, max_length=200)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stopped_at"] = forms.ChoiceField(
            label=_("Did you step in for the client's safety?"), required=False,
            choices=[("", _("No")), *((id, _("Yes, at: %(step)s") % {"step": label}) for id, label in items)],
            help_text=_("The score stops at that step. What came after is kept, and not scored."),
        )  # fmt: skip

    @property
    def opens_lack(self) -> bool:
        """Whether the questions about what was missing are shown at once."""
        return bool(self.errors) or self["resource_limited"].value() in (True, "yes")

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "completeness": given["completeness"], "resource_limited": bool(given["resource_limited"]),
            "resource_category": given["resource_category"], "resource_note": given["resource_note"],
            "intervened": bool(given["stopped_at"]), "stopped_at": given["stopped_at"],
        }  # fmt: skip


class CorrectionForm(ClosingForm):
    """Why an observation is corrected, of whom it was, what the client said, and how it went."""

    reason = words(
        _("Why is it corrected?"),
        named=_("the reason"),
        max_length=200,
        help_text=_("The old one stays, with this reason."),
    )
    permission = one_of(_("What did the client answer?"), Permission.choices, named=_("the client's answer"))

    def __init__(self, *args: Any, old: Any, people: Sequence[Person], **kwargs: Any) -> None:
        first = ("completeness", "resource_limited", "resource_note", "stopped_at", "permission")
        kwargs["initial"] = {name: getattr(old, name) for name in first}
        super().__init__(*args, **kwargs)
        if old.mentee_id:
            known = {person.pk: person for person in (*people, old.mentee)}
            self.fields["mentee"] = person_field(
                _("Who was observed?"), list(known.values()), initial=str(old.mentee_id)
            )

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().values(), "reason": given["reason"], "permission": given["permission"], "mentee": given.get("mentee"),
        }  # fmt: skip
