"""One box for people, places and checklists, as far as the reader may see them."""

from django.http import HttpRequest

from alongside.domain.encounters.queries import finding
from alongside.domain.instruments import queries as instruments
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

SHORTEST = 2  # letters: one letter finds everybody


@page(who=signed_in)
def everything(request: HttpRequest) -> tuple[str, dict]:
    words = request.GET.get("q", "").strip()
    if len(words) < SHORTEST:
        return "search/everything.html", {"words": words, "asked": False}
    who = request.person
    people = finding.search_people(words, seen_by=who)
    places = finding.search_places(words, seen_by=who)
    checklists = instruments.library(on=today_of(request), seen_by=who, words=words)[:20]
    found = bool(people or places or checklists)
    return "search/everything.html", {
        "words": words, "asked": True, "people": people, "places": places, "checklists": checklists, "found": found,
    }  # fmt: skip
