"""What has to be known to make an observation of something sent from a phone: asked in one statement.

The statement is written out because a phone's record is the most frequent write of all, and because what it looks at
must not grow with what is stored: each part goes through an index to a handful of rows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from alongside.domain.places.terms import AREAS
from alongside.kernel import beside

from ..access import RECORD
from ..models import Submission
from ..rules.counting import LONGEST
from ..rules.planning import AROUND
from ..rules.states import MAY_TURN_OUT_HELD, NOT_HELD
from ..terms import Interaction


@dataclass(frozen=True)
class Near:
    """A visit of this mentor to this place around the day, held or planned.

    met: the encounter with this mentee on the day itself.
    """

    id: UUID
    programme_id: UUID
    held_on: date
    until_on: date
    status: str
    met: UUID | None


@dataclass(frozen=True)
class Known:
    """What is known of place, mentee and sender on a day. None or False: there is none.

    mentee: the one the record lives on under, where two records were merged. records_here: whether the sender held a
    role that records observations there, on that day. works_here: as rules.counting.works_within.
    """

    place_path: str
    place_name: str
    place_is_area: bool
    mentee: UUID | None
    mentee_name: str
    works_here: bool
    programme: UUID | None
    competency: str | None
    records_here: bool
    verifies_here: bool
    status: str
    effective_on: date | None
    retired_at: datetime | None
    near: tuple[Near, ...]


def known(
    *, place: UUID, mentee: UUID, sender: UUID, held_on: date, version: UUID, instrument: UUID, competency: str
) -> Known | None:
    """Return what is known, None where there is no such place. One statement, whatever is stored."""
    with beside.cursor() as cursor:
        cursor.execute(
            _KNOWN,
            {
                "place": _key(place), "mentee": _key(mentee), "sender": _key(sender), "version": _key(version),
                "instrument": _key(instrument), "competency": competency, "day": _day(held_on),
                "after": _day(held_on - LONGEST), "before": _day(held_on + LONGEST),
                "slot_after": _day(held_on - AROUND), "slot_before": _day(held_on + AROUND),
                "from": _day(held_on - AROUND - LONGEST),
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    if not rows:
        return None
    path, name, type, who, given, family, works, programme, code, records, verifies, status, effective, retired = rows[
        0
    ][:14]
    near = (
        Near(_uuid(id), _uuid(of), _date(first), _date(last), how, _uuid(met))  # type: ignore[arg-type]
        for id, of, first, last, how, met in (row[14:] for row in rows)
        if id is not None
    )
    return Known(
        path, name, type in AREAS, _uuid(who), f"{given or ''} {family or ''}".strip(), bool(works), _uuid(programme),
        code, bool(records), bool(verifies), status, _date(effective), _instant(retired), tuple(near),
    )  # fmt: skip


def submission(instance_id: str) -> Submission | None:
    """Return what was sent under an instance id, its attachments not loaded."""
    return Submission.objects.filter(instance_id=instance_id).first()


def _words(values: Any) -> str:
    return ", ".join(f"'{value}'" for value in sorted(map(str, values)))


def _role(roles: Any) -> str:
    return f"""EXISTS (SELECT 1 FROM people_grant held LEFT JOIN places_orgunit over_it ON over_it.id = held.place_id
        WHERE held.person_id = %(sender)s AND held.role IN ({_words(roles)})
        AND held.since <= %(day)s AND (held.until IS NULL OR held.until > %(day)s)
        AND (held.place_id IS NULL OR substr(place.path, 1, length(over_it.path)) = over_it.path)
        AND (held.programme_id IS NULL OR held.programme_id = known.programme))"""


# Without its line breaks it is short enough for the driver to remember how it is taken apart.
_KNOWN = " ".join(
    f"""
SELECT place.path, place.name, place.type, mentee.id, mentee.given_names, mentee.family_name,
    EXISTS (SELECT 1 FROM people_employment post JOIN places_orgunit seat ON seat.id = post.place_id
        WHERE post.person_id = known.mentee AND post.since <= %(day)s AND (post.until IS NULL OR post.until > %(day)s)
        AND (substr(seat.path, 1, length(place.path)) = place.path OR seat.type NOT IN ({_words(AREAS)})
            AND substr(place.path, 1, length(seat.path)) = seat.path)),
    known.programme,
    COALESCE((SELECT code FROM programmes_competency WHERE code = %(competency)s),
        (SELECT min(competency_id) FROM programmes_competency_instruments WHERE instrument_id = %(instrument)s)),
    {_role(RECORD)}, {_role(["verifier"])}, version.status, version.effective_on, version.retired_at,
    near.id, near.programme_id, near.held_on, near.until_on, near.status,
    (SELECT met.id FROM encounters_encounter met JOIN encounters_attendance there ON there.encounter_id = met.id
        WHERE met.visit_id = near.id AND met.mentor_id = %(sender)s AND met.held_on = %(day)s
        AND met.interaction = '{Interaction.ONE_TO_ONE}' AND there.person_id = known.mentee LIMIT 1)
FROM (
    SELECT place.id AS place,
        (SELECT COALESCE(merged_into_id, id) FROM people_person WHERE id = %(mentee)s) AS mentee,
        COALESCE(
            (SELECT part.programme_id FROM programmes_enrolment part
                JOIN programmes_programme runs ON runs.id = part.programme_id
                JOIN places_orgunit area ON area.id = runs.place_id
                WHERE part.person_id IN (%(mentee)s, (SELECT merged_into_id FROM people_person WHERE id = %(mentee)s))
                AND part.since <= %(day)s AND (part.until IS NULL OR part.until > %(day)s)
                AND substr(place.path, 1, length(area.path)) = area.path ORDER BY part.since DESC LIMIT 1),
            (SELECT runs.id FROM programmes_programme runs JOIN places_orgunit area ON area.id = runs.place_id
                WHERE runs.starts_on <= %(day)s AND (runs.ends_on IS NULL OR runs.ends_on >= %(day)s)
                AND substr(place.path, 1, length(area.path)) = area.path ORDER BY runs.name, runs.id LIMIT 1)
        ) AS programme
    FROM places_orgunit place WHERE place.id = %(place)s
) known
JOIN places_orgunit place ON place.id = known.place
LEFT JOIN people_person mentee ON mentee.id = known.mentee
LEFT JOIN instruments_version version ON version.id = %(version)s
LEFT JOIN encounters_visit near ON near.place_id = known.place AND near.programme_id = known.programme
    AND near.held_on > %(from)s AND near.held_on <= %(slot_before)s
    AND (near.held_on > %(after)s AND near.held_on < %(before)s AND near.until_on < %(before)s
            AND near.status NOT IN ({_words(NOT_HELD)})
        OR near.until_on >= %(slot_after)s AND near.status IN ({_words(MAY_TURN_OUT_HELD)}))
    AND EXISTS (SELECT 1 FROM encounters_visitmentor mentors
        WHERE mentors.visit_id = near.id AND mentors.person_id = %(sender)s)
""".split()
)


# PostgreSQL has types for ids and days; SQLite keeps both as text, as Django writes them.


def _key(id: UUID) -> Any:
    return id if connection.features.has_native_uuid_field else id.hex


def _day(day: date) -> Any:
    return day if connection.vendor == "postgresql" else day.isoformat()


def _uuid(value: Any) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value + "+00:00")
    return value
