"""Arguments for every address that takes some, for the role matrix. A new address adds one line here.

own: the arguments of something in Kivuma, where every person of the matrix works. sibling: the same in Temba, the
district beside it, which must answer 404 to them. None: what it shows belongs to no area. What each district has is
asked for again in the country above, and where it belongs to nobody at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from alongside.domain.agreements.models import BackupCover, Engagement, ProtectedTime, ReleaseRequest
from alongside.domain.encounters.models import (
    ActionItem,
    Debrief,
    FeedbackNote,
    ObservationDraft,
    Submission,
    SystemsIssue,
    Visit,
)
from alongside.domain.mentors.models import Assignment, Mentor, Nomination, Reference
from alongside.domain.pairings.models import MatchedPair, Matching, Relationship, WishesVersion
from alongside.domain.people.models import ApiToken, Device, Employment, Likely, Merge, PeopleList
from alongside.domain.places.models import PlaceList
from alongside.domain.plans.models import Goal, Plan
from alongside.domain.programmes.models import Approach, Programme, ProgrammeGoal
from tests.observed import TODAY, Mawari
from tests.people import NOON, a_grant, a_person, a_place

Arguments = Callable[["World"], dict[str, Any]]


@dataclass(frozen=True)
class Sample:
    """own, sibling: see above. everybody: why something of a sibling area may be opened, or its names be read, here.

    of: the arguments of the same thing among the things of any place, None where each district has none of its own.
    """

    own: Arguments
    sibling: Arguments | None = None
    everybody: str = ""
    of: Callable[[Any], dict[str, Any]] | None = None


class District:
    """One thing of each kind in one district."""

    def __init__(self, mawari: Mawari, place: Any, area: Any, word: str):
        self.area, self.place = area, place
        self.person = a_person(f"Joseph {word}", works_at=place, phone=f"+2547000000{len(word):02}")
        self.other = a_person(f"{word} Joseph", works_at=place)
        self.gone = a_person(f"Josef {word}", works_at=place)
        self.post = Employment.objects.get(person=self.person)
        self.grant = a_grant(self.person, "mentee", place)
        self.device = Device.objects.create(person=self.person, name=word, secret_digest=word, added_at=NOON)
        self.token = ApiToken.objects.create(
            person=self.person, name=word, secret_digest=word, made_at=NOON, until=date(2099, 1, 1)
        )
        Likely.objects.create(first=self.person, second=self.other, score=90, reasons=["swapped"], found_at=NOON)
        self.places = PlaceList.objects.create(
            under=area,
            name="list.csv",
            content=f"Name\n{word}\n".encode(),
            source=word,
            mapping={"name": "Name"},
            brought_at=NOON,
        )
        self.people = PeopleList.objects.create(
            under=area, name="list.csv", content=f"Name,Place\n{word},x\n".encode(), source=word,
            mapping={"name": "Name", "place": "Place"}, brought_at=NOON, region="KE",
        )  # fmt: skip
        self._a_design(word)
        self.seen = mawari.seen(self.person, 7, place=place)
        self._what_follows(mawari, word)
        self._what_is_agreed(mawari, word)
        self._who_mentors(mawari, word)

        self.sent = Submission.objects.create(
            instance_id=f"uuid:{word}", source="openrosa", form_id="third-stage", form_version="1", body=b"",
            body_digest=word, sent_by=self.person, received_at=NOON, problem=word,
        )  # fmt: skip

    def _what_follows(self, mawari: Mawari, word: str) -> None:
        """A visit with a checklist begun, feedback, an action and an issue."""
        here = {"place": self.place, "area_path": self.place.path}
        self.visit = Visit.objects.create(
            **here, programme=mawari.programme, held_on=TODAY, until_on=TODAY, recorded_by=mawari.amina,
            recorded_at=NOON, theme=word,
        )  # fmt: skip
        self.draft = ObservationDraft.objects.create(
            visit=self.visit, version=mawari.version, mentee=self.person, by=mawari.amina, held_on=TODAY,
            observer_context="relationship_mentor", setting="simulation", permission="not_applicable", begun_at=NOON,
            saved_at=NOON,
        )  # fmt: skip
        self.note = FeedbackNote.objects.create(
            encounter=self.seen.encounter, person=self.person, given_by=mawari.amina, strengths=word, given_at=NOON
        )
        self.action = ActionItem.objects.create(
            **here, observation=self.seen, person=self.person, text=word, owner_type="mentee", owner=self.person,
            due_on=TODAY, agreed_at=NOON,
        )  # fmt: skip
        self.issue = SystemsIssue.objects.create(
            **here, visit=self.visit, category="supplies", text=word, opened_on=TODAY, opened_by=mawari.amina,
            recorded_at=NOON,
        )  # fmt: skip
        self.objective = self.visit.objectives.create(source="service", text=word)
        self.debrief = Debrief.objects.create(
            visit=self.visit, strengths=[word], written_by=mawari.amina, written_at=NOON
        )

    def _a_design(self, word: str) -> None:
        """A programme of this district in design, with a goal and two approaches."""
        self.programme = Programme.objects.create(
            code=word.lower(), name=f"Programme {word}", place=self.area, starts_on=TODAY
        )
        self.goal = ProgrammeGoal.objects.create(
            programme=self.programme, kind="quality", text=word, indicator="QOC-01", baseline=1, target=2, due_on=TODAY
        )
        self.approaches = [
            Approach.objects.create(programme=self.programme, kind="other", name=name, starts_on=TODAY)
            for name in (word, f"Other {word}")
        ]

    def _what_is_agreed(self, mawari: Mawari, word: str) -> None:
        """An agreement with hours to mentor, a request with cover."""
        here = {"place": self.place, "area_path": self.place.path, "programme": mawari.programme}
        self.engagement = Engagement.objects.create(
            **here, status="agreed", agreed_on=TODAY, focal_person=self.person, hours_a_week=4, room=word,
            review_on=TODAY,
        )  # fmt: skip
        self.protected = ProtectedTime.objects.create(
            engagement=self.engagement, person=self.person, signed_by=self.person, hours_a_week=2, since=TODAY
        )
        self.release = ReleaseRequest.objects.create(
            **here, released_as="mentee", day=TODAY, asked_by=mawari.amina, asked_at=NOON, answer_by=TODAY, reason=word
        )
        self.release.people.create(person=self.person)
        self.cover = BackupCover.objects.create(release=self.release, for_person=self.person)

    def _who_mentors(self, mawari: Mawari, word: str) -> None:
        """A mentor under way, nominated by somebody who asked the other for a word."""
        self.mentor = Mentor.objects.create(
            person=self.person, affiliation="peer", home=self.place, area_path=self.place.path, max_mentees=4,
            max_places=1, since=TODAY, standing="screened",
        )  # fmt: skip
        self.posting = Assignment.objects.create(
            mentor=self.mentor,
            programme=mawari.programme,
            place=self.place,
            time_share=1,
            since=TODAY,
            until=TODAY + timedelta(days=1),
        )
        self.nomination = Nomination.objects.create(
            mentor=self.mentor, programme=mawari.programme, nominated_by="peers", by=self.other, reason=word,
            begun_at=NOON,
        )  # fmt: skip
        self.reference = Reference.objects.create(nomination=self.nomination, asked=self.gone)
        self.relationship = Relationship.objects.create(
            place=self.place, area_path=self.place.path, programme=mawari.programme, shape="one_to_one", model="visiting",
            purpose="new_service", status_since=TODAY, proposed_at=NOON, planned_end_on=TODAY, end_criteria=word,
        )  # fmt: skip
        self.relationship.mentors.create(mentor=self.mentor, is_lead=True, since=TODAY)
        self.relationship.mentees.create(person=self.other, since=TODAY)
        self._what_is_planned(mawari, word)
        self.matching = Matching.objects.create(
            programme=mawari.programme, place=self.area, area_path=self.area.path, choice="best_fit", status="in_review",
            wishes=WishesVersion.objects.latest("pk"), digest=word, made_by=self.other, made_at=NOON,
        )  # fmt: skip
        self.pair = MatchedPair.objects.create(
            matching=self.matching, mentee=self.other, place=self.place, mentor=self.mentor, suggested=self.mentor,
            area=mawari.amtsl.area, points=1,
        )  # fmt: skip

    def _what_is_planned(self, mawari: Mawari, word: str) -> None:
        given = {"relationship": self.relationship, "status_since": TODAY, "due_on": TODAY + timedelta(days=90)}
        self.aim = Goal.objects.create(
            owner="mentee", mentee=self.other, text=f"{word} alone", competency=mawari.amtsl, measure="level",
            target_level="independent", status="agreed", **given,
        )  # fmt: skip
        self.achieved = Goal.objects.create(
            owner="team", text=f"{word} together", measure="figure", unit="cards", baseline=1, target=2, status="achieved", **given
        )  # fmt: skip
        self.plan = Plan.objects.create(
            relationship=self.relationship, status="agreed", begun_at=NOON, agreed_at=NOON, contact_rhythm=word
        )


class Nowhere:
    """What belongs to no place and to nobody who has one: it must not fall to whoever asks first."""

    def __init__(self, mawari: Mawari):
        self.person, self.other, self.gone = (a_person(f"{name} Nowhere") for name in ("Joseph", "Nowhere", "Josef"))
        self.grant = a_grant(self.person, "mentee", None)
        self.device = Device.objects.create(person=self.person, name="n", secret_digest="n", added_at=NOON)
        self.merge = Merge.objects.create(kept=self.person, merged=self.gone, moved={}, merged_at=timezone.now())
        self.sent = Submission.objects.create(
            instance_id="uuid:nowhere", source="openrosa", form_id="third-stage", form_version="1", body=b"",
            body_digest="n", sent_by=self.person, received_at=NOON, problem="x",
        )  # fmt: skip
        # Agreed with nobody, about nobody, in the district beside.
        self.action = ActionItem.objects.create(
            place=mawari.mbuyu, area_path=mawari.mbuyu.path, text="Nobody's", owner_type="facility", due_on=TODAY,
            agreed_at=NOON,
        )  # fmt: skip


class World(Mawari):
    """Mawari with Kivuma filled; Temba is filled on demand, to see what changes."""

    def __init__(self):
        super().__init__()
        self.kivuma_things = District(self, self.mtoni, self.kivuma, "Kivumason")
        self.temba_things: District | None = None

    def fill_temba(self) -> None:
        self.temba_things = District(self, self.mbuyu, self.temba, "Tembasonov")

    def fill_country(self) -> District:
        """Return what lies in the country itself, above both districts."""
        office = a_place("Ministry", under=self.country)
        things = District(self, office, self.country, "Ministerson")
        things.merge = Merge.objects.create(
            kept=things.person, merged=things.gone, moved={}, merged_at=timezone.now()
        )  # fmt: skip
        return things

    def merge(self, now: Any) -> None:
        """Make one of two in each district, as of now."""
        for things in filter(None, (self.kivuma_things, self.temba_things)):
            things.merge = Merge.objects.create(kept=things.person, merged=things.gone, moved={}, merged_at=now)


def both(arguments: Callable[[District], dict[str, Any]], everybody: str = "") -> Sample:
    """Return a sample of something that each district has."""
    return Sample(
        lambda w: arguments(w.kivuma_things), lambda w: arguments(w.temba_things), everybody, arguments  # type: ignore[arg-type]
    )  # fmt: skip


PERSON = both(lambda d: {"pk": d.person.pk})
PLACE = both(lambda d: {"pk": d.place.pk})
VISIT = both(lambda d: {"pk": d.visit.pk})
CONTACT = both(lambda d: {"pk": d.seen.encounter_id})
DRAFT = both(lambda d: {"pk": d.draft.pk})
SEEN = both(lambda d: {"pk": d.seen.pk})
POST = both(lambda d: {"pk": d.post.pk})
VISIT = both(lambda d: {"pk": d.visit.pk})
MET = both(lambda d: {"pk": d.met.pk})
NAMES_OF_PLACES = "whoever moves or refers somebody chooses among the places of the whole country"

RELATIONSHIP = both(lambda d: {"pk": d.relationship.pk})
MATCHING = both(lambda d: {"pk": d.matching.pk})
PLANNED_GOAL = both(lambda d: {"pk": d.aim.pk})
NEEDS = both(lambda d: {"pk": d.relationship.pk, "person": d.other.pk})
MENTOR = both(lambda d: {"pk": d.mentor.pk})
POSTING = both(lambda d: {"pk": d.posting.pk})
NOMINATION = both(lambda d: {"pk": d.nomination.pk})
ENGAGEMENT = both(lambda d: {"pk": d.engagement.pk})

# A programme of the country holds in its districts too: whoever works there reads its design, and does not change it.
READ_BELOW = Sample(lambda w: {"pk": w.kivuma_things.programme.pk}, lambda w: {"pk": w.temba_things.programme.pk})
PROGRAMME = both(lambda d: {"pk": d.programme.pk})
GOAL_LINE = both(lambda d: {"pk": d.programme.pk, "kind": "goal", "row": d.goal.pk})

SAMPLES: dict[str, Sample] = {
    "agreements:answer_cover": both(lambda d: {"pk": d.cover.pk}),
    "agreements:begin": ENGAGEMENT,
    "agreements:cover": both(lambda d: {"pk": d.release.pk}),
    "agreements:end_hours": both(lambda d: {"pk": d.protected.pk}),
    "agreements:engagement": ENGAGEMENT,
    "agreements:hours": ENGAGEMENT,
    "agreements:lapse": ENGAGEMENT,
    "agreements:meeting": ENGAGEMENT,
    "agreements:letter": ENGAGEMENT,
    "agreements:release": both(lambda d: {"pk": d.release.pk}),
    "agreements:sign": ENGAGEMENT,
    "api:checklist": Sample(lambda w: {"pk": w.version.pk}),
    "api:competencies": PERSON,
    "api:nothing": Sample(lambda w: {"rest": "anything/else"}),
    "api:observation": SEEN,
    "areas:area": PLACE,
    "areas:close": PLACE,
    "areas:days": PLACE,
    "areas:free": PLACE,
    "areas:move": PLACE,
    "areas:name": PLACE,
    "areas:open": both(lambda d: {"pk": d.area.pk}),
    "areas:referral": both(lambda d: {"pk": d.place.pk}, NAMES_OF_PLACES),
    "checklists:checklist": Sample(lambda w: {"code": "third-stage"}),
    "checklists:compare": Sample(lambda w: {"code": "third-stage", "number": 1, "older": 1}),
    "checklists:take": Sample(lambda w: {"code": "third-stage", "number": 1, "form": "xlsform"}),
    "checklists:version": Sample(lambda w: {"code": "third-stage", "number": 1}),
    "exports:take": Sample(lambda w: {"name": "observations", "form": "csv"}),
    "imports:people_list": both(lambda d: {"pk": d.people.pk}),
    "imports:place_list": both(lambda d: {"pk": d.places.pk}),
    "mentors:ask_reference": NOMINATION,
    "mentors:assign": MENTOR,
    "mentors:renew": POSTING,
    "mentors:co_visit": MENTOR,
    "mentors:complete": NOMINATION,
    "mentors:decide": MENTOR,
    "mentors:load": MENTOR,
    "mentors:mentor": MENTOR,
    "mentors:moderate": both(lambda d: {"pk": d.nomination.pk, "criterion": "practice"}),
    "mentors:module": MENTOR,
    "mentors:nomination": NOMINATION,
    "mentors:pause": MENTOR,
    "mentors:proficiency": MENTOR,
    "mentors:recognise": both(lambda d: {"pk": d.person.pk}),
    "mentors:reference": both(lambda d: {"pk": d.reference.pk}),
    "mentors:reply": MENTOR,
    "mentors:retire": MENTOR,
    "mentors:review": MENTOR,
    "mentors:score": NOMINATION,
    "mentors:step": MENTOR,
    "pairings:adjust": both(lambda d: {"pk": d.pair.pk}),
    "pairings:answer": both(lambda d: {"pk": d.relationship.pk, "side": "mentee", "person": d.other.pk}),
    "pairings:closing": RELATIONSHIP,
    "pairings:complete": RELATIONSHIP,
    "pairings:end": RELATIONSHIP,
    "pairings:end_early": RELATIONSHIP,
    "pairings:first_contact": RELATIONSHIP,
    "pairings:hand_over": RELATIONSHIP,
    "pairings:hold": RELATIONSHIP,
    "pairings:matching": MATCHING,
    "pairings:prefer": both(lambda d: {"person": d.person.pk}),
    "pairings:publish": MATCHING,
    "pairings:relationship": RELATIONSHIP,
    "plans:activity": PLANNED_GOAL,
    "plans:agree": RELATIONSHIP,
    "plans:check": PLANNED_GOAL,
    "plans:drop": PLANNED_GOAL,
    "plans:goal": PLANNED_GOAL,
    "plans:needs": NEEDS,
    "plans:plan": RELATIONSHIP,
    "plans:propose": RELATIONSHIP,
    "plans:reopen": both(lambda d: {"pk": d.achieved.pk}),
    "plans:revise": RELATIONSHIP,
    "plans:say": both(lambda d: {"pk": d.relationship.pk, "person": d.other.pk, "side": "mentee"}),
    "plans:summary": NEEDS,
    "plans:terms": RELATIONSHIP,
    "people:competency": both(lambda d: {"pk": d.person.pk, "code": "amtsl"}),
    "people:person": PERSON,
    "places:place": PLACE,
    "staff:account": PERSON,
    "staff:active": PERSON,
    "staff:close": PERSON,
    "programmes:add": both(lambda d: {"pk": d.programme.pk, "kind": "goal"}),
    "programmes:attest": PROGRAMME,
    "programmes:change": GOAL_LINE,
    "programmes:document": READ_BELOW,
    "programmes:drop": GOAL_LINE,
    "programmes:field": Sample(lambda w: {"code": "maternal"}),
    "programmes:indicators": PROGRAMME,
    "programmes:move": both(lambda d: {"pk": d.programme.pk, "act": "submit_for_review"}),
    "programmes:overlap": both(
        lambda d: {"pk": d.programme.pk, "first": d.approaches[0].pk, "second": d.approaches[1].pk}
    ),
    "programmes:paper": READ_BELOW,
    "programmes:programme": READ_BELOW,
    "programmes:schedule": READ_BELOW,
    "programmes:step": Sample(
        lambda w: {"pk": w.kivuma_things.programme.pk, "step": "goals"},
        lambda w: {"pk": w.temba_things.programme.pk, "step": "goals"},
    ),
    "programmes:themes": READ_BELOW,
    "programmes:theme": both(lambda d: {"pk": d.programme.pk, "month": TODAY.strftime("%Y-%m")}),
    "programmes:waive": PROGRAMME,
    "programmes:weigh": both(lambda d: {"pk": d.programme.pk, "model": "visiting", "criterion": "reach"}),
    "staff:compare": both(lambda d: {"first": d.person.pk, "second": d.other.pk}),
    "staff:contact": PERSON,
    "staff:end": both(lambda d: {"pk": d.grant.pk}),
    "staff:leave": POST,
    "staff:licence": POST,
    "staff:member": PERSON,
    "staff:move": both(lambda d: {"pk": d.person.pk}, NAMES_OF_PLACES),
    "staff:revoke": both(lambda d: {"pk": d.device.pk}),
    "staff:revoke_token": both(lambda d: {"pk": d.token.pk}),
    "staff:role": PERSON,
    "staff:undo": both(lambda d: {"pk": d.merge.pk}),
    "visits:cases": CONTACT,
    "visits:code": CONTACT,
    "visits:attend": Sample(lambda w: {"token": "guessed"}),
    "visits:agenda": VISIT,
    "visits:blocks": VISIT,
    "visits:objectives": VISIT,
    "visits:results": VISIT,
    "visits:drop_objective": both(lambda d: {"pk": d.objective.pk}),
    "visits:debrief": VISIT,
    "visits:hear_debrief": VISIT,
    "visits:not_heard": VISIT,
    "visits:write_debrief": VISIT,
    "visits:action": both(lambda d: {"pk": d.action.pk}),
    "visits:agree": SEEN,
    "visits:approve": VISIT,
    "visits:ask_approval": VISIT,
    "visits:cancel": VISIT,
    "visits:change": VISIT,
    "visits:choose": VISIT,
    "visits:coming": both(lambda d: {"pk": d.visit.pk, "person": d.person.pk}),
    "visits:confirm": VISIT,
    "visits:contact": CONTACT,
    "visits:correct": SEEN,
    "visits:decline": VISIT,
    "visits:derive": both(lambda d: {"pk": d.sent.pk}),
    "visits:discard": DRAFT,
    "visits:feedback": CONTACT,
    "visits:give_back": VISIT,
    "visits:issue": both(lambda d: {"pk": d.issue.pk}),
    "visits:meet": VISIT,
    "visits:observation": SEEN,
    "visits:observe": DRAFT,
    "visits:read": both(lambda d: {"pk": d.note.pk}),
    "visits:remove": CONTACT,
    "visits:reopen": VISIT,
    "visits:reschedule": VISIT,
    "visits:submit": VISIT,
    "visits:visit": VISIT,
}  # fmt: skip
