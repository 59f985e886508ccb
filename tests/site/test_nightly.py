"""What happens by itself: `alongside nightly` moves what is due, once."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from alongside.kernel.acts import REGISTRY
from alongside.kernel.states import MACHINES
from alongside.site.jobs import NIGHTLY
from tests.domain.pairings.stories import Pair
from tests.people import NOON

pytestmark = pytest.mark.django_db


def night(days):
    said = io.StringIO()
    with time_machine.travel(NOON + timedelta(days=days)):
        call_command("nightly", stdout=said)
    return {line[8:]: int(line[:8]) for line in said.getvalue().splitlines()}


def test_a_night_moves_what_is_due_once():
    Pair().propose()

    assert set(night(13).values()) == {0}
    assert night(14) == {**dict.fromkeys(NIGHTLY, 0), "proposals closed unanswered": 1}
    assert set(night(14).values()) == {0}


def test_every_step_that_happens_by_itself_is_a_nightly_job():
    by_itself = {
        move.act
        for name, machine in MACHINES.items()
        if not name.startswith("tests.")
        for move in machine.moves
        if str(move.who) == "by itself"
    }

    # A review that lapsed is written down and an issue goes a level up: neither takes another state by it.
    stays = {"mentors.review_lapsed", "encounters.escalate_issues"}
    assert by_itself == {act.name for act in NIGHTLY.values()} - stays
    assert by_itself <= set(REGISTRY)
