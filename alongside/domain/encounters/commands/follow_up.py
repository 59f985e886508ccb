"""What follows an observation: feedback and agreed actions."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import ActionItem, Encounter, FeedbackNote, Observation
from ..rules import recording
from ..terms import ActionStatus, OwnerType

OPEN_STATES = frozenset({ActionStatus.PENDING, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED})


@act("encounters.give_feedback", may=access.may_change_encounter)
def give_feedback(
    *,
    by: Person,
    at: datetime,
    encounter: Encounter,
    person: Person | None,
    strengths: str,
    to_improve: str = "",
    next_step: str = "",
    observation: Observation | None = None,
    confirmed_text: bool = False,
) -> FeedbackNote:
    """Tell a person (None: the team) what went well, then what to practise and how (R031).

    Refuses: encounters.strength_first, encounters.not_met, text.names_somebody.
    """
    refuse(recording.why_not_said(strengths=strengths, to_improve=to_improve))
    refuse_names(confirmed_text, strengths=strengths, to_improve=to_improve, next_step=next_step)
    if person is not None and not encounter.attendances.filter(person=person).exists():
        raise Refused(
            "encounters.not_met",
            _("%(name)s was not part of this contact. Add them to it first.") % {"name": person.name},
            field="person",
        )
    return FeedbackNote.objects.create(
        encounter=encounter, observation=observation, person=person, given_by=by, strengths=strengths,
        to_improve=to_improve, next_step=next_step, given_at=at,
    )  # fmt: skip


@act("encounters.acknowledge_feedback", may=access.may_acknowledge_feedback)
def acknowledge_feedback(*, by: Person, at: datetime, note: FeedbackNote) -> FeedbackNote:
    """Say that one has read it; the first time counts."""
    note = locked(note)
    if note.acknowledged_at is None:
        note.acknowledged_at = at
        note.save(update_fields=["acknowledged_at"])
    return note


@act("encounters.agree_action", may=access.may_agree)
def agree_action(
    *,
    by: Person,
    at: datetime,
    place: OrgUnit,
    text: str,
    owner_type: str,
    due_on: date,
    owner: Person | None = None,
    person: Person | None = None,
    encounter: Encounter | None = None,
    observation: Observation | None = None,
    item_id: str = "",
    confirmed_text: bool = False,
) -> ActionItem:
    """Agree what is done until when, and by whom; tied to the item it is about where there is one (R206, R044).

    person: whose practice it is about. owner: None for an in-charge or a district office not known by name; for the
    mentee and the mentor the person themselves where none is given.
    Refuses: every code of rules.recording.why_not_agreed, encounters.no_such_item, text.names_somebody.
    """
    if observation is not None:
        encounter, person = observation.encounter, person or observation.mentee
        place = observation.place
    if owner is None:
        themselves: dict[str, Person | None] = {OwnerType.MENTEE: person, OwnerType.MENTOR: by}
        owner = themselves.get(owner_type)
    refuse(
        recording.why_not_agreed(
            text=text, due_on=due_on, on=day_of(at), owner_type=owner_type, owner=owner and owner.pk
        )
    )
    refuse_names(confirmed_text, text=text)
    if item_id and (
        observation is None or item_id not in {item.id for item in observation.version.definition.scored()}
    ):
        raise Refused(
            "encounters.no_such_item",
            _("The step this is about is not on the checklist. Choose it again."),
            item=item_id,
        )
    return ActionItem.objects.create(
        place=place, area_path=place.path, encounter=encounter, observation=observation, item_id=item_id, person=person,
        text=text.strip(), owner_type=owner_type, owner=owner, due_on=due_on, agreed_at=at,
    )  # fmt: skip


@act("encounters.report_action", may=access.may_report_action)
def report_action(
    *, by: Person, at: datetime, action: ActionItem, status: str, outcome: str = "", confirmed_text: bool = False
) -> ActionItem:
    """Say how an open action stands: to do, in progress or blocked.

    Refuses: encounters.action_closed, encounters.why_blocked, encounters.not_a_state, text.names_somebody.
    """
    action = _open_action(action)
    if status not in OPEN_STATES:
        raise Refused(
            "encounters.not_a_state", _("Close the action to say that it is done or dropped."), field="status"
        )
    if status == ActionStatus.BLOCKED and not outcome.strip():
        raise Refused("encounters.why_blocked", _("Say what blocks it, so that somebody can help."), field="outcome")
    refuse_names(confirmed_text, outcome=outcome)
    action.status, action.outcome = status, outcome.strip()
    action.save(update_fields=["status", "outcome"])
    return action


@act("encounters.close_action", may=access.may_report_action)
def close_action(
    *, by: Person, at: datetime, action: ActionItem, done: bool, outcome: str = "", confirmed_text: bool = False
) -> ActionItem:
    """Close an action: done, or dropped with the reason.

    Refuses: encounters.action_closed, encounters.why_dropped, text.names_somebody.
    """
    action = _open_action(action)
    if not done and not outcome.strip():
        raise Refused("encounters.why_dropped", _("Say why it is dropped."), field="outcome")
    refuse_names(confirmed_text, outcome=outcome)
    action.status = ActionStatus.DONE if done else ActionStatus.DROPPED
    action.outcome, action.closed_on = outcome.strip(), day_of(at)
    action.save(update_fields=["status", "outcome", "closed_on"])
    return action


def _open_action(action: ActionItem) -> ActionItem:
    action = locked(action)
    if action.status not in OPEN_STATES:
        raise Refused(
            "encounters.action_closed",
            _("This action was closed on %(day)s. Agree a new one if there is more to do.")
            % {"day": date_format(action.closed_on, "j F Y") if action.closed_on else ""},
        )
    return action
