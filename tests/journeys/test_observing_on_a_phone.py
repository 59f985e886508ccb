"""Amina observes Joseph on a phone, from choosing the place to the result and an agreed action."""

import os
import re
from pathlib import Path

import pytest

from alongside.domain.encounters.models import ActionItem, Observation, Visit
from tests.observed import STEPS, Mawari

from .conftest import barriers, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


class Phone:
    """A page that is looked at wherever it goes: it fits, and nothing bars the way."""

    def __init__(self, page, *, scripts):
        self.page, self.scripts, self.seen = page, scripts, 0

    def look(self):
        if not self.scripts:
            return
        self.seen += 1
        if folder := os.environ.get("ALONGSIDE_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{self.seen:02}.png"), full_page=True)
        assert (self.page.title(), too_wide(self.page), barriers(self.page)) == (self.page.title(), 0, [])

    def tap(self, words):
        self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words)).first.click()
        self.page.wait_for_load_state()
        self.look()

    def choose(self, question, answer):
        group = self.page.get_by_role("group", name=re.compile(rf"^{question}(?!\d)"))
        group.get_by_text(answer, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_amina_observes_joseph_on_a_phone(phone, scripts):
    mawari = Mawari()
    page = phone(mawari.amina, scripts=scripts)
    at = Phone(page, scripts=scripts)

    at.tap("Visits")
    at.tap("Record a visit")
    at.tap("Mtoni Health Centre")
    page.get_by_label("How long were you there?").fill("3:30")
    at.tap("Begin the visit")
    at.tap("Observe somebody")
    page.get_by_label("Whom do you observe?").select_option(label="Joseph")
    page.get_by_label("With which checklist?").select_option(label="Third stage of labour")
    at.choose("Was the client asked", "Asked, granted")
    at.tap("Open the checklist")
    for step in STEPS:
        at.choose(step.label["en"], "✗ No" if step.id in ("step1", "step9") else "✓ Yes")
    at.tap("Keep and go on")
    at.choose("How much of the work", "All of it")
    at.tap("Record and see the result")
    assert "8 of 10" in page.inner_text("main")
    at.tap("Agree an action")
    at.tap("Agree this action")
    at.tap("Give feedback")
    page.get_by_label("What went well?").fill("Calm and quick")
    at.tap("Give this feedback")

    seen = Observation.objects.get()
    assert (seen.mentee, seen.steps_done, seen.critical_missed, seen.encounter.visit) == (
        mawari.joseph, 8, 1, Visit.objects.get(),
    )  # fmt: skip
    assert (ActionItem.objects.get().item_id, seen.encounter.feedback.get().strengths) == ("step1", "Calm and quick")
