"""A round for the month on its page, and from there to a plan with its days filled in."""

import pytest
from django.urls import reverse

from alongside.domain.mentors.models import Assignment, Mentor
from tests.observed import TODAY
from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def test_a_round_leads_to_plans_with_their_days(client, mawari):
    sign_in(client, mawari.amina)
    assert "Nothing to go round" in words(client.get(reverse("visits:route")))
    mentor = Mentor.objects.create(
        person=mawari.amina, standing="active", affiliation="senior", home=mawari.mtoni, area_path=mawari.mtoni.path,
        max_mentees=4, max_places=3, since=TODAY, certified_until=TODAY.replace(year=2028),
    )  # fmt: skip
    Assignment.objects.create(
        mentor=mentor, programme=mawari.programme, place=mawari.mtoni, time_share="0.2", since=TODAY,
        until=TODAY.replace(year=2027),
    )  # fmt: skip
    page = client.get(reverse("visits:route"), {"month": "2027-03"})
    assert "1 visit" in words(page) and "not known" in words(page)
    there = page.content.decode().split('href="/visits/plan/')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(reverse("visits:plan") + there).content.decode()
    assert 'name="planned_on" value="2027-03-' in form
