"""What a record costs in statements, and that it costs the same when thousands are stored."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.encounters.models import Observation, Submission
from tests.people import a_grant, a_person

from .test_server import Phone

# Of a record, its indexes left aside: the text and bytes that its rows hold. A record has steps by the dozen, this one
# a few; what it holds beside its answers is the same.
MOST_BYTES = 2600
HOLDING = (
    "encounters_submission", "encounters_observation", "encounters_encounter", "encounters_attendance",
    "encounters_visit", "encounters_visitmentor", "encounters_feedbacknote", "kernel_entry",
)  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
# One way to the database and back each, BEGIN and COMMIT among them. PostgreSQL takes what a record touches, and the
# journal with the head of its chain, as one statement each; SQLite has no such way to speak and needs none: it runs
# in our own process.
NEW_PERSON = {"postgresql": 7, "sqlite": 11}
NEW_VISIT = {"postgresql": 7, "sqlite": 13}
SEEN_AGAIN = {"postgresql": 7, "sqlite": 9}
RESENT = 5


@pytest.fixture
def phone(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    phone = Phone(client)
    phone.send(phone.xml("uuid:the-first-fills-what-the-process-remembers", held_on="2026-01-05"))
    return phone


def statements(phone, record):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = phone.send(record)
    assert answer.status_code == 201, answer.content
    return [each["sql"] for each in seen]


def a_nurse(phone, name):
    person = a_person(name, works_at=phone.mawari.mtoni)
    a_grant(person, "mentee", phone.mawari.mtoni)
    phone.mawari.enrol(person)
    return person


def test_the_first_record_of_a_visit(phone):
    assert len(statements(phone, phone.xml("uuid:a"))) == NEW_VISIT[connection.vendor]


def test_a_record_of_another_person_on_the_visit(phone):
    phone.send(phone.xml("uuid:a"))
    record = phone.xml("uuid:b", mentee=a_nurse(phone, "Neema").pk)

    assert len(statements(phone, record)) == NEW_PERSON[connection.vendor]


def test_a_second_record_of_the_same_person(phone):
    phone.send(phone.xml("uuid:a"))

    assert len(statements(phone, phone.xml("uuid:b"))) == SEEN_AGAIN[connection.vendor]


def test_the_same_record_again(phone):
    phone.send(phone.xml("uuid:a"))

    assert len(statements(phone, phone.xml("uuid:a"))) == RESENT


def test_the_cost_does_not_grow_with_what_is_stored(phone):
    def cost(number):
        nurse = a_nurse(phone, f"Nurse{number}")
        made = statements(phone, phone.xml(f"uuid:{number}", mentee=nurse.pk))
        return [re.sub(r"'[^']*'|\d+", "?", each)[:60] for each in made]

    cost(0)
    few = cost(1)
    for number in range(2, 40):
        phone.send(phone.xml(f"uuid:{number}", mentee=a_nurse(phone, f"Nurse{number}").pk))
    many = cost(40)

    assert (Submission.objects.count(), Observation.objects.count()) == (42, 42)
    assert many == few


def test_what_is_asked_before_a_record_is_taken_in_goes_through_indexes(phone):
    """On SQLite the plan says which tables would be read from end to end; those that grow are not among them."""
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite, whose plan does not depend on how full the tables are")
    made = [each for each in statements(phone, phone.xml("uuid:a")) if each.lstrip().startswith("SELECT")]

    with connection.cursor() as cursor:
        plans = []
        for each in made:
            cursor.execute(f"EXPLAIN QUERY PLAN {each}")
            plans += [row[-1] for row in cursor.fetchall()]

    growing = ("encounters_", "kernel_entry", "people_", "places_", "near", "met", "there", "post", "held", "place")
    read_whole = [plan for plan in plans if re.match(rf"SCAN ({'|'.join(growing)})", plan)]
    assert read_whole == []


def bytes_held():
    """Return how many bytes the rows of the tables a record touches hold, as the database itself writes values out."""
    total = 0
    with connection.cursor() as cursor:
        for table in HOLDING:
            columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
            size = "pg_column_size" if connection.vendor == "postgresql" else "octet_length"
            held = " + ".join(f"COALESCE({size}({column}), 0)" for column in columns)
            cursor.execute(f"SELECT COALESCE(SUM({held}), 0) FROM {table}")
            total += int(cursor.fetchone()[0])
    return total


def test_a_record_holds_few_bytes_and_no_more_when_many_are_stored(phone):
    def held_by(number):
        nurse = a_nurse(phone, f"Nurse{number:02}")
        before = bytes_held()
        phone.send(phone.xml(f"uuid:{number:04}", mentee=nurse.pk))
        return bytes_held() - before

    with_its_visit = held_by(0)
    first = held_by(1)
    for number in range(2, 30):
        phone.send(phone.xml(f"uuid:{number:04}", mentee=a_nurse(phone, f"Nurse{number:02}").pk))
    after_thirty = held_by(30)

    assert Submission.objects.count() == 32
    assert 0 < first < with_its_visit <= MOST_BYTES
    # Ids and digests pack a few bytes better or worse from one record to the next.
    assert abs(after_thirty - first) <= 40
