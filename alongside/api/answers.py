"""What every answer has in common: one shape for what is refused, who may keep a copy."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from ninja import Field, Schema

from alongside.kernel.errors import Refused

STATUS = {
    "api.sign_in": 401, "api.not_yours": 403, "api.not_found": 404, "api.read_only": 405, "api.parameters": 422,
    "api.too_many": 429,
}  # fmt: skip


class Fault(Schema):
    """Why there is no answer. Whatever goes wrong is said in this shape."""

    code: str = Field(description="Stable for ever; the reference of refusals lists it.")
    message: str = Field(description="What is wrong and what to do, in the language asked for.")
    facts: dict[str, Any] = Field(description="Plain values that belong to it, such as the parameter that was wrong.")


FAULTS = dict.fromkeys(sorted({401, 403, 404, 422, 429}), Fault)


def refusal(refused: Refused) -> HttpResponse:
    """Return a refusal as JSON, with the headers that go with its status."""
    answer = JsonResponse(
        {"code": refused.code, "message": str(refused.message), "facts": refused.facts}, status=STATUS[refused.code]
    )
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="Alongside"'
    if answer.status_code == 405:
        answer["Allow"] = "GET"
    if answer.status_code == 429 and refused.facts.get("seconds"):
        answer["Retry-After"] = str(refused.facts["seconds"])
    return answer


def dressed(answer: HttpResponse, request: HttpRequest, *, by_token: bool) -> HttpResponse:
    """Say who may keep a copy: a program its own, to be asked about each time; a browser, which people share, none."""
    answer["Cache-Control"] = "private, no-cache" if by_token else "private, no-store"
    patch_vary_headers(answer, ["Authorization", "Cookie"])
    return answer
