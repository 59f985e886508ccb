"""What every test of relationships may leave out."""

import pytest

from alongside.domain.pairings.commands import steps


@pytest.fixture
def nothing_asked_above(monkeypatch):
    """Leave out what the rooms of plans and visits ask before a relationship begins or ends."""
    for asked in ("BEFORE_BEGINNING", "BEFORE_COMPLETING", "GOALS_ACHIEVED"):
        monkeypatch.setattr(steps, asked, [])
