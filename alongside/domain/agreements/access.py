"""Who may agree, ask and answer, and which agreements and requests somebody sees."""

from typing import Any

from django.db.models import Q

from alongside.domain.people.access import held
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.access import holds_in
from alongside.domain.programmes.models import Programme
from alongside.kernel.paths import within

from .models import BackupCover, Engagement, ProtectedTime, ReleaseRequest

KEEP = frozenset({Role.COORDINATOR, Role.MANAGER})
SIGN = KEEP | {Role.IN_CHARGE}
ASK = frozenset({Role.COORDINATOR, Role.MENTOR, Role.MASTER_MENTOR})
ANSWER = frozenset({Role.IN_CHARGE, Role.COORDINATOR})  # a coordinator notes what was said on the phone
SEE = ASK | SIGN | {Role.ME_OFFICER, Role.ADMINISTRATOR}
SEE_RELEASES = ASK | SIGN


def rows(seen_by: Person | None, wanted: frozenset[str] = SEE) -> Q:
    """Return the condition on Engagement: those of places over which somebody holds one of these roles."""
    condition = Q(pk__in=[])
    for each in held(seen_by):
        if each.role in wanted:
            here = within(each.path, field="area_path")
            condition |= here if each.programme_id is None else here & Q(programme=each.programme_id)
    return condition


def release_rows(seen_by: Person | None) -> Q:
    """Return the condition on ReleaseRequest: of places somebody leads or mentors at, and what is about themselves."""
    if seen_by is None:
        return Q(pk__in=[])
    return rows(seen_by, SEE_RELEASES) | Q(people__person=seen_by) | Q(asked_by=seen_by)


def may_keep(by: Person, *, programme: Programme, place: OrgUnit, **_: Any) -> bool:
    """The coordinator of the place, or the manager of the programme there."""
    return holds_in(by, programme, KEEP, at=place.path)


def may_sign(by: Person, *, engagement: Engagement, **_: Any) -> bool:
    """The in-charge of the place; or the coordinator, who enters what was signed on paper."""
    return holds_in(by, engagement.programme, SIGN, at=engagement.area_path)


def may_change(by: Person, *, engagement: Engagement, **_: Any) -> bool:
    """The coordinator of the place, or the manager of the programme there."""
    return holds_in(by, engagement.programme, KEEP, at=engagement.area_path)


def may_end_protection(by: Person, *, protected: ProtectedTime, **_: Any) -> bool:
    """Whoever may sign for the place."""
    return may_sign(by, engagement=protected.engagement)


def may_sweep(by: Person, **_: Any) -> bool:
    """Nobody: the installation does it by itself, every night."""
    return False


def may_ask(by: Person, *, programme: Programme, place: OrgUnit, **_: Any) -> bool:
    """Whoever mentors at the place or coordinates it."""
    return holds_in(by, programme, ASK, at=place.path)


def may_answer(by: Person, *, release: ReleaseRequest, **_: Any) -> bool:
    """The in-charge of the place; or the coordinator, who enters what was said on the phone."""
    return holds_in(by, release.programme, ANSWER, at=release.area_path)


def may_note(by: Person, *, release: ReleaseRequest, **_: Any) -> bool:
    """Whoever asked, and the coordinator of the place."""
    return (by.pk == release.asked_by_id and may_ask(by, programme=release.programme, place=release.place)) or holds_in(
        by, release.programme, frozenset({Role.COORDINATOR}), at=release.area_path
    )


def may_ask_cover(by: Person, *, release: ReleaseRequest, **_: Any) -> bool:
    """Whoever may answer the release."""
    return may_answer(by, release=release)


def may_answer_cover(by: Person, *, cover: BackupCover, **_: Any) -> bool:
    """Whoever may answer the request that it is for."""
    return may_answer(by, release=cover.release)
