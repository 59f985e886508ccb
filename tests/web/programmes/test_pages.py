"""Designing a programme on its pages, as a manager does it, and reading it as others may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from alongside.domain.programmes.models import (
    CadencePhase,
    ChosenIndicator,
    DesignVersion,
    OptionScore,
    Overlap,
    Programme,
    ProgrammeGoal,
)
from alongside.kernel.ids import uuid7
from tests.domain.programmes.designed import TODAY, Drafted
from tests.people import a_person, a_place, an_employment, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db
GOAL = {
    "kind": "quality", "text": "Fewer women bleed", "indicator": "QOC-01", "measured": "percent", "baseline": "54",
    "target": "85", "due_on": "2027-06-30",
}  # fmt: skip


@pytest.fixture
def drafted(db):
    return Drafted()


@pytest.fixture
def manager(client, drafted):
    return sign_in(client, drafted.daniel)


def send(client, view, *args, **given):
    return client.post(reverse(view, args=args), {"act_id": str(uuid7()), **given}, follow=True)


def look(client, view, *args, query=""):
    return client.get(reverse(view, args=args) + query)


def test_a_programme_is_begun_from_a_template_and_as_a_copy(manager, drafted):
    page = send(
        manager, "programmes:begin", name="Strong Start", code="strong", place="Kivuma", starts_on="2026-06-01",
        ends_on="2027-05-31", start_from="community",
    )  # fmt: skip
    assert "Step 1 of 11" in words(page)
    assert Programme.objects.get(code="strong").components.get().most_mentees == 12

    drafted.goal()
    send(
        manager, "programmes:begin", name="Second", code="second", place="Temba", starts_on="2026-06-01", ends_on="",
        start_from=str(drafted.programme.pk),
    )  # fmt: skip
    assert Programme.objects.get(code="second").goals.count() == 1
    assert "Second" in words(look(manager, "programmes:programmes"))
    assert "Second" not in words(look(manager, "programmes:programmes", query="?status=active"))


def test_a_goal_without_its_indicator_names_the_field_and_keeps_what_was_typed(manager, drafted):
    pk = drafted.programme.pk

    page = send(manager, "programmes:add", pk, "goal", **{**GOAL, "indicator": ""})
    assert "Choose the indicator that shows this goal." in words(page) and b"Fewer women bleed" in page.content

    page = send(manager, "programmes:add", pk, "goal", **GOAL)
    assert "54 → 85 per cent" in words(page)
    goal = ProgrammeGoal.objects.get()
    assert b'value="85.00"' in look(manager, "programmes:change", pk, "goal", goal.pk).content
    send(manager, "programmes:change", pk, "goal", goal.pk, **{**GOAL, "target": "90"})
    assert ProgrammeGoal.objects.get().target == 90
    for _ in range(2):
        page = send(manager, "programmes:drop", pk, "goal", goal.pk)
        assert "No goal yet." in words(page)
    assert not ProgrammeGoal.objects.exists()


def test_a_step_is_saved_unfinished_and_says_what_is_missing(manager, drafted):
    pk = drafted.programme.pk

    page = send(manager, "programmes:step", pk, "focus", problem="Bleeding after birth", then="save")
    assert "Saved. You can go on any time." in words(page) and b"Bleeding after birth" in page.content

    page = send(manager, "programmes:step", pk, "focus", problem="Bleeding after birth", cause="resources", then="done")
    assert "Saved, and not done yet." in words(page) and "at least one competency" in words(page)
    assert "Fix supply, not mentoring" in words(page)


def test_a_finished_step_leads_to_the_next_that_is_open(manager, drafted):
    pk = drafted.programme.pk
    given = {"criteria": ["expertise"], "pass_mark": "65", "practised_within": "12", "years_as_chw": "2"}

    page = send(manager, "programmes:step", pk, "selection", **given, who_selects="Two scorers", then="done")

    assert "Step 4 of 11" in words(page) and "1 of 11 steps done" in words(page)


def test_the_rule_for_community_mentors_is_tried_on_the_people_of_the_area(manager, drafted):
    centre = a_place("Kivuma Health Centre", under=drafted.programme.place)
    for name, begun in (
        ("Asha", TODAY - timedelta(days=400)),
        ("Juma", TODAY - timedelta(days=1200)),
        ("Neema", TODAY),
    ):
        an_employment(a_person(name), centre, cadre="chw", since=begun)
    page = send(manager, "programmes:step", drafted.programme.pk, "selection", years_as_chw="1", practised_within="12")

    assert "2 of 3 community health workers have worked 1 years or more" in words(page)


def test_a_text_that_names_somebody_is_shown_again_with_a_question(manager, drafted):
    page = send(manager, "programmes:step", drafted.programme.pk, "system", owner="Ring 0712 345 678", then="save")

    assert "no client is named here" in words(page) and b"0712 345 678" in page.content


def test_suggestions_say_where_they_come_from(manager, drafted):
    page = words(look(manager, "programmes:step", drafted.programme.pk, "rhythm"))

    assert "MCSP brief, lines 93 and 113" in page
    asked = html.fromstring(look(manager, "programmes:step", drafted.programme.pk, "selection").content)
    assert asked.xpath("//input[@name='pass_mark']/@title") == ["Default: 65 (our proposal; change it)"]
    assert "50 contacts, the first on" in page


def test_a_visiting_model_is_monthly_over_two_days_without_touching_it(manager, drafted):
    page = words(look(manager, "programmes:step", drafted.programme.pk, "rhythm"))

    assert "each month, 6 contacts, 16 h" in page
    assert "Visit each month → every 2 months → each quarter + Telephone call every 2 weeks" in page


def test_the_start_up_begins_with_the_leadership(manager, drafted):
    pk = drafted.programme.pk
    before = look(manager, "programmes:step", pk, "leadership").content
    drafted.leadership()

    after = look(manager, "programmes:step", pk, "leadership").content
    assert [page.count(b'<li class="later">') for page in (before, after)] == [8, 0]


def test_approaches_overlap_until_it_is_answered(manager, drafted):
    pk = drafted.programme.pk
    for name in ("Supervision", "Refresher"):
        send(manager, "programmes:add", pk, "approach", kind="supervision", name=name, starts_on="2026-05-01")
    first, second = drafted.programme.approaches.order_by("pk")

    page = look(manager, "programmes:step", pk, "goals")
    assert "the same people, the same thing, the same month" in words(page)
    assert "purpose not said yet" in words(page)
    page = send(manager, "programmes:overlap", pk, first.pk, second.pk, answer="accepted", note="Wanted so.")
    assert "Wanted so." in words(page) and Overlap.objects.count() == 1
    page = send(manager, "programmes:change", pk, "approach", first.pk, kind="supervision", name="Supervision", starts_on="2026-05-01", purpose="The whole place", place="Mtoni")  # fmt: skip
    assert "Mtoni" in words(page)


def test_the_models_are_weighed(manager, drafted):
    pk = drafted.programme.pk

    page = send(manager, "programmes:weigh", pk, "visiting", "reach", points="5", note="Every centre is reached.")

    assert OptionScore.objects.get().points == 5 and "Every centre is reached." in words(page)


def test_a_model_left_empty_takes_the_usual_load_and_its_rhythm_is_changed(manager, drafted):
    pk = drafted.programme.pk

    page = send(manager, "programmes:add", pk, "model", model="internal", deployment="embedded")
    assert "at most 6 mentees and 1 workplaces" in words(page)
    component = drafted.programme.components.get(model="internal")
    given = {"component": component.pk, "channel": "sms", "times": "2", "every": "1", "unit": "week"}
    page = send(manager, "programmes:add", pk, "phase", **given)
    assert "2 times each week, until the end" in words(page)
    phase = CadencePhase.objects.get(component=component, channel="sms")
    send(manager, "programmes:change", pk, "phase", phase.pk, **{**given, "times": "3"})
    phase.refresh_from_db()
    assert phase.times == 3


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("structure", {"name": "District team", "use": "reuse"}, "District team"),
        ("hand_over", {"what": "Cars", "now": "Partner", "later": "District", "by_government": "yes", "yearly_cost": "900"}, "A government pays 100 % of the yearly cost later."),
        ("incentive", {"what": "Airtime", "whom": "mentors", "payer": "Partner", "ends_on": "2027-10-31"}, "nobody pays for it afterwards"),
        ("focus", {"competency": "amtsl", "purpose": "new"}, "each week at first, then each month"),
        ("start_up", {"code": "leadership", "level": "national", "done_on": TODAY, "note": "They lead it."}, "They lead it."),
    ],
)  # fmt: skip
def test_each_kind_of_line_is_kept_and_shown(manager, drafted, kind, given, said):
    assert said in words(send(manager, "programmes:add", drafted.programme.pk, kind, **given))


def test_indicators_are_chosen_by_family(manager, drafted):
    pk = drafted.programme.pk

    page = send(manager, "programmes:indicators", pk, VIS=["VIS-01"], LRN=["LRN-08"])

    assert "Competent share (independent observers)" in words(page)
    assert ChosenIndicator.objects.count() == 2
    assert "2 chosen of 77" in words(look(manager, "programmes:indicators", pk))


def test_from_review_to_a_signed_document_and_a_beginning(manager, drafted, monkeypatch):
    drafted.finish()
    pk = drafted.programme.pk
    page = words(look(manager, "programmes:programme", pk))
    assert "Nobody has looked yet whether this is mentoring as defined" in page and "Send for review" in page

    send(manager, "programmes:move", pk, "submit_for_review")
    page = send(manager, "programmes:move", pk, "approve", signed_as="Daniel Phiri, manager", signed_on=TODAY)
    assert "Version 1" in words(page) and "Certified mentors: 0" in words(page)
    assert "Certify at least one mentor for this area." in words(page)
    assert b'<button class="button" disabled' in page.content
    page = send(manager, "programmes:move", pk, "activate")
    assert "It cannot begin yet." in words(page)
    drafted.may_begin(monkeypatch)
    send(manager, "programmes:waive", pk, note="The district pays.")
    send(manager, "programmes:move", pk, "activate")
    page = send(manager, "programmes:attest", pk, reviewer=drafted.daniel.pk, on=TODAY, note="All six are kept.")
    assert "Active" in words(page) and "All six are kept." in words(page)
    page = send(manager, "programmes:move", pk, "renew_design", signed_as="Daniel", signed_on=TODAY)
    assert DesignVersion.objects.count() == 2
    page = send(manager, "programmes:move", pk, "pause", note="The rains.")
    assert "The rains." in words(page)
    assert look(manager, "programmes:move", pk, "approve").status_code == 404


def test_the_document_is_read_and_taken_as_pdf(manager, drafted):
    drafted.approved()
    pk = drafted.programme.pk

    page = words(look(manager, "programmes:document", pk, query="?version=1"))
    assert "signed by Daniel Phiri, programme manager" in page and "Fewer women bleed after birth" in page
    assert "Per diemMentorsPartner31 October 2027nobody yet" in page
    for query, name in (("?version=1", "safe-start-1.pdf"), ("", "safe-start-draft.pdf")):
        paper = look(manager, "programmes:paper", pk, query=query)
        assert paper.content.startswith(b"%PDF-") and name in paper["Content-Disposition"]
        assert look(manager, "programmes:paper", pk, query=query).content == paper.content
    for query in ("?version=2", "?version=x"):
        assert look(manager, "programmes:paper", pk, query=query).status_code == 404
        assert look(manager, "programmes:document", pk, query=query).status_code == 404


def test_what_people_type_is_never_read_as_layout(manager, drafted):
    drafted.goal(text='#panic("no") $x$ *bold* \\ " } ]')

    assert look(manager, "programmes:paper", drafted.programme.pk).content.startswith(b"%PDF-")


def test_the_schedule_lists_every_contact(manager, drafted):
    page = words(look(manager, "programmes:schedule", drafted.programme.pk))

    assert "50 contacts" in page and "Telephone call" in page


def test_a_design_in_review_is_read_and_not_changed(manager, drafted):
    drafted.finish()
    drafted.do("submit_for_review")

    page = look(manager, "programmes:step", drafted.programme.pk, "focus")
    assert "The design is at “In review” and is not changed here." in words(page)
    assert "Case reviews of 2025" in words(page) and b"<textarea" not in page.content


def test_a_coordinator_reads_and_does_not_change(client, drafted):
    sign_in(client, drafted.coordinator)
    pk = drafted.programme.pk

    assert look(client, "programmes:step", pk, "goals").status_code == 200
    assert client.post(reverse("programmes:step", args=[pk, "goals"]), {"role": "x"}).status_code == 404
    for view, args in (("programmes:add", (pk, "goal")), ("programmes:move", (pk, "submit_for_review"))):
        assert look(client, view, *args).status_code == 403
    sign_in(client, drafted.stranger)
    assert look(client, "programmes:programme", pk).status_code == 404


@pytest.mark.parametrize(
    ("view", "args"),
    [
        ("programmes:step", ("twelve",)), ("programmes:add", ("song",)), ("programmes:change", ("goal", 9)),
        ("programmes:drop", ("goal", 9)), ("programmes:drop", ("song", 9)), ("programmes:weigh", ("visiting", "charm")),
        ("programmes:overlap", (1, 2)), ("programmes:move", ("close",)), ("programmes:move", ("answer_step",)),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(manager, drafted, view, args):
    assert look(manager, view, drafted.programme.pk, *args).status_code == 404


def test_the_list_costs_the_same_with_more_in_it(manager, drafted, django_assert_max_num_queries):
    for number in range(3):
        Programme.objects.create(code=f"p{number}", name=f"P{number}", place=drafted.kivuma, starts_on=TODAY)
    look(manager, "programmes:programmes")

    with django_assert_max_num_queries(10):
        look(manager, "programmes:programmes")
