"""What programs read: as much as their person, page by page, in one shape."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.api.interface import RATE
from alongside.domain.encounters.models import Observation
from alongside.domain.people.models import ApiToken
from tests.observed import TODAY
from tests.people import a_person, a_place, sign_in

from .conftest import program_of

ROOT = "/api/v1/"
LISTS = ["checklists", "observations", "people", "places", "visits"]
FIGURES = ("steps_done", "steps_expected", "earned", "possible", "critical_missed", "observer_context", "setting")


def read(person, address, **asked):
    answer = program_of(person).get(ROOT + address, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_mentor_reads_steps_and_items(mawari):
    rows = read(mawari.amina, "observations")["items"]
    whole = read(mawari.amina, f"observations/{rows[0]['id']}")

    assert [(row["steps_done"], row["mentee"]) for row in rows] == [(n, str(mawari.joseph.pk)) for n in (6, 8, 10)]
    assert [item["full"] for item in whole["items"]] == [True] * 6 + [False] * 4


def test_whoever_is_in_charge_reads_results_and_levels_and_never_steps(mawari):
    rows = read(mawari.grace, "observations")["items"]
    record = read(mawari.grace, f"people/{mawari.joseph.pk}/competencies")
    item = program_of(mawari.grace).get(f"{ROOT}observations/{rows[0]['id']}")

    assert {row[name] for row in rows for name in FIGURES} == {None}
    assert [bool(row["result"]) for row in rows] == [True] * 3
    assert (record["sees"], {each["latest"] for each in record["competencies"]}) == ("levels", {None})
    assert item.status_code == 404


def test_an_analyst_reads_figures_without_names(mawari):
    rows = read(mawari.officer, "observations")["items"]

    assert [row["steps_done"] for row in rows] == [6, 8, 10]
    assert {(row["mentee"], row["observer"]) for row in rows} == {(None, None)}
    assert len({row["mentee_key"] for row in rows}) == 1 and rows[0]["mentee_key"] != ""


@pytest.mark.parametrize("who", ["daniel", "admin", "stranger", "verifier"])
def test_nobody_else_reads_observations(mawari, who):
    assert read(getattr(mawari, who), "observations") == {"items": [], "next": None}


def test_an_observation_that_a_client_declined_or_that_was_corrected_is_not_told_as_a_result(mawari):
    first, second, third = Observation.objects.order_by("pk")
    Observation.objects.filter(pk=first.pk).update(is_current=False)
    Observation.objects.filter(pk=second.pk).update(
        permission="declined", earned=None, steps_done=None, result_class="", resource_note=""
    )

    assert [row["id"] for row in read(mawari.grace, "observations")["items"]] == [str(third.pk)]
    assert [row["current"] for row in read(mawari.amina, "observations")["items"]] == [False, True, True]


def test_a_competency_record_says_what_was_not_observed(mawari):
    record = read(mawari.amina, f"people/{mawari.joseph.pk}/competencies")
    levels = {each["competency"]: each["level"] for each in record["competencies"]}
    latest = {each["competency"]: each["latest"] for each in record["competencies"]}

    assert (record["sees"], record["person"]["name"], levels["data-use"]) == ("items", "Joseph", "not_observed")
    assert (latest["amtsl"]["steps_done"], latest["amtsl"]["change"]) == (10, 4)


@pytest.mark.parametrize("who", ["admin", "amina", "coordinator", "daniel", "grace", "joseph", "officer"])
def test_no_phone_and_no_typed_text_is_told_to_anybody(mawari, who):
    client = program_of(getattr(mawari, who))
    told = b"".join(
        client.get(ROOT + address).content for address in [*LISTS, f"people/{mawari.joseph.pk}/competencies"]
    )

    assert b"712345678" not in told and b"typed by hand" not in told


def test_a_checklist_is_told_as_it_is_asked_and_a_draft_is_not(mawari):
    draft = mawari.a_version(2)
    type(draft).objects.filter(pk=draft.pk).update(status="draft", approved_at=None, effective_on=None)

    listed = read(mawari.daniel, "checklists", code="third-stage")["items"]
    whole = read(mawari.daniel, f"checklists/{mawari.version.pk}")

    assert [(each["version"], each["status"]) for each in listed] == [(1, "approved")]
    assert whole["items"][0] == {
        "id": "step1", "section": "all", "label": {"en": "Step 1"}, "scale": "YN", "kind": "", "critical": True,
        "respect": False, "weight": 1.0, "choices": [],
    }  # fmt: skip
    assert program_of(mawari.daniel).get(f"{ROOT}checklists/{draft.pk}").status_code == 404


def test_places_and_people_and_visits_are_told_with_where_they_are(mawari):
    places = {each["name"]: each for each in read(mawari.coordinator, "places")["items"]}
    someone = next(each for each in read(mawari.coordinator, "people")["items"] if each["name"] == "Joseph")
    visit = read(mawari.coordinator, "visits")["items"][0]

    assert set(places) == {"Kivuma", "Mtoni Health Centre"}
    assert (places["Kivuma"]["within"], places["Mtoni Health Centre"]["within"]) == (None, places["Kivuma"]["id"])
    assert someone["posts"] == [
        {"place": {"id": str(mawari.mtoni.pk), "name": "Mtoni Health Centre"}, "cadre": "nurse", "since": "2020-01-01"}
    ]
    assert (visit["place"]["name"], visit["programme"], visit["held_on"]) == (
        "Mtoni Health Centre", "safe-start", "2026-04-12",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ({"since": "2026-03-20"}, [8, 10]), ({"until": "2026-03-20"}, [6]), ({"checklist": "third-stage"}, [6, 8, 10]),
        ({"checklist": "other"}, []), ({"recorded_since": "2026-04-14T12:00:00Z"}, [6, 8, 10]),
        ({"recorded_since": "2026-04-14T12:00:01Z"}, []),
    ],
    ids=str,
)  # fmt: skip
def test_observations_are_narrowed_by_day_checklist_and_arrival(mawari, asked, steps):
    assert [row["steps_done"] for row in read(mawari.amina, "observations", **asked)["items"]] == steps


@pytest.mark.parametrize("address", ["observations", "people", "places", "visits"])
def test_what_lies_in_an_area_is_found_and_an_area_one_does_not_see_is_not_there(mawari, address):
    empty = a_place("Ziwa", type="health_post", under=mawari.kivuma)
    client = program_of(mawari.coordinator)

    here = client.get(ROOT + address, {"area": mawari.mtoni.pk}).json()["items"]
    there = client.get(ROOT + address, {"area": empty.pk}).json()["items"]
    beside = client.get(ROOT + address, {"area": mawari.temba.pk})

    assert len(here) > 0 and len(there) == (address == "places")
    assert (beside.status_code, beside.json()["code"]) == (404, "api.not_found")


def test_pages_follow_one_another_without_a_gap_or_a_repeat(mawari):
    client, after, read_so_far = program_of(mawari.amina), None, []
    for _page in range(3):
        found = client.get(f"{ROOT}observations", {"limit": 1} | ({"after": after} if after else {})).json()
        read_so_far += [row["steps_done"] for row in found["items"]]
        after = found["next"]

    assert (read_so_far, after) == ([6, 8, 10], None)


@pytest.mark.parametrize("address", LISTS)
def test_a_longer_list_takes_no_more_statements(mawari, address):
    client = program_of(mawari.coordinator)
    client.get(ROOT + address)  # the day of use is kept once

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(ROOT + address).status_code == 200
        return len(asked)

    before = statements()
    for number in range(3):
        place = a_place(f"Post {number}", type="health_post", under=mawari.kivuma)
        mawari.seen(a_person(f"Nurse {number}", works_at=place), 5, place=place)
        visit = mawari.a_visit(days_ago=number + 3)
        visit.mentors.create(person=mawari.amina)
        mawari.a_version(number + 2)

    assert statements() == before


def test_a_program_is_told_when_nothing_changed_and_a_browser_keeps_nothing(mawari):
    client, browser = program_of(mawari.amina), sign_in(Client(), mawari.coordinator)
    first = client.get(f"{ROOT}observations")

    again = client.get(f"{ROOT}observations", headers={"If-None-Match": first["ETag"]})
    mawari.seen(mawari.joseph, 9)
    changed = client.get(f"{ROOT}observations", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)
    assert (first["Cache-Control"], browser.get(f"{ROOT}observations")["Cache-Control"]) == (
        "private, no-cache", "private, no-store",
    )  # fmt: skip
    assert {"Authorization", "Cookie"} <= {each.strip() for each in first["Vary"].split(",")}


def test_a_token_leaves_no_cookie_and_the_day_of_its_use(mawari):
    answer = program_of(mawari.amina).get(f"{ROOT}places")

    assert (dict(answer.cookies), ApiToken.objects.get().last_used_on) == ({}, TODAY)


@pytest.mark.parametrize(
    ("who", "address", "status", "code", "facts"),
    [
        (None, "places", 401, "api.sign_in", set()),
        ("joseph", "visits", 403, "api.not_yours", set()),
        ("amina", "observations/00000000-0000-0000-0000-000000000000", 404, "api.not_found", set()),
        ("amina", "observations/1", 404, "api.not_found", set()),
        ("amina", "nowhere", 404, "api.not_found", set()),
        ("amina", "observations?since=soon&limit=0", 422, "api.parameters", {"since", "limit"}),
        ("amina", "checklists?code=a%20b", 422, "api.parameters", {"code"}),
        ("amina", "observations?checklist=%00", 422, "api.parameters", {"checklist"}),
    ],
)
def test_whatever_goes_wrong_is_said_in_one_shape(mawari, who, address, status, code, facts):
    client = program_of(getattr(mawari, who)) if who else Client()

    answer = client.get(ROOT + address)

    said = answer.json()
    assert (answer.status_code, said["code"], set(said["facts"].get("parameters", ()))) == (status, code, facts)
    assert (set(said), said["message"] != "") == ({"code", "message", "facts"}, True)


@pytest.mark.parametrize("send", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(mawari, send):
    answer = getattr(program_of(mawari.admin), send)(f"{ROOT}places")

    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "api.read_only", "GET")


def test_too_many_requests_in_a_minute_are_told_to_wait(mawari):
    client, often = program_of(mawari.joseph), int(RATE.partition("/")[0])
    for _time in range(often):
        last = client.get(f"{ROOT}checklists", {"limit": 1})

    answer = client.get(f"{ROOT}checklists")

    assert (last.status_code, answer.status_code, answer.json()["code"]) == (200, 429, "api.too_many")
    assert int(answer["Retry-After"]) > 0
