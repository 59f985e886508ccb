"""From a proposal to its answers."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.mentors.models import Mentor
from alongside.domain.people.models import Employment, Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused
from alongside.kernel.paths import within

from .. import access, queries
from ..models import Answer, Relationship, RelationshipMentee, RelationshipMentor
from ..rules import relationships as rules
from ..rules.relationships import RELATIONSHIP
from ..terms import AnsweredAs, RelationshipStatus, Shape
from .steps import note, step


@act("pairings.propose", may=access.may_propose)
def propose(
    *,
    by: Person | None,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    shape: str,
    model: str,
    purpose: str,
    mentors: Sequence[tuple[Mentor, TechnicalArea | None]],
    mentees: Sequence[Person],
    team: str = "",
    planned_end_on: date | None = None,
    end_criteria: str = "",
    is_open_ended: bool = False,
    review_on: date | None = None,
    over_cap_reason: str = "",
    reasons: Sequence[dict[str, Any]] = (),
    confirmed_text: bool = False,
) -> Relationship:
    """Propose that mentors take on mentees of a place; the first mentor leads (R070). Each side is then asked.

    mentors: each with the area they are for, None for all of it. model: internal, visiting or community.
    reasons: why these, as matching put it. over_cap_reason: lets a mentor go above the mentees they agreed to.
    Refuses: every code of rules.why_not_of_shape, why_not_timed, why_not_paired; pairings.works_elsewhere,
    pairings.paired_already, text.names_somebody.
    """
    today, ids = day_of(at), [person.pk for person in mentees]
    refuse(
        rules.why_not_of_shape(
            shape, mentors=len({each.pk for each, _area in mentors}), mentees=len(set(ids)), team=team
        )
    )
    refuse(
        rules.why_not_timed(
            today=today, planned_end_on=planned_end_on, is_open_ended=is_open_ended, review_on=review_on
        )
    )
    refuse_names(confirmed_text, team=team, end_criteria=end_criteria, over_cap_reason=over_cap_reason)
    _ask_working_at(place, mentees, today)
    found = queries.offered([each for each, _area in mentors], place=place, on=today)
    for mentor, area in mentors:
        refuse(
            rules.why_not_paired(
                found[mentor.pk], area=area.pk if area else None, area_name=area.name if area else "", mentees=ids, today=today,
                over_cap_reason=over_cap_reason,
            )
        )  # fmt: skip
        _ask_not_paired(mentor, area, mentees, programme)
    relationship = Relationship.objects.create(
        programme=programme, place=place, area_path=place.path, shape=shape, model=model, purpose=purpose,
        team=team.strip() if shape not in (Shape.ONE_TO_ONE, Shape.ONE_TO_TWO) else "", status_since=today, proposed_by=by,
        proposed_at=at, reasons=list(reasons), planned_end_on=None if is_open_ended else planned_end_on,
        end_criteria=end_criteria.strip(), is_open_ended=is_open_ended, review_on=review_on if is_open_ended else None,
    )  # fmt: skip
    RelationshipMentor.objects.bulk_create(
        RelationshipMentor(relationship=relationship, mentor=mentor, area=area, is_lead=number == 0, since=today)
        for number, (mentor, area) in enumerate(mentors)
    )
    RelationshipMentee.objects.bulk_create(
        RelationshipMentee(relationship=relationship, person=person, since=today) for person in dict.fromkeys(mentees)
    )
    note(relationship, "pairings.propose", by, at, over_cap_reason)
    return relationship


@act("pairings.answer", may=access.may_answer)
def answer(
    *, by: Person | None, at: datetime, relationship: Relationship, answered_as: str, person: Person, is_yes: bool,
    reason: str = "", confirmed_text: bool = False,
) -> Answer:  # fmt: skip
    """Say yes or no to a proposal, in one's own name; the last yes accepts it, a no declines it.

    Refuses: pairings.not_asked, pairings.answered_already, pairings.no_reason, states.not_from_here, text.names_somebody.
    """
    relationship = locked(relationship)
    everybody = queries.asked(relationship)
    if answered_as == AnsweredAs.IN_CHARGE:
        one = next((each for each in everybody if each.answered_as == answered_as), None)
    else:
        one = next((each for each in everybody if (each.answered_as, each.person.pk) == (answered_as, person.pk)), None)
        if one is None:
            raise Refused("pairings.not_asked", _("%(name)s is not part of this proposal.") % {"name": person.name})
    if one is not None and one.answer is not None:
        raise Refused("pairings.answered_already", _("This was answered already."))
    if not is_yes and not reason.strip():
        raise Refused(
            "pairings.no_reason", _("Say in a sentence why not, so that something better can be found."), field="reason"
        )
    refuse_names(confirmed_text, reason=reason)
    if relationship.status != RelationshipStatus.PROPOSED:
        RELATIONSHIP.step(relationship.status, "pairings.answer", RelationshipStatus.ACCEPTED)
    given = Answer.objects.create(
        relationship=relationship, answered_as=answered_as, person=person, recorded_by=by, is_yes=is_yes,
        reason=reason.strip(), answered_at=at,
    )  # fmt: skip
    asked = len(everybody) + (one is None)
    leads_to = rules.outcome(relationship.answers.values_list("is_yes", flat=True), asked=asked)
    if leads_to != RelationshipStatus.PROPOSED:
        step(relationship, "pairings.answer", by, at, reason, target=leads_to)
    return given


@act("pairings.lapse_proposals", may=access.may_sweep)
def lapse_proposals(*, by: Person | None, at: datetime) -> int:
    """Close the proposals that nobody fully answered within 14 days; return how many."""
    late = Relationship.objects.filter(status=RelationshipStatus.PROPOSED, proposed_at__lte=at - rules.ANSWER_WITHIN)
    found = list(late.select_for_update())
    for relationship in found:
        step(relationship, "pairings.lapse_proposals", by, at)
    return len(found)


def _ask_working_at(place: OrgUnit, mentees: Sequence[Person], today: date) -> None:
    here = Employment.objects.filter(
        within(place.path, field="place__path"), person__in=mentees, since__lte=today
    ).exclude(until__lte=today)
    known = set(here.values_list("person", flat=True))
    if outside := [person.name for person in mentees if person.pk not in known]:
        raise Refused(
            "pairings.works_elsewhere",
            _("Not working at %(place)s: %(names)s. Propose them where they work.")
            % {"place": place.name, "names": ", ".join(outside)},
            field="mentees",
        )


def _ask_not_paired(
    mentor: Mentor, area: TechnicalArea | None, mentees: Sequence[Person], programme: Programme
) -> None:
    rows = RelationshipMentor.objects.filter(
        mentor=mentor, until=None, relationship__programme=programme, relationship__status__in=rules.OPEN,
        relationship__mentees__person__in=mentees, relationship__mentees__until=None,
    )  # fmt: skip
    if area is not None:
        rows = rows.filter(area__in=[area.pk]) | rows.filter(area=None)
    if rows.exists():
        raise Refused(
            "pairings.paired_already",
            _("%(name)s already mentors somebody chosen. Look at that relationship.") % {"name": mentor.person.name},
            field="mentees",
        )
