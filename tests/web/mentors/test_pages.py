"""Mentors on their pages: Neema is nominated, scored, prepared, certified and posted by pressing what is offered."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.domain.mentors import queries
from alongside.domain.mentors.models import Criterion, Mentor, MentorTeam, Nomination, Reference, SupportContact
from alongside.domain.pairings.models import Relationship
from alongside.kernel.ids import uuid7
from tests.domain.mentors.stories import Path
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(db):
    with time_machine.travel(NOON):
        yield Path()


def send(client, view, *args, query="", **given):
    return client.post(reverse(view, args=args) + query, {"act_id": str(uuid7()), **given}, follow=True)


def test_an_in_charge_nominates_and_the_panel_decides(client, path):
    sign_in(client, path.grace)
    page = send(
        client, "mentors:nominate", query=f"?person={path.neema.pk}", programme=path.programme.pk,
        nominated_by="in_charge", affiliation="peer", reason="Others ask her first",
    )  # fmt: skip
    found = Nomination.objects.get()
    assert "not known yet" in words(page)
    page = send(client, "mentors:nomination", found.pk, then="submit_nomination")
    assert "Choose at least one area" in page.content.decode()
    send(
        client, "mentors:complete", found.pk, areas=["maternal"], reason="Others ask her first", hours_a_month="16",
        last_practised_on=TODAY, consent_by=path.asha.pk, no_open_case="yes",
    )  # fmt: skip
    send(client, "mentors:nomination", found.pk, then="submit_nomination")
    assert client.get(reverse("mentors:score", args=[found.pk])).status_code == 403

    sign_in(client, path.coordinator)
    send(client, "mentors:nomination", found.pk, then="screen")
    for asked in (path.asha, path.juma):
        send(client, "mentors:ask_reference", found.pk, asked=asked.pk)
    sheet = {each.code: "3" for each in Criterion.objects.all()} | {
        f"{each.code}_evidence": "Seen on the ward" for each in Criterion.objects.all()
    }
    send(client, "mentors:score", found.pk, **sheet)
    sign_in(client, path.master)
    send(client, "mentors:score", found.pk, **{**sheet, "leadership": "1"})
    page = send(client, "mentors:nomination", found.pk, then="select_mentor")
    assert "differ by more than one point on: Leadership" in page.content.decode()
    send(client, "mentors:moderate", found.pk, "leadership", points="2.5", reason="One example")
    for asked in (path.asha, path.juma):
        sign_in(client, asked)
        given = Reference.objects.get(asked=asked)
        assert "confidential word" in words(client.get(reverse("mentors:nominations")))
        send(client, "mentors:reference", given.pk, points="4", text="Calm and fair")
    sign_in(client, path.master)
    assert "Calm and fair" in words(client.get(reverse("mentors:nomination", args=[found.pk])))
    send(client, "mentors:nomination", found.pk, then="select_mentor")

    assert Mentor.objects.get().standing == "selected"
    sign_in(client, path.neema)
    for view, pk in (("mentors:nomination", found.pk), ("mentors:mentor", found.mentor_id)):
        page = client.get(reverse(view, args=[pk])).content.decode()
        assert "Calm and fair" not in page and "Points by criterion" not in page


def test_a_score_sheet_without_an_example_keeps_what_was_typed(client, path):
    found = path.screened()
    sign_in(client, path.master)

    page = send(client, "mentors:score", found.pk, expertise="4", expertise_evidence="Taught the drill")

    assert "Taught the drill" in page.content.decode() and "Give 0 to 4 points" in page.content.decode()


def test_a_role_play_is_entered_by_its_points_and_one_number_alone_is_asked_about(client, path):
    found = path.screened()
    sign_in(client, path.master)
    codes = [each.code for each in Criterion.objects.all()]
    sheet = {code: "3" for code in codes if code != "communication"} | {f"{code}_evidence": "Seen" for code in codes}
    page = send(client, "mentors:score", found.pk, **sheet, role_play_earned="18")
    assert "Give both numbers of the role play" in page.content.decode()
    send(client, "mentors:score", found.pk, **sheet, role_play_earned="18", role_play_possible="20")

    kept = found.scores.get(criterion="communication")
    assert (kept.points, kept.evidence) == (4, "Role play: 18 of 20 points. Seen")


def test_from_selection_to_a_posting(client, path):
    mentor = path.selected()
    sign_in(client, path.master)
    send(client, "mentors:step", mentor.pk, then="begin_preparation")
    page = send(client, "mentors:step", mentor.pk, then="make_provisional")
    assert "Record their proficiency" in page.content.decode()
    send(client, "mentors:proficiency", mentor.pk, area="maternal", proven_by="both", assessed_on=TODAY, percent="92")
    for module in ("communication", "feedback", "coaching", "clinical_teaching", "active_listening", "checklists"):
        send(client, "mentors:module", mentor.pk, module=module, stage="2", done_on=TODAY, passed="yes")
    send(client, "mentors:step", mentor.pk, then="make_provisional")
    for days in (3, 1):
        send(client, "mentors:co_visit", mentor.pk, held_on=TODAY - timedelta(days=days), earned="11", possible="12")
    sign_in(client, path.neema)
    send(client, "mentors:step", mentor.pk, then="sign_confidentiality")
    assert send(client, "mentors:step", mentor.pk, then="certify_mentor").status_code == 404
    sign_in(client, path.daniel)
    send(client, "mentors:step", mentor.pk, then="certify_mentor")
    assert Mentor.objects.get().standing == "certified"
    sign_in(client, path.coordinator)
    page = send(
        client, "mentors:assign", mentor.pk, programme=path.programme.pk, place="Mtoni Health Centre", time_share="0.2",
        since=TODAY, until=TODAY + timedelta(days=180),
    )  # fmt: skip
    assert "Active" in words(page) and "Mtoni Health Centre" in words(page)


def test_a_mentor_pauses_is_reviewed_answers_and_is_kept(client, path):
    mentor = path.active()
    sign_in(client, path.neema)
    send(client, "mentors:pause", mentor.pk, until=TODAY + timedelta(days=9), reason="Leave")
    send(client, "mentors:step", mentor.pk, then="resume")
    send(client, "mentors:load", mentor.pk, max_mentees="5", max_places="2", hours_a_month="20")
    sign_in(client, path.coordinator)
    send(client, "mentors:review", mentor.pk, reason="Scores far above the verifiers'")
    sign_in(client, path.neema)
    send(client, "mentors:reply", mentor.pk, reply="The cases were easy")
    sign_in(client, path.daniel)
    assert "The cases were easy" in words(client.get(reverse("mentors:decide", args=[mentor.pk])))
    send(client, "mentors:decide", mentor.pk, keep="yes", note="We looked at both")
    sign_in(client, path.neema)
    send(client, "mentors:retire", mentor.pk, reason="Moving away")

    assert [each.after for each in queries.changes(mentor)][:5] == [
        "retired", "certified", "under_review", "active", "paused",
    ]  # fmt: skip


def test_support_and_teams_are_kept(client, path):
    mentor = path.active()
    other = Mentor.objects.create(
        person=path.asha, affiliation="peer", home=path.mtoni, area_path=path.mtoni.path, max_mentees=4, max_places=1,
        since=TODAY, standing="active", certified_until=TODAY + timedelta(days=9),
    )  # fmt: skip
    sign_in(client, path.coordinator)
    assert "never supported" in words(client.get(reverse("mentors:support")))
    send(client, "mentors:record_support", held_on=TODAY, channel="call", mentors=[mentor.pk], agenda="Feedback")
    send(
        client, "mentors:form_team", programme=path.programme.pk, name="Blue team", mentor_0=mentor.pk, role_0="clinical",
        mentor_1=other.pk, role_1="laboratory",
    )  # fmt: skip

    assert (SupportContact.objects.get().place, MentorTeam.objects.get().members.count()) == (path.kivuma, 2)
    assert "Blue team" in words(client.get(reverse("mentors:teams")))
    page = words(client.get(reverse("mentors:mentors")))
    assert "Certificates that end within 60 days" in page and "Asha" in page


def test_weights_are_changed_by_who_runs_the_programme(client, path):
    weights = {each.code: "14" for each in Criterion.objects.all()}
    sign_in(client, path.coordinator)
    assert client.get(reverse("mentors:criteria")).status_code == 403
    sign_in(client, path.daniel)
    assert "98 together" in send(client, "mentors:criteria", **weights).content.decode()
    send(client, "mentors:criteria", **{**weights, "expertise": "16"})

    assert Criterion.objects.get(pk="expertise").weight == 16


def test_pressing_what_is_not_offered_finds_nothing(client, path):
    mentor = path.provisional()
    sign_in(client, path.master)

    for then in ("", "remove", "certify_mentor"):
        assert send(client, "mentors:step", mentor.pk, then=then).status_code == 404
    assert (
        client.post(
            reverse("mentors:step", args=[mentor.pk]), {"then": "make_provisional", "act_id": "x" * 36}
        ).status_code
        == 404
    )


def statements(client):
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("mentors:mentors"))
    return len(found)


def test_the_list_stays_as_quick_with_more_in_it(client, path):
    path.active()
    sign_in(client, path.coordinator)
    client.get(reverse("mentors:mentors"))
    before = statements(client)
    for person in (path.asha, path.juma, path.joseph):
        Mentor.objects.create(
            person=person, affiliation="peer", home=path.mtoni, area_path=path.mtoni.path, max_mentees=4, max_places=1,
            since=TODAY, certified_until=TODAY + timedelta(days=99), standing="active",
        )  # fmt: skip

    assert statements(client) == before <= 15


def test_a_manager_takes_over_a_mentor_certified_before(client, path):
    sign_in(client, path.daniel)
    page = send(
        client, "mentors:recognise", path.asha.pk, affiliation="senior", certified_on=TODAY - timedelta(days=90),
        areas=["maternal"], evidence="Ministry certificate 12",
    )  # fmt: skip

    assert "Certified" in words(page) and "Maternal health" in words(page)
    sign_in(client, path.coordinator)
    assert client.get(reverse("mentors:recognise", args=[path.juma.pk])).status_code == 403


def test_whoever_carries_more_than_was_agreed_stands_out(client, path):
    mentor = path.active()
    Mentor.objects.filter(pk=mentor.pk).update(max_mentees=0)
    sign_in(client, path.coordinator)
    assert "0 of 0" in words(client.get(reverse("mentors:mentors")))
    relationship = Relationship.objects.create(
        programme=path.programme, place=path.mtoni, area_path=path.mtoni.path, shape="one_to_one", model="visiting",
        purpose="performance_gap", status="active", status_since=TODAY, since=TODAY, proposed_at=NOON,
        planned_end_on=TODAY + timedelta(days=90),
    )  # fmt: skip
    relationship.mentors.create(mentor=mentor, is_lead=True, since=TODAY)
    relationship.mentees.create(person=path.joseph, since=TODAY)
    assert "1 of 0above what was agreed" in words(client.get(reverse("mentors:mentors")))
