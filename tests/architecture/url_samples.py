"""Arguments for every address that takes some, for the role matrix. A new address adds one line here.

own: the arguments of something in Kivuma, where every person of the matrix works. sibling: the same in Temba, the
district beside it, which must answer 404 to them. None: what it shows belongs to no area.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.domain.people.models import Device, Employment, Likely, Merge, PeopleList
from alongside.domain.places.models import PlaceList
from tests.observed import Mawari
from tests.people import NOON, a_grant, a_person

Arguments = Callable[["World"], dict[str, Any]]


@dataclass(frozen=True)
class Sample:
    """own, sibling: see above. everybody: why something of a sibling area may be opened, or its names be read, here."""

    own: Arguments
    sibling: Arguments | None = None
    everybody: str = ""


class District:
    """One thing of each kind in one district."""

    def __init__(self, mawari: Mawari, place: Any, area: Any, word: str):
        self.area, self.place = area, place
        self.person = a_person(f"Joseph {word}", works_at=place, phone=f"+2547000000{len(word):02}")
        self.other = a_person(f"{word} Joseph", works_at=place)
        self.gone = a_person(f"Josef {word}", works_at=place)
        self.post = Employment.objects.get(person=self.person)
        self.grant = a_grant(self.person, "mentee", place)
        self.device = Device.objects.create(person=self.person, name=word, secret_digest=word, added_at=NOON)
        Likely.objects.create(first=self.person, second=self.other, score=90, reasons=["swapped"], found_at=NOON)
        self.places = PlaceList.objects.create(
            under=area,
            name="list.csv",
            content=f"Name\n{word}\n".encode(),
            source=word,
            mapping={"name": "Name"},
            brought_at=NOON,
        )
        self.people = PeopleList.objects.create(
            under=area, name="list.csv", content=f"Name,Place\n{word},x\n".encode(), source=word,
            mapping={"name": "Name", "place": "Place"}, brought_at=NOON, region="KE",
        )  # fmt: skip
        mawari.seen(self.person, 7, place=place)


class World(Mawari):
    """Mawari with Kivuma filled; Temba is filled on demand, to see what changes."""

    def __init__(self):
        super().__init__()
        self.kivuma_things = District(self, self.mtoni, self.kivuma, "Kivumason")
        self.temba_things: District | None = None

    def fill_temba(self) -> None:
        self.temba_things = District(self, self.mbuyu, self.temba, "Tembasonov")

    def merge(self, now: Any) -> None:
        """Make one of two in each district, as of now."""
        for things in filter(None, (self.kivuma_things, self.temba_things)):
            things.merge = Merge.objects.create(kept=things.person, merged=things.gone, moved={}, merged_at=now)


def both(arguments: Callable[[District], dict[str, Any]], everybody: str = "") -> Sample:
    """Return a sample of something that each district has."""
    return Sample(lambda w: arguments(w.kivuma_things), lambda w: arguments(w.temba_things), everybody)  # type: ignore[arg-type]


PERSON = both(lambda d: {"pk": d.person.pk})
PLACE = both(lambda d: {"pk": d.place.pk})
POST = both(lambda d: {"pk": d.post.pk})
NAMES_OF_PLACES = "whoever moves or refers somebody chooses among the places of the whole country"

SAMPLES: dict[str, Sample] = {
    "areas:area": PLACE,
    "areas:close": PLACE,
    "areas:days": PLACE,
    "areas:move": PLACE,
    "areas:name": PLACE,
    "areas:open": both(lambda d: {"pk": d.area.pk}),
    "areas:referral": both(lambda d: {"pk": d.place.pk}, NAMES_OF_PLACES),
    "checklists:checklist": Sample(lambda w: {"code": "third-stage"}),
    "checklists:compare": Sample(lambda w: {"code": "third-stage", "number": 1, "older": 1}),
    "checklists:take": Sample(lambda w: {"code": "third-stage", "number": 1, "form": "xlsform"}),
    "checklists:version": Sample(lambda w: {"code": "third-stage", "number": 1}),
    "exports:take": Sample(lambda w: {"name": "observations", "form": "csv"}),
    "imports:people_list": both(lambda d: {"pk": d.people.pk}),
    "imports:place_list": both(lambda d: {"pk": d.places.pk}),
    "people:competency": both(lambda d: {"pk": d.person.pk, "code": "amtsl"}),
    "people:person": PERSON,
    "places:place": PLACE,
    "staff:account": PERSON,
    "staff:active": PERSON,
    "staff:close": PERSON,
    "staff:compare": both(lambda d: {"first": d.person.pk, "second": d.other.pk}),
    "staff:contact": PERSON,
    "staff:end": both(lambda d: {"pk": d.grant.pk}),
    "staff:leave": POST,
    "staff:licence": POST,
    "staff:member": PERSON,
    "staff:move": both(lambda d: {"pk": d.person.pk}, NAMES_OF_PLACES),
    "staff:revoke": both(lambda d: {"pk": d.device.pk}),
    "staff:role": PERSON,
    "staff:undo": both(lambda d: {"pk": d.merge.pk}),
}  # fmt: skip
