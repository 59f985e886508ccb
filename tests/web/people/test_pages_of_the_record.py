"""Pages as each role opens them."""

import pytest
from django.urls import reverse

from tests.observed import Mawari
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mawari():
    found = Mawari()
    for days, done in ((40, 6), (20, 8), (2, 10)):
        found.seen(found.joseph, done, days_ago=days)
    found.seen(found.joseph, 7, days_ago=1, by=found.verifier, observer_context="independent")
    found.an_action(found.joseph)
    found.an_issue()
    found.a_visit(days_ago=2)
    return found


ROLES = ("daniel", "officer", "admin", "coordinator", "verifier", "amina", "stranger", "grace", "joseph")


@pytest.mark.parametrize("who", ROLES)
def test_every_role_opens_its_pages(client, mawari, who):
    sign_in(client, getattr(mawari, who))
    for view in (
        "home:start",
        "home:about",
        "places:tops",
        "checklists:library",
        "search:everything",
        "people:everyone",
    ):
        response = client.get(reverse(view), follow=True)
        assert response.status_code == 200, view
