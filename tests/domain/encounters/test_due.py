"""When a workplace is due, by the golden cases and over a district."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from alongside.domain.encounters.queries import due as queries
from alongside.domain.encounters.rules.next_visit import Workplace, next_visit
from tests.observed import TODAY, Mawari
from tests.people import a_person, a_place, an_employment

CASES = json.loads((Path(__file__).parents[3] / "contracts" / "cases" / "next_visit.json").read_text())


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_golden_cases(case):
    given = {**case["given"], "last_on": day(case["given"]["last_on"])}
    found = next_visit(Workplace(**given), today=day(CASES["today"]))
    assert (found.due, found.on) == (case["expected"]["due"], day(case["expected"]["on"]))
    assert found.why


def test_a_programme_may_have_a_matrix_of_its_own():
    matrix = {"competent": (12, 12), "needs_improvement": (6, 6), "not_competent": (3, 3)}
    found = next_visit(Workplace(TODAY, {"competent": 1}), today=TODAY, matrix=matrix)
    assert found.on == TODAY.replace(year=TODAY.year + 1)


def test_causes_are_said_the_weightiest_first():
    found = next_visit(Workplace(TODAY, {"not_competent": 1, "competent": 2}, 12000, 3, 2), today=TODAY)
    assert [str(each) for each in found.why] == [
        "a month sooner: colleagues who began since: 2", "a month sooner: agreed actions past their day: 3",
        "lowest result of the last visit: To practise (1 of 3 observations)", "it serves 12000 people",
        "so 2 months after the last visit",
    ]  # fmt: skip


@pytest.fixture
def mawari(db):
    return Mawari()


def test_places_of_a_district_never_visited_first(mawari):
    newer = a_place("Nyota Health Centre", under=mawari.kivuma)
    mawari.enrol(a_person("Asha", works_at=newer))
    visit = mawari.a_visit(days_ago=100)
    seen = mawari.seen(mawari.joseph, 3, days_ago=100)
    seen.encounter.visit = visit
    seen.encounter.save()
    mawari.seen(mawari.joseph, 10, days_ago=300)
    mawari.an_action(mawari.joseph, due_on=TODAY - timedelta(days=3))
    for name in ("New one", "New two"):
        an_employment(a_person(name), mawari.mtoni, since=TODAY - timedelta(days=5))

    first, second = queries.due([mawari.kivuma.path], today=TODAY)
    assert (first.place, first.next.due, first.mentees) == (newer, "never", 1)
    assert (second.place, second.next.due) == (mawari.mtoni, "overdue")
    assert (second.known.classes, second.known.overdue_actions, second.known.new_staff) == ({"not_competent": 1}, 1, 2)
    assert queries.counts([first, second]) == {"never": 1, "overdue": 1, "soon": 0, "later": 0}
    assert queries.due([mawari.temba.path], today=TODAY) == []


def test_only_visits_that_were_held_count_and_planned_ones_are_told(mawari):
    planned = mawari.a_visit(
        days_ago=-9,
        status="planned",
        submitted_at=None,
        planned_on=TODAY + timedelta(days=9),
        planned_until=TODAY + timedelta(days=9),
    )
    mawari.a_visit(
        days_ago=5, status="missed", submitted_at=None, planned_on=TODAY - timedelta(days=5), planned_until=TODAY
    )
    [found] = queries.due([mawari.kivuma.path], today=TODAY)
    assert (found.next.due, found.known.planned_on) == ("never", planned.planned_on)


def test_as_many_statements_for_many_places(mawari, django_assert_max_num_queries):
    for number in range(6):
        place = a_place(f"Place {number}", under=mawari.kivuma)
        mawari.enrol(a_person(f"P{number}", works_at=place))
        mawari.a_visit(days_ago=number)
    with django_assert_max_num_queries(8):
        assert len(queries.due([mawari.kivuma.path], today=TODAY)) == 7
