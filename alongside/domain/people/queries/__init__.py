"""What can be asked about people, as far as the one who asks may see."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.domain.places.models import OrgUnit
from alongside.domain.places.terms import AREAS
from alongside.kernel.paths import within, within_any

from .. import access
from ..models import (
    ApiToken,
    Cadre,
    CalendarAddress,
    Device,
    Employment,
    Grant,
    Likely,
    Merge,
    PeopleList,
    Person,
    Phone,
    UserAccount,
    in_force,
)  # fmt: skip
from ..rules import UNDO_WITHIN
from ..rules.duplicates import Known
from ..terms import Role


def people(*, seen_by: Person | None) -> QuerySet[Person]:
    """The people somebody may see, records merged into another left out, by name."""
    return Person.objects.filter(access.rows(seen_by), merged_into=None).order_by("family_name", "given_names", "pk")


def with_posts(found: QuerySet[Person]) -> QuerySet[Person]:
    """Add to each person `posts_now`, the posts they hold with place and cadre, and `numbers`, their phones."""
    now = Employment.objects.filter(in_force()).select_related("place", "cadre").order_by("-since")
    return found.prefetch_related(
        Prefetch("employments", now, to_attr="posts_now"),
        Prefetch("phones", Phone.objects.order_by("-is_first", "pk"), to_attr="numbers"),
    )


def search(words: str, *, seen_by: Person | None) -> QuerySet[Person]:
    """People whose names hold every word, or whose staff number or phone is what was typed."""
    if not words.strip():
        return people(seen_by=seen_by)
    named = Q()
    for word in words.split():
        named &= Q(given_names__icontains=word) | Q(family_name__icontains=word)
    digits = "".join(letter for letter in words if letter.isdigit())
    if len(digits) >= 6 and not access.roles(seen_by).isdisjoint(access.SEE_PHONES):
        phone = Phone.objects.filter(number__endswith=digits[-9:].lstrip("0"), person=OuterRef("pk"))
        named |= Q(Exists(phone))
    return people(seen_by=seen_by).filter(named | Q(code=words.strip()))


def staff(place: OrgUnit, *, seen_by: Person | None) -> QuerySet[Person]:
    """Who works now at a place or below it."""
    return of_place(people(seen_by=seen_by), place).filter(is_active=True)


def of_place(found: QuerySet[Person], place: OrgUnit) -> QuerySet[Person]:
    """Those who hold a post at this place or below it now."""
    here = Employment.objects.filter(in_force(), within(place.path, field="place__path"), person=OuterRef("pk"))
    return found.filter(Exists(here))


def of_cadre(found: QuerySet[Person], cadre: str) -> QuerySet[Person]:
    """Those who hold a post of this cadre now."""
    return found.filter(Exists(Employment.objects.filter(in_force(), cadre=cadre, person=OuterRef("pk"))))


def with_role(found: QuerySet[Person], role: str) -> QuerySet[Person]:
    """Those who hold this role now."""
    return found.filter(Exists(Grant.objects.filter(in_force(), role=role, person=OuterRef("pk"))))


def history(person: Person) -> QuerySet[Employment]:
    """Every post a person held, the newest first."""
    return Employment.objects.filter(person=person).select_related("place", "cadre").order_by("-since", "-pk")


def cadres() -> QuerySet[Cadre]:
    """The cadres, by title."""
    return Cadre.objects.order_by("title")


def licences_ending(*, before: date, seen_by: Person | None) -> QuerySet[Employment]:
    """Posts held now whose licence ends before a day, the first to end first (R013)."""
    ending = Employment.objects.filter(in_force(), licence_expires_on__lt=before, person__in=people(seen_by=seen_by))
    return ending.select_related("person", "place").order_by("licence_expires_on", "pk")


def workplaces(*, seen_by: Person | None) -> QuerySet[OrgUnit]:
    """The open places for which somebody keeps the list of staff, by name."""
    areas = access.paths(seen_by, *access.REGISTER)
    places = OrgUnit.objects.filter(within_any(areas), closed_on=None)
    return places.exclude(type__in=AREAS).order_by("name", "pk")


def grants(*, seen_by: Person | None) -> QuerySet[Grant]:
    """The roles held now or later in the areas somebody administers, by person."""
    areas = access.paths(seen_by, Role.ADMINISTRATOR)
    here = within_any(areas, field="place__path") | (Q(place=None) if "" in areas else Q(pk__in=[]))
    later = Grant.objects.filter(here).exclude(~in_force(), until__isnull=False)
    return later.select_related("person", "place").order_by("person__family_name", "person__given_names", "pk")


def grants_of(person: Person, *, seen_by: Person | None) -> QuerySet[Grant]:
    """A person's roles in the areas somebody administers; one's own all."""
    own = Grant.objects.filter(person=person, until=None) | Grant.objects.filter(in_force(), person=person)
    if seen_by is not None and seen_by.pk == person.pk:
        return own.select_related("place").order_by("role", "pk")
    return grants(seen_by=seen_by).filter(person=person)


def devices(person: Person) -> QuerySet[Device]:
    """A person's devices, those in use first, the newest first."""
    return Device.objects.filter(person=person).order_by("-revoked_at", "-added_at")


