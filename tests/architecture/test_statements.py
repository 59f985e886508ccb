"""How many statements a page takes: the same however many rows there are, and few for every list.

Every address is opened twice by the same people, with one district's things and with four times as many beside them.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.domain.people.terms import Role
from tests.people import a_grant, a_person, a_place, sign_in

from .test_role_matrix import OURS, address, takes_arguments
from .url_samples import District, World

pytestmark = pytest.mark.django_db
A_LIST = 15
# Pages put together for a person from what several rooms know; each part is asked for once.
MANY_PARTS = {"home:start": 40}
SEEN_BY = [Role.MANAGER, Role.COORDINATOR]


def counted(client: Client, where: str) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(where)
        b"".join(answer) if answer.streaming else answer.content
    said = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    return len(said) if answer.status_code == 200 else 0, said


@pytest.mark.parametrize("role", SEEN_BY)
def test_a_page_asks_as_often_for_many_rows_as_for_few(role):
    world = World()
    world.merge(timezone.now())
    person = a_person("Somebody")
    a_grant(person, role, world.country if role == Role.MANAGER else world.kivuma)
    client = sign_in(Client(), person)
    where = {name: address(name, world) for name in sorted(OURS)}
    for each in where.values():  # fills what is kept between requests
        client.get(each)
    before = {name: counted(client, each)[0] for name, each in where.items()}
    for number in range(3):
        place = a_place(f"Another {number} Health Centre", under=world.kivuma)
        District(world, place, world.kivuma, f"More{'o' * number}son")
    after = {name: counted(client, each) for name, each in where.items()}

    grown = {name: (before[name], n, after[name][1]) for name, (n, _said) in after.items() if n > before[name]}
    assert {name: pair[:2] for name, pair in grown.items()} == {}
    lists = {name: n for name, (n, _said) in after.items() if not takes_arguments(OURS[name])}
    assert {name: n for name, n in lists.items() if n > MANY_PARTS.get(name, A_LIST)} == {}
