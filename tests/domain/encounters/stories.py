"""What Amina does at Mtoni, in one line each, for the tests of visits."""

from datetime import timedelta

import pytest

from alongside.domain.encounters.commands import Observed, add_encounter, record_observation, record_visit
from alongside.kernel.errors import Refused
from tests.observed import STEPS, TODAY, Mawari
from tests.people import NOON, a_person

HOURS = timedelta(hours=4)


class Story(Mawari):
    """Mawari on the day of a visit; Neema and Baraka work at Mtoni beside Joseph."""

    def __init__(self):
        super().__init__()
        self.neema = a_person("Neema", works_at=self.mtoni)
        self.baraka = a_person("Baraka", works_at=self.mtoni)

    def visit(self, *, by=None, **more):
        given = {"place": self.mtoni, "programme": self.programme, "held_on": TODAY, "length": HOURS, **more}
        return record_visit(by=by or self.amina, at=NOON, **given)

    def met(self, visit, *people, by=None, **more):
        given = {"held_on": TODAY, "minutes": 40, **more}
        return add_encounter(by=by or self.amina, at=NOON, visit=visit, people=list(people), **given)

    def seen_of(self, person=None, *, done=8, **more):
        answers = {item.id: "1" if n < done else "0" for n, item in enumerate(STEPS)}
        given = {
            "held_on": TODAY, "setting": "real_client", "permission": "granted", "answers": answers,
            "completeness": "comprehensive", **more,
        }  # fmt: skip
        return Observed(self.version, mentee=person if person or given.get("team") else self.joseph, **given)

    def observed(self, visit, person=None, *, by=None, **more):
        return record_observation(by=by or self.amina, at=NOON, visit=visit, seen=self.seen_of(person, **more))


def refusal(act, **given):
    """Return the code with which an act refuses."""
    with pytest.raises(Refused) as refused:
        act(at=NOON, **given)
    return refused.value.code
