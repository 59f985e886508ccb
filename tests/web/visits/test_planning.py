"""Pages of visits before they are held and after they were handed in: the next step of each, for whom it waits."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.domain.agreements.models import Engagement
from alongside.domain.encounters.commands import add_encounter, return_visit, submit_visit
from alongside.domain.encounters.models import Visit
from alongside.kernel.ids import uuid7
from tests.domain.encounters.slots import DAY, SLOT, Slots
from tests.observed import TODAY
from tests.people import NOON, a_place, sign_in
from tests.web.reading import words

pytestmark = pytest.mark.django_db
EVERYBODY = ("joseph", "amina", "coordinator", "verifier", "grace", "daniel", "officer", "admin", "stranger")


class Pages(Slots):
    def __init__(self, client):
        super().__init__()
        self.client = client

    def get(self, who, name, *args, query=""):
        return sign_in(self.client, getattr(self, who)).get(reverse(name, args=args) + query)

    def post(self, who, name, *args, query="", **given):
        return sign_in(self.client, getattr(self, who)).post(
            reverse(name, args=args) + query, {"act_id": str(uuid7()), **given}
        )

    def press(self, who, visit, then):
        return self.post(who, "visits:visit", visit.pk, then=then)

    def handed_in(self):
        visit = self.visit()
        self.met(visit, self.joseph)
        return submit_visit(by=self.amina, at=NOON, visit=visit)

    def status(self, visit):
        return Visit.objects.get(pk=visit.pk).status


@pytest.fixture
def here(client):
    with time_machine.travel(NOON, tick=False):
        yield Pages(client)


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def buttons(answer):
    return re.findall(r'name="then" value="(\w+)"', answer.content.decode())


# Planning


def test_amina_plans_a_visit_from_the_list(here):
    assert reverse("visits:plan") in here.get("amina", "visits:visits").content.decode()
    assert "Which place do you plan to visit?" in said(here.get("amina", "visits:plan"))

    query = f"?place={here.mtoni.pk}"
    answer = here.post(
        "amina", "visits:plan", query=query, planned_on=SLOT.isoformat(), purpose="mentoring", lead=str(here.amina.pk),
        companion_0=str(here.coordinator.pk), role_0="management", theme="Referral",
    )  # fmt: skip

    visit = Visit.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("visits:visit", args=[visit.pk]))
    assert (visit.status, visit.planned_on, visit.theme) == ("planned", SLOT, "Referral")
    assert [(row.person, row.role) for row in visit.mentors.order_by("pk")] == [
        (here.amina, "lead"), (here.coordinator, "management"),
    ]  # fmt: skip


def test_what_stands_in_the_way_is_said_at_the_field_and_nothing_typed_is_lost(here):
    here.planned()

    answer = here.post(
        "amina", "visits:plan", query=f"?place={here.mtoni.pk}", planned_on=SLOT.isoformat(), purpose="mentoring",
        lead=str(here.amina.pk), theme="Referral",
    )  # fmt: skip

    assert "Amina has a visit to Mtoni Health Centre on 21 April 2026" in said(answer)
    assert 'value="Referral"' in answer.content.decode()
    assert Visit.objects.count() == 1


def test_a_visit_planned_by_pressing_twice_is_planned_once(here):
    given = {"planned_on": SLOT.isoformat(), "purpose": "mentoring", "lead": str(here.amina.pk), "act_id": str(uuid7())}
    for _ in range(2):
        assert here.post("amina", "visits:plan", query=f"?place={here.mtoni.pk}", **given).status_code == 302

    assert Visit.objects.count() == 1


def test_nobody_plans_where_they_do_not_mentor(here):
    query = f"?place={here.mbuyu.pk}"

    assert here.get("amina", "visits:plan", query=query).status_code == 404
    assert here.get("grace", "visits:plan", query=query).status_code == 403


# The page of a visit


@pytest.mark.parametrize(
    ("status", "who", "pressed"),
    [
        ("planned", "amina", ["request"]), ("planned", "grace", []), ("requested", "amina", []),
        ("requested", "coordinator", ["approve"]), ("approved", "grace", ["confirm"]), ("approved", "coordinator", []),
        ("approved", "amina", []), ("confirmed", "amina", ["check_in"]), ("in_progress", "amina", ["check_out"]),
        ("draft", "coordinator", []), ("planned", "officer", []),
    ],
)  # fmt: skip
def test_the_page_offers_the_next_step_to_whoever_takes_it(here, status, who, pressed):
    visit = here.at(status)

    assert buttons(here.get(who, "visits:visit", visit.pk)) == pressed


def test_a_visit_goes_from_plan_to_verified_on_its_page(here):
    visit = here.planned()
    for who, then in (("amina", "request"), ("coordinator", "approve"), ("grace", "confirm")):
        assert here.press(who, visit, then).status_code == 302
    with time_machine.travel(NOON + (SLOT - TODAY), tick=False):
        here.press("amina", visit, "check_in")
        given = {"held_on": SLOT, "people": [here.joseph], "minutes": 40}
        add_encounter(by=here.amina, at=NOON + (SLOT - TODAY), visit=Visit.objects.get(), **given)
    with time_machine.travel(NOON + (SLOT - TODAY) + DAY / 8, tick=False):
        here.press("amina", visit, "check_out")
        assert "Write what the leadership hears" in said(here.get("amina", "visits:visit", visit.pk))
        here.post("amina", "visits:submit", visit.pk)
        assert here.status(visit) == "draft"
        here.post("amina", "visits:write_debrief", visit.pk, strength_1="Calm preparation")
        here.post("amina", "visits:submit", visit.pk)
        here.press("coordinator", visit, "verify")

        page = said(here.get("coordinator", "visits:visit", visit.pk))
    assert here.status(visit) == "verified"
    for word in ("Requested", "Approved", "Confirmed", "In progress", "Submitted", "Verified"):
        assert word in page.split("How it came about")[1]


def test_a_step_that_is_not_offered_is_not_there(here):
    visit = here.planned()

    assert here.press("amina", visit, "approve").status_code == 404
    assert here.press("amina", visit, "check_out").status_code == 302  # refused in words on the page
    assert here.status(visit) == "planned"


def test_a_refusal_is_said_on_the_page(here):
    visit = here.at("approved", mentors=[(here.amina, "lead"), (here.coordinator, "management")])
    here.press("grace", visit, "confirm")

    assert "Rehema has not said yet that they come" in said(here.get("grace", "visits:visit", visit.pk))


def test_a_workplace_that_has_not_agreed_is_warned_of_and_a_reason_asked(here):
    visit = here.planned()
    Engagement.objects.update(status="lapsed")

    page = here.get("amina", "visits:visit", visit.pk)
    assert ("The leadership of this workplace has not agreed" in said(page), buttons(page)) == (True, [])
    here.post("amina", "visits:ask_approval", visit.pk, reason="They want to meet first")
    assert here.status(visit) == "requested"


def test_beyond_the_share_of_time_the_reason_is_asked(here):
    here.posting.time_share = "0.04"
    here.posting.save()
    here.visit()
    visit = here.at("requested")

    page = here.get("coordinator", "visits:visit", visit.pk)
    assert ("2 visit days in this month and time for 1" in said(page), buttons(page)) == (True, [])
    here.post("coordinator", "visits:approve", visit.pk, reason="The outbreak cannot wait")
    assert here.status(visit) == "approved"


@pytest.mark.parametrize(
    ("status", "name", "who", "after"),
    [
        ("requested", "decline", "coordinator", "planned"), ("approved", "confirm", "coordinator", "confirmed"),
        ("confirmed", "cancel", "grace", "cancelled"), ("planned", "cancel", "amina", "cancelled"),
    ],
)  # fmt: skip
def test_a_step_that_needs_a_reason_asks_for_it(here, status, name, who, after):
    visit = here.at(status)

    assert here.post(who, f"visits:{name}", visit.pk, reason="").status_code == 200
    assert here.status(visit) == status
    assert here.post(who, f"visits:{name}", visit.pk, reason="Outbreak in the district").status_code == 302
    assert here.status(visit) == after
    assert "Outbreak in the district" in said(here.get(who, "visits:visit", visit.pk))


def test_a_visit_is_moved_and_the_page_says_from_where(here):
    visit = here.at("confirmed")
    given = {"planned_on": (SLOT + DAY).isoformat(), "reason": "Clinic day moved"}
    here.post("amina", "visits:reschedule", visit.pk, **given)

    page = said(here.get("amina", "visits:visit", visit.pk))
    assert here.status(visit) == "requested"
    assert "moved from Tue 21 Apr : Clinic day moved" in page


def test_a_mentor_says_on_the_page_that_they_come(here):
    visit = here.planned(by=here.coordinator, mentors=[(here.amina, "lead")])
    assert "has not said yet" in said(here.get("amina", "visits:visit", visit.pk))

    here.post("amina", "visits:coming", visit.pk, here.amina.pk)

    assert visit.mentors.get().confirmed_at == NOON
    assert here.post("grace", "visits:coming", visit.pk, here.amina.pk).status_code == 404


def test_returned_notes_stand_where_they_belong_until_it_is_verified(here):
    visit = here.handed_in()
    given = {"people": "Was nobody else there?", "length": "Four hours on both days?"}
    assert here.post("coordinator", "visits:give_back", visit.pk).status_code == 200
    here.post("coordinator", "visits:give_back", visit.pk, **given)

    page = said(here.get("amina", "visits:visit", visit.pk))
    assert page.count("To look at: Was nobody else there?") == 1
    assert "Length: Four hours on both days?" in page
    assert page.index("People met") < page.index("To look at: Was nobody") < page.index("Joseph")
    here.post("amina", "visits:submit", visit.pk)
    here.press("coordinator", visit, "verify")
    assert "To look at:" not in said(here.get("amina", "visits:visit", visit.pk))


def test_a_visit_that_is_ahead_has_no_people_met(here):
    page = said(here.get("amina", "visits:visit", here.planned().pk))

    assert ("People met" in page, "Planned for Tue 21 Apr" in page) == (False, True)


def test_who_opens_the_page_of_a_step(here):
    visits = {
        "ask_approval": (here.planned(), {"amina", "coordinator"}), "decline": (here.at("requested", on=SLOT + DAY), {"coordinator"}),
    }  # fmt: skip
    for name, (visit, expected) in visits.items():
        opened = {who for who in EVERYBODY if here.get(who, f"visits:{name}", visit.pk).status_code == 200}
        assert opened == expected


# Waiting


def inbox(here, who):
    page = here.get(who, "visits:waiting").content.decode()
    return re.findall(r"<h2>([^<]+)</h2>", page)


def test_every_step_waits_for_whoever_takes_it(here):
    here.posting.time_share = 1
    here.posting.save()
    here.handed_in()
    here.planned(planned_on=SLOT)
    here.at("requested", on=SLOT + DAY)
    here.at("approved", on=SLOT + 2 * DAY)
    here.at("confirmed", on=SLOT + 6 * DAY)

    assert inbox(here, "amina") == ["Confirmed, to be held", "Planned, approval not asked yet"]
    assert inbox(here, "coordinator") == ["To approve", "To verify"]
    assert inbox(here, "grace") == ["To confirm for your workplace"]
    assert inbox(here, "stranger") == []


def test_a_returned_visit_comes_first_for_its_mentor(here):
    return_visit(by=here.coordinator, at=NOON, visit=here.handed_in(), notes=[("length", "So long?")])
    here.at("planned")

    assert inbox(here, "amina")[0] == "Returned to you"
    assert "1 waits for you" in said(here.get("amina", "visits:visits"))


def test_what_waits_longest_comes_first(here):
    other = a_place("Lusanga Health Centre", under=here.kivuma)
    here.posted(here.mentor, other)
    for place, on in ((here.mtoni, SLOT + DAY), (other, SLOT)):
        with time_machine.travel(NOON + (SLOT - on), tick=False):
            here.planned(place=place, planned_on=on, at=NOON + (SLOT - on))

    page = said(here.get("amina", "visits:waiting"))
    assert page.index("Mtoni") < page.index("Lusanga")


def test_the_waiting_list_costs_the_same_with_three_visits_as_with_one(here):
    costs = []
    for days in (0, 1, 2):
        here.planned(planned_on=SLOT + days * DAY)
        with CaptureQueriesContext(connection) as seen:
            answer = here.get("amina", "visits:waiting")
        assert answer.status_code == 200
        costs.append(len(seen))
    assert costs[1] == costs[2]


def test_a_plan_after_the_posting_ended_offers_to_renew_it(here):
    here.posting.until = SLOT
    here.posting.save()
    given = {"planned_on": SLOT, "purpose": "mentoring", "lead": here.amina.pk, "programme": here.programme.pk}
    place = f"?place={here.mtoni.pk}"

    page = here.post("amina", "visits:plan", query=place, **given)
    assert "does not hold on that day" in words(page) and "The coordinator of the district renews postings." in words(
        page
    )
    page = here.post("coordinator", "visits:plan", query=place, **given)
    assert reverse("mentors:renew", args=[here.posting.pk]) in page.text
    here.post("coordinator", "mentors:renew", here.posting.pk, since=SLOT, until=SLOT + 60 * DAY)
    here.post("coordinator", "visits:plan", query=place, **given)

    assert Visit.objects.get().planned_on == SLOT
