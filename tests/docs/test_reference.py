"""What the documents say is what the code does."""

import csv
import re

import pytest

from alongside.site.reference import PAGES
from tests.architecture.source import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_as_the_code_says(name):
    assert (ROOT / "docs" / "reference" / f"{name}.md").read_text() == PAGES[name](), (
        "run `.venv/bin/alongside reference`"
    )


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "requirements.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_has_a_row_in_order():
    assert [row["id"] for row in rows()] == [f"R{number:03}" for number in range(1, 221)]


def test_a_state_is_done_partly_or_not_yet():
    assert {row["state"] for row in rows()} <= {"done", "partly", "not yet"}


def test_a_row_that_is_done_names_tests_that_exist():
    missing = []
    for row in rows():
        if row["state"] == "done" and not row["tests"].strip():
            missing.append(f"{row['id']}: no test")
        for named in row["tests"].split():
            file, _, test = named.partition("::")
            path = ROOT / "tests" / file
            if not path.exists() or test and not re.search(rf"def {re.escape(test)}\b", path.read_text()):
                missing.append(f"{row['id']}: {named}")

    assert missing == []


def test_the_map_shows_the_folders_that_are_there():
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text()
    drawn = set(re.findall(r"^\s+(alongside/[\w/]+)/", text, re.M))
    standing = {
        str(path.parent.relative_to(ROOT))
        for depth in ("*", "domain/*", "exchange/*")
        for path in (ROOT / "alongside").glob(f"{depth}/__init__.py")
    }

    assert drawn == standing
