"""Who asks, and when: every view finds both on the request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

# Whoever signed in with a password they were given first chooses their own; until then only these open.
BEFORE_CHOOSING = ("/account/", "/language/", "/static/")


class PersonMiddleware:
    """Puts `person` (None for a stranger or an account that was closed) and `now` on the request."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        account = request.user
        person = account.person if account.is_authenticated and account.is_active else None
        request.person = person if person and person.is_active else None  # type: ignore[attr-defined]
        if request.person and account.password_is_one_time and not request.path.startswith(BEFORE_CHOOSING):  # type: ignore[attr-defined]
            return redirect("account_change_password")
        return self.get_response(request)
