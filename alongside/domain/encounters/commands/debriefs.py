"""What the leadership hears at the end of a visit, and that it heard it (R193)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import ActionItem, Debrief, SystemsIssue, Visit
from ..rules.states import NOT_HELD

MOST = 3  # of each: what is heard is remembered


@act("encounters.write_debrief", may=access.may_change_visit)
def write_debrief(
    *,
    by: Person | None,
    at: datetime,
    visit: Visit,
    strengths: Sequence[str],
    actions: Sequence[ActionItem] = (),
    issues: Sequence[SystemsIssue] = (),
    decisions: str = "",
    confirmed_text: bool = False,
) -> Debrief:
    """Write the debrief of a visit; written again it replaces what was there, until the leadership acknowledged it.

    strengths: one to three sentences. actions, issues: at most three each, of this visit or its place.
    Refuses: encounters.debrief_not_held, encounters.debrief_acknowledged, encounters.debrief_strength,
    encounters.debrief_too_long, encounters.debrief_elsewhere, text.names_somebody.
    """
    visit = locked(visit)
    said = [each.strip() for each in strengths if each.strip()]
    if visit.status in NOT_HELD:
        raise Refused("encounters.debrief_not_held", _("A debrief ends a visit. This one was not held yet."))
    debrief = Debrief.objects.filter(visit=visit).first()
    if debrief is not None and debrief.acknowledged_at is not None:
        raise Refused(
            "encounters.debrief_acknowledged",
            _("The leadership has acknowledged this debrief. It stays as it was heard."),
        )
    if not said:
        raise Refused("encounters.debrief_strength", _("Begin with something that went well."), field="strength_1")
    if max(len(said), len(actions), len(issues)) > MOST:
        raise Refused("encounters.debrief_too_long", _("Choose at most three of each: what is heard is remembered."))
    chosen: list[ActionItem | SystemsIssue] = [*actions, *issues]
    if any(each.place_id != visit.place_id for each in chosen):
        raise Refused("encounters.debrief_elsewhere", _("An action or issue belongs to another place."))
    refuse_names(confirmed_text, decisions=decisions, **{f"strength_{n}": each for n, each in enumerate(said, start=1)})
    kept = {"strengths": said, "decisions": decisions.strip(), "written_by": by, "written_at": at}
    debrief, _made = Debrief.objects.update_or_create(visit=visit, defaults=kept)
    debrief.actions.set(actions)
    debrief.issues.set(issues)
    return debrief


@act("encounters.acknowledge_debrief", may=access.may_acknowledge_debrief)
def acknowledge_debrief(
    *, by: Person | None, at: datetime, debrief: Debrief, remark: str = "", confirmed_text: bool = False
) -> Debrief:
    """Say for the leadership that one heard it, and what one says to it; the first time counts. Refuses: text.names_somebody."""
    refuse_names(confirmed_text, remark=remark)
    debrief = locked(debrief)
    if debrief.acknowledged_at is None:
        debrief.acknowledged_by, debrief.acknowledged_at, debrief.remark = by, at, remark.strip()
        debrief.save(update_fields=["acknowledged_by", "acknowledged_at", "remark"])
    return debrief


@act("encounters.note_not_met", may=access.may_note_debrief)
def note_not_met(
    *, by: Person | None, at: datetime, debrief: Debrief, because: str, confirmed_text: bool = False
) -> Debrief:
    """Keep why nobody of the leadership could hear it on the day. Refuses: encounters.no_reason, text.names_somebody."""
    if not because.strip():
        raise Refused("encounters.no_reason", _("Say in a sentence why."), field="because")
    refuse_names(confirmed_text, because=because)
    debrief = locked(debrief)
    debrief.not_met_because = because.strip()
    debrief.save(update_fields=["not_met_because"])
    return debrief
