"""The start page."""

from django.http import HttpRequest

from alongside.ui.pages import page, signed_in


@page(who=signed_in)
def start(request: HttpRequest) -> tuple[str, dict]:
    return "home/start.html", {}
