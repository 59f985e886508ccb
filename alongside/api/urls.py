"""The addresses of the interface. One whose operation does not say who it is for is not served."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from alongside.ui.pages import anyone

from . import checklists, observations, people, places, visits
from .interface import WHO, api, guarded, not_found

app_name = "api"
ROOT = "/api/v1/"
OPERATIONS = (checklists, observations, people, places, visits)


def document() -> dict[str, Any]:
    """Return the OpenAPI description of every operation."""
    return api.get_openapi_schema(path_prefix=ROOT)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description that programs and their makers read; it holds no data."""
    return JsonResponse(document())


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address: said in JSON, as everything here."""
    return not_found(request, None)


def _served() -> list[URLPattern]:
    """Return the operations' addresses, each behind the one who it is for."""
    own = [each for each in api.urls[0] if each.name != "api-root"]
    for pattern in own:
        pattern.callback = guarded(pattern.callback, who=WHO[pattern.name])
    return own


urlpatterns = [
    *_served(),
    path("openapi.json", guarded(openapi, who=anyone), name="openapi"),
    path("<path:rest>", guarded(nothing, who=anyone), name="nothing"),
]
