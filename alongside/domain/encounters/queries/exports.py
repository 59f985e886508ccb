"""Rows for lists that leave: whatever somebody sees on pages, without the pages. Names only where they see names."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import words
from alongside.domain.instruments.rules.scoring import kept_items
from alongside.domain.people.access import SEE_PEOPLE, in_force, paths, roles
from alongside.domain.people.models import Employment, Person
from alongside.kernel.paths import within_any

from .. import access
from ..models import ActionItem, Observation, SystemsIssue, Visit

Row = list[Any]
AT_ONCE = 500  # rows fetched at a time

OBSERVATION_COLUMNS: dict[str, Any] = {
    "observation": _("Id of the observation, the same in every export."),
    "held_on": _("Day of the observation, ISO 8601."),
    "programme": _("Code of the programme."),
    "place": _("Name of the place."),
    "place_code": _("Code of the place in the country's own list; empty where it has none."),
    "competency": _("Code of the competency; empty where the checklist shows none."),
    "checklist": _("Code of the checklist."),
    "version": _("Number of the checklist's version; results on different versions cannot be compared item by item."),
    "mentee": _("Name of the person observed, or the same letters for the same person where names are not shown; empty for a team."),
    "observer": _("Name of the observer, or letters likewise."),
    "observer_context": _("relationship_mentor, other_mentor, independent, peer or self. Keep independent ones apart."),
    "setting": _("real_client, simulation, vignette or record."),
    "permission": _("The client's answer: granted, declined, not_asked, not_applicable. Declined keeps no result."),
    "completeness": _("How completely the work was seen: comprehensive, satisfactory, partial."),
    "resource_limited": _("Whether supplies or equipment were missing; a low result then says little of the person."),
    "earned": _("Points earned, not applicable and not observed items left out."),
    "possible": _("Points possible, likewise."),
    "share": _("earned ÷ possible, 0 to 1, four decimals; empty where nothing could be earned."),
    "steps_done": _("Steps fully done."),
    "steps_expected": _("Steps that applied; a step not observed is expected and not done."),
    "critical_missed": _("Critical items answered and not fully done."),
    "result": _("competent, needs_improvement, not_competent, not_enough_evidence or not_classed, by the version's profile."),
    "current": _("FALSE: a correction stands in its place. Count current rows only."),
    "corrects": _("Id of the observation this one corrects; empty otherwise."),
}  # fmt: skip
ITEM_COLUMNS: dict[str, Any] = {
    "observation": _("Id of the observation."),
    "item": _("Id of the item in its checklist version; the codebook of checklists has its words."),
    "turn": _("Which time round a repeat, 1.2 for the second within the first; empty outside repeats."),
    "state": _("answered, not_observed, not_applicable or irrelevant (a skip rule closed it)."),
    "earned": _("Points earned, an exact fraction as text such as 1/2."),
    "possible": _("Points possible, likewise."),
    "full": _("Whether the item was fully done."),
    "critical": _("Whether it is critical."),
}


def observation_rows(
    *, seen_by: Person | None, since: date | None = None, before: date | None = None, secret: str
) -> Iterator[Row]:
    """Yield a row of OBSERVATION_COLUMNS an observation, oldest first: item-level sight with names, analysts without.

    since: inclusive; before: exclusive. secret: of the installation; letters in place of names are made with it.
    """
    rows, named = _observations(seen_by, since, before)
    rows = rows.select_related("programme", "place", "mentee", "observer", "version__instrument").defer(
        "answers", "results", "version__definition_json", "version__findings"
    )
    who = _named if named else lettered(secret)
    for each in rows.iterator(chunk_size=AT_ONCE):
        yield [
            each.pk, each.held_on, each.programme.code, each.place.name, each.place.code, each.competency_id or "",
            each.version.instrument.code, each.version.number, who(each.mentee), who(each.observer), each.observer_context,
            each.setting, each.permission, each.completeness, each.resource_limited, each.earned, each.possible,
            round(float(Fraction(each.earned or 0) / Fraction(each.possible)), 4) if each.possible else None,
            each.steps_done, each.steps_expected, each.critical_missed, each.result_class, each.is_current, each.corrects_id,
        ]  # fmt: skip


def item_rows(*, seen_by: Person | None, since: date | None = None, before: date | None = None) -> Iterator[Row]:
    """Yield a row of ITEM_COLUMNS an item of every current observation; no free text ever."""
    rows, _names = _observations(seen_by, since, before)
    for pk, results in rows.filter(is_current=True).values_list("pk", "results").iterator(chunk_size=AT_ONCE):
        for item in kept_items(results):
            turn = ".".join(map(str, item.turns))
            yield [pk, item.id, turn, item.state.value, str(item.earned), str(item.possible), item.full, item.critical]


CODEBOOK_COLUMNS = ("list", "checklist", "version", "column_or_item", "meaning", "scale", "critical", "weight")


def codebook_rows(*, seen_by: Person | None, language: str = "en") -> Iterator[Row]:
    """Yield what every column means and what every item of every version used asks."""
    for name, columns in (("observations", OBSERVATION_COLUMNS), ("items", ITEM_COLUMNS)):
        for column, meaning in columns.items():
            yield [name, "", None, column, str(meaning), "", None, None]
    used = _observations(seen_by, None, None)[0].order_by().values("version")
    for version in (
        Version.objects.filter(pk__in=used).select_related("instrument").order_by("instrument__code", "number")
    ):
        for item in version.definition.scored():
            yield [
                "items", version.instrument.code, version.number, item.id, words(item.label, language), item.scale,
                item.critical, float(item.weight),
            ]  # fmt: skip


PEOPLE_COLUMNS = ("person", "name", "cadre", "isco", "post", "place", "place_code", "since")


def people_rows(*, seen_by: Person | None) -> Iterator[Row]:
    """Yield the posts held now by people somebody may meet by name."""
    areas = paths(seen_by, *SEE_PEOPLE)
    rows = Employment.objects.filter(in_force(), within_any(areas, field="place__path"), person__is_active=True)
    for post in (
        rows.select_related("person", "place", "cadre").order_by("place__path", "pk").iterator(chunk_size=AT_ONCE)
    ):
        yield [
            post.person_id, post.person.name, post.cadre.title, post.cadre.isco, post.post, post.place.name,
            post.place.code, post.since,
        ]  # fmt: skip


VISIT_COLUMNS = (
    "visit",
    "held_on",
    "until_on",
    "place",
    "place_code",
    "programme",
    "purpose",
    "status",
    "submitted_at",
)


def visit_rows(*, seen_by: Person | None) -> Iterator[Row]:
    """Yield the visits somebody may see, newest first."""
    rows = (
        Visit.objects.filter(access.visit_rows(seen_by))
        .select_related("place", "programme")
        .order_by("-held_on", "-pk")
    )
    for visit in rows.iterator(chunk_size=AT_ONCE):
        yield [
            visit.pk, visit.held_on, visit.until_on, visit.place.name, visit.place.code, visit.programme.code,
            visit.purpose, visit.status, visit.submitted_at,
        ]  # fmt: skip


ACTION_COLUMNS = ("action", "place", "person", "what", "owner_type", "owner", "due_on", "status", "closed_on")


def action_rows(*, seen_by: Person | None) -> Iterator[Row]:
    """Yield the agreed actions somebody may see, by day due."""
    rows = ActionItem.objects.filter(access.action_rows(seen_by)).select_related("place", "person", "owner")
    for action in rows.order_by("due_on", "pk").iterator(chunk_size=AT_ONCE):
        yield [
            action.pk, action.place.name, _named(action.person), action.text, action.owner_type, _named(action.owner),
            action.due_on, action.status, action.closed_on,
        ]  # fmt: skip


ISSUE_COLUMNS = ("issue", "place", "place_code", "category", "what", "severity", "status", "opened_on", "resolved_on")


def issue_rows(*, seen_by: Person | None) -> Iterator[Row]:
    """Yield the systems issues somebody may see, newest first."""
    rows = SystemsIssue.objects.filter(access.issue_rows(seen_by)).select_related("place").order_by("-opened_on", "-pk")
    for issue in rows.iterator(chunk_size=AT_ONCE):
        yield [
            issue.pk, issue.place.name, issue.place.code, issue.category, issue.text, issue.severity, issue.status,
            issue.opened_on, issue.resolved_on,
        ]  # fmt: skip


def _observations(
    seen_by: Person | None, since: date | None, before: date | None
) -> tuple[QuerySet[Observation], bool]:
    """Return the observations somebody may take away, and whether with names.

    Whoever sees items takes those away by name. An analyst takes all of the area, without names.
    """
    analyst = not roles(seen_by).isdisjoint(access.EXPORT_ITEMS)
    rows = Observation.objects.filter(access.export_rows(seen_by) if analyst else access.detail_rows(seen_by))
    if since:
        rows = rows.filter(held_on__gte=since)
    if before:
        rows = rows.filter(held_on__lt=before)
    return rows.order_by("held_on", "pk"), not analyst


def _named(person: Person | None) -> str:
    return person.name if person else ""


def lettered(secret: str) -> Callable[[Person | None], str]:
    """Return a way to call the same person by the same ten letters that nobody can turn back into a name."""
    key = hashlib.sha256(secret.encode()).digest()

    def letters(pk: UUID) -> str:
        return hashlib.blake2b(pk.bytes, key=key, digest_size=5).hexdigest()

    return lambda person: letters(person.pk) if person else ""
