"""What the months of a programme are about (R056)."""

from datetime import date, timedelta

import pytest

from alongside.domain.programmes import commands, queries
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY, Mawari
from tests.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def mawari():
    return Mawari()


def themed(mawari, **more):
    given = {"by": mawari.daniel, "programme": mawari.programme, "month": TODAY, "topic": "Third stage", **more}
    return commands.set_theme(at=NOON, **given)


def refusal(mawari, **more):
    with pytest.raises(Refused) as refused:
        themed(mawari, **more)
    return refused.value.code


def test_a_month_has_one_theme_and_the_last_word_holds(mawari):
    key = uuid7()
    for _time in range(2):
        themed(mawari, act_id=key)
    themed(mawari, topic="Newborn resuscitation", materials="Bag and mask", checklist=mawari.version.instrument)
    (found,) = queries.themes_of([mawari.programme], on=TODAY)
    assert (found.topic, found.month.day, found.checklist) == (
        "Newborn resuscitation", 1, mawari.version.instrument,
    )  # fmt: skip
    assert queries.themes_of([mawari.programme], on=TODAY + timedelta(days=40)) == []
    commands.drop_theme(by=mawari.daniel, at=NOON, programme=mawari.programme, month=TODAY)
    assert queries.themes(mawari.programme) == {}


def test_a_theme_needs_words_and_a_month_of_the_programme(mawari):
    assert refusal(mawari, topic=" ") == "programmes.no_topic"
    assert refusal(mawari, month=date(2001, 1, 1)) == "programmes.theme_outside"
    assert refusal(mawari, by=mawari.amina) == "acts.not_yours"
    with pytest.raises(Refused, match="role"):
        commands.drop_theme(by=mawari.amina, at=NOON, programme=mawari.programme, month=TODAY)
