"""One competency record a person; who sees how much of it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters.models import Observation
from alongside.domain.encounters.queries.competency import (
    Cell,
    competency_record,
    gap_matrix,
    last_misses,
    monthly,
    most_missed,
)
from alongside.domain.encounters.queries.sight import Closeness
from alongside.domain.people.models import Employment, Person
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.terms import Level
from tests.observed import STEPS, TODAY, Mawari
from tests.people import a_grant, a_person, an_employment

pytestmark = pytest.mark.django_db


@pytest.fixture
def mawari():
    return Mawari()


def record(mawari, person=None, by=None):
    return competency_record(person or mawari.joseph, today=TODAY, seen_by=by or mawari.amina)


def test_a_mentee_who_attended_everything_and_was_never_observed_is_not_observed(mawari):
    for days in range(5):
        mawari.encounter(mawari.joseph, days_ago=days)

    assert [(entry.competency.code, entry.standing.level, entry.evidence) for entry in record(mawari).entries] == [
        ("amtsl", Level.NOT_OBSERVED, ()), ("data-use", Level.NOT_OBSERVED, ()),
    ]  # fmt: skip


def test_every_observation_stands_with_its_steps_its_observer_and_the_change_since_the_first(mawari):
    for days, done in ((40, 6), (20, 8), (2, 10)):
        mawari.seen(mawari.joseph, done, days_ago=days)

    entry = next(entry for entry in record(mawari).entries if entry.competency == mawari.amtsl)
    assert [(each.observation.steps_done, each.observation.steps_expected, each.change) for each in entry.evidence] == [
        (6, 10, None), (8, 10, 2), (10, 10, 4),
    ]  # fmt: skip
    assert entry.latest.gained == ("step10", "step7", "step8", "step9")
    assert (entry.latest.observation.observer, entry.latest.lost) == (mawari.amina, ())


def test_results_on_another_version_are_not_compared_step_by_step(mawari):
    mawari.seen(mawari.joseph, 6, days_ago=9)
    mawari.seen(mawari.joseph, 8, days_ago=2, version=mawari.a_version(2, STEPS[:9]))

    changes = {entry.competency.code: [each.change for each in entry.evidence] for entry in record(mawari).entries}
    assert changes == {"data-use": [], "amtsl": [None, None]}


def test_three_observations_to_standard_make_independent(mawari):
    for days in (9, 5, 1):
        mawari.seen(mawari.joseph, 10, days_ago=days)

    found = {entry.competency.code: entry.standing.level for entry in record(mawari).entries}
    assert found == {"amtsl": Level.INDEPENDENT, "data-use": Level.NOT_OBSERVED}


def test_a_corrected_and_a_declined_observation_do_not_count(mawari):
    old = mawari.seen(mawari.joseph, 10, days_ago=3)
    Observation.objects.filter(pk=old.pk).update(is_current=False)
    Observation.objects.filter(pk=mawari.seen(mawari.joseph, 10).pk).update(
        permission="declined", earned=None, steps_done=None, result_class=""
    )
    kept = mawari.seen(mawari.joseph, 4, days_ago=3)

    assert [each.observation for each in record(mawari).entries[0].evidence] == [kept]


def test_the_record_moves_with_the_person(mawari):
    mawari.seen(mawari.joseph, 6, days_ago=9)
    Employment.objects.filter(person=mawari.joseph).update(until=date(2026, 1, 1))
    an_employment(mawari.joseph, mawari.mbuyu, since=date(2026, 1, 1))

    assert len(record(mawari, by=mawari.stranger).entries[0].evidence) == 1
    assert record(mawari, by=mawari.amina).entries == []


@pytest.mark.parametrize(
    ("who", "closeness", "evidence"),
    [
        ("joseph", Closeness.ITEMS, 1),
        ("amina", Closeness.ITEMS, 1),
        ("coordinator", Closeness.ITEMS, 1),
        ("verifier", Closeness.NOTHING, None),
        ("grace", Closeness.LEVELS, 0),
        ("daniel", Closeness.NOTHING, None),
        ("officer", Closeness.NOTHING, None),
        ("admin", Closeness.NOTHING, None),
        ("stranger", Closeness.NOTHING, None),
    ],
)
def test_who_sees_how_much_of_josephs_record(mawari, who, closeness, evidence):
    mawari.seen(mawari.joseph, 6)

    found = record(mawari, by=getattr(mawari, who))

    entries = {entry.competency.code: (entry.standing.level, len(entry.evidence)) for entry in found.entries}
    assert (found.sight.closeness, entries) == (
        closeness,
        {} if evidence is None else {"amtsl": (Level.BEGINNING, evidence), "data-use": (Level.NOT_OBSERVED, 0)},
    )


def statements(ask):
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_a_record_asks_as_much_for_six_observations_as_for_one(mawari):
    def ask():
        competency_record(mawari.joseph, today=TODAY, seen_by=Person.objects.get(pk=mawari.amina.pk))

    mawari.seen(mawari.joseph, 6)
    one = statements(ask)
    for days in range(5):
        mawari.seen(mawari.joseph, 6, days_ago=days, competency=mawari.stock if days % 2 else None)

    assert statements(ask) == one


def colleagues(mawari, *names):
    people = []
    for name in names:
        person = a_person(name, works_at=mawari.mtoni)
        mawari.enrol(person)
        people.append(person)
    return people


def test_the_matrix_begins_with_the_largest_gap(mawari):
    asha, neema = colleagues(mawari, "Asha", "Neema")
    for days in (9, 5, 1):
        mawari.seen(asha, 10, days_ago=days)
    mawari.seen(mawari.joseph, 6, days_ago=30)
    mawari.seen(mawari.joseph, 9, days_ago=3)

    found = gap_matrix(mawari.mtoni, today=TODAY, seen_by=mawari.amina)

    assert [column.code for column in found.columns] == ["data-use", "amtsl"]
    assert [(row.person.name, row.gap) for row in found.rows] == [("Neema", 15), ("Joseph", 9), ("Asha", 6)]
    assert [row.cells[1] for row in found.rows] == [
        Cell(),
        Cell(Level.WITH_HELP, TODAY - timedelta(3), 1, 9, 10),
        Cell(Level.INDEPENDENT, TODAY - timedelta(1), 0, 10, 10),
    ]
    assert all(row.cells[0].level == Level.NOT_OBSERVED for row in found.rows)


def test_an_in_charge_sees_levels_and_days_and_no_score(mawari):
    mawari.seen(mawari.joseph, 6, days_ago=3)

    found = gap_matrix(mawari.mtoni, today=TODAY, seen_by=mawari.grace)

    assert found.rows[0].cells[0] == Cell(Level.BEGINNING, TODAY - timedelta(3), None, None, None)


@pytest.mark.parametrize(("others", "shown"), [(3, False), (4, True)], ids=["four people", "five people"])
def test_a_manager_sees_figures_over_at_least_five_people_and_no_name(mawari, others, shown):
    for person in (mawari.joseph, *colleagues(mawari, *[f"Person {n}" for n in range(others)])):
        mawari.seen(person, 6)

    found = gap_matrix(mawari.mtoni, today=TODAY, seen_by=mawari.daniel)

    assert (found.rows, found.people) == ([], others + 1)
    assert [counted.levels for counted in found.counted] == (
        [{Level.BEGINNING: 5}, {Level.NOT_OBSERVED: 5}] if shown else [None, None]
    )


def test_a_stranger_sees_no_matrix(mawari):
    assert gap_matrix(mawari.mtoni, today=TODAY, seen_by=mawari.stranger).people == 0


def test_the_matrix_asks_as_much_for_three_people_as_for_one(mawari):
    def ask():
        gap_matrix(mawari.mtoni, today=TODAY, seen_by=Person.objects.get(pk=mawari.amina.pk))

    mawari.seen(mawari.joseph, 6)
    one = statements(ask)
    for person in colleagues(mawari, "Asha", "Neema"):
        mawari.seen(person, 6)

    assert statements(ask) == one


def test_the_matrix_can_be_kept_to_one_domain(mawari):
    found = gap_matrix(mawari.mtoni, today=TODAY, seen_by=mawari.amina, domain="clinical")

    assert found.columns == [mawari.amtsl]


def test_mentors_and_independent_observers_are_separate_series(mawari):
    mawari.seen(mawari.joseph, 10, days_ago=3)
    mawari.seen(mawari.joseph, 8, days_ago=2)
    mawari.seen(mawari.joseph, 5, days_ago=1, by=mawari.verifier, observer_context="independent")
    mawari.seen(mawari.joseph, 10, days_ago=1, by=mawari.joseph, observer_context="self")

    found = monthly(mawari.mtoni, since=date(2026, 4, 1), until=TODAY, seen_by=mawari.amina)

    assert {code.code: [(month.n, month.share, month.independent) for month in months] for code, months in found.items()} == {
        "amtsl": [(2, pytest.approx(0.9), False), (1, 0.5, True)],
    }  # fmt: skip


def test_a_month_with_few_people_is_not_shown_to_the_nation(mawari):
    four = colleagues(mawari, *[f"Person {n}" for n in range(4)])
    for person in (*four, four[0]):
        mawari.seen(person, 10)

    asked = {"since": date(2026, 4, 1), "until": TODAY, "seen_by": mawari.daniel}
    few = [(month.n, month.share) for month in monthly(mawari.mtoni, **asked)[mawari.amtsl]]
    mawari.seen(mawari.joseph, 10)

    assert (few, monthly(mawari.mtoni, **asked)[mawari.amtsl][0].share) == ([(5, None)], 1.0)


def test_what_is_missed_most(mawari):
    mawari.seen(mawari.joseph, 8)
    mawari.seen(mawari.joseph, 9)

    asked = {"since": date(2026, 1, 1)}
    found = most_missed(mawari.mtoni, seen_by=mawari.amina, **asked)
    assert [(each.label["en"], each.missed, each.n) for each in found] == [("Step 10", 2, 2), ("Step 9", 1, 2)]
    assert most_missed(mawari.mtoni, seen_by=mawari.grace, **asked) == []
    for days in range(5):
        mawari.seen(mawari.joseph, 8, days_ago=days)
    assert most_missed(mawari.mtoni, seen_by=mawari.daniel, **asked) == []


def test_the_last_misses_begin_with_the_critical_one(mawari):
    mawari.seen(mawari.joseph, 10, days_ago=5)
    last = mawari.seen(mawari.joseph, 0)

    observation, missed = last_misses([mawari.joseph.pk], seen_by=mawari.amina)[mawari.joseph.pk]
    assert (observation, [each.critical for each in missed][:2], len(missed)) == (last, [True, False], 10)
    assert last_misses([mawari.joseph.pk], seen_by=mawari.grace) == {}


def test_a_programme_role_sees_its_programme_only(mawari):

    other = Programme.objects.create(code="other", name="Other", place=mawari.country, starts_on=date(2025, 7, 1))
    asha = a_person("Asha")
    a_grant(asha, "mentor", mawari.kivuma, programme=other)
    mawari.seen(mawari.joseph, 6)

    found = record(mawari, by=asha)
    assert [entry.evidence for entry in found.entries] == [(), ()]
