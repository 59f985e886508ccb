"""How often mentor and mentee meet: suggested, tapering, side by side, dated."""

from datetime import date
from types import SimpleNamespace

import pytest

from alongside.domain.programmes.rules.cadence import clashes, dates, suggested
from alongside.domain.programmes.rules.paper import blended, rhythm

MONDAY = date(2026, 5, 4)


def phase(order, times, every, unit, rounds=None, channel="visit", area_id=None):
    return SimpleNamespace(
        order=order, times=times, every=every, unit=unit, rounds=rounds, channel=channel, area_id=area_id, minutes=120,
        get_unit_display=lambda: unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("grades", "words"),
    [((3, 3), "each week at first"), ((2, 3), "every two weeks"), ((2, 2), "each month"), ((1, 1), "each quarter")],
)
def test_complex_and_critical_skills_are_seen_more_often(grades, words):
    suggestion = suggested(complexity=grades[0], criticality=grades[1])

    assert str(suggestion.rhythm).startswith(words) and str(suggestion.reason)


def test_a_taper_from_twice_a_week_to_monthly():
    taper = [phase(0, 2, 1, "week", 16), phase(1, 1, 1, "week", 8), phase(2, 1, 2, "week", 4), phase(3, 1, 1, "month")]

    planned = dates(taper, starts_on=MONDAY, ends_on=date(2027, 3, 31))

    counts = [sum(each is one for _on, each in planned) for one in taper]
    assert counts == [32, 8, 4, 4]
    assert planned[0][0] == MONDAY and planned[1][0] == date(2026, 5, 7)
    assert planned[32][0] == date(2026, 8, 24)  # sixteen weeks on
    assert [on for on, each in planned if each is taper[3]] == [
        date(2026, 12, 14),
        date(2027, 1, 14),
        date(2027, 2, 14),
        date(2027, 3, 14),
    ]


def test_channels_run_side_by_side_and_months_keep_their_end():
    both = [phase(0, 1, 1, "month"), phase(1, 1, 2, "week", channel="call")]

    planned = dates(both, starts_on=date(2026, 1, 31), ends_on=date(2026, 3, 31))

    assert [on for on, each in planned if each is both[0]] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert len(planned) == 3 + 5


def test_two_areas_on_one_day_and_sundays_are_named():
    two = [phase(0, 1, 1, "week", 1, area_id="child"), phase(0, 1, 1, "week", 2, area_id="newborn")]
    planned = dates(two, starts_on=date(2026, 5, 3), ends_on=date(2026, 6, 30))

    assert [(on, str(why)) for on, why in clashes(planned)] == [
        (date(2026, 5, 3), "two contacts at work on one day"), (date(2026, 5, 3), "a Sunday"), (date(2026, 5, 10), "a Sunday"),
    ]  # fmt: skip


def test_a_rhythm_is_said_in_words():
    assert rhythm(phase(0, 2, 1, "week", 16)) == "2 times each week, 32 contacts, 2 h"
    assert rhythm(phase(0, 1, 2, "month")) == "every 2 months, until the end, 2 h"


def test_channels_stand_on_one_line():
    given = [phase(0, 1, 1, "month", 6), phase(1, 1, 1, "quarter"), phase(2, 2, 1, "week", channel="sms")]
    for each in given:
        each.get_channel_display = lambda each=each: {"visit": "Visit", "sms": "Text message"}[each.channel]

    assert blended(given) == "Visit each month → each quarter + Text message 2 times each week"
