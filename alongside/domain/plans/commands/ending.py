"""What a plan asks before its relationship begins and ends, and the summaries of the formal ending (R034)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.rules.relationships import PAIRS
from alongside.domain.pairings.terms import RelationshipStatus
from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import EndSummary, Goal, Graduated
from ..terms import Owner, Side


@act("plans.write_summary", may=access.may_sum_up)
def write_summary(
    *,
    by: Person | None,
    at: datetime,
    relationship: Relationship,
    person: Person,
    reached: str,
    still_open: str = "",
    next_step: str = "",
    confirmed_text: bool = False,
) -> EndSummary:
    """Write what one side says at the end: what was reached, what is open, what is next. Writing again replaces it.

    Refuses: plans.not_closing, plans.not_in_it, plans.no_words, text.names_somebody.
    """
    relationship = locked(relationship)
    if relationship.status != RelationshipStatus.CLOSING:
        raise Refused("plans.not_closing", _("Summaries are written while a relationship is being closed."))
    side = _side(person, relationship)
    if not reached.strip():
        raise Refused("plans.no_words", _("Say in a sentence what was reached."), field="reached")
    refuse_names(confirmed_text, reached=reached, still_open=still_open, next_step=next_step)
    summary, _made = EndSummary.objects.update_or_create(
        relationship=relationship, person=person,
        defaults={
            "side": side, "reached": reached.strip(), "still_open": still_open.strip(), "next_step": next_step.strip(),
            "recorded_by": by, "written_at": at,
        },
    )  # fmt: skip
    return summary


def why_not_begun(relationship: Relationship) -> Refused | None:
    """Return why mentoring cannot begin yet for want of needs or plan, or None (R030, R033)."""
    people = queries.mentees_of(relationship)
    lacking = [
        each.person.name for each in queries.needs(relationship, people) if each.round == 1 and not each.complete
    ]
    if lacking:
        return Refused(
            "plans.needs_missing",
            _("Both sides say first how far somebody is. Still missing for: %(names)s.")
            % {"names": ", ".join(lacking)},
        )
    if queries.in_force(relationship) is None:
        return Refused("plans.not_agreed", _("Mentoring begins with a plan that everybody has agreed to."))
    return None


def why_not_summed_up(relationship: Relationship) -> Refused | None:
    """Return whose summary is missing at the end, or None. Of a pair every mentee writes one; of a team one for all."""
    said = queries.summaries(relationship)
    mentors = [each for each in said if each.side == Side.MENTOR]
    wrote = {each.person_id for each in said if each.side == Side.MENTEE}
    people = queries.mentees_of(relationship)
    missing = [person for person in people if person.pk not in wrote]
    enough = not missing if relationship.shape in PAIRS else len(missing) < len(people) or not people
    if mentors and enough:
        return None
    words = (
        _("The mentor's summary is missing.") if not mentors
        else _("A summary is missing: %(names)s.") % {"names": ", ".join(person.name for person in missing)}
    )  # fmt: skip
    return Refused("plans.no_summary", words)


def graduate(relationship: Relationship, at: datetime) -> None:
    """Keep the levels with which people leave a completed relationship. Called inside that act, before they leave it."""
    people = queries.mentees_of(relationship)
    today = day_of(at)
    seen = queries.standings([person.pk for person in people], on=today)
    aimed = Goal.objects.filter(relationship=relationship, owner=Owner.MENTEE, competency__isnull=False)
    pairs = set(aimed.values_list("mentee", "competency"))
    Graduated.objects.bulk_create(
        [
            Graduated(relationship=relationship, person_id=person, competency_id=code, level=queries.level_of(seen, person, code), on=today)
            for person, code in sorted(pairs, key=str)
            if person in {each.pk for each in people}
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _side(person: Person, relationship: Relationship) -> Side:
    if access.is_mentor(person, relationship):
        return Side.MENTOR
    if access.is_mentee(person, relationship):
        return Side.MENTEE
    raise Refused("plans.not_in_it", _("%(name)s is not part of this relationship.") % {"name": person.name})
