"""Rehema, a coordinator, matches those who wait with the mentors there are: sees why, changes a pair, publishes."""

import os
import re
from pathlib import Path

import pytest

from alongside.domain.mentors.models import Mentor
from alongside.domain.pairings.models import Matching, Relationship
from alongside.domain.places.models import OrgUnit
from tests.domain.pairings.stories import Pair

from .conftest import barriers, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


class Matched(Pair):
    """Joseph, Asha and Juma wait in maternal health; Neema and Salma of the hospital have three places between them."""

    def __init__(self, page, *, scripts):
        super().__init__()
        self.enrol(self.asha)
        self.enrol(self.juma)
        self.salma = self.a_mentor("Salma", max_mentees=1)
        Mentor.objects.filter(pk=self.neema.pk).update(max_mentees=1)
        OrgUnit.objects.filter(pk=self.mtoni.pk).update(latitude="-1.0", longitude="34.0")
        OrgUnit.objects.filter(pk=self.hospital.pk).update(latitude="-1.1", longitude="34.0")
        self.page, self.scripts, self.seen = page(self.coordinator, scripts=scripts), scripts, 0

    def look(self):
        if not self.scripts:
            return
        self.seen += 1
        if folder := os.environ.get("ALONGSIDE_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"matching-{self.seen:02}.png"), full_page=True)
        assert (self.page.title(), too_wide(self.page), barriers(self.page)) == (self.page.title(), 0, [])

    def tap(self, words):
        self.page.locator("main").get_by_role("button", name=words).or_(
            self.page.locator("main").get_by_role("link", name=words)
        ).first.click()
        self.page.wait_for_load_state()
        self.look()

    def reads(self):
        return " ".join(self.page.inner_text("main").split())

    # the story

    def when_she_runs_a_matching(self):
        self.page.goto(self.page.url.rstrip("/") + "/pairings/matching/")
        self.tap("New run")
        self.page.get_by_label("Maternal health", exact=True).check(force=True)
        self.tap("Find the pairs")

    def then_she_sees_pairs_with_reasons_and_why_one_is_left(self):
        said = self.reads()
        assert "A draft. Nobody has been asked anything." in said
        assert said.count("Proficient in 1 of 1 areas to work on: Maternal health") == 2
        assert said.count("11 km away, as the crow flies") == 2
        self.tap("Without a mentor")
        said = self.reads()
        assert "All 2 mentors who fit are full; one more place at" in said
        assert not Relationship.objects.exists()

    def when_she_takes_a_pair_out(self):
        self.tap("Begin the review")
        self.tap(re.compile("^Change"))
        assert re.search(r"(Neema|Salma), Kivuma Hospital: fit \d+ of 100", self.reads())
        self.page.get_by_label("Nobody").check(force=True)
        self.page.get_by_label("Why?").fill("On leave until July")
        self.tap("Keep this")
        assert "On leave until July" in self.reads()

    def and_publishes(self):
        self.tap("Publish")
        self.page.get_by_label("A gap in performance").check(force=True)
        self.tap("Publish")
        assert "Published" in self.reads()

    def then_the_proposal_is_there_with_its_reasons(self):
        made = Relationship.objects.get()
        assert (made.status, made.mentees.count(), Matching.objects.get().status) == ("proposed", 1, "published")
        self.tap("Proposed")
        self.page.goto(self.page.url)
        self.tap(re.compile("^Proposed$"))
        said = self.reads()
        assert made.mentees.get().person.name in said and "Maternal health" in said


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_coordinator_matches_reads_why_and_publishes(phone, scripts):
    story = Matched(phone, scripts=scripts)

    story.when_she_runs_a_matching()
    story.then_she_sees_pairs_with_reasons_and_why_one_is_left()
    story.when_she_takes_a_pair_out()
    story.and_publishes()
    story.then_the_proposal_is_there_with_its_reasons()
