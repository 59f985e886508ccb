"""Fields of work on their page: added, at once offered elsewhere, renamed, retired (R003)."""

import pytest
from django.urls import reverse

from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.ids import uuid7
from tests.people import sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def send(client, view, *args, **given):
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def test_a_new_field_is_offered_where_mentors_and_plans_choose(client, mawari):
    sign_in(client, mawari.admin)
    page = send(client, "programmes:add_field", name="TB preventive therapy", code="tb-prevention", parent="tb")
    assert "TB preventive therapy tb-prevention" in words(page)
    sign_in(client, mawari.coordinator)
    offered = client.get(reverse("pairings:propose"), {"place": mawari.mtoni.pk}).content.decode()
    assert 'value="tb-prevention"' in offered


def test_it_is_renamed_retired_and_taken_up_again(client, mawari):
    sign_in(client, mawari.daniel)
    send(client, "programmes:field", "maternal", name="Care of mothers")
    assert TechnicalArea.objects.get(pk="maternal").name == "Care of mothers"
    page = send(client, "programmes:field", "maternal", then="retire")
    assert "not any more" in words(page)
    send(client, "programmes:field", "maternal", then="take_up")
    assert not TechnicalArea.objects.get(pk="maternal").is_retired
    assert send(client, "programmes:field", "nowhere", then="retire").status_code == 404


def test_a_code_that_is_taken_keeps_what_was_typed(client, mawari):
    sign_in(client, mawari.daniel)
    page = send(client, "programmes:add_field", name="Mothers again", code="maternal")
    assert "already used" in page.content.decode() and "Mothers again" in page.content.decode()


def test_others_read_them_and_change_nothing(client, mawari):
    sign_in(client, mawari.coordinator)
    assert client.get(reverse("programmes:fields")).status_code == 200
    assert client.get(reverse("programmes:add_field")).status_code == 403
    assert send(client, "programmes:field", "maternal", name="X").status_code == 403
