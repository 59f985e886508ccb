"""How many statements a record costs as it is taken in: a bound, whatever is stored already."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.domain.encounters.models import Submission
from alongside.domain.encounters.queries import device as asked
from alongside.domain.instruments.rules.definition import Item
from alongside.domain.people.commands import add_device
from alongside.domain.people.terms import Role
from tests.observed import Mawari
from tests.people import a_grant, a_person
from tests.reliability.ground import MENTORS, STEPS, Stage

pytestmark = pytest.mark.django_db
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
FIRST, OTHER, AGAIN, REPEATED = (
    12,
    10,
    8,
    4,
)  # of a visit; of another person in it; of the same person; one that is here


@pytest.fixture
def stage():
    asked.forget()
    mawari = Mawari()
    items = tuple(Item(f"step{n}", {"en": f"Step {n}"}, scale="YN") for n in range(STEPS))
    mawari.a_version(2, items)
    mentors = [a_person(f"Amina {n}") for n in range(MENTORS)]
    mentees = [a_person(f"Joseph {n}", works_at=mawari.mtoni) for n in range(24)]
    for mentor in mentors:
        a_grant(mentor, Role.MENTOR, mawari.kivuma)
    for mentee in mentees:
        mawari.enrol(mentee)
    secrets = [add_device(by=None, at=timezone.now(), person=each, name="phone").secret for each in mentors]
    yield Stage(
        secrets, [str(each.pk) for each in mentees], str(mawari.mtoni.pk), "third-stage", "2", [each.id for each in items]
    )  # fmt: skip
    asked.forget()


def cost(client, stage, number, body=b""):
    """Return the answer's status, how many statements it took beside those that frame a transaction, and what was sent."""
    body = body or stage.filled(number)[1]
    with CaptureQueriesContext(connection) as said:
        answer = client.post(
            stage.address(number),
            {"xml_submission_file": SimpleUploadedFile("form.xml", body, "text/xml")},
            headers={"X-OpenRosa-Version": "1.0"},
        )
    return answer.status_code, sum(not each["sql"].startswith(FRAME) for each in said), body


def costs(client, stage, turn):
    """Return what the first of a visit, another person in it, the same person again and an exact repeat cost."""
    first = cost(client, stage, turn * 4 * MENTORS)
    other = cost(client, stage, (turn * 4 + 1) * MENTORS)
    again = cost(client, stage, (turn * 4 + 1) * MENTORS)
    repeated = cost(client, stage, (turn * 4 + 1) * MENTORS, again[2])
    assert [each[0] for each in (first, other, again, repeated)] == [201, 201, 201, 201]
    return [each[1] for each in (first, other, again, repeated)]


def test_a_record_costs_few_statements_and_as_many_with_two_hundred_stored_as_with_one(client, stage):
    cost(client, stage, 0)  # what a process reads once, it has read
    few = costs(client, stage, 10)
    for number in range(200):
        post = cost(client, stage, 100 * 4 * MENTORS + number)
        assert post[0] == 201
    assert Submission.objects.count() == 204

    many = costs(client, stage, 20)

    assert many == few
    assert all(cost <= bound for cost, bound in zip(many, (FIRST, OTHER, AGAIN, REPEATED), strict=True)), many
