"""Registering people, their posts and how they are reached."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access, rules
from ..models import Cadre, Employment, Person, Phone, in_force
from ..terms import Channel


@act("people.register_person", may=access.may_register)
def register_person(
    *, by: Person | None, at: datetime, given_names: str, family_name: str, cadre: Cadre, place: OrgUnit, since: date,
    phones: Sequence[str] = (), region: str = "", sex: str = "", birth_year: int | None = None, email: str = "",
    language: str = "en", also_speaks: Sequence[str] = (), preferred_channel: str = Channel.SMS, code: str = "",
    post: str = "", licence_no: str = "", licence_expires_on: date | None = None, in_practice_since: int | None = None,
    time_share: Decimal = Decimal(1), source: str = "",
) -> Person:  # fmt: skip
    """Register a person with the post they hold.

    phones: as written, the one to try first first. region: the country whose numbers are written without country code.
    since: the day they began at the place. in_practice_since: a year (R013). time_share: of a full post.
    """
    if reason := rules.why_not_named(given_names, family_name):
        raise reason
    if code and Person.objects.filter(code=code).exists():
        raise Refused("people.code_taken", _("Another person has this staff number. Check it."), field="code")
    person = Person.objects.create(
        given_names=_tidy(given_names), family_name=_tidy(family_name), sex=sex, birth_year=birth_year, email=email,
        language=language, also_speaks=" ".join(also_speaks), preferred_channel=preferred_channel, code=code,
        source=source, registered_at=at,
    )  # fmt: skip
    _set_phones(person, phones, region)
    _employ(
        person, at=at, place=place, cadre=cadre, since=since, post=post, licence_no=licence_no,
        licence_expires_on=licence_expires_on, in_practice_since=in_practice_since, time_share=time_share,
    )  # fmt: skip
    return person


@act("people.move_post", may=access.may_move)
def move_post(
    *, by: Person | None, at: datetime, person: Person, place: OrgUnit, on: date, cadre: Cadre | None = None,
    post: str = "", time_share: Decimal = Decimal(1),
) -> Employment:  # fmt: skip
    """Transfer a person: their posts end on a day, and the next begins that day. What they have shown goes with them.

    cadre: None where it stays the same.
    """
    _active(person)
    held = list(Employment.objects.select_for_update().filter(in_force(), person=person).order_by("-since"))
    if any(employment.place_id == place.pk for employment in held):
        raise Refused(
            "people.works_there",
            _("%(name)s works there already. Choose another place.") % {"name": person.name},
            field="place",
        )
    last = held[0] if held else Employment.objects.filter(person=person).order_by("-since").first()
    cadre = cadre or (last.cadre if last else None)
    if cadre is None:
        raise Refused("people.no_cadre", _("Choose the cadre of this person."), field="cadre")
    for employment in held:
        _end(employment, on)
    return _employ(
        person, at=at, place=place, cadre=cadre, since=on, post=post, time_share=time_share,
        licence_no=last.licence_no if last else "", licence_expires_on=last.licence_expires_on if last else None,
        in_practice_since=last.in_practice_since if last else None,
    )  # fmt: skip


@act("people.leave_post", may=access.may_end_post)
def leave_post(*, by: Person | None, at: datetime, employment: Employment, on: date) -> Employment:
    """End a post; on: the first day on which the person no longer holds it."""
    employment = Employment.objects.select_for_update().get(pk=employment.pk)
    if employment.until is not None:
        raise Refused("people.left_already", _("This post has ended already."), until=employment.until)
    return _end(employment, on)


@act("people.set_licence", may=access.may_end_post)
def set_licence(
    *, by: Person | None, at: datetime, employment: Employment, licence_no: str, licence_expires_on: date | None,
    in_practice_since: int | None = None,
) -> Employment:  # fmt: skip
    """Keep the licence a person works under, and the year they began to practise (R013)."""
    employment = Employment.objects.select_for_update().get(pk=employment.pk)
    if reason := rules.why_not_employed(
        since=employment.since, today=at.date(), time_share=employment.time_share, in_practice_since=in_practice_since
    ):
        raise reason
    employment.licence_no, employment.licence_expires_on = licence_no[:60], licence_expires_on
    employment.in_practice_since = in_practice_since
    employment.save(update_fields=["licence_no", "licence_expires_on", "in_practice_since"])
    return employment


@act("people.change_contact", may=access.may_change_contact)
def change_contact(
    *, by: Person | None, at: datetime, person: Person, phones: Sequence[str], region: str, email: str = "",
    language: str = "en", also_speaks: Sequence[str] = (), preferred_channel: str = Channel.SMS,
) -> Person:  # fmt: skip
    """Change how a person is reached. phones: all of them, the one to try first first."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.email, person.language, person.also_speaks = email, language, " ".join(also_speaks)
    person.preferred_channel = preferred_channel
    person.save(update_fields=["email", "language", "also_speaks", "preferred_channel"])
    _set_phones(person, phones, region)
    return person


@act("people.deactivate", may=access.may_keep)
def deactivate(*, by: Person | None, at: datetime, person: Person) -> Person:
    """Make a person inactive: they can no longer sign in or be chosen; everything recorded stays (R220)."""
    person = _active(Person.objects.select_for_update().get(pk=person.pk))
    if by is not None and by.pk == person.pk:
        raise Refused("people.oneself", _("You cannot make yourself inactive. Ask another administrator."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@act("people.reactivate", may=access.may_keep)
def reactivate(*, by: Person | None, at: datetime, person: Person) -> Person:
    """Make an inactive person active again."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id:
        raise Refused("people.merged", _("This record was merged into another. Undo the merge instead."))
    if person.is_active:
        raise Refused("people.active_already", _("This person is active."))
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _active(person: Person) -> Person:
    if not person.is_active:
        raise Refused("people.inactive", _("This person is inactive. Make them active first."))
    return person


def _set_phones(person: Person, phones: Sequence[str], region: str) -> None:
    numbers = list(dict.fromkeys(rules.international(number, region=region) for number in phones if number.strip()))
    Phone.objects.filter(person=person).exclude(number__in=numbers).delete()
    for position, number in enumerate(numbers):
        Phone.objects.update_or_create(person=person, number=number, defaults={"is_first": position == 0})


def _employ(person: Person, *, at: datetime, place: OrgUnit, since: date, **given: object) -> Employment:
    if place.is_area:
        raise Refused(
            "people.in_an_area", _("People work at a facility, a team or a school. Choose the place."), field="place"
        )
    if place.closed_on is not None and place.closed_on <= since:
        raise Refused(
            "people.place_closed",
            _("%(place)s is closed. Choose another place.") % {"place": place.name},
            field="place",
        )
    if reason := rules.why_not_employed(
        since=since,
        today=at.date(),
        time_share=given["time_share"],
        in_practice_since=given["in_practice_since"],  # type: ignore[arg-type]
    ):
        raise reason
    return Employment.objects.create(person=person, place=place, since=since, **given)


def _end(employment: Employment, on: date) -> Employment:
    if reason := rules.why_not_left(since=employment.since, on=on):
        raise reason
    employment.until = on
    employment.save(update_fields=["until"])
    return employment
