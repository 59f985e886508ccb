"""A record that could not be read when it came is read again, after what stood in its way was mended."""

from collections.abc import Callable
from datetime import datetime

import zstandard
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked
from alongside.kernel.errors import Refused

from .. import access
from ..models import Observation, Submission
from .submissions import Read, derived, keep

# Filled by the installation's wiring: {source: bytes as they were sent -> what they say}. How a foreign system writes
# its records is no business of this room.
READERS: dict[str, Callable[[bytes], Read]] = {}


@act("encounters.derive_submission", may=access.may_derive)
def derive_submission(*, by: Person | None, at: datetime, submission: Submission) -> Submission:
    """Make of a record what could not be made of it when it came: an observation of whoever sent it, as of its day.

    Refuses: encounters.read_already, encounters.record_deleted, encounters.superseded, encounters.corrected_since,
    encounters.still_unread, and every code that says why nothing can be derived; then nothing changes.
    """
    submission = locked(submission)
    if submission.deleted_at is not None:
        raise Refused("encounters.record_deleted", _("This record was deleted here. It is not taken in again."))
    if not submission.problem:
        raise Refused("encounters.read_already", _("This record was read already. It stands among the observations."))
    if Submission.objects.filter(replaces=submission.instance_id).exists():
        raise Refused(
            "encounters.superseded", _("The mentor sent a newer version of this record. That one counts, not this.")
        )
    read = _read(submission)
    assert read.filled is not None and read.checklist is not None
    old = _edited(submission)
    made = derived(submission, read.filled, read.checklist, by=submission.sent_by, at=at, old=old)
    submission.problem = ""
    submission.save(update_fields=["problem"])
    keep(made, old=old)
    return submission


def _read(submission: Submission) -> Read:
    reader = READERS.get(submission.source)
    if reader is None:
        raise Refused("encounters.still_unread", _("This server has no way to read a record of this kind. It is kept."))
    read = reader(zstandard.decompress(bytes(submission.body)))
    if read.filled is None:
        raise Refused("encounters.still_unread", read.problem)
    return read


def _edited(submission: Submission) -> Observation | None:
    """Return the observation that the record edits, held; None where it edits none that was made here."""
    if not submission.replaces:
        return None
    before = Submission.objects.filter(instance_id=submission.replaces).first()
    if before is not None and before.deleted_at is not None:
        raise Refused(
            "encounters.record_deleted",
            _("The record that this one edits was deleted here on %(day)s. It is not taken in again.")
            % {"day": date_format(day_of(before.deleted_at), "j F Y")},
        )
    old = (
        Observation.objects.select_for_update(of=("self",))
        .select_related("encounter")
        .filter(submission=before)
        .first()
        if before is not None
        else None
    )
    if old is not None and not old.is_current:
        raise Refused(
            "encounters.corrected_since",
            _("The record that this one edits was corrected on this site since. Make the change there."),
        )
    return old
