"""How signing in works here. Accounts are given by an administrator; nobody makes their own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):
    """allauth's behaviour, without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
