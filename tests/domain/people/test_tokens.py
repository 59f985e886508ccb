"""Tokens for programs: made by oneself, shown once, over after a year at most, revoked by oneself or an administrator."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from alongside.domain.people import commands, queries
from alongside.domain.people.commands.accounts import digest_of
from alongside.domain.people.models import ApiToken
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.people import NOON, a_grant, a_person, a_place, an_account, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 14)
MONTH = TODAY + timedelta(30)


@pytest.fixture
def lumba():
    return a_place("Lumba", type="district")


@pytest.fixture
def joseph(lumba):
    joseph = a_person("Joseph Banda", works_at=a_place("Mtoni Health Centre", under=lumba))
    an_account(joseph)
    return joseph


@pytest.fixture
def daniel(lumba):
    daniel = a_person("Daniel Mwale")
    a_grant(daniel, "administrator", lumba)
    return daniel


@pytest.fixture
def token(joseph):
    return make(joseph)


def make(person, *, by=None, name="dashboard", until=MONTH, **more) -> ApiToken:
    return commands.make_token(by=by or person, at=NOON, person=person, name=name, until=until, **more)


def test_a_token_is_shown_once_and_only_its_digest_is_kept(joseph):
    act_id = uuid7()

    first, again = make(joseph, act_id=act_id), make(joseph, act_id=act_id)

    kept = ApiToken.objects.get()
    assert (kept.secret_digest, kept.until, kept.pk) == (digest_of(first.secret), MONTH, again.pk)
    assert (hasattr(again, "secret"), first.secret in str(vars(kept))) == (False, False)


def test_nobody_makes_a_token_in_the_name_of_another(joseph, daniel):
    with pytest.raises(Refused) as refusal:
        make(joseph, by=daniel)

    assert (refusal.value.code, ApiToken.objects.count()) == ("acts.not_yours", 0)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "people.no_token_name"),
        ({"name": "x" * 81}, "people.no_token_name"),
        ({"until": TODAY}, "people.token_over"),
        ({"until": TODAY + timedelta(367)}, "people.token_too_long"),
    ],
)
def test_a_token_without_a_name_or_with_a_day_that_does_not_do_is_refused(joseph, given, code):
    with pytest.raises(Refused) as refusal:
        make(joseph, **given)

    assert refusal.value.code == code


def test_somebody_who_left_makes_no_token(joseph):
    joseph.is_active = False

    with pytest.raises(Refused) as refusal:
        make(joseph)

    assert refusal.value.code == "people.inactive"


@pytest.mark.parametrize("who", ["joseph", "daniel"])
def test_a_token_is_revoked_once_by_its_owner_or_an_administrator(request, who, token):
    given = {"by": request.getfixturevalue(who), "at": NOON, "act_id": uuid7(), "token": token}

    first, again = commands.revoke_token(**given), commands.revoke_token(**given)

    assert (first.revoked_at, again.pk) == (NOON, token.pk)


@pytest.mark.parametrize("role", ["coordinator", "in_charge", "mentor"])
def test_nobody_else_revokes_a_token(lumba, role, token):
    grace = a_person("Grace")
    a_grant(grace, role, lumba)

    with pytest.raises(Refused) as refusal:
        commands.revoke_token(by=grace, at=NOON, token=token)

    token.refresh_from_db()
    assert (refusal.value.code, token.revoked_at) == ("acts.not_yours", None)


def test_a_token_that_was_revoked_is_not_revoked_again(joseph, token):
    commands.revoke_token(by=joseph, at=NOON, token=token)

    with pytest.raises(Refused) as refusal:
        commands.revoke_token(by=joseph, at=NOON, token=token)

    assert refusal.value.code == "people.token_revoked"


def test_a_token_is_in_force_before_its_last_day_and_not_on_it(joseph, token):
    last = MONTH - timedelta(1)

    assert queries.token_in_force(token.secret_digest, on=last) == token
    assert queries.token_in_force(token.secret_digest, on=MONTH) is None
    assert queries.token_in_force("another", on=last) is None


def test_a_token_is_made_and_revoked_on_its_pages(client, joseph):
    sign_in(client, joseph)
    given = {"name": "District dashboard", "days": "90", "act_id": str(uuid7())}

    shown, again = (client.post(reverse("staff:tokens"), given) for _time in range(2))
    token = ApiToken.objects.get()
    revoke = reverse("staff:revoke_token", args=[token.pk])
    asked = client.get(revoke)
    done = client.post(revoke, {"act_id": str(uuid7())}, follow=True)

    assert (b"alongside_" in shown.content, b"alongside_" in again.content) == (True, False)
    assert b"District dashboard" in asked.content and b"revoked" in done.content
    assert b"alongside_" not in client.get(reverse("staff:tokens")).content


def test_an_administrator_finds_the_tokens_of_a_person_on_their_page(client, daniel, joseph, token):
    sign_in(client, daniel)

    listed = client.get(reverse("staff:member", args=[joseph.pk]))
    done = client.post(reverse("staff:revoke_token", args=[token.pk]), {"act_id": str(uuid7())})

    token.refresh_from_db()
    assert b"dashboard" in listed.content and done["Location"] == reverse("staff:member", args=[joseph.pk])
    assert token.revoked_at is not None


def test_a_token_of_a_record_that_was_merged_into_another_opens_nothing(daniel, joseph, lumba, token):
    kept = a_person("Banda Joseph", works_at=lumba)
    an_account(kept)
    a_grant(daniel, "administrator", None)

    merge = commands.merge_persons(by=daniel, at=NOON, kept=kept, merged=joseph)
    while_merged = queries.token_in_force(token.secret_digest, on=TODAY)
    commands.unmerge_persons(by=daniel, at=NOON, merge=merge)

    assert (while_merged, queries.token_in_force(token.secret_digest, on=TODAY)) == (None, None)
