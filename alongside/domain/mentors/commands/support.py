"""Teams of mentors, and the calls and meetings that support them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, refuse_names
from alongside.kernel.errors import Refused

from .. import access, rules
from ..models import Mentor, MentorTeam, SupportContact, TeamMember


@act("mentors.form_team", may=access.may_form_team)
def form_team(
    *, by: Person | None, at: datetime, programme: Programme, place: OrgUnit, name: str, lead: Mentor,
    members: Sequence[tuple[Mentor, str]],
) -> MentorTeam:  # fmt: skip
    """Form a team of mentors who visit together, each in a role (R083). lead: one of the members.

    Refuses: mentors.no_name, mentors.team_of_two, mentors.lead_outside, mentors.not_certified.
    """
    if not name.strip():
        raise Refused("mentors.no_name", _("Give the team a name."), field="name")
    roles = dict(members)
    if len(roles) < 2:
        raise Refused("mentors.team_of_two", _("A team has at least two mentors."), field="members")
    if lead not in roles:
        raise Refused("mentors.lead_outside", _("The lead is one of the team."), field="lead")
    if idle := [each.person.name for each in roles if each.standing not in rules.OBSERVING]:
        raise Refused(
            "mentors.not_certified",
            _("Not certified: %(names)s. Choose others.") % {"names": ", ".join(idle)},
            field="members",
        )
    team = MentorTeam.objects.create(programme=programme, place=place, name=name.strip())
    TeamMember.objects.bulk_create(
        TeamMember(team=team, mentor=mentor, role=role, is_lead=mentor == lead) for mentor, role in roles.items()
    )
    return team


@act("mentors.disband_team", may=access.may_disband)
def disband_team(*, by: Person | None, at: datetime, team: MentorTeam) -> None:
    """Let a team end; what its members did stays theirs."""
    team.members.all().delete()
    team.delete()


@act("mentors.record_support", may=access.may_support)
def record_support(
    *, by: Person, at: datetime, place: OrgUnit, held_on: date, channel: str, mentors: Sequence[Mentor],
    agenda: str = "", agreed: str = "", confirmed_text: bool = False,
) -> SupportContact:  # fmt: skip
    """Keep that mentors were supported in a call or meeting, who took part and what was agreed (R156).

    Refuses: mentors.in_future, mentors.nobody_took_part, text.names_somebody.
    """
    if held_on > day_of(at):
        raise Refused(
            "mentors.in_future", _("This day is still to come. Enter it when it has happened."), field="held_on"
        )
    if not mentors:
        raise Refused("mentors.nobody_took_part", _("Choose at least one mentor who took part."), field="mentors")
    refuse_names(confirmed_text, agenda=agenda, agreed=agreed)
    contact = SupportContact.objects.create(
        place=place, held_on=held_on, channel=channel, agenda=agenda.strip(), agreed=agreed.strip(), led_by=by
    )
    contact.mentors.set(mentors)
    return contact
