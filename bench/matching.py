"""Matching 1,000 mentors to 10,000 mentees, end to end: read from the database, solved, kept with every reason.

Run: python -m bench.matching [--mentors 1000] [--mentees 10000] [--times 5], in a scratch database that is dropped
after: SQLite, or PostgreSQL with DATABASE_URL. `--rows-in-memory` measures the search alone, without a database.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

from alongside.domain.pairings.rules.matching.inputs import Offer, Pool, Wanting, Wishes

AREAS = [f"area{number}" for number in range(14)]
TONGUES = ["en", "sw", "fr"]
NOW = datetime(2026, 4, 14, 12, tzinfo=UTC)
TODAY = NOW.date()
DISTRICTS = 50


def a_pool(mentors: int, mentees: int, seed: int = 1) -> Pool:
    """Return an invented country of 8 by 8 degrees, four mentees a workplace; the same for the same seed."""
    draw = random.Random(seed)
    places = max(2, mentees // 4)
    points = [(draw.uniform(-8, 0), draw.uniform(30, 38)) for _ in range(places)]
    homes = [draw.randrange(places) for _ in range(mentors)]
    offers = tuple(
        Offer(
            f"mentor{n}", f"person{n}", f"place{homes[n]}", frozenset(draw.sample(AREAS, draw.randint(2, 6))),
            frozenset(draw.sample(TONGUES, 2)), draw.randint(0, 3), draw.randint(8, 16), draw.choice([0, 16, 32]),
            points[homes[n]], draw.choice(["female", "male"]), None, f"district{homes[n] % DISTRICTS}",
        )
        for n in range(mentors)
    )  # fmt: skip
    wanting = tuple(
        Wanting(
            f"mentee{n}", f"place{n // 4 % places}", (draw.choice(AREAS),), frozenset(draw.sample(TONGUES, 2)),
            frozenset(draw.sample(AREAS, 3)), points[n // 4 % places], draw.choice(["", "", "female"]),
            f"district{n // 4 % DISTRICTS}",
        )
        for n in range(mentees)
    )  # fmt: skip
    links = frozenset((f"place{draw.randrange(places)}", f"place{draw.choice(homes)}") for _ in range(places))
    known = frozenset((f"mentor{draw.randrange(mentors)}", f"mentee{draw.randrange(mentees)}") for _ in range(mentees // 10))  # fmt: skip
    return Pool(date(2026, 4, 14), offers, wanting, links, frozenset(), known, {code: code for code in AREAS})


def lay(pool: Pool) -> tuple[Any, Any, Any, list[Any]]:
    """Put a pool into the database; return programme, country, its manager and the areas.

    Every second mentee has a mentor already in one area, with a goal agreed and an observation that shows a gap.
    """
    from alongside.domain.encounters.models import Encounter, Observation
    from alongside.domain.instruments.models import Instrument, Version
    from alongside.domain.mentors.models import Mentor, Proficiency
    from alongside.domain.pairings.models import (
        MentorPreference,
        Relationship,
        RelationshipMentee,
        RelationshipMentor,
        WishesVersion,
    )
    from alongside.domain.people.models import Cadre, Employment, Grant, Person
    from alongside.domain.people.terms import Role
    from alongside.domain.places.models import OrgUnit, ReferralLink
    from alongside.domain.plans.models import Goal
    from alongside.domain.programmes.models import Competency, Enrolment, Programme, TechnicalArea

    def keep(model: Any, rows: Any) -> list[Any]:
        return model.objects.bulk_create(rows, batch_size=2000)

    country = OrgUnit.objects.add_root(instance=OrgUnit(name="Mawari", type="country"))
    country.numchild = DISTRICTS
    country.save()
    names = [f"place{number}" for number in range(max(2, len(pool.mentees) // 4))]
    points = {each.home: each.point for each in pool.mentors} | {each.place: each.point for each in pool.mentees}
    here = [names[number::DISTRICTS] for number in range(DISTRICTS)]
    districts = keep(OrgUnit, [
        OrgUnit(name=f"District {n}", type="district", path=OrgUnit._get_path(country.path, 2, n + 1), depth=2, numchild=len(here[n]))
        for n in range(DISTRICTS)
    ])  # fmt: skip
    facilities = keep(OrgUnit, [
        OrgUnit(
            name=name, type="health_centre", path=OrgUnit._get_path(district.path, 3, step + 1), depth=3,
            latitude=f"{points[name][0]:.6f}" if name in points else None, longitude=f"{points[name][1]:.6f}" if name in points else None,
        )
        for district, those in zip(districts, here, strict=True) for step, name in enumerate(those)
    ])  # fmt: skip
    places = {each.name: each for each in facilities}
    keep(ReferralLink, [ReferralLink(origin=places[one], destination=places[other]) for one, other in pool.links if one != other])  # fmt: skip
    areas = keep(TechnicalArea, [TechnicalArea(code=code, name=code) for code in AREAS])
    area = {each.code: each for each in areas}
    skill = {each.area_id: each for each in keep(Competency, [Competency(code=f"skill-{code}", name=code, area=area[code], criticality=2) for code in AREAS])}  # fmt: skip
    programme = Programme.objects.create(code="bench", name="Bench", place=country, starts_on=date(2025, 7, 1))
    programme.competencies.set(skill.values())
    cadre = Cadre.objects.get_or_create(code="bench-nurse", defaults={"isco": "2221", "title": "Nurse"})[0]

    def people(tongues: list[frozenset[str]], sexes: list[str]) -> list[Any]:
        spoken = [sorted(each) for each in tongues]
        return keep(Person, [
            Person(given_names="Person", family_name=str(n), registered_at=NOW, language=first, also_speaks=" ".join(more), sex=sex)
            for n, ((first, *more), sex) in enumerate(zip(spoken, sexes, strict=True))
        ])  # fmt: skip

    manager = Person.objects.create(given_names="Daniel", registered_at=NOW)
    Grant.objects.create(person=manager, role=Role.MANAGER, place=country, since=date(2025, 1, 1))
    as_mentors = people([each.languages for each in pool.mentors], [each.sex for each in pool.mentors])
    as_mentees = people([each.languages for each in pool.mentees], [""] * len(pool.mentees))
    keep(Employment, [
        Employment(person=person, place=places[at], cadre=cadre, since=date(2024, 1, 1))
        for person, at in [*zip(as_mentors, (each.home for each in pool.mentors), strict=True), *zip(as_mentees, (each.place for each in pool.mentees), strict=True)]
    ])  # fmt: skip
    keep(Enrolment, [Enrolment(programme=programme, person=each, since=date(2025, 7, 1)) for each in as_mentees])
    keep(MentorPreference, [
        MentorPreference(person=person, mentor_sex=each.wants_sex, said_at=NOW)
        for person, each in zip(as_mentees, pool.mentees, strict=True) if each.wants_sex
    ])  # fmt: skip
    mentors = keep(Mentor, [
        Mentor(
            person=person, standing="active", affiliation="senior", home=places[each.home], area_path=places[each.home].path,
            max_mentees=each.max_mentees + 6, max_places=9,  # about five of them taken, below
            hours_a_month=0, since=date(2025, 7, 1), certified_until=date(2028, 1, 1),
        )
        for person, each in zip(as_mentors, pool.mentors, strict=True)
    ])  # fmt: skip
    keep(Proficiency, [
        Proficiency(mentor=mentor, area=area[code], proven_by="both", assessed_on=date(2025, 7, 1), valid_until=date(2028, 1, 1))
        for mentor, each in zip(mentors, pool.mentors, strict=True) for code in sorted(each.areas)
    ])  # fmt: skip
    mentored = [
        (person, each, n // 2 % len(mentors))
        for n, (person, each) in enumerate(zip(as_mentees, pool.mentees, strict=True)) if n % 2
    ]  # fmt: skip
    held = keep(Relationship, [
        Relationship(
            programme=programme, place=places[each.place], area_path=places[each.place].path, shape="one_to_one", model="visiting",
            purpose="performance_gap", status="active", status_since=date(2025, 9, 1), since=date(2025, 9, 1), proposed_at=NOW,
            planned_end_on=date(2027, 1, 1),
        )
        for _person, each, _mentor in mentored
    ])  # fmt: skip
    keep(RelationshipMentee, [RelationshipMentee(relationship=one, person=person, since=date(2025, 9, 1)) for one, (person, _each, _mentor) in zip(held, mentored, strict=True)])  # fmt: skip
    keep(RelationshipMentor, [
        RelationshipMentor(relationship=one, mentor=mentors[n], area=area[min(pool.mentors[n].areas)], is_lead=True, since=date(2025, 9, 1))
        for one, (_person, _each, n) in zip(held, mentored, strict=True)
    ])  # fmt: skip
    keep(Goal, [
        Goal(
            relationship=one, owner="mentee", mentee=person, text="Alone", competency=skill[min(each.goals)], measure="level",
            target_level="independent", due_on=date(2026, 9, 1), status="agreed", status_since=date(2025, 9, 1),
        )
        for one, (person, each, _n) in zip(held, mentored, strict=True)
    ])  # fmt: skip
    instrument = Instrument.objects.create(code="bench", title="Bench", area_code="area0")
    version = Version.objects.create(instrument=instrument, number=1, status="approved", definition_json={}, digest="1", drafted_at=NOW, approved_at=NOW, effective_on=date(2025, 7, 1))  # fmt: skip
    met = keep(Encounter, [
        Encounter(
            programme=programme, place=places[each.place], area_path=places[each.place].path, mentor=as_mentors[n],
            held_on=date(2026, 3, 1), recorded_at=NOW,
        )
        for _person, each, n in mentored
    ])  # fmt: skip
    keep(Observation, [
        Observation(
            encounter=one, programme=programme, place=places[each.place], area_path=places[each.place].path, version=version,
            competency=skill[max(each.goals)], mentee=person, observer=as_mentors[n], held_on=date(2026, 3, 1), recorded_at=NOW,
            answers={}, results={}, earned=4, possible=10, steps_done=4, steps_expected=10, critical_missed=1,
            result_class="needs_help", observer_context="relationship_mentor", setting="real_client", permission="granted",
            completeness="comprehensive",
        )
        for one, (person, each, n) in zip(met, mentored, strict=True)
    ])  # fmt: skip
    WishesVersion.objects.create(goal_fit=9, referral_link=4, distance=6, load=5, continuity=3, preference=3, floor=20, hours_per_mentee=2, farthest_km=150, reason="Bench", set_at=NOW)  # fmt: skip
    return programme, country, manager, areas


def timed(times: int, ask: Callable[[], Any]) -> tuple[str, Any]:
    """Return the median of the seconds and processor seconds that asking took, with their spread, and the last answer."""
    wall, cpu, answer = [], [], None
    for _ in range(times):
        at, busy = time.perf_counter(), time.process_time()
        answer = ask()
        wall.append(time.perf_counter() - at)
        cpu.append(time.process_time() - busy)
    return f"{statistics.median(wall):.2f} s ({min(wall):.2f} to {max(wall):.2f}), {statistics.median(cpu):.2f} CPU s", answer  # fmt: skip


def in_memory(given: argparse.Namespace) -> None:
    """Measure the search alone."""
    from alongside.domain.pairings.rules.matching.finding import match

    pool = a_pool(given.mentors, given.mentees)
    for everybody in (False, True):
        took, found = timed(given.times, lambda everybody=everybody: match(pool, Wishes(farthest_km=150), everybody=everybody))  # type: ignore[misc]  # fmt: skip
        print(f"search alone, {'nobody left out' if everybody else 'best fit'}: {took}; {len(found.pairs):,} pairs, {len(found.waiting):,} without")  # fmt: skip


def end_to_end(given: argparse.Namespace) -> None:
    """Measure a run as a coordinator makes it, and a look at the first page of its pairs."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        from alongside.domain.pairings import commands
        from alongside.domain.pairings.queries import matching as asked

        programme, country, manager, areas = lay(a_pool(given.mentors, given.mentees))
        asking = {"programme": programme, "place": country, "areas": areas[:4], "seen_by": manager, "on": TODAY}
        took, pool = timed(given.times, lambda: asked.pool(**asking))
        goals, needs = (sum(map(len, each)) / len(pool.mentees) for each in ([one.goals for one in pool.mentees], [one.needs for one in pool.mentees]))  # fmt: skip
        print(f"{connection.vendor}, {len(pool.mentors):,} mentors, {len(pool.mentees):,} mentees, {needs:.1f} areas and {goals:.1f} goals each")  # fmt: skip
        print(f"reading the pool: {took}")
        for choice in ("best_fit", "nobody_left_out"):
            took, run = timed(given.times, lambda choice=choice: commands.make_matching(
                by=manager, at=NOW, programme=programme, place=country, areas=areas[:4], choice=choice
            ))  # type: ignore[misc]  # fmt: skip
            n_pairs, n_left = asked.pairs(run).count(), asked.unmatched(run).count()
            print(f"a run end to end, {choice}: {took}; {n_pairs:,} pairs, {n_left:,} without, gap {run.gap}")
        with CaptureQueriesContext(connection) as caught:
            commands.make_matching(
                by=manager, at=NOW + timedelta(1), programme=programme, place=country, areas=areas[:4], choice="best_fit"
            )  # fmt: skip
        print(f"statements of a run: {len(caught)}")
        took, _rows = timed(given.times, lambda: list(asked.pairs(run)[:50]))
        print(f"a page of pairs: {took}")
    finally:
        teardown_databases(made, verbosity=0)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mentors", type=int, default=1000)
    asked.add_argument("--mentees", type=int, default=10_000)
    asked.add_argument("--times", type=int, default=5)
    asked.add_argument("--rows-in-memory", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.setdefault("ALONGSIDE_HOME", home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.site.settings")
        django.setup()
        began = time.perf_counter()
        from alongside.domain.pairings.rules.matching.finding import match

        match(a_pool(5, 20), Wishes(), everybody=True)
        print(f"loading the solvers, once a process: {time.perf_counter() - began:.2f} s")
        (in_memory if given.rows_in_memory else end_to_end)(given)
        print(f"memory at its highest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
