"""Who may do what with checklists, and which versions somebody sees.

People and instruments stand on one line and do not know each other: whoever asks brings their own roles
(`roles_anywhere`, decision 0021). The names of the roles are those of people's terms; a test holds them together.
"""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q

from .terms import VersionStatus

DRAFT = frozenset({"administrator", "manager", "master_mentor", "me_officer"})
APPROVE = frozenset({"administrator", "manager"})


class Asking(Protocol):
    """Whoever asks, as far as this room needs to know them."""

    pk: UUID

    def roles_anywhere(self) -> set[str]: ...


def may_draft(by: Asking, **_: Any) -> bool:
    """Whoever keeps the library: administrators, managers, master mentors, M&E officers."""
    return not DRAFT.isdisjoint(by.roles_anywhere())


def may_approve(by: Asking, **_: Any) -> bool:
    """Whoever answers for what is asked at the bedside: managers and administrators."""
    return not APPROVE.isdisjoint(by.roles_anywhere())


def rows(seen_by: Asking | None) -> Q:
    """Return the condition on Version: everybody signed in sees what was approved, keepers of the library also drafts."""
    if seen_by is None:
        return Q(pk__in=[])
    if may_draft(seen_by):
        return Q()
    return Q(status__in=[VersionStatus.APPROVED, VersionStatus.RETIRED])
