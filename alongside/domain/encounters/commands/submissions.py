"""Acts of what devices send: kept as sent, then made an observation in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import zstandard
from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.domain.instruments.models import Version
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused
from alongside.kernel.free_text import masked, scan
from alongside.kernel.ids import uuid7

from .. import access
from ..models import ActionItem, Attachment, FeedbackNote, Observation, Submission
from ..terms import ActionStatus, OwnerType, Source
from .checks import day_of
from .observations import Observed, arrived_encounter, store_observation


@dataclass(frozen=True)
class Agreed:
    """One action as a device sends it. owner_type: a code of OwnerType."""

    text: str
    owner_type: str
    due_on: date


@dataclass(frozen=True)
class Arrived:
    """What a filled form says, its references looked up. mentee, place, programme None: not known or not in the lists.

    what_is_wrong: in words, why nothing can be derived from it; "" where nothing is.
    """

    version: Version
    observed: Observed | None = None
    place: OrgUnit | None = None
    programme: Programme | None = None
    strengths: str = ""
    to_improve: str = ""
    next_step: str = ""
    actions: Sequence[Agreed] = ()
    done_actions: Sequence[UUID] = ()
    what_is_wrong: str = ""
    texts: dict[str, str] = field(default_factory=dict)


@act(
    "encounters.receive_submission", may=lambda by, **_: True
)  # whoever has a device may send; what counts is judged below
def receive_submission(
    *,
    by: Person,
    at: datetime,
    instance_id: str,
    form_id: str,
    form_version: str,
    body: bytes,
    body_digest: str,
    arrived: Arrived,
    device_id: UUID | None = None,
    replaces: str = "",
    source: str = Source.OPENROSA,
) -> Submission:
    """Keep what a device sent and derive the observation from it, credited to the device's person.

    What cannot be derived is kept with `problem` in words and listed for a person, never lost. replaces: the instance
    id of the record this one corrects.
    Refuses: encounters.already_received (facts `same`, `deleted`: nothing is changed), encounters.superseded.
    """
    submission = Submission(
        id=uuid7(), instance_id=instance_id, source=source, form_id=form_id, form_version=form_version, body=zstandard.compress(body, level=3),
        body_digest=body_digest, sent_by=by, device_id=device_id, received_at=at, replaces=replaces,
        problem=_why_not_derived(by, arrived, at),
    )  # fmt: skip
    if not _put(submission):
        raise _already(instance_id, body_digest)
    corrects = _corrected(replaces) if replaces else None
    if not submission.problem:
        _derive(submission, arrived, by, at, corrects)
    return submission


@act("encounters.attach_files", may=lambda by, submission, **_: by.pk == submission.sent_by_id)
def attach_files(*, by: Person, at: datetime, submission: Submission, files: Sequence[Attachment]) -> Submission:
    """Keep files that belong to a submission; those that are there already stay as they are."""
    for attachment in files:
        attachment.submission, attachment.received_at = submission, at
    Attachment.objects.bulk_create(files, ignore_conflicts=True)
    return submission


@act("encounters.delete_submission", may=lambda by, submission, **_: access.may_delete_submission(by, submission))
def delete_submission(*, by: Person, at: datetime, submission: Submission) -> Submission:
    """Take a submission and its observation out of every list and figure; resending it is then answered so.

    Refuses: encounters.already_deleted.
    """
    if submission.deleted_at:
        raise Refused("encounters.already_deleted", gettext_lazy("This record was deleted already."))
    Observation.objects.filter(submission=submission).update(is_current=False)
    submission.deleted_at = at
    submission.save(update_fields=["deleted_at"])
    return submission


def _put(submission: Submission) -> bool:
    """Insert a submission unless its instance id is there; say whether it went in.

    One statement decides who was first, also between two processes; Django's own way around a conflict does not tell.
    """
    fields = Submission._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(str(each.column)) for each in fields)
    values = [each.get_db_prep_save(each.pre_save(submission, True), connection) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(Submission._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
            " ON CONFLICT (instance_id) DO NOTHING RETURNING 1",
            values,
        )
        return cursor.fetchone() is not None


def _derive(submission: Submission, arrived: Arrived, by: Person, at: datetime, corrects: Observation | None) -> None:
    seen = arrived.observed
    assert seen is not None and arrived.place is not None and arrived.programme is not None  # _why_not_derived asked
    encounter = arrived_encounter(
        at=at, programme=arrived.programme, place=arrived.place, mentor=by, held_on=seen.held_on, mentee=seen.mentee,
        minutes=_minutes(seen), source=submission.source,
    )  # fmt: skip
    if corrects is not None:
        Observation.objects.filter(pk=corrects.pk).update(is_current=False)
    observation = store_observation(
        seen, at=at, encounter=encounter, observer=by, definition=arrived.version.definition, submission=submission,
        forgiving=True, corrects=corrects, correction_reason=_("Corrected on the device") if corrects else "",
    )  # fmt: skip
    _follow_up(observation, arrived, seen, by, at)


def _follow_up(observation: Observation, arrived: Arrived, seen: Observed, by: Person, at: datetime) -> None:
    if arrived.strengths.strip():
        FeedbackNote.objects.create(
            encounter_id=observation.encounter_id, observation=observation, person=observation.mentee, given_by=by, given_at=at,
            strengths=cleaned(arrived.strengths), to_improve=cleaned(arrived.to_improve), next_step=cleaned(arrived.next_step),
        )  # fmt: skip
    if arrived.actions:
        owners = {OwnerType.MENTEE: observation.mentee, OwnerType.MENTOR: by}
        ActionItem.objects.bulk_create([
            ActionItem(
                place_id=observation.place_id, area_path=observation.area_path, encounter_id=observation.encounter_id,
                observation=observation, person=observation.mentee, text=cleaned(each.text)[:300], owner_type=each.owner_type,
                owner=owners.get(OwnerType(each.owner_type)), due_on=max(each.due_on, seen.held_on), agreed_at=at,
            )
            for each in arrived.actions
        ])  # fmt: skip
    if arrived.done_actions:
        ActionItem.objects.filter(pk__in=arrived.done_actions, closed_on=None, area_path=F("place__path")).filter(
            access.action_rows(by)
        ).update(status=ActionStatus.DONE, closed_on=seen.held_on)


def cleaned(text: str) -> str:
    """Return a text from a device with whatever may identify somebody blotted out; a phone cannot be asked again."""
    return masked(text.strip(), scan(text.strip()))


def _why_not_derived(by: Person, arrived: Arrived, at: datetime) -> str:
    """Return in words why no observation can be made of this, "" where it can."""
    if arrived.what_is_wrong:
        return arrived.what_is_wrong
    seen = arrived.observed
    if seen is None or seen.mentee is None:
        return _(
            "The health worker in this record is not known. Fetch the lists anew on the device, or register the person."
        )
    if arrived.place is None:
        return _("The facility in this record is not known. Fetch the lists anew on the device.")
    if arrived.programme is None:
        return _("{name} takes part in no programme. Enrol them, then derive this record again.").format(
            name=seen.mentee.name
        )
    if seen.held_on > day_of(at):
        return _("This record is dated {day}, after it arrived. Check the clock of the device.").format(
            day=seen.held_on
        )
    if not access.may_visit(by, place=arrived.place, programme=arrived.programme):
        return _("{name} does not mentor at {place} now. Ask the district coordinator.").format(
            name=by.name, place=arrived.place.name
        )
    if seen.mentee.pk == by.pk:
        return _("A mentor does not observe themselves.")
    return ""


def _corrected(instance_id: str) -> Observation | None:
    """Return the observation that a record with this instance id made, to be corrected. Refuses: encounters.superseded."""
    observation = (
        Observation.objects.filter(submission__instance_id=instance_id).select_for_update(of=("self",)).first()
    )
    if observation is not None and not observation.is_current:
        raise Refused(
            "encounters.superseded",
            gettext_lazy("This record was corrected or deleted since. Open the newest version and correct that one."),
        )
    return observation


def _already(instance_id: str, body_digest: str) -> Refused:
    earlier = Submission.objects.get(instance_id=instance_id)
    same = earlier.body_digest == body_digest
    message = (
        gettext_lazy("This record was deleted on the server. It is not taken in again.")
        if earlier.deleted_at
        else gettext_lazy("This record is here already.")
        if same
        else gettext_lazy(
            "Another record with the same id is here already. Fill a new form instead of changing a sent one."
        )
    )
    return Refused(
        "encounters.already_received", message, same=same, deleted=earlier.deleted_at is not None, submission=earlier
    )


def _minutes(seen: Observed) -> int | None:
    if not seen.started_at or not seen.ended_at or seen.ended_at < seen.started_at:
        return None
    minutes = round((seen.ended_at - seen.started_at).total_seconds() / 60)
    return minutes if 0 < minutes < 600 else None
