"""A device's record passes by what is there for browsers; everything else, and every guard of it, takes the long way."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from tests.exchange.openrosa.phone import SECRET, a_device, a_record
from tests.observed import Mawari
from tests.people import sign_in

pytestmark = pytest.mark.django_db
OPENROSA = {"X-OpenRosa-Version": "1.0"}


@pytest.fixture
def amina():
    mawari = Mawari()
    a_device(mawari.amina)
    return mawari


def way_of(answer):
    request = answer.wsgi_request
    return "long" if isinstance(getattr(request, "user", None), AnonymousUser) else "short"


@pytest.mark.parametrize(
    ("path", "way"),
    [
        (f"/openrosa/key/{SECRET}/submission", "short"),
        (f"/openrosa/key/{SECRET}/formList", "long"),
        (f"/openrosa/key/{SECRET}/submission/", "long"),
        ("/openrosa/submission", "long"),
        ("/openrosa/key//submission", "long"),
        ("/visits/openrosa/key/x/submission", "long"),
    ],
)
def test_only_a_record_by_a_devices_secret_takes_the_short_way(amina, client, path, way):
    assert way_of(client.head(path, headers=OPENROSA)) == way


def test_the_short_way_keeps_the_guards_of_an_answer(amina, client):
    answer = client.head(f"/openrosa/key/{SECRET}/submission", headers=OPENROSA)

    kept = ("X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy")
    assert (answer.status_code, {name: answer.headers.get(name) for name in kept}, dict(answer.cookies)) == (
        204,
        {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy": "same-origin",
        },
        {},
    )


def test_a_host_that_is_not_ours_is_refused_on_the_short_way(amina, client):
    answer = client.post(f"/openrosa/key/{SECRET}/submission", headers={**OPENROSA, "Host": "elsewhere.example"})

    assert answer.status_code == 400


def test_a_session_gives_nobody_the_right_to_send(amina, client):
    sign_in(client, amina.amina)

    answer = client.post("/openrosa/key/unknown/submission", {"xml_submission_file": a_record(amina)}, headers=OPENROSA)

    assert (way_of(answer), answer.status_code) == ("short", 403)


def test_both_ways_end_in_one_chain():
    names = settings.MIDDLEWARE

    assert names.index("alongside.site.short_way.ShortWay") < names.index("alongside.site.short_way.Rejoin")
    assert names[names.index("alongside.site.short_way.Rejoin") + 1 :] == ["alongside.ui.pages.DeclaredMiddleware"]
