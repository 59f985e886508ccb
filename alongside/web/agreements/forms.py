"""What is asked about agreements and releases."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.domain.agreements.terms import ReleasedAs
from alongside.domain.people.models import Employment
from alongside.ui import forms as ask

from ..asking import CheckedForm
from ..choosing import Among, SomeAmong, posts_of
from ..staff.forms import PlaceField


class ContactForm(CheckedForm):
    """A first contact with the leadership of a place."""

    programme = Among(label=_("For which programme?"))
    place = PlaceField(label=_("Which workplace?"))
    on = ask.day(_("When did you reach them?"), named=_("the day"))
    note = ask.words(_("What was said?"), named=_("what was said"), required=False, long=True, max_length=300)

    def __init__(self, *args: Any, programmes: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].offer([(each, each.name) for each in programmes], none="")
        self.fields["place"].offer(places)


class MeetingForm(CheckedForm):
    on = ask.day(_("When did you meet?"), named=_("the day"))
    note = ask.words(_("What came of it?"), named=_("what came of it"), required=False, long=True, max_length=300)


class SignForm(CheckedForm):
    """What a workplace agrees to."""

    focal_person = Among(label=_("Whom do mentors turn to here?"), required=False)
    hours_a_week = forms.DecimalField(
        label=_("For how many hours a week are staff released to be mentored?"), required=False, max_digits=5,
        decimal_places=1, widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
    )  # fmt: skip
    permission_procedure = ask.words(
        _("How are clients asked before a mentor comes in?"), named=_("how clients are asked"), required=False,
        long=True, max_length=300,
    )  # fmt: skip
    room = ask.words(_("Which room can be used?"), named=_("the room"), required=False, max_length=120)
    backup_rule = ask.words(
        _("Who stands in for those released?"), named=_("who stands in"), required=False, max_length=300
    )
    signed_by = Among(label=_("Who signs for the workplace?"), required=False)
    agreed_on = ask.day(_("When was it agreed?"), named=_("the day"))
    review_on = ask.day(_("When do you look at it again?"), named=_("the day of review"), required=False)

    def __init__(self, *args: Any, posts: list[Employment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["focal_person"].offer(posts_of(posts))
        self.fields["signed_by"].offer(posts_of(posts))


class BeginForm(ask.PageForm):
    on = ask.day(_("Since when has mentoring begun here?"), named=_("the day"))


class LapseForm(CheckedForm):
    on = ask.day(_("Since when does it hold no more?"), named=_("the day"))
    reason = ask.words(_("Why?"), named=_("the reason"), required=False, long=True, max_length=300)


class HoursForm(ask.PageForm):
    """Hours in which somebody mentors colleagues."""

    person = Among(label=_("Who mentors colleagues here?"))
    hours_a_week = forms.DecimalField(
        label=_("For how many hours a week?"), max_digits=4, decimal_places=1,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
    )  # fmt: skip
    signed_by = Among(label=_("Who agrees to it?"))
    since = ask.day(_("From which day?"), named=_("the first day"))

    def __init__(self, *args: Any, posts: list[Employment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(posts_of(posts))
        self.fields["signed_by"].offer(posts_of(posts))


class EndHoursForm(ask.PageForm):
    until = ask.day(_("Which is the first day without these hours?"), named=_("the day"))


class AskForm(CheckedForm):
    """Who is asked for, when, and what for."""

    people = SomeAmong(label=_("Who is needed?"), required=False)
    released_as = ask.one_of(_("What for?"), ReleasedAs.choices, named=_("what for"), widget=ask.ShortChoices)
    day = ask.day(_("On which day?"), named=_("the day"))
    begins_at = forms.TimeField(label=_("From when?"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ends_at = forms.TimeField(label=_("Until when?"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    reason = ask.words(
        _("What should the in-charge know?"), named=_("a word"), required=False, long=True, max_length=300
    )

    def __init__(self, *args: Any, posts: Iterable[Employment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].offer(posts_of(posts))


class AnswerForm(CheckedForm):
    """Who of those asked for is released."""

    released = SomeAmong(label=_("Whom do you release?"), required=False)
    note = ask.words(_("What should the mentor know?"), named=_("a word"), required=False, long=True, max_length=300)
    alternative_day = ask.day(_("Which other day would suit?"), named=_("the other day"), required=False)


class CameForm(ask.PageForm):
    came = ask.yes_no(_("Did they come?"), named=_("whether they came"))


class CoverForm(ask.PageForm):
    """Who is to be replaced."""

    for_person = Among(label=_("For whom is cover needed?"))
    ward = ask.words(_("In which ward?"), named=_("the ward"), required=False, max_length=80)
    paid_how = ask.words(_("How is the cover paid?"), named=_("how it is paid"), required=False, max_length=120)


class AnswerCoverForm(ask.PageForm):
    by_person = Among(label=_("Who stands in? Leave it empty if nobody was found."), required=False)
