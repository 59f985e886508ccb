"""One door for every write."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.people.models import Person
from alongside.kernel import journal
from alongside.kernel.acts import REGISTRY, act, all_or_nothing
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from alongside.kernel.models import Chain, Entry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


@pytest.fixture
def register():
    @act("tests.register", may=lambda by, name: by.given_names == "Daniel")
    def register(*, by, at, name):
        if not name:
            raise Refused("tests.no_name", "Enter the name.")
        return Person.objects.create(given_names=name, registered_at=at)

    yield register
    del REGISTRY["tests.register"]


@pytest.fixture
def daniel():
    return Person.objects.create(given_names="Daniel", registered_at=NOON)


@pytest.fixture
def grace():
    return Person.objects.create(given_names="Grace", registered_at=NOON)


def test_an_act_is_done_and_written_down_without_the_words_that_were_typed(register, daniel):
    joseph = register(by=daniel, at=NOON, name="Joseph")

    entry = Entry.objects.get()
    assert (entry.act, entry.by_id, entry.at, entry.result_type, entry.result_id, entry.facts) == (
        "tests.register", daniel.pk, NOON, "people.person", str(joseph.pk), {},
    )  # fmt: skip


def test_a_stranger_is_refused_and_nothing_is_written(register, grace):
    with pytest.raises(Refused) as refusal:
        register(by=grace, at=NOON, name="Joseph")

    assert (refusal.value.code, Entry.objects.count(), Person.objects.count()) == ("acts.not_yours", 0, 1)


def test_a_refusal_by_the_rules_writes_nothing(register, daniel):
    with pytest.raises(Refused):
        register(by=daniel, at=NOON, name="")

    assert Entry.objects.count() == 0


def test_sent_twice_is_done_once(register, daniel):
    act_id = uuid7()

    first = register(by=daniel, at=NOON, act_id=act_id, name="Joseph")
    second = register(by=daniel, at=NOON, act_id=act_id, name="Joseph")

    assert (first, Entry.objects.count(), Person.objects.count()) == (second, 1, 2)


def test_the_same_id_with_other_content_is_refused(register, daniel):
    act_id = uuid7()
    register(by=daniel, at=NOON, act_id=act_id, name="Joseph")

    with pytest.raises(Refused) as refusal:
        register(by=daniel, at=NOON, act_id=act_id, name="Asha")

    assert refusal.value.code == "acts.other_content"


def tamper_with_content():
    Entry.objects.filter(pk=Entry.objects.order_by("pk")[5].pk).update(act="tests.something_else")


def tamper_with_time():
    Entry.objects.filter(pk=Entry.objects.order_by("pk")[7].pk).update(at=datetime(2025, 1, 1, tzinfo=UTC))


def tamper_by_deleting_inside():
    busiest = Chain.objects.order_by("-seq")[0]
    Entry.objects.get(chain=busiest.pk, seq=1).delete()


def tamper_by_cutting_the_end():
    busiest = Chain.objects.order_by("-seq")[0]
    Entry.objects.get(chain=busiest.pk, seq=busiest.seq).delete()


def tamper_by_swapping():
    busiest = Chain.objects.order_by("-seq")[0]
    first, second = Entry.objects.filter(chain=busiest.pk).order_by("seq")[:2]
    Entry.objects.filter(pk=first.pk).update(seq=999_999)
    Entry.objects.filter(pk=second.pk).update(seq=1)
    Entry.objects.filter(pk=first.pk).update(seq=2)


@pytest.mark.parametrize(
    "tamper",
    [tamper_with_content, tamper_with_time, tamper_by_deleting_inside, tamper_by_cutting_the_end, tamper_by_swapping],
)
def test_the_chain_shows_every_tampering(register, daniel, tamper):
    for number in range(40):
        register(by=daniel, at=NOON, name=f"Person {number}")
    assert list(journal.broken_links()) == []

    tamper()

    assert list(journal.broken_links()) != []


def test_of_acts_that_go_together_one_refused_leaves_nothing(register, daniel):
    with pytest.raises(Refused), all_or_nothing():
        register(by=daniel, at=NOON, name="Joseph")
        register(by=daniel, at=NOON, name="")

    assert not Person.objects.filter(given_names="Joseph").exists()
    assert not Entry.objects.exists()


def test_going_together_saves_the_marks_between(register, daniel):
    def both():
        register(by=daniel, at=NOON, name="Joseph")
        register(by=daniel, at=NOON, name="Asha")

    with CaptureQueriesContext(connection) as apart:
        both()
    with all_or_nothing(), CaptureQueriesContext(connection) as together:
        both()
    assert len(apart) - len(together) == 4
