"""What was agreed about a gap is the first thing on the next visit's checklist (R044)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.domain.encounters.models import ObservationDraft
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


def test_the_next_checklist_begins_with_what_was_agreed(client, mawari):
    mawari.an_action(mawari.joseph, text="Practise counter-traction", due_on=TODAY - timedelta(days=2))
    mawari.an_action(mawari.joseph, text="Done long ago", status="done", closed_on=TODAY)
    visit = mawari.a_visit(status="draft")
    visit.mentors.create(person=mawari.amina)
    draft = ObservationDraft.objects.create(
        visit=visit, version=mawari.version, mentee=mawari.joseph, by=mawari.amina, held_on=TODAY,
        observer_context="relationship_mentor", setting="simulation", permission="not_applicable", begun_at=NOON, saved_at=NOON,
    )  # fmt: skip
    sign_in(client, mawari.amina)
    said = words(client.get(reverse("visits:observe", args=[draft.pk])))

    assert said.index("Agreed last time: look at this first") < said.index("Practise counter-traction")
    assert said.index("Practise counter-traction") < said.index("Step 1") and "Done long ago" not in said