def tokens(person: Person) -> QuerySet[ApiToken]:
    """A person's tokens, the newest first."""
    return ApiToken.objects.filter(person=person).order_by("-made_at", "-pk")


def revocable_tokens(*, seen_by: Person) -> QuerySet[ApiToken]:
    """One's own tokens, and those of the people in the areas one administers."""
    areas = access.paths(seen_by, Role.ADMINISTRATOR)
    theirs = Person.objects.filter(access.employed_within(areas)).values("pk")
    return ApiToken.objects.filter(Q(person=seen_by) | Q(person__in=theirs), revoked_at=None)


def token_in_force(secret_digest: str, *, on: date) -> ApiToken | None:
    """Return the token with this digest and its person, None where it opens nothing on this day.

    It opens nothing once revoked or over, and none of a person who left or whose login was closed.
    """
    rows = ApiToken.objects.filter(secret_digest=secret_digest, revoked_at=None, until__gt=on)
    return rows.filter(person__is_active=True, person__account__is_active=True).select_related("person").first()


def calendar_of(secret_digest: str) -> Person | None:
    """Return whose calendar has this address, None where nobody's has, or the person left or their login was closed."""
    rows = CalendarAddress.objects.filter(secret_digest=secret_digest, person__is_active=True)
    found = rows.filter(person__account__is_active=True).select_related("person").first()
    return found.person if found else None


def calendar_address(person: Person) -> CalendarAddress | None:
    """Return the address of a person's calendar, None where they have none."""
    return CalendarAddress.objects.filter(person=person).first()


def likely_duplicates(*, seen_by: Person | None) -> QuerySet[Likely]:
    """Pairs that look like one human, both of whom somebody may see, the most likely first."""
    visible = Person.objects.filter(access.rows(seen_by), merged_into=None).values("pk")
    pairs = Likely.objects.filter(first__in=visible, second__in=visible)
    return pairs.select_related("first", "second").order_by("-score", "pk")


def merges(*, seen_by: Person | None, at: date) -> QuerySet[Merge]:
    """The merges that can still be undone, of people somebody may see, the newest first."""
    visible = Person.objects.filter(access.rows(seen_by)).values("pk")
    recent = Merge.objects.filter(undone_at=None, merged_at__gte=at - UNDO_WITHIN, kept__in=visible)
    return recent.select_related("kept", "merged").order_by("-merged_at", "pk")


def people_lists(*, seen_by: Person | None) -> QuerySet[PeopleList]:
    """The lists of people brought for the areas somebody keeps, the newest first, without their content."""
    areas = access.paths(seen_by, *access.REGISTER)
    mine = within_any(areas, field="under__path") | (Q(under=None) if "" in areas else Q(pk__in=[]))
    return (
        PeopleList.objects.filter(mine).select_related("under").defer("content", "findings", "changes").order_by("-pk")
    )


def counts_by_cadre(*, seen_by: Person | None) -> list[tuple[str, int]]:
    """How many visible active people hold a post of each cadre now: (title, people), most first."""
    visible = people(seen_by=seen_by).filter(is_active=True).values("pk")
    posts = Employment.objects.filter(in_force(), person__in=visible)
    return list(
        posts.values_list("cadre__title").annotate(n=Count("person", distinct=True)).order_by("-n", "cadre__title")
    )


def known(*, seen_by: Person | None) -> Iterator[Known]:
    """Yield everybody somebody sees (None: everybody there is) as far as likeness to another goes."""
    rows = Person.objects.filter(merged_into=None)
    if seen_by is not None:
        rows = rows.filter(access.rows(seen_by))
    now = Employment.objects.filter(in_force()).order_by("since")
    rows = rows.prefetch_related("phones", Prefetch("employments", now, to_attr="posts_now")).order_by("pk")
    for person in rows.iterator(chunk_size=500):
        post = person.posts_now[-1] if person.posts_now else None
        yield Known(
            person.pk, person.given_names, person.family_name, frozenset(phone.number for phone in person.phones.all()),
            post.cadre_id if post else "", post.place_id if post else None, person.sex, person.birth_year, person.code,
            person.email,
        )  # fmt: skip


def account(person: Person) -> UserAccount | None:
    """A person's login, or None."""
    return UserAccount.objects.filter(person=person).first()


def posts(*, seen_by: Person | None) -> QuerySet[Employment]:
    """Posts held now of the people somebody may see."""
    held = Employment.objects.filter(in_force(), person__in=people(seen_by=seen_by).values("pk"))
    return held.select_related("person", "place", "cadre")


def destinations() -> QuerySet[OrgUnit]:
    """Every open place where people work: somebody may be transferred out of one's area."""
    return OrgUnit.objects.filter(closed_on=None).exclude(type__in=AREAS).order_by("name", "pk")


def revocable(*, seen_by: Person) -> QuerySet[Device]:
    """One's own devices, and those of the people in the areas one administers."""
    areas = access.paths(seen_by, Role.ADMINISTRATOR)
    theirs = Person.objects.filter(access.employed_within(areas)).values("pk")
    return Device.objects.filter(Q(person=seen_by) | Q(person__in=theirs), revoked_at=None)
