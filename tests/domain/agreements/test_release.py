"""Staff are asked for, released, covered; every step done, refused to a stranger, refused by its rules, sent twice."""

from datetime import time, timedelta

import pytest

from alongside.domain.agreements import commands, queries
from alongside.domain.agreements.models import BackupCover, Released, ReleaseRequest
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from tests.observed import TODAY, Mawari
from tests.people import NOON, a_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THURSDAY = TODAY + 2 * DAY


class Ward(Mawari):
    def __init__(self):
        super().__init__()
        self.neema = a_person("Neema", works_at=self.mtoni)
        self.asha = a_person("Asha", works_at=self.mtoni)

    def ask(self, *people, by=None, **more):
        given = {
            "programme": self.programme, "place": self.mtoni, "people": list(people or (self.joseph, self.neema)),
            "released_as": "mentee", "day": THURSDAY, **more,
        }  # fmt: skip
        return commands.ask_release(**{"by": by or self.amina, "at": NOON, **given})

    def answer(self, request, *released, by=None, **more):
        given = {"release": request, "released": list(released), **more}
        return commands.answer_release(**{"by": by or self.grace, "at": NOON, **given})


@pytest.fixture
def ward():
    return Ward()


def code(call, *args, **given):
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.code


def test_all_some_or_nobody_is_released(ward):
    assert ward.answer(ward.ask(), ward.joseph, ward.neema).status == "approved"
    partly = ward.answer(ward.ask(day=THURSDAY + DAY), ward.joseph)
    assert partly.status == "partly"
    assert dict(partly.people.values_list("person__given_names", "is_released")) == {"Joseph": True, "Neema": False}
    declined = ward.answer(ward.ask(day=THURSDAY + 2 * DAY), alternative_day=THURSDAY + 9 * DAY)
    assert (declined.status, declined.alternative_day) == ("declined", THURSDAY + 9 * DAY)


def test_nobody_is_declined_without_a_word(ward):
    request = ward.ask()

    assert code(ward.answer, request) == "agreements.no_reason"
    assert code(ward.answer, request, alternative_day=TODAY - DAY) == "agreements.day_is_past"
    assert code(ward.answer, request, note="The mother of Halima, 0712 345 678") == "text.names_somebody"
    assert ward.answer(request, note="Two are on leave").status == "declined"
    assert code(ward.answer, request, ward.joseph) == "states.not_from_here"


def test_only_who_was_asked_for_is_released(ward):
    assert code(ward.answer, ward.ask(ward.joseph), ward.asha) == "agreements.not_in_request"


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"day": TODAY - DAY}, "agreements.day_is_past"),
        ({"people": []}, "agreements.nobody_named"),
        ({"begins_at": time(12), "ends_at": time(8)}, "agreements.ends_before_it_starts"),
        ({"reason": "Call 0712 345 678"}, "text.names_somebody"),
    ],
)
def test_a_request_names_people_and_a_day_to_come(ward, more, refused):
    assert code(ward.ask, **more) == refused
    assert not ReleaseRequest.objects.exists()


def test_staff_of_the_place_are_asked_for_once_a_day(ward):
    assert code(ward.ask, ward.stranger) == "agreements.works_elsewhere"
    request = ward.ask(ward.joseph)
    assert code(ward.ask, ward.joseph) == "agreements.asked_already"
    ward.answer(request, note="Not this week")
    assert ward.ask(ward.joseph).status == "sent"


def test_a_request_lapses_after_its_last_day(ward):
    request = ward.ask(day=TODAY + 40 * DAY)
    assert request.answer_by == TODAY + 14 * DAY
    late = NOON + 15 * DAY
    assert commands.expire_releases(by=None, at=NOON + 14 * DAY) == 0
    assert code(ward.answer, request, ward.joseph, at=late) == "agreements.too_late"
    assert commands.expire_releases(by=None, at=late) == 1
    assert commands.expire_releases(by=None, at=late) == 0
    assert code(ward.answer, request, ward.joseph) == "states.not_from_here"


