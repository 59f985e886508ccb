"""Who may do what with people, and which people somebody sees. Other rooms ask here what roles a person holds."""

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q

from alongside.kernel.paths import within_any

from .models import Employment, Held, Person, in_force
from .terms import Role

# Roles that meet people by name in their area. A partner, a council and finance see no list of staff.
SEE_PEOPLE = (
    Role.ADMINISTRATOR, Role.MANAGER, Role.COORDINATOR, Role.MASTER_MENTOR, Role.MENTOR, Role.IN_CHARGE, Role.VERIFIER,
)  # fmt: skip
SEE_PHONES = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.MENTOR, Role.IN_CHARGE)
REGISTER = (Role.ADMINISTRATOR, Role.COORDINATOR)


def held(person: Person | None) -> list[Held]:
    """Return the roles a person holds now; asked once a request. A stranger, or one who left, holds none."""
    return person.held() if person is not None else []


def roles(person: Person | None) -> set[str]:
    """Return the roles a person holds anywhere."""
    return {each.role for each in held(person)}


def has(*wanted: str) -> Callable[[Person | None], bool]:
    """Return the question "does this person hold one of these roles anywhere?", for `@page(who=...)`."""
    return lambda person: not roles(person).isdisjoint(wanted)


def paths(person: Person | None, *wanted: str) -> list[str]:
    """Return the area paths in which a person holds one of these roles."""
    return sorted({each.path for each in held(person) if each.role in wanted})


def holds(person: Person | None, *wanted: str, at: str) -> bool:
    """Whether a person holds one of these roles over the place with path `at`."""
    return person is not None and person.holds(*wanted, at=at)


def employed_within(area_paths: Iterable[str]) -> Q:
    """Return the condition on Person: has a post now in one of these areas."""
    now = Employment.objects.filter(in_force(), within_any(area_paths, field="place__path"), person=OuterRef("pk"))
    return Q(Exists(now))


def rows(seen_by: Person | None) -> Q:
    """Return the condition on Person: whom this person may see by name. Everybody sees themselves."""
    if seen_by is None:
        return Q(pk__in=[])
    mine = Q(pk=seen_by.pk)
    areas = paths(seen_by, *SEE_PEOPLE)
    return mine | employed_within(areas) if areas else mine


def may_register(by: Person, **_: object) -> bool:
    """Whoever keeps the list of staff in some area."""
    return has(*REGISTER)(by)
