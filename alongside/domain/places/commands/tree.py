"""Opening, naming, moving and closing places."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.acts import act
from alongside.kernel.errors import Refused
from alongside.kernel.paths import within

from .. import access, rules
from ..models import OrgUnit, ReferralLink
from ..terms import AREAS, PlaceType


@act("places.open_area", may=access.may_open)
def open_area(
    *,
    by: Any,
    at: datetime,
    under: OrgUnit | None,
    name: str,
    type: str = PlaceType.AREA,
    opened_on: date | None = None,
) -> OrgUnit:
    """Open an area: a country, a region, a district or any area below. under: None at the top of the tree."""
    if type not in AREAS:
        raise Refused("places.no_area", _("Choose what kind of area this is."), field="type")
    return _opened(under, name=name, type=type, opened_on=opened_on)


@act("places.open_facility", may=access.may_open)
def open_facility(
    *, by: Any, at: datetime, under: OrgUnit | None, name: str, type: str, ownership: str = "", code: str = "",
    latitude: Decimal | None = None, longitude: Decimal | None = None, catchment_population: int | None = None,
    opened_on: date | None = None,
) -> OrgUnit:  # fmt: skip
    """Open a place where people work: a facility, community unit, district team, laboratory or training school."""
    if type in AREAS or type not in PlaceType.values:
        raise Refused("places.no_facility", _("Choose what kind of place this is."), field="type")
    if reason := rules.why_not_point(latitude, longitude):
        raise reason
    if code and OrgUnit.objects.filter(code=code, source="").exists():
        raise Refused("places.code_taken", _("Another place has this code. Check the code."), field="code")
    return _opened(
        under, name=name, type=type, ownership=ownership, code=code, latitude=latitude, longitude=longitude,
        catchment_population=catchment_population, opened_on=opened_on,
    )  # fmt: skip


@act("places.rename_place", may=access.may_keep)
def rename_place(*, by: Any, at: datetime, place: OrgUnit, name: str) -> OrgUnit:
    """Give a place another name. A later import of its list does not take the old name back."""
    place = _locked(place)
    place.name = _free_name(name, OrgUnit.objects.get_parent(place), but=place)
    place.save(update_fields=["name"])
    return place


@act("places.move_place", may=access.may_move)
def move_place(*, by: Any, at: datetime, place: OrgUnit, under: OrgUnit) -> OrgUnit:
    """Put a place, with everything below it, under another area. What was recorded there stays where it was held."""
    place, under = _locked(place), _locked(under)
    if under.path.startswith(place.path):
        raise Refused("places.below_itself", _("A place cannot lie below itself. Choose another area."), field="under")
    if reason := rules.why_not_under(place.type, under.type):
        raise reason
    _free_name(place.name, under, but=place)
    OrgUnit.objects.move(place, under, pos="last-child")
    return OrgUnit.objects.get(pk=place.pk)


@act("places.close_place", may=access.may_keep)
def close_place(*, by: Any, at: datetime, place: OrgUnit, closed_on: date) -> OrgUnit:
    """Close a place. It stays in every record; nobody plans a visit there any more."""
    place = _locked(place)
    if place.closed_on is not None:
        raise Refused("places.closed_already", _("This place is closed already."), closed_on=place.closed_on)
    if place.opened_on and closed_on < place.opened_on:
        raise Refused(
            "places.closed_before_opened", _("The place opened after this day. Check the date."), field="closed_on"
        )
    if OrgUnit.objects.filter(within(place.path), closed_on=None).exclude(pk=place.pk).exists():
        raise Refused("places.open_below", _("There are open places below this one. Close or move them first."))
    place.closed_on = closed_on
    place.save(update_fields=["closed_on"])
    return place


@act("places.reopen_place", may=access.may_keep)
def reopen_place(*, by: Any, at: datetime, place: OrgUnit) -> OrgUnit:
    """Open a closed place again."""
    place = _locked(place)
    if place.closed_on is None:
        raise Refused("places.open_already", _("This place is open."))
    place.closed_on = None
    place.save(update_fields=["closed_on"])
    return place


@act("places.set_opening_days", may=access.may_set_hours)
def set_opening_days(*, by: Any, at: datetime, place: OrgUnit, days: str) -> OrgUnit:
    """Say on which days a place is open. days: seven digits, Monday first, 1: open."""
    if reason := rules.why_not_opening_days(days):
        raise reason
    place = _locked(place)
    place.opening_days = days
    place.save(update_fields=["opening_days"])
    return place


@act("places.set_point", may=access.may_keep)
def set_point(*, by: Any, at: datetime, place: OrgUnit, latitude: Decimal | None, longitude: Decimal | None) -> OrgUnit:
    """Say where a place lies, in degrees. Both None: not known."""
    if reason := rules.why_not_point(latitude, longitude):
        raise reason
    place = _locked(place)
    place.latitude, place.longitude = latitude, longitude
    place.save(update_fields=["latitude", "longitude"])
    return place


@act("places.link_referral", may=access.may_link)
def link_referral(*, by: Any, at: datetime, origin: OrgUnit, destination: OrgUnit, services: str = "") -> ReferralLink:
    """Say that a place refers clients to another (R118). services: for what, in a few words."""
    if origin.pk == destination.pk:
        raise Refused(
            "places.refers_to_itself", _("A place refers to another one. Choose where clients go."), field="destination"
        )
    if OrgUnit.objects.filter(pk__in=[origin.pk, destination.pk], type__in=AREAS).exists():
        raise Refused(
            "places.area_refers",
            _("Clients are referred between facilities, not areas. Choose a facility."),
            field="destination",
        )
    if ReferralLink.objects.filter(origin=origin, destination=destination).exists():
        raise Refused("places.linked_already", _("This referral is recorded already."), field="destination")
    return ReferralLink.objects.create(origin=origin, destination=destination, services=services[:200])


@act("places.unlink_referral", may=access.may_link)
def unlink_referral(*, by: Any, at: datetime, origin: OrgUnit, destination: OrgUnit) -> None:
    """Say that a place no longer refers clients to another."""
    if not ReferralLink.objects.filter(origin=origin, destination=destination).delete()[0]:
        raise Refused("places.not_linked", _("There is no such referral. Look at the list again."))


def _opened(under: OrgUnit | None, *, name: str, type: str, **given: Any) -> OrgUnit:
    under = _locked(under) if under else None
    if reason := rules.why_not_under(type, under.type if under else None):
        raise reason
    if under and under.closed_on:
        raise Refused(
            "places.area_closed", _("This area is closed. Choose another one or open it again."), field="under"
        )
    place = OrgUnit(name=_free_name(name, under), type=type, **given)
    return OrgUnit.objects.add_child(under, instance=place) if under else OrgUnit.objects.add_root(instance=place)


def _free_name(name: str, under: OrgUnit | None, *, but: OrgUnit | None = None) -> str:
    """Return the name without doubled blanks, or refuse one that is empty, too long or taken beside it."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 200:
        raise Refused("places.no_name", _("Enter the name of the place, at most 200 letters long."), field="name")
    beside = OrgUnit.objects.get_children(under) if under else OrgUnit.objects.filter(depth=1)
    if beside.filter(name__iexact=name).exclude(pk=but.pk if but else None).exists():
        raise Refused(
            "places.name_taken",
            _("There is a place of this name here already. Add a word that tells them apart."),
            field="name",
        )
    return name


def _locked(place: OrgUnit) -> OrgUnit:
    """Return the place as it stands now, held until the act ends."""
    return OrgUnit.objects.select_for_update().get(pk=place.pk)
