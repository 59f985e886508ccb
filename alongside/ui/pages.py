"""Pages say who they are for. One that does not is refused before it runs."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control

Who = Callable[[Any], bool]


def anyone(person: Any) -> bool:
    """Everybody, signed in or not."""
    return True


def signed_in(person: Any) -> bool:
    """Whoever has an account."""
    return person is not None


def page(*, who: Who) -> Callable[[Callable], Callable]:
    """Declare who a view is for and let it answer with ("template.html", context).

    who: takes the signed-in Person (None for a stranger). A stranger is asked to sign in; a person whose roles
    do not fit is told so (403); what they may not see inside a page they may open is answered 404 by the page.
    """

    def decorate(view: Callable) -> Callable:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            person = getattr(request, "person", None)
            if not who(person):
                if person is None:
                    return redirect_to_login(request.get_full_path(), login_url=reverse(settings.LOGIN_URL))
                return render(request, "ui/not_for_you.html", {"title": view.__name__}, status=403)
            answer = view(request, *args, **kwargs)
            if isinstance(answer, tuple):
                template, context, *status = answer
                answer = render(request, template, context, status=status[0] if status else 200)
            return answer

        run.who = who  # type: ignore[attr-defined]
        return run if who is anyone else _not_stored(run)

    return decorate


def declare(view: Callable, *, who: Who) -> Callable:
    """Say who somebody else's view is for (a library's), without changing what it does."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    run.who = who  # type: ignore[attr-defined]
    return run


def _not_stored(view: Callable) -> Callable:
    stored = cache_control(private=True, no_store=True)(view)
    stored.who = view.who  # type: ignore[attr-defined]
    return stored


class DeclaredMiddleware:
    """Deny unless declared: a view without `who` never runs."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if not hasattr(view, "who"):
            raise AssertionError(f"{view.__module__}.{view.__name__} does not say who it is for")
