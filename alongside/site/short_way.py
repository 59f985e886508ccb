"""What a device sends with its secret passes by what is there for people with a browser.

A session, a form token, messages, the pages of an account: none of them is looked at where a record comes in, and they
took an eighth of what it costs. What guards every address stays: TLS, the name of the host, the language of the answer,
and that a view says who it is for. docs/decisions/0040 says what each of the others would have done.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone

# The one address, by a device's secret. With a name and password the long way is taken, which counts wrong ones.
ADDRESS = re.compile(r"/openrosa/key/[^/]+/submission")
_HEADERS = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Frame-Options": "DENY"}

Answering = Callable[[HttpRequest], HttpResponse]


class Rejoin:
    """Where the short way meets the long one again. Django makes the inner ones first, so `last` is of the same chain."""

    last: "Rejoin"

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response
        Rejoin.last = self

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class ShortWay:
    """Sends a device's record straight to Rejoin, and everything else the long way."""

    def __init__(self, get_response: Answering) -> None:
        self.long = get_response
        self.short: Answering = LocaleMiddleware(CommonMiddleware(Rejoin.last.get_response))  # type: ignore[assignment]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not ADDRESS.fullmatch(request.path_info):
            return self.long(request)
        request.now, request.person = timezone.now(), None  # type: ignore[attr-defined]
        response = self.short(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response
