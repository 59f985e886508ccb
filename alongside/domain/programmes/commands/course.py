"""What can be done with a programme as a whole: its course, its signature, what must hold before it begins."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import DesignVersion, Programme, StatusChange
from ..rules.course import COURSE, RENEWED_IN
from ..rules.design import done
from ..terms import STEPS


@act("programmes.submit_for_review", may=access.may_change_design)
def submit_for_review(*, by: Person | None, at: datetime, programme: Programme) -> Programme:
    """Send a finished design for review. Refuses: programmes.steps_open, states.not_from_here."""
    programme = locked(programme)
    COURSE.step(programme.status, "programmes.submit_for_review")
    _ask_complete(programme)
    return _step(programme, "programmes.submit_for_review", by, at)


@act("programmes.return_to_design", may=access.may_change_design)
def return_to_design(*, by: Person | None, at: datetime, programme: Programme, note: str) -> Programme:
    """Take a design back to change it. Refuses: programmes.no_reason, states.not_from_here, text.names_somebody."""
    return _step(programme, "programmes.return_to_design", by, at, _reason(note))


@act("programmes.approve", may=access.may_change_design)
def approve(*, by: Person | None, at: datetime, programme: Programme, signed_as: str, signed_on: date) -> Programme:
    """Sign a reviewed design; it is kept as signed, and looked at again after a year.

    signed_as: name and office, as on paper. Refuses: programmes.steps_open, programmes.no_signature,
    programmes.in_future, states.not_from_here.
    """
    programme = locked(programme)
    COURSE.step(programme.status, "programmes.approve")
    _ask_complete(programme)
    _sign(programme, by, at, signed_as, signed_on)
    return _step(programme, "programmes.approve", by, at)


@act("programmes.renew_design", may=access.may_change_design)
def renew_design(
    *, by: Person | None, at: datetime, programme: Programme, signed_as: str, signed_on: date
) -> DesignVersion:
    """Sign the design of a running programme anew, as it stands now.

    Refuses: programmes.not_running, programmes.steps_open, programmes.no_signature, programmes.in_future.
    """
    if locked(programme).status not in RENEWED_IN:
        raise Refused("programmes.not_running", _("Only the design of a running or paused programme is signed anew."))
    _ask_complete(programme)
    return _sign(programme, by, at, signed_as, signed_on)


@act("programmes.activate", may=access.may_change_design)
def activate(*, by: Person | None, at: datetime, programme: Programme) -> Programme:
    """Let an approved programme begin. Refuses: programmes.not_ready with what still lacks (R135), states.not_from_here."""
    programme = locked(programme)
    COURSE.step(programme.status, "programmes.activate")
    lacking = [each for each in queries.guards(queries.design(programme), on=day_of(at)) if not each.holds]
    if lacking:
        raise Refused(
            "programmes.not_ready",
            _("It cannot begin yet. %(todo)s") % {"todo": " ".join(str(each.todo) for each in lacking)},
            lacking=[each.code for each in lacking],
        )
    return _step(programme, "programmes.activate", by, at)


@act("programmes.pause", may=access.may_change_design)
def pause(*, by: Person | None, at: datetime, programme: Programme, note: str) -> Programme:
    """Let a programme rest. Refuses: programmes.no_reason, states.not_from_here, text.names_somebody."""
    return _step(programme, "programmes.pause", by, at, _reason(note))


@act("programmes.resume", may=access.may_change_design)
def resume(*, by: Person | None, at: datetime, programme: Programme) -> Programme:
    """Let a resting programme go on. Refuses: states.not_from_here."""
    return _step(programme, "programmes.resume", by, at)


@act("programmes.begin_closing", may=access.may_change_design)
def begin_closing(*, by: Person | None, at: datetime, programme: Programme, note: str) -> Programme:
    """Begin to bring a programme to its end. Refuses: programmes.no_reason, states.not_from_here, text.names_somebody."""
    return _step(programme, "programmes.begin_closing", by, at, _reason(note))


@act("programmes.close", may=access.may_change_design)
def close(*, by: Person | None, at: datetime, programme: Programme) -> Programme:
    """Close a programme for good. Refuses: states.not_from_here."""
    return _step(programme, "programmes.close", by, at)


@act("programmes.waive_budget", may=access.may_change_design)
def waive_budget(*, by: Person | None, at: datetime, programme: Programme, note: str) -> Programme:
    """Let a programme begin without a budget of its own, for a reason. Refuses: programmes.no_reason, text.names_somebody."""
    programme = locked(programme)
    programme.budget_waived_because = _reason(note)
    programme.save(update_fields=["budget_waived_because"])
    return programme


@act("programmes.attest_definition", may=access.may_change_design)
def attest_definition(
    *, by: Person | None, at: datetime, programme: Programme, reviewer: Person, on: date, note: str
) -> Programme:
    """Record who looked whether a programme is mentoring as defined, and what they found (R007).

    Refuses: programmes.no_reason, programmes.in_future, text.names_somebody.
    """
    if on > day_of(at):
        raise _in_future("on")
    programme = locked(programme)
    programme.attested_by, programme.attested_on, programme.attested_words = reviewer, on, _reason(note)
    programme.save(update_fields=["attested_by", "attested_on", "attested_words"])
    return programme


def _step(programme: Programme, act: str, by: Person | None, at: datetime, note: str = "") -> Programme:
    programme = locked(programme)
    programme.status = COURSE.step(programme.status, act)
    programme.save(update_fields=["status"])
    StatusChange.objects.create(programme=programme, act=act, after=programme.status, on=day_of(at), note=note, by=by)
    return programme


def _sign(programme: Programme, by: Person | None, at: datetime, signed_as: str, signed_on: date) -> DesignVersion:
    if not signed_as.strip():
        raise Refused("programmes.no_signature", _("Enter name and office of whoever signs."), field="signed_as")
    if signed_on > day_of(at):
        raise _in_future("signed_on")
    document = queries.document(queries.design(programme))
    latest = queries.versions(programme).first()
    return DesignVersion.objects.create(
        programme=programme, number=latest.number + 1 if latest else 1, document=document, digest=digest(document),
        signed_by=by, signed_as=signed_as.strip(), signed_on=signed_on, review_on=_a_year_after(signed_on),
    )  # fmt: skip


def digest(document: dict[str, Any]) -> str:
    """Return the sha-256 of a document, the same for the same content."""
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _ask_complete(programme: Programme) -> None:
    complete = done(queries.design(programme))
    if still := [str(step.title) for step in STEPS if step.code not in complete]:
        raise Refused(
            "programmes.steps_open",
            _("These steps are not done: %(steps)s. Finish them first.") % {"steps": ", ".join(still)},
            steps=still,
        )


def _reason(note: str) -> str:
    if not note.strip():
        raise Refused("programmes.no_reason", _("Say why in a sentence."), field="note")
    refuse_names(False, note=note)
    return note.strip()


def _in_future(field: str) -> Refused:
    return Refused("programmes.in_future", _("This day is still to come. Enter it when it has happened."), field=field)


def _a_year_after(on: date) -> date:
    return date(on.year + 1, on.month, 28 if (on.month, on.day) == (2, 29) else on.day)
