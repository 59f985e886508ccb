"""A small programme with a few observations, as the pages show it on the fourteenth of April."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.observed import TODAY, Mawari


@pytest.fixture
def mawari(db):
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)):
        found = Mawari()
        for days, done in ((40, 6), (20, 8), (2, 10)):
            found.seen(found.joseph, done, days_ago=days)
        found.seen(found.joseph, 7, days_ago=1, by=found.verifier, observer_context="independent")
        found.an_action(found.joseph)
        found.an_issue()
        found.a_visit(days_ago=2)
        yield found