def test_whether_they_came_is_noted_on_the_day(ward):
    request = ward.answer(ward.ask(), ward.joseph)
    given = {"by": ward.amina, "release": request, "came": True}

    assert code(commands.note_release, at=NOON, **given) == "agreements.in_future"
    assert commands.note_release(at=NOON + 2 * DAY, **given).status == "used"
    assert code(commands.note_release, at=NOON + 2 * DAY, **given) == "states.not_from_here"


def test_a_stranger_is_refused(ward):
    request = ward.ask()
    cover = commands.ask_cover(by=ward.grace, at=NOON, release=request, for_person=ward.joseph)
    for by in (ward.stranger, ward.joseph, ward.officer):
        assert code(ward.ask, ward.asha, by=by) == "acts.not_yours"
        assert code(ward.answer, request, ward.joseph, by=by) == "acts.not_yours"
        assert code(commands.note_release, by=by, at=NOON, release=request, came=True) == "acts.not_yours"
        assert code(commands.ask_cover, by=by, at=NOON, release=request, for_person=ward.neema) == "acts.not_yours"
        assert code(commands.answer_cover, by=by, at=NOON, cover=cover, by_person=ward.asha) == "acts.not_yours"
    assert code(ward.answer, request, ward.joseph, by=ward.amina) == "acts.not_yours"


def test_what_is_sent_twice_is_done_once(ward):
    ids = [uuid7() for _ in range(5)]
    for _ in range(2):
        request = ward.ask(act_id=ids[0])
        request = ward.answer(request, ward.joseph, act_id=ids[1])
        cover = commands.ask_cover(by=ward.grace, at=NOON, release=request, for_person=ward.joseph, act_id=ids[2])
        commands.answer_cover(by=ward.grace, at=NOON, cover=cover, by_person=ward.asha, act_id=ids[3])
        commands.note_release(by=ward.amina, at=NOON + 2 * DAY, release=request, came=False, act_id=ids[4])

    assert ReleaseRequest.objects.get().status == "not_used"
    assert (Released.objects.count(), BackupCover.objects.get().status) == (2, "confirmed")


def test_cover_is_found_or_not(ward):
    request = ward.answer(ward.ask(), ward.joseph)
    given = {"by": ward.grace, "at": NOON}
    assert code(commands.ask_cover, **given, release=request, for_person=ward.neema) == "agreements.not_in_request"
    cover = commands.ask_cover(**given, release=request, for_person=ward.joseph, ward="Maternity")
    assert (
        code(commands.ask_cover, **given, release=request, for_person=ward.joseph) == "agreements.cover_asked_already"
    )
    assert code(commands.answer_cover, **given, cover=cover, by_person=ward.joseph) == "agreements.covers_themselves"
    commands.answer_cover(**given, cover=cover, by_person=None)
    assert code(commands.answer_cover, **given, cover=cover, by_person=ward.asha) == "agreements.cover_answered"
    again = commands.ask_cover(**given, release=request, for_person=ward.joseph)
    assert commands.answer_cover(**given, cover=again, by_person=ward.asha).status == "confirmed"
    assert [each.status for each in queries.covers(request)] == ["not_found", "confirmed"]


def test_the_share_released_counts_people_and_never_what_still_waits(ward):
    ward.answer(ward.ask(), ward.joseph)
    ward.ask(ward.asha)

    share = queries.release_share(seen_by=ward.coordinator, since=TODAY, until=TODAY + 30 * DAY)

    assert (share.released, share.asked) == (1, 2)
    assert queries.release_share(seen_by=ward.stranger, since=TODAY, until=TODAY + 30 * DAY).asked == 0


def test_a_request_is_seen_by_those_it_concerns_and_costs_two_statements(ward, django_assert_num_queries):
    request = ward.ask(visit=(visit := uuid7()))
    for person in (ward.grace, ward.amina, ward.coordinator, ward.joseph):
        assert list(queries.releases(seen_by=person)) == [request]
    for person in (ward.stranger, ward.asha, None):
        assert list(queries.releases(seen_by=person)) == []
    assert list(queries.releases(seen_by=ward.grace, visit=visit, place=ward.kivuma, open_only=True)) == [request]
    ward.ask(ward.asha)
    ward.ask(day=THURSDAY + DAY)
    with django_assert_num_queries(2):
        assert sum(len(each.people.all()) for each in queries.releases(seen_by=ward.grace)) == 5
