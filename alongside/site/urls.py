"""Every address. The first segment is the folder of the room in web/; each view says who it is for."""

from allauth.urls import urlpatterns as allauth_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from alongside.ui.gallery import gallery
from alongside.ui.pages import Who, anyone, declare


def declared(patterns: list, *, who: Who) -> list:
    """Return a library's patterns, every view of them declared to be for `who`."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declared(pattern.url_patterns, who=who)
        elif isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "who"):
            pattern.callback = declare(pattern.callback, who=who)
    return patterns


urlpatterns = [
    # First, because records come in here: the others are tried for every one of them otherwise.
    path("openrosa/", include("alongside.exchange.openrosa.urls")),
    path("", include("alongside.web.home.urls")),
    path("agreements/", include("alongside.web.agreements.urls")),
    path("areas/", include("alongside.web.areas.urls")),
    path("checklists/", include("alongside.web.checklists.urls")),
    path("exports/", include("alongside.web.exports.urls")),
    path("imports/", include("alongside.web.imports.urls")),
    path("mentors/", include("alongside.web.mentors.urls")),
    path("pairings/", include("alongside.web.pairings.urls")),
    path("plans/", include("alongside.web.plans.urls")),
    path("people/", include("alongside.web.people.urls")),
    path("places/", include("alongside.web.places.urls")),
    path("programmes/", include("alongside.web.programmes.urls")),
    path("search/", include("alongside.web.search.urls")),
    path("staff/", include("alongside.web.staff.urls")),
    path("visits/", include("alongside.web.visits.urls")),
    path("api/v1/", include("alongside.api.urls")),
    path("ui/", gallery, name="gallery"),
    path("language/", declare(set_language, who=anyone), name="set_language"),
    # allauth decides by itself which of its pages need a sign-in; signing up is closed.
    path("account/", include(declared(allauth_patterns, who=anyone))),
]
