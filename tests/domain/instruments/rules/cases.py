"""The golden cases that both evaluators must pass."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "contracts" / "cases"


def cases(name: str) -> list:
    """Return the cases of a file as pytest parameters, named by what each shows."""
    read = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in read]
