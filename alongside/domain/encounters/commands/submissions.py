"""What can be done with records sent from a phone: taken in, corrected by a later one, completed with files, deleted.

What was sent is stored as sent. In the same transaction it becomes an observation; where that is not possible the
reason stands beside it in words, and nothing is refused for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import zstandard
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules import relevance
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.people.models import Person
from alongside.domain.programmes.models import Competency
from alongside.kernel import together
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse
from alongside.kernel.errors import Refused
from alongside.kernel.free_text import masked, scan
from alongside.kernel.ids import uuid_from

from .. import access
from ..models import (
    ActionItem,
    Attachment,
    Attendance,
    Encounter,
    FeedbackNote,
    Observation,
    Submission,
    SystemsIssue,
    Visit,
    VisitMentor,
    VisitStep,
)
from ..queries import arriving
from ..queries.device import Checklist
from ..rules import recording
from ..rules.counting import stay_for
from ..rules.states import MAY_TURN_OUT_HELD
from ..terms import ActionStatus, IssueCategory, ObserverContext, OwnerType, Permission, Source, VisitStatus
from .follow_up import OPEN_STATES
from .observations import Observed, observation_of
from .steps import RECEIVED, turn_out_held

CORRECTED_ON_DEVICE = "Corrected on the device"
_COMPRESSION = 3  # zstandard; more costs time and wins a few bytes on two kilobytes


@dataclass(frozen=True)
class Agreed:
    """An action as it was agreed on the phone. owner_type: a word of OwnerType."""

    text: str
    owner_type: str
    due_on: date | None


@dataclass(frozen=True)
class Filled:
    """What a filled visit form says, in plain values. None, "" and absent: the form says nothing.

    answers: {item id: value}, of a repeat {section id: list of such}. sent_score: as the phone worked it out.
    done: actions agreed earlier that are now done.
    """

    place: UUID | None
    mentee: UUID | None
    held_on: date | None
    setting: str = ""
    permission: str = ""
    observer_context: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    sent_score: Any = None
    completeness: str = ""
    resource_limited: bool = False
    resource_note: str = ""
    intervened: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    strengths: str = ""
    to_improve: str = ""
    next_step: str = ""
    agreed: Sequence[Agreed] = ()
    done: Sequence[UUID] = ()


@act("encounters.receive_submission", may=access.may_send)
def receive_submission(
    *,
    by: Person,
    at: datetime,
    instance_id: str,
    form_id: str,
    form_version: str,
    body: bytes,
    body_digest: str,
    checklist: UUID,
    read: "Read",
    replaces: str = "",
    source: str = Source.OPENROSA,
    device_id: UUID | None = None,
) -> Submission:
    """Take in what a phone sent, and make of it what can be made.

    by: the person the phone belongs to: it is credited to them. body: as sent; body_digest: SHA-256 of what was sent,
    which differs from that of `body` only where a client declined and something clinical had to be left out. read:
    what the record says, or why it cannot be read. replaces: the instance id it corrects.
    Refuses: encounters.superseded when `replaces` was itself replaced, encounters.record_deleted when it was
    deleted here. The one handed back is `is_new` where it was not here before.
    """
    submission = Submission(
        id=uuid_from("submission", instance_id), instance_id=instance_id, source=source, form_id=form_id,
        form_version=form_version, body=zstandard.compress(body, _COMPRESSION), body_digest=body_digest, sent_by=by,
        device_id=device_id, received_at=at, replaces=replaces, problem=read.problem,
    )  # fmt: skip
    old = _replaced(replaces) if replaces else None
    made = _Made()
    if read.filled is not None and read.checklist is not None:
        try:
            made = derived(submission, read.filled, read.checklist, by=by, at=at, old=old)
        except Refused as reason:
            submission.problem = str(reason.message)
    keep(made, submission, old=old)
    submission.is_new = True
    return submission


def keep(made: "_Made", *submissions: Submission, old: Observation | None) -> None:
    """Put in what was made of a record, and the record itself where it is new. old: the observation it corrects."""
    if old is not None and made.observation is not None:
        Observation.objects.filter(pk=old.pk).update(is_current=False)
    for visit in made.drawn_out:
        Visit.objects.filter(pk=visit.pk).update(held_on=visit.held_on, until_on=visit.until_on)
    if made.turned_out is not None:
        turn_out_held(made.turned_out)
    together.insert([*submissions, *made.rows], unless_there=made.shared)
    if made.done and made.observation is not None:
        ActionItem.objects.filter(
            pk__in=made.done, person_id=made.observation.mentee_id, status__in=OPEN_STATES
        ).update(status=ActionStatus.DONE, closed_on=made.observation.held_on)


class Read:
    """What a submission says: filled in, or a problem in words. Not a part of what was asked, only of what it means.

    A later version of this programme may read the same record differently; the record sent again is still the same.
    """

    def __init__(self, filled: Filled | None = None, checklist: Checklist | None = None, problem: str = "") -> None:
        self.filled, self.checklist, self.problem = filled, checklist, problem

    def __str__(self) -> str:
        return "read"


@act("encounters.attach_files", may=access.may_send)
def attach_files(*, by: Person, at: datetime, submission: Submission, files: Sequence[Attachment]) -> Submission:
    """Keep files that belong to a submission; those that are there already stay as they are.

    by: whoever sends the very record they belong to, also from another phone.
    Refuses: encounters.other_file when another file of the same name is there.
    """
    known = dict(Attachment.objects.filter(submission=submission).values_list("name", "digest"))
    new = {each.name: each for each in files if each.name not in known}
    for each in files:
        if known.setdefault(each.name, each.digest) != each.digest:
            raise Refused(
                "encounters.other_file",
                _("“%(name)s” was already sent with other content. Take it again under a new name.")
                % {"name": each.name},
                name=each.name,
                status=409,
            )
    for attachment in new.values():
        attachment.submission, attachment.received_at = submission, at
    Attachment.objects.bulk_create(new.values(), ignore_conflicts=True)
    return submission


@act("encounters.delete_submission", may=access.may_delete_submission)
def delete_submission(*, by: Person | None, at: datetime, submission: Submission) -> Submission:
    """Take a submission and its observation out of every list and figure; resending it is then answered so.

    Refuses: encounters.already_deleted.
    """
    submission = locked(submission)
    if submission.deleted_at:
        raise Refused("encounters.already_deleted", _("This record was deleted already."))
    Observation.objects.filter(submission=submission).update(is_current=False)
    submission.deleted_at = at
    submission.save(update_fields=["deleted_at"])
    return submission


@dataclass(frozen=True)
class _Made:
    """What is put in: rows of this submission alone, rows that others may share, and what is done to older ones."""

    observation: Observation | None = None
    rows: Sequence[Any] = ()
    shared: Sequence[Any] = ()
    drawn_out: Sequence[Visit] = ()
    turned_out: Visit | None = None  # planned, and held as this record shows
    done: Sequence[UUID] = ()


def _replaced(instance_id: str) -> Observation | None:
    """Return the observation that an edit takes the place of, held; None where nothing was made of it or it is unknown."""
    old = Submission.objects.select_for_update().filter(instance_id=instance_id).first()
    if old is None:
        return None
    if old.deleted_at is not None:
        raise Refused(
            "encounters.record_deleted",
            _("The record you edited was deleted here on %(day)s. It is not taken in again; ask your coordinator.")
            % {"day": date_format(day_of(old.deleted_at), "j F Y")},
            status=409,
        )
    if Submission.objects.filter(replaces=instance_id).exists():
        raise Refused(
            "encounters.superseded",
            _(
                "You edited a copy (%(id)s) that was already replaced by a newer one. Get the newest version and make"
                " your changes there."
            )
            % {"id": instance_id},
            status=409,
        )
    return Observation.objects.select_related("encounter").filter(submission=old).first()


def derived(
    submission: Submission, filled: Filled, checklist: Checklist, *, by: Person, at: datetime, old: Observation | None
) -> _Made:
    """Return what can be made of a record, nothing of it stored yet. Refuses: why nothing can be, in words."""
    if old is not None and old.observer_id != by.pk:
        raise Refused(
            "encounters.not_own_record",
            _("The record that was edited is somebody else's. They, or their coordinator, can correct it."),
        )
    if filled.place is None or filled.mentee is None or filled.held_on is None:
        raise Refused(
            "encounters.record_incomplete",
            _("The record does not say where, whom or on which day. Ask the mentor, then record it on this site."),
        )
    known = arriving.known(
        place=filled.place, mentee=filled.mentee, sender=by.pk, held_on=filled.held_on, version=checklist.version_id,
        instrument=checklist.instrument_id, competency=checklist.definition.competency,
    )  # fmt: skip
    _refuse_unfit(known, filled, checklist, by=by, at=at)
    assert known is not None and known.programme is not None and known.mentee is not None
    seen = _seen(filled, checklist, known, at=at)
    found = _encounter(filled, known, by=by, at=at)
    observation = observation_of(
        seen, at=at, encounter=found.encounter, observer=by, definition=checklist.definition, submission=submission,
        observation_id=uuid_from("observation", submission.instance_id), forgiving=True, corrects=old,
        correction_reason=CORRECTED_ON_DEVICE if old is not None else "",
    )  # fmt: skip
    follows = () if seen.permission == Permission.DECLINED else _follow_up(observation, filled, seen, by=by, at=at)
    known_before = _said_before(old) if old is not None else set()
    kept = [row for row in follows if _said(row) not in known_before]
    return _Made(
        observation, [observation, *kept, *found.own], found.shared, found.drawn_out, found.turned_out, filled.done
    )


def _refuse_unfit(
    known: arriving.Known | None, filled: Filled, checklist: Checklist, *, by: Person, at: datetime
) -> None:
    if known is None or known.place_is_area:
        raise Refused("encounters.unknown_place", _("The place in this record is not known here. Ask who sent it."))
    if known.mentee is None:
        raise Refused("encounters.unknown_mentee", _("The person in this record is not known here. Ask who sent it."))
    if known.programme is None:
        raise Refused(
            "encounters.no_programme",
            _("No programme ran at %(place)s on that day. Check the day, or open the programme for the place.")
            % {"place": known.place_name},
        )
    if not known.records_here:
        raise Refused(
            "encounters.no_role_then",
            _("%(name)s held no role that records observations at %(place)s on that day. Ask an administrator.")
            % {"name": by.name, "place": known.place_name},
        )
    retired_on = day_of(known.retired_at) if known.retired_at else None
    assert filled.held_on is not None
    refuse(
        recording.why_not_recordable(
            held_on=filled.held_on, today=day_of(at),
            version=recording.VersionLife(known.status, known.effective_on, retired_on),
            observer=by.pk, mentee=known.mentee, team="", context=filled.observer_context or ObserverContext.RELATIONSHIP_MENTOR,
            is_verifier=known.verifies_here, works_here=True, setting=filled.setting, permission=filled.permission,
            has_answers=filled.permission != Permission.DECLINED and bool(filled.answers), stopped_at="", known_items=(),
        )
    )  # fmt: skip
    if not known.works_here:
        raise recording.works_elsewhere(known.mentee, known.mentee_name)


def _seen(filled: Filled, checklist: Checklist, known: arriving.Known, *, at: datetime) -> Observed:
    """Return what was seen as the record of this room has it: skip rules worked out, texts without names."""
    definition = checklist.definition
    try:
        asked = relevance.asked(definition, filled.answers, Circumstances(now=filled.ended_at or at))
    except Refused:
        asked = relevance.Asked(filled.answers)  # with nothing closed it can only score lower
    typed = {item.id for item in definition.items() if not item.scale and item.kind in ("text", "string")}
    answers = {id: _plain(value) if id in typed else value for id, value in asked.answers.items()}
    assert filled.held_on is not None
    return Observed(
        # Only their keys are written, so the rows are not read for it.
        version=Version(id=checklist.version_id), mentee=Person(id=known.mentee),
        competency=Competency(code=known.competency) if known.competency else None,
        held_on=filled.held_on, setting=filled.setting, permission=filled.permission,
        observer_context=filled.observer_context or ObserverContext.RELATIONSHIP_MENTOR, answers=answers,
        completeness=filled.completeness, resource_limited=filled.resource_limited,
        resource_note=_plain(filled.resource_note), intervened=filled.intervened, started_at=filled.started_at,
        ended_at=filled.ended_at, irrelevant=asked.closed, sent_score=filled.sent_score,
    )  # fmt: skip


@dataclass
class _Found:
    """The encounter a record belongs to; rows new with it: those that others may share, and `own`; visits it changes."""

    encounter: Encounter
    shared: list[Any] = field(default_factory=list)
    own: list[Any] = field(default_factory=list)
    drawn_out: list[Visit] = field(default_factory=list)
    turned_out: Visit | None = None


def _encounter(filled: Filled, known: arriving.Known, *, by: Person, at: datetime) -> _Found:
    """Return the encounter this belongs to, as rules.counting.stay_for finds its visit.

    Two phones of one mentor meet on derived ids.
    """
    day = filled.held_on
    assert day is not None
    common = {"programme_id": known.programme, "place_id": filled.place, "area_path": known.place_path}
    given = {"mentor": by, "held_on": day, "recorded_at": at, **common}
    shared: list[Any] = []
    drawn_out: list[Visit] = []
    turned_out, met = None, None
    if stay := stay_for(day, known.near):
        near, days = stay
        visit = Visit(id=near.id, held_on=days[0], until_on=days[1], submitted_at=at, **common)
        met = near.met
        if near.status in MAY_TURN_OUT_HELD:
            turned_out = visit
        elif days != (near.held_on, near.until_on):
            drawn_out.append(visit)
    else:
        visit = Visit(
            id=uuid_from("stay", by.pk, filled.place, known.programme, day), held_on=day, until_on=day,
            source=Source.OPENROSA, status=VisitStatus.SUBMITTED, recorded_by=by, recorded_at=at, submitted_at=at,
            **common,
        )  # fmt: skip
        shared += [visit, VisitMentor(visit=visit, person=by)]
    own = [VisitStep(visit=visit, act=RECEIVED, after=VisitStatus.SUBMITTED, by=by, at=at)] if turned_out else []
    if met is not None:
        return _Found(Encounter(id=met, visit=visit, **given), [], own, drawn_out, turned_out)
    encounter = Encounter(
        id=uuid_from("encounter", visit.pk, by.pk, known.mentee, day), visit=visit, minutes=_minutes(filled), **given
    )
    there = Attendance(encounter=encounter, person_id=known.mentee)
    return _Found(encounter, [*shared, encounter, there], own, drawn_out, turned_out)


def _minutes(filled: Filled) -> int | None:
    """Return how long it took, None where the phone was left lying open or says nothing."""
    if filled.started_at is None or filled.ended_at is None or filled.ended_at < filled.started_at:
        return None
    minutes = max(1, round((filled.ended_at - filled.started_at).total_seconds() / 60))
    return minutes if minutes < 600 else None


def _follow_up(observation: Observation, filled: Filled, seen: Observed, *, by: Person, at: datetime) -> Iterable[Any]:
    """Yield feedback, agreed actions and the issue of what was lacking."""
    where = {"place_id": observation.place_id, "area_path": observation.area_path, "observation": observation}
    if filled.strengths.strip():
        yield FeedbackNote(
            encounter_id=observation.encounter_id, observation=observation, person_id=observation.mentee_id,
            given_by=by, strengths=_plain(filled.strengths), to_improve=_plain(filled.to_improve),
            next_step=_plain(filled.next_step), given_at=at,
        )  # fmt: skip
    for number, agreed in enumerate(filled.agreed):
        if agreed.text.strip():
            taken_by = OwnerType(agreed.owner_type) if agreed.owner_type in OwnerType.values else OwnerType.MENTEE
            owner = {OwnerType.MENTEE: observation.mentee_id, OwnerType.MENTOR: by.pk}.get(taken_by)
            yield ActionItem(
                id=uuid_from("action", observation.pk, number), encounter_id=observation.encounter_id,
                person_id=observation.mentee_id, text=_plain(agreed.text.strip())[:300], owner_type=taken_by,
                owner_id=owner, due_on=max(agreed.due_on or observation.held_on, observation.held_on), agreed_at=at, **where,
            )  # fmt: skip
    if seen.resource_limited and seen.resource_note.strip():
        # What was lacking must not lower the standing of the person (finding F13).
        yield SystemsIssue(
            id=uuid_from("issue", observation.pk), category=IssueCategory.OTHER, text=seen.resource_note[:300],
            opened_on=observation.held_on, opened_by=by, recorded_at=at, visit_id=observation.encounter.visit_id,
            **where,
        )  # fmt: skip


def _said(row: Any) -> tuple[type, str]:
    return type(row), row.strengths if isinstance(row, FeedbackNote) else row.text


def _said_before(old: Observation) -> set[tuple[type, str]]:
    """Return what already followed from the record that is corrected: it is not said a second time."""
    return {
        _said(row)
        for table in (FeedbackNote, ActionItem, SystemsIssue)
        for row in table.objects.filter(observation=old)
    }


def _plain(text: str) -> str:
    """Return a text typed on the phone with what may identify a client covered (R191); nobody is there to be asked."""
    return masked(text, scan(text)) if text else text
