"""Taking in a list of people: one act for a whole file, its report kept."""

import hashlib
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.places.models import OrgUnit
from alongside.kernel import listing
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from .. import access
from ..models import Cadre, Employment, PeopleList, Person, Phone
from ..queries import lists as queries
from ..rules import lists as rules

BATCH = 500


@act("people.bring_people", may=access.may_bring)
def bring_people(
    *, by: Person | None, at: datetime, under: OrgUnit | None, content: bytes, name: str, region: str, source: str = ""
) -> PeopleList:
    """Keep a list of people to look at before it is taken in.

    under: the area they work in; None: anywhere. region: the country whose phone numbers are written without country
    code (ISO 3166). source: what the list is called; the file's name where nothing is given.
    """
    headings = listing.headings(content, name=name)
    if not any(headings):
        raise Refused("people.empty_list", _("The file is empty. Choose the list of people."), field="file")
    return PeopleList.objects.create(
        under=under, name=name[-200:], content=content, digest=hashlib.sha256(content).hexdigest(), region=region.upper()[:2],
        source=(source or name.rsplit(".", 1)[0])[:80], mapping=rules.guess_mapping(headings),
        brought_by_id=by and by.pk, brought_at=at,
    )  # fmt: skip


@act("people.discard_people", may=access.may_take_in)
def discard_people(*, by: Person | None, at: datetime, brought: PeopleList) -> None:
    """Throw away a list that was only looked at."""
    if not PeopleList.objects.filter(pk=brought.pk, taken_in_at=None).delete()[0]:
        raise Refused("people.list_taken_in", _("This list was taken in already; its report stays."))


@act("people.import_people", may=access.may_take_in)
def import_people(
    *,
    by: Person | None,
    at: datetime,
    brought: PeopleList,
    mapping: dict[str, str],
    accepted: dict[str, str] | None = None,
) -> PeopleList:
    """Take a list in: register who is new, change what it tells differently, move who works elsewhere now.

    mapping: {column of ours (rules.lists.COLUMNS): heading of the list}. accepted: {fix of a finding: what to do}.
    Rows of the file = created + changed + unchanged + left out; each one left out is listed.
    """
    brought = PeopleList.objects.select_for_update().get(pk=brought.pk)
    if brought.taken_in_at:
        raise Refused("people.list_taken_in", _("This list was taken in already. Bring the file again to repeat it."))
    why_not_mapped(brought, mapping)
    accepted = accepted or {}
    cadres = set(Cadre.objects.values_list("code", flat=True))
    if any(fix.startswith("cadre:") and choice not in cadres for fix, choice in accepted.items()):
        raise Refused("people.no_such_choice", _("Choose the cadre from the list."))
    plan = queries.plan(brought, mapping=mapping, accepted=accepted, today=at.date())
    _register(plan.created, brought, at, cadres)
    for change in plan.changed:
        _change(change, at, cadres)
    brought.content, brought.mapping, brought.accepted, brought.taken_in_at = b"", mapping, accepted, at
    brought.counts = {
        "rows": plan.rows, "created": len(plan.created), "changed": len(plan.changed), "unchanged": plan.unchanged,
        "left_out": len(plan.reading.left_out),
    }  # fmt: skip
    brought.findings = [list(finding) for finding in plan.reading.findings]
    brought.left_out = [list(finding) for finding in plan.reading.left_out]
    brought.changes = [(each.listed.row, each.person.name, each.columns) for each in plan.changed]
    brought.save()
    return brought


def why_not_mapped(brought: PeopleList, mapping: dict[str, str]) -> None:
    """Refuse a mapping without names or workplace, of a heading the list lacks, or of a column we do not keep."""
    if not mapping.get("name") and not mapping.get("given_names"):
        raise Refused("people.no_name_column", _("Say which column holds the names."), field="name")
    if not mapping.get("place") and not mapping.get("place_code"):
        raise Refused("people.no_place_column", _("Say which column holds the place of work."), field="place")
    headings = listing.headings(bytes(brought.content), name=brought.name)
    for column, heading in mapping.items():
        if column not in rules.COLUMNS or heading not in headings:
            raise Refused(
                "people.no_such_column",
                _("The list has no column “%(heading)s”. Choose one that it has.") % {"heading": heading},
                field=column if column in rules.COLUMNS else "name",
            )


def _register(listed: list[rules.Listed], brought: PeopleList, at: datetime, cadres: set[str]) -> None:
    """Write new people in bulk, with their phones and posts. Without a day, a post begins on the day of the import."""
    for start in range(0, len(listed), BATCH):
        batch = listed[start : start + BATCH]
        people = [
            Person(
                given_names=each.given_names, family_name=each.family_name, sex=each.sex, birth_year=each.birth_year,
                email=each.email, language=each.language or "en", code=each.code, source=brought.source, registered_at=at,
            )
            for each in batch
        ]  # fmt: skip
        Person.objects.bulk_create(people)
        Phone.objects.bulk_create(
            Phone(person=person, number=number, is_first=place == 0)
            for person, each in zip(people, batch, strict=True)
            for place, number in enumerate(each.phones)
        )
        Employment.objects.bulk_create(
            _employment(person, each, at, cadres) for person, each in zip(people, batch, strict=True)
        )


def _employment(person: Person, listed: rules.Listed, at: datetime, cadres: set[str]) -> Employment:
    return Employment(
        person=person, place_id=listed.place, cadre_id=listed.cadre if listed.cadre in cadres else "other", post=listed.post,
        licence_no=listed.licence_no, licence_expires_on=listed.licence_expires_on,
        in_practice_since=listed.in_practice_since, since=listed.since or at.date(),
    )  # fmt: skip


def _change(change: queries.Change, at: datetime, cadres: set[str]) -> None:
    person, listed, post = change.person, change.listed, change.post
    for column in change.columns:
        if hasattr(Person, column) and column not in ("phone", "place"):
            setattr(person, column, getattr(listed, column))
    person.save()
    if "phone" in change.columns:
        known = {phone.number for phone in Phone.objects.filter(person=person)}
        Phone.objects.bulk_create(
            Phone(person=person, number=number, is_first=not known) for number in listed.phones if number not in known
        )
    if "place" in change.columns:
        begins = max(listed.since or at.date(), post.since if post else listed.since or at.date())
        if post is not None:
            post.until = begins
            post.save(update_fields=["until"])
        listed.since = begins
        _employment(person, listed, at, cadres).save(force_insert=True)
    elif post is not None:
        for column in change.columns:
            if column in ("post", "licence_no", "licence_expires_on", "in_practice_since"):
                setattr(post, column, getattr(listed, column))
        post.save()
