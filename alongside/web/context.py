"""What the frame of every page needs: who is here and where they can go."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people.access import roles
from alongside.domain.people.terms import Role

from .navigation import PLACES


def surroundings(request: HttpRequest) -> dict:
    """Return the signed-in person and their places in the navigation, the current one marked."""
    person = getattr(request, "person", None)
    if person is None:
        return {"person": None, "nav": []}
    mine = roles(person)
    nav = []
    for place in PLACES:
        if place.who is None or not mine.isdisjoint(place.who):
            url = reverse(place.view)
            nav.append({"url": url, "label": _(place.label), "icon": place.icon, "current": False})
    # Some places lie inside the address of another: the longest that fits is where we are.
    around = [
        each
        for each in nav
        if request.path == each["url"] or each["url"] != "/" and request.path.startswith(each["url"])
    ]
    if around:
        max(around, key=lambda each: len(each["url"]))["current"] = True
    you = {
        "name": person.name,
        "role": ", ".join(str(role.label) for role in Role if role in mine),
        "menu": [
            {"url": reverse("visits:calendar"), "label": _("My calendar")},
            {"url": reverse("staff:mine"), "label": _("My devices")},
            {"url": reverse("staff:tokens"), "label": _("Tokens for programs")},
            {"url": reverse("account_change_password"), "label": _("Change your password")},
            {"url": reverse("mfa_index"), "label": _("Codes and passkeys")},
        ],
    }
    return {"person": person, "nav": nav, "you": you, "search_url": reverse("search:everything")}
