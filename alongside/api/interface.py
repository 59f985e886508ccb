"""How an operation is declared, and who asks: the session of a signed-in person, or a token in a person's name."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI
from ninja.errors import Throttled, ValidationError
from ninja.throttling import AuthRateThrottle

from alongside.domain.people.commands import note_token_used
from alongside.domain.people.commands.accounts import digest_of
from alongside.domain.people.models import Person
from alongside.domain.people.queries import token_in_force
from alongside.kernel.errors import Refused
from alongside.ui.days import today_of
from alongside.ui.pages import Who, anyone

from .answers import FAULTS, dressed, refusal

RATE = "600/m"  # of one person, in each process of the server
ABOUT = """What Alongside knows, for programs to read. Nothing can be written here.

A program brings a token (`Authorization: Bearer …`) that a person made under *Tokens for programs*. It sees what that
person sees on pages and in exports and no more: whoever sees levels only is told levels only. Nothing here identifies a client;
there are no phone numbers and no text that somebody typed about a visit. Results help people learn: they are not for
discipline, pay or ranking of people.

Lists come in pages in the order of ids. Ask again with `after` = `next` of the answer until `next` is null."""

api = NinjaAPI(
    title="Alongside", version="1", description=ABOUT, docs_url=None, openapi_url=None, urls_namespace="api",
    throttle=[AuthRateThrottle(RATE)],
    openapi_extra={
        "components": {"securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        }},
        "security": [{"token": []}, {"session": []}],
    },
)  # fmt: skip
WHO: dict[str, Who] = {}


def operation(address: str, *, who: Who, answers: type, tag: str) -> Callable[[Callable], Callable]:
    """Declare a question that programs may ask: where, who may, and the shape of the answer.

    who: takes the Person, as for @page. One whose roles do not fit is told so (403); what they may not see inside an
    answer they may have is not in it, or answered 404.
    """

    def decorate(view: Callable) -> Callable:
        name = view.__name__
        WHO[name] = who
        api.get(address, response={200: answers, **FAULTS}, url_name=name, operation_id=name, tags=[tag])(view)
        return view

    return decorate


def guarded(view: Callable[..., HttpResponse], *, who: Who) -> Callable[..., HttpResponse]:
    """Let a view answer those it is for, and nothing but GET."""

    def run(request: HttpRequest, **given: Any) -> HttpResponse:
        by_token = "Authorization" in request.headers

        def answer(request: HttpRequest) -> HttpResponse:
            try:
                if who is not anyone:
                    _admit(request, who, by_token=by_token)
                if request.method != "GET":
                    raise Refused("api.read_only", _("Nothing can be changed here. Ask with GET."))
                found = view(request, **given)
            except Refused as refused:
                found = refusal(refused)
            return dressed(found, request, by_token=by_token)

        # A program that asks again and brings the ETag it was given gets 304 and no body where nothing changed.
        return conditional_page(answer)(request)

    run.who = who
    run.csrf_exempt = True  # nothing is written
    return run


def _admit(request: HttpRequest, who: Who, *, by_token: bool) -> None:
    """Put on the request who asks. A token stands alone: a session that comes with it is not looked at."""
    if by_token:
        request.person = _bearer(request)
    person = request.person
    if person is None:
        raise Refused(
            "api.sign_in",
            _("Bring a token that is in force (Authorization: Bearer …), or sign in. Tokens are made under “Tokens for programs”."),
        )  # fmt: skip
    if not who(person):
        raise Refused("api.not_yours", _("Your role does not allow this. Ask your administrator which role you need."))
    request.auth = str(person.pk)  # whose requests are counted


def _bearer(request: HttpRequest) -> Person | None:
    scheme, _blank, secret = request.headers["Authorization"].partition(" ")
    today = today_of(request)
    token = token_in_force(digest_of(secret.strip()), on=today) if scheme.lower() == "bearer" else None
    if token is None:
        return None
    note_token_used(token, on=today)
    return token.person


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Say that there is no such thing, or none that one may see: which of the two is not told."""
    return refusal(
        Refused("api.not_found", _("There is nothing here that you may see. Check the address and the ids."))
    )


@api.exception_handler(ValidationError)
def wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each parameter that cannot be read, with what is wrong with it."""
    wrong = {str(each["loc"][-1]): str(each["msg"]) for each in error.errors}
    return refusal(
        Refused("api.parameters", _("A parameter cannot be read. Correct those named here."), parameters=wrong)
    )


@api.exception_handler(Throttled)
def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Say how long to wait."""
    return refusal(
        Refused("api.too_many", _("Too many requests in a minute. Wait a little and go on."), seconds=error.wait)
    )
