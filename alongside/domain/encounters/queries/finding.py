"""What somebody can find: the people and places of their areas."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.domain.people import access as people
from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.paths import STEP, ancestors, outermost, within_any


def places(*, seen_by: Person | None) -> QuerySet[OrgUnit]:
    """Return the places of the areas in which somebody holds any role, and where they work; in the order of the tree."""
    if seen_by is None:
        return OrgUnit.objects.none()
    mine = Employment.objects.filter(people.in_force(), person=seen_by)
    areas = {each.path for each in people.held(seen_by)}
    return OrgUnit.objects.filter(within_any(areas) | Q(pk__in=mine.values("place"))).order_by("path")


def persons(*, seen_by: Person | None) -> QuerySet[Person]:
    """Return the people somebody may meet by name, by family name; merged records left out."""
    rows = Person.objects.filter(people.rows(seen_by), merged_into=None)
    return rows.order_by("family_name", "given_names", "pk")


def search_people(words: str, *, seen_by: Person | None, at_most: int = 20) -> list[tuple[Person, Employment | None]]:
    """Return people whose names hold every word, or whose staff number was typed, each with a post now; two statements."""
    named = Q()
    for word in words.split():
        named &= Q(given_names__icontains=word) | Q(family_name__icontains=word)
    return with_posts(persons(seen_by=seen_by).filter(named | Q(code=words.strip()), is_active=True)[:at_most])


def with_posts(rows: Iterable[Person]) -> list[tuple[Person, Employment | None]]:
    """Return each of these people with the post they have held longest of those they hold now; one statement more."""
    found = list(rows)
    posts: dict[UUID, Employment] = {}
    held = Employment.objects.filter(people.in_force(), person__in=[person.pk for person in found])
    for post in held.select_related("place", "cadre").order_by("since"):
        posts.setdefault(post.person_id, post)
    return [(person, posts.get(person.pk)) for person in found]


def search_places(words: str, *, seen_by: Person | None, at_most: int = 20) -> list[tuple[OrgUnit, str]]:
    """Return places whose name holds every word, or whose code was typed, each with the area it lies in; two statements."""
    named = Q()
    for word in words.split():
        named &= Q(name__icontains=word)
    found = list(places(seen_by=seen_by).filter(named | Q(code=words.strip())).order_by("name", "pk")[:at_most])
    above = {place.path[:-STEP] for place in found if len(place.path) > STEP}
    names = dict(OrgUnit.objects.filter(path__in=above).values_list("path", "name"))
    return [(place, names.get(place.path[:-STEP], "")) for place in found]


def crumbs(place: OrgUnit, *, seen_by: Person | None) -> list[tuple[OrgUnit, bool]]:
    """Return the areas above a place, the top first, and itself last; each with whether somebody may open it."""
    opened = set(places(seen_by=seen_by).filter(path__in=ancestors(place.path)).values_list("pk", flat=True))
    return [
        (each, each.pk in opened) for each in OrgUnit.objects.filter(path__in=ancestors(place.path)).order_by("path")
    ]


def staff_at(place: OrgUnit, *, seen_by: Person | None) -> QuerySet[Employment]:
    """Return the posts held now at a place by people somebody may see, by name."""
    seen = persons(seen_by=seen_by).order_by()
    rows = Employment.objects.filter(people.in_force(), place=place, person__in=seen, person__is_active=True)
    return rows.select_related("person", "cadre").order_by("person__family_name", "person__given_names")


def tops(*, seen_by: Person | None) -> list[OrgUnit]:
    """Return the highest places somebody sees, by name."""
    if seen_by is None:
        return []
    at_work = Employment.objects.filter(people.in_force(), person=seen_by).values_list("place__path", flat=True)
    highest = outermost([*(each.path for each in people.held(seen_by)), *at_work])
    top = Q(depth=1) if "" in highest else Q(path__in=highest)
    return list(OrgUnit.objects.filter(top).order_by("name", "pk"))


def names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Return {id: name} of people an act names, whoever asks: who drafted or approved is no secret."""
    return {person.pk: person.name for person in Person.objects.filter(pk__in=[pk for pk in ids if pk])}
