"""Workplaces on a map, by when they are due."""

import pytest
from django.urls import reverse

from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def test_a_workplace_is_a_link_on_the_map_and_one_without_coordinates_is_named(client, mawari):
    sign_in(client, mawari.coordinator)
    page = client.get(reverse("visits:map"))
    assert "Nothing to draw yet" in words(page) and mawari.mtoni.name in words(page)
    type(mawari.mtoni).objects.filter(pk=mawari.mtoni.pk).update(latitude="-3.5", longitude="30.25")
    page = client.get(reverse("visits:map"))
    there = reverse("places:place", args=[mawari.mtoni.pk])
    assert f'<a href="{there}" aria-label="{mawari.mtoni.name}: due' in page.content.decode()
    assert "Where they are" in words(client.get("/"))
    sign_in(client, mawari.joseph)
    assert client.get(reverse("visits:map")).status_code == 403
