"""Beginning an empty installation."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from alongside.domain.instruments.models import Version
from alongside.domain.people.models import Grant, UserAccount
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency

pytestmark = pytest.mark.django_db


def begin(**given):
    said = StringIO()
    call_command("setup", country="Mawari", administrator="Grace Phiri", stdout=said, **given)
    return said.getvalue()


def test_an_empty_installation_gets_a_country_an_administrator_and_checklists_to_approve():
    said = begin()

    account = UserAccount.objects.get()
    password = said.splitlines()[0].rsplit(" ", 1)[1]
    assert (account.username, account.check_password(password), account.password_is_one_time) == ("admin", True, True)
    assert (Grant.objects.get().role, OrgUnit.objects.filter(type="country").get().name) == ("administrator", "Mawari")
    assert set(Version.objects.values_list("status", flat=True)) == {"draft"}


def test_the_four_management_competencies_come_with_their_checklists():
    begin()

    codes = ["community-immunisation", "data-use", "resource-allocation", "supply-chain"]
    tools = Competency.objects.filter(pk__in=codes).order_by("pk").values_list("pk", "instruments__code")
    assert list(tools) == [(code, code) for code in codes]


def test_it_begins_once():
    begin()

    with pytest.raises(CommandError):
        begin()

    assert UserAccount.objects.count() == 1
