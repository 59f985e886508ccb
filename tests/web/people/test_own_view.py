"""How somebody sees themselves beside how they were observed (R176): for them, and for their mentor once both have said."""

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from tests.domain.plans.stories import Planning
from tests.people import NOON, a_grant, sign_in

pytestmark = pytest.mark.django_db
TITLE = "How they see themselves, and what was observed"


@pytest.fixture
def story(db):
    with time_machine.travel(NOON):
        story = Planning()
        story.relationship = story.preparing()
        a_grant(story.neema.person, "mentor", story.kivuma)
        story.seen(story.joseph, 5, days_ago=20)
        story.seen(story.joseph, 9, days_ago=2)
        yield story


def graph(client, who, story):
    page = sign_in(client, who).get(reverse("people:competency", args=[story.joseph.pk, story.amtsl.pk]))
    found = html.fromstring(page.content).xpath("//figure[contains(., $title)]", title=TITLE)
    if not found:
        return None
    return [[cell.text_content().strip() for cell in row.xpath("*")] for row in found[0].xpath(".//tbody/tr")]


def test_the_graph_shows_both_and_the_mentor_sees_it_once_they_have_said_theirs(client, story):
    levels = {story.amtsl.pk: "independent", story.stock.pk: "beginning"}
    assert graph(client, story.joseph, story) is None
    story.says_needs("mentee", story.joseph, levels=levels)
    assert graph(client, story.neema.person, story) is None, "not before the mentor has said their own view"
    own = graph(client, story.joseph, story)
    assert [row[1:] for row in own if row[2] == "As they see it"] == [["Independent", "As they see it"]]
    assert len([row for row in own if row[2] == "As observed"]) == 2
    story.says_needs("mentor", story.neema.person, levels=levels)

    assert graph(client, story.neema.person, story) == own
    assert graph(client, story.coordinator, story) is None, "what each side thinks stays between them"
