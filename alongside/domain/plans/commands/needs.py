"""Saying what somebody needs, each side without seeing the other (R030)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.rules.relationships import OPEN
from alongside.domain.people.models import Person, UserAccount
from alongside.domain.programmes.terms import Level
from alongside.kernel.acts import act
from alongside.kernel.before_writing import locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import NeedsView
from ..terms import Side


@act("plans.say_needs", may=access.may_say_needs)
def say_needs(
    *,
    by: Person | None,
    at: datetime,
    relationship: Relationship,
    mentee: Person,
    side: str,
    levels: Mapping[str, str],
    words: str = "",
    confirmed_text: bool = False,
) -> NeedsView:
    """Keep how far one side sees a mentee: the mentee first, so that nobody answers what the mentor expects.

    levels: {code of a competency: level}. Where a mentor enters what the mentee told them, the mentor's own view must
    be there before, for the same reason. When both are there, the next view begins a new round.
    Refuses: plans.relationship_over, plans.not_in_it, plans.nothing_rated, plans.needs_said, plans.mentee_first,
    plans.mentor_first, text.names_somebody.
    """
    relationship = locked(relationship)
    if relationship.status not in OPEN:
        raise Refused("plans.relationship_over", _("This relationship has ended. Its plan is kept as it is."))
    if not access.is_mentee(mentee, relationship):
        raise Refused("plans.not_in_it", _("%(name)s is not mentored in this relationship.") % {"name": mentee.name})
    known = {each.pk for each in queries.rated(relationship)}
    kept = {code: level for code, level in levels.items() if code in known and level in Level.values}
    if not any(level != Level.NOT_OBSERVED for level in kept.values()):
        raise Refused("plans.nothing_rated", _("Say for at least one competency how far it is."), field="levels")
    refuse_names(confirmed_text, words=words)
    [latest] = queries.needs(relationship, [mentee])
    if latest.complete:
        latest = queries.Needs(mentee, latest.round + 1)
    _ask_turn(by, mentee, side, latest, told=access.is_mentor(by, relationship) if by else False)
    return NeedsView.objects.create(
        relationship=relationship, mentee=mentee, round=latest.round, side=side, levels=kept, words=words.strip(),
        said_by=mentee if side == Side.MENTEE or by is None else by, recorded_by=by, said_at=at,
    )  # fmt: skip


def _ask_turn(by: Person | None, mentee: Person, side: str, latest: queries.Needs, *, told: bool) -> None:
    """Refuse whoever is not next. told: whether a mentor of the relationship enters what the mentee told them."""
    if (latest.mentor if side == Side.MENTOR else latest.mentee) is not None:
        raise Refused("plans.needs_said", _("This side has said so already. The other side is next."))
    if (
        side == Side.MENTOR
        and latest.mentee is None
        and UserAccount.objects.filter(person=mentee, is_active=True).exists()
    ):
        raise Refused(
            "plans.mentee_first",
            _("%(name)s looks at it first, signed in, then you: neither sees what the other said until both are there.")
            % {"name": mentee.name},
        )
    if side == Side.MENTEE and told and by != mentee and latest.mentor is None:
        raise Refused(
            "plans.mentor_first",
            _("Enter your own view first, then what %(name)s told you: so neither leans on the other.")
            % {"name": mentee.name},
        )
