"""Who may do what with people, and which people somebody sees. Other rooms ask here what roles a person holds."""

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q

from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import within_any

from .models import ApiToken, Device, Employment, Grant, Held, Person, UserAccount, in_force
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
    """Return the area paths in which a person holds one of these roles ("": everywhere)."""
    return sorted({each.path for each in held(person) if each.role in wanted})


def holds(person: Person | None, *wanted: str, at: str) -> bool:
    """Whether a person holds one of these roles over the place with path `at` ("": over everything)."""
    return person is not None and person.holds(*wanted, at=at)


def employed_within(area_paths: Iterable[str]) -> Q:
    """Return the condition on Person: has a post now in one of these areas."""
    now = Employment.objects.filter(in_force(), within_any(area_paths, field="place__path"), person=OuterRef("pk"))
    return Q(Exists(now))


def left_from(area_paths: Iterable[str]) -> Q:
    """Return the condition on Person: has no post now, and had one in one of these areas."""
    posts = Employment.objects.filter(person=OuterRef("pk"))
    return Q(Exists(posts.filter(within_any(area_paths, field="place__path"))), ~Exists(posts.filter(in_force())))


def rows(seen_by: Person | None) -> Q:
    """Return the condition on Person: whom this person may see by name. Everybody sees themselves.

    Whoever keeps the list of staff also sees those who left their area and have no post since; an administrator also
    those who hold a role there.
    """
    if seen_by is None:
        return Q(pk__in=[])
    if "" in paths(seen_by, Role.ADMINISTRATOR):
        return Q()
    condition = Q(pk=seen_by.pk)
    if areas := paths(seen_by, *SEE_PEOPLE):
        condition |= employed_within(areas)
    if areas := paths(seen_by, *REGISTER):
        condition |= left_from(areas)
    if areas := paths(seen_by, Role.ADMINISTRATOR):
        roles_here = Grant.objects.filter(in_force(), within_any(areas, field="place__path"), person=OuterRef("pk"))
        condition |= Q(Exists(roles_here))
    return condition


def sees(seen_by: Person | None, person: Person) -> bool:
    """Whether one person may see another by name."""
    return Person.objects.filter(rows(seen_by), pk=person.pk).exists()


def where(person: Person) -> list[str]:
    """Return the paths of the places where a person works now, or where they worked last."""
    posts = Employment.objects.filter(person=person).order_by("-since").values_list("place__path", flat=True)
    return list(posts.filter(in_force())) or list(posts[:1])


def keeps(by: Person, person: Person, *wanted: str) -> bool:
    """Whether `by` holds one of these roles where the person works; over a person without any post, everywhere."""
    return any(by.holds(*wanted, at=path) for path in where(person) or [""])


def outranks(by: Person, person: Person) -> bool:
    """Whether `by` administers everything that the person administers: nobody takes over somebody above them."""
    return all(by.holds(Role.ADMINISTRATOR, at=path) for path in paths(person, Role.ADMINISTRATOR))


def may_register(by: Person, *, place: OrgUnit, **_: object) -> bool:
    """Whoever keeps the list of staff at the place."""
    return by.holds(*REGISTER, at=place.path)


def may_keep(by: Person, *, person: Person, **_: object) -> bool:
    """Whoever keeps the list of staff where the person works."""
    return keeps(by, person, *REGISTER) and outranks(by, person)


def may_change_contact(by: Person, *, person: Person, **_: object) -> bool:
    """The person, or whoever keeps the list of staff where they work."""
    return by.pk == person.pk or may_keep(by, person=person)


def may_move(by: Person, *, person: Person, place: OrgUnit, **_: object) -> bool:
    """Whoever keeps the list of staff where the person worked or where they come."""
    return (keeps(by, person, *REGISTER) or by.holds(*REGISTER, at=place.path)) and outranks(by, person)


def may_end_post(by: Person, *, employment: Employment, **_: object) -> bool:
    """Whoever keeps the list of staff at the place of the post."""
    return by.holds(*REGISTER, at=employment.place.path) and outranks(by, employment.person)


def may_grant(by: Person, *, place: OrgUnit | None, **_: object) -> bool:
    """An administrator of the area the role is for; for everywhere, an administrator of everything."""
    return by.holds(Role.ADMINISTRATOR, at=place.path if place else "")


def may_end_role(by: Person, *, grant: Grant, **_: object) -> bool:
    """An administrator of the area the role is for."""
    return may_grant(by, place=grant.place)


def may_administer(by: Person, *, person: Person, **_: object) -> bool:
    """An administrator of the area where the person works or holds a role, who administers all that they administer."""
    areas = where(person) + [each.path for each in held(person)]
    return any(by.holds(Role.ADMINISTRATOR, at=path) for path in areas or [""]) and outranks(by, person)


def may_choose_password(by: Person, *, account: UserAccount, **_: object) -> bool:
    """Whoever the account belongs to."""
    return by.pk == account.person_id


def may_close_account(by: Person, *, account: UserAccount, **_: object) -> bool:
    """An administrator of its person."""
    return may_administer(by, person=account.person)


def may_add_device(by: Person, *, person: Person, **_: object) -> bool:
    """Everybody adds their own devices only: the secret is theirs to see."""
    return by.pk == person.pk


def may_revoke(by: Person, *, device: Device, **_: object) -> bool:
    """The person it belongs to, or an administrator of them: a lost phone cannot wait."""
    return by.pk == device.person_id or may_administer(by, person=device.person)


def may_make_token(by: Person, *, person: Person, **_: object) -> bool:
    """Everybody makes their own tokens only: with one, a program sees what its person sees (R217)."""
    return by.pk == person.pk


def may_revoke_token(by: Person, *, token: ApiToken, **_: object) -> bool:
    """The person it belongs to, or an administrator of them."""
    return by.pk == token.person_id or may_administer(by, person=token.person)


def may_merge(by: Person, *, kept: Person, merged: Person, **_: object) -> bool:
    """Whoever keeps the list of staff for both; where one of them holds a role, an administrator of all they hold.

    Roles come along with a merge: it must not become a way to give oneself one.
    """
    if by.pk in (kept.pk, merged.pk) or not (keeps(by, kept, *REGISTER) and keeps(by, merged, *REGISTER)):
        return False
    return all(by.holds(Role.ADMINISTRATOR, at=each.path) for each in held(kept) + held(merged))


def may_unmerge(by: Person, *, merge: object, **_: object) -> bool:
    """Whoever may merge the two."""
    kept = merge.kept  # type: ignore[attr-defined]
    return (
        by.pk != kept.pk
        and keeps(by, kept, *REGISTER)
        and all(by.holds(Role.ADMINISTRATOR, at=each.path) for each in held(kept))
    )


def may_judge(by: Person, *, first: Person, second: Person, **_: object) -> bool:
    """Whoever keeps the list of staff for both."""
    return keeps(by, first, *REGISTER) and keeps(by, second, *REGISTER)


def may_look_for_duplicates(by: Person, **_: object) -> bool:
    """Whoever keeps a list of staff somewhere; they find pairs among the people they see."""
    return has(*REGISTER)(by)


def may_bring(by: Person, *, under: OrgUnit | None, **_: object) -> bool:
    """Whoever keeps the list of staff in the area the list is for."""
    return by.holds(*REGISTER, at=under.path if under else "")


def may_take_in(by: Person, *, brought: object, **_: object) -> bool:
    """Whoever keeps the list of staff in the area the list is for."""
    return may_bring(by, under=brought.under)  # type: ignore[attr-defined]
