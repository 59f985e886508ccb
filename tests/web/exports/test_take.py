"""Lists as files: exact columns, names only where names are seen, the notice above results."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.people import sign_in

pytestmark = pytest.mark.django_db
NOTICE = "Results of observations are for learning. They are not to be used for discipline, pay or ranking of people."


def taken(client, who, name, form="csv", **asked):
    response = sign_in(client, who).get(reverse("exports:take", args=[name, form]), asked)
    return response, b"".join(response.streaming_content) if response.status_code == 200 else b""


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_observations_leave_with_their_columns_and_the_notice(client, mawari):
    _response, content = taken(client, mawari.amina, "observations")

    notice, head, *rows = lines(content)
    assert notice == [NOTICE]
    assert head == [
        "observation", "held_on", "programme", "place", "place_code", "competency", "checklist", "version", "mentee",
        "observer", "observer_context", "setting", "permission", "completeness", "resource_limited", "earned", "possible",
        "share", "steps_done", "steps_expected", "critical_missed", "result", "current", "corrects",
    ]  # fmt: skip
    assert [(row[1], row[8], row[9], row[17], row[18]) for row in rows] == [
        ("2026-03-05", "Joseph", "Amina", "0.6", "6"),
        ("2026-03-25", "Joseph", "Amina", "0.8", "8"),
        ("2026-04-12", "Joseph", "Amina", "1.0", "10"),
        ("2026-04-13", "Joseph", "Veronica", "0.7", "7"),
    ]


def test_an_analyst_takes_rows_without_names(client, mawari):
    _response, content = taken(client, mawari.officer, "observations")

    rows = lines(content)[2:]
    assert len(rows) == 4
    assert len({row[8] for row in rows}) == 1
    assert not {"Joseph", "Amina", "Veronica"} & {cell for row in rows for cell in row}


def test_a_span_of_days_is_kept_to(client, mawari):
    _response, content = taken(client, mawari.amina, "observations", since="2026-03-25", before="2026-04-13")

    assert [row[1] for row in lines(content)[2:]] == ["2026-03-25", "2026-04-12"]


def test_items_leave_without_free_text(client, mawari):
    _response, content = taken(client, mawari.amina, "items")

    _notice, head, *rows = lines(content)
    assert head == ["observation", "item", "turn", "state", "earned", "possible", "full", "critical"]
    assert (len(rows), rows[0][1:]) == (40, ["step1", "", "answered", "1", "1", "TRUE", "TRUE"])


def test_the_codebook_explains_every_column_and_every_item(client, mawari):
    columns = {row[3] for row in lines(taken(client, mawari.amina, "codebook")[1])[1:]}
    exported = set(lines(taken(client, mawari.amina, "observations")[1])[1])

    assert exported | {f"step{n}" for n in range(1, 11)} <= columns


def test_json_holds_the_same_rows(client, mawari):
    _response, content = taken(client, mawari.amina, "observations", "json")

    read = json.loads(content)
    assert (read["notice"], len(read["rows"]), read["rows"][0]["mentee"]) == (NOTICE, 4, "Joseph")


def test_a_workbook_holds_the_same_rows(client, mawari):
    response, content = taken(client, mawari.amina, "observations", "xlsx")

    sheet = load_workbook(io.BytesIO(content)).active
    assert (response["Content-Type"].endswith("spreadsheetml.sheet"), sheet.max_row) == (True, 6)


@pytest.mark.parametrize("name", ["people", "visits", "actions", "issues"])
def test_every_list_leaves(client, mawari, name):
    rows = lines(taken(client, mawari.amina, name)[1])

    assert len(rows) >= 2


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("grace", "observations", 404), ("grace", "items", 404), ("grace", "people", 200), ("daniel", "observations", 404),
        ("daniel", "actions", 404), ("officer", "people", 404), ("verifier", "observations", 404), ("joseph", "people", 403),
        ("amina", "no-such-list", 404),
    ],
)  # fmt: skip
def test_who_may_take_which_list(client, mawari, who, name, status):
    assert taken(client, getattr(mawari, who), name)[0].status_code == status


def test_nothing_of_another_district_leaves(client, mawari):
    assert [len(lines(taken(client, mawari.stranger, name)[1])) for name in ("observations", "people", "visits")] == [
        2,
        1,
        1,
    ]


def test_an_unknown_form_is_not_found(client, mawari):
    assert taken(client, mawari.amina, "people", "pdf")[0].status_code == 404
