"""What is shown when something is not there, was too old or went wrong: what to do next, in words."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def test_what_is_not_there_says_where_to_go(client, mawari):
    sign_in(client, mawari.amina)
    page = client.get("/visits/00000000-0000-0000-0000-000000000000/")
    assert page.status_code == 404 and "in which you have no role" in words(page)
    assert client.get("/no-such-address/").status_code == 404


def test_a_page_that_was_too_old_says_that_nothing_is_lost(mawari):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, mawari.amina)
    page = strict.post("/visits/call/", {})
    assert page.status_code == 403 and "what you typed is still there" in words(page)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_fault_of_ours_needs_nothing_to_be_shown(name):
    assert "Nothing was changed" in render_to_string(name)
