"""Neema and Joseph on the way to a plan; one line each for the tests."""

from alongside.domain.people.models import UserAccount
from alongside.domain.plans import commands
from alongside.domain.plans.models import Goal
from alongside.domain.plans.rules.goals import Wanted
from tests.domain.pairings.stories import DAY, Pair
from tests.observed import TODAY
from tests.people import NOON

SEEN = {"amtsl": "with_help", "data-use": "beginning"}


class Planning(Pair):
    """Words to plan a relationship."""

    relationship = None

    def of(self, by, **given):
        return {"by": by, "at": NOON, **given}

    def account_for(self, person):
        return UserAccount.objects.create(person=person, username=person.given_names.lower(), created_at=NOON)

    def says_needs(self, side, by, mentee=None, relationship=None, levels=SEEN, **more):
        return commands.say_needs(
            **self.of(by, relationship=relationship or self.relationship, mentee=mentee or self.joseph, side=side),
            levels=levels, **more,
        )  # fmt: skip

    def needs_seen(self, relationship=None):
        relationship = relationship or self.relationship
        for row in relationship.mentees.filter(until=None).select_related("person"):
            self.says_needs("mentee", self.coordinator, row.person, relationship)
            self.says_needs("mentor", self.neema.person, row.person, relationship)

    def wanted(self, **more):
        given = {
            "owner": "mentee", "mentee": self.joseph, "text": "Third stage alone", "due_on": TODAY + 90 * DAY,
            "competency": self.amtsl, "target_level": "independent", **more,
        }  # fmt: skip
        return Wanted(**given)

    def figure(self, owner="team", **more):
        given = {"unit": "partographs complete of ten", "baseline": 4, "target": 9, **more}
        return self.wanted(
            owner=owner, mentee=None, measure="figure", competency=None, target_level="", text="Partographs", **given
        )

    def proposes(self, *goals, by=None, relationship=None):
        return commands.propose_goals(
            **self.of(by or self.neema.person, relationship=relationship or self.relationship),
            goals=goals or [self.wanted()],
        )

    def writes_terms(self, relationship=None, **more):
        given = {"contact_rhythm": "Monthly", "confidentiality_terms": "Single results stay here", **more}
        return commands.write_terms(
            **self.of(self.neema.person, relationship=relationship or self.relationship), **given
        )

    def shared(self, relationship=None, *goals):
        self.proposes(*goals, relationship=relationship)
        return commands.share(**self.of(self.neema.person, plan=self.writes_terms(relationship)))

    def agreed(self, relationship=None, *goals):
        plan = self.shared(relationship, *goals)
        people = [row.person for row in plan.relationship.mentees.filter(until=None)]
        return commands.agree(**self.of(self.coordinator, plan=plan, people=people))

    def goal(self, *goals):
        """Return the one goal of an agreed plan."""
        self.agreed(None, *goals)
        return Goal.objects.get()

    def independent(self, person=None):
        """Let somebody be seen three times to standard."""
        for days_ago in (0, 3, 9):
            self.seen(person or self.joseph, 10, days_ago=days_ago)


class Planned(Planning):
    """A relationship that is being prepared."""

    def __init__(self):
        super().__init__()
        self.relationship = self.preparing()
