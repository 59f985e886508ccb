"""How signing in works here. Accounts are given by an administrator; nobody makes their own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from alongside.domain.people.commands import choose_password
from alongside.domain.people.models import UserAccount


class ClosedSignup(DefaultAccountAdapter):
    """allauth's behaviour, without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: UserAccount, password: str) -> None:
        """Keep the password a person chose; the one they were given no longer counts."""
        super().set_password(user, password)
        if user.password_is_one_time:
            choose_password(by=user.person, at=timezone.now(), account=user)
