"""The forms and lists a device fetches: bytes with a hash, made anew only when what they show changed."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from alongside.domain.encounters.queries import device as asked
from alongside.domain.instruments.models import Version
from alongside.domain.people.models import Person

# Filled by the installation's wiring: (definition, form_id=, version=) -> XForm bytes. Foreign systems do not know
# each other, and who writes XForms is one of them.
WRITERS: list[Callable[..., bytes]] = []


@lru_cache(maxsize=512)
def _written(version_id: Any, code: str, number: int, digest: str) -> bytes:
    return WRITERS[-1](asked.approved_version(code, number).definition, form_id=code, version=str(number))


def xform(version: Version) -> bytes:
    """Return the form of an approved version; it never changes, so it is written once in this process."""
    return _written(version.pk, version.instrument.code, version.number, version.digest)


def digest(content: bytes) -> str:
    """Return the hash as OpenRosa writes it. MD5 is the protocol's; nothing here rests on it."""
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def lists(person: Person) -> dict[str, bytes]:
    """Return {file name: CSV} of the person's facilities, mentees and open actions, as entity lists."""
    return {
        "facilities.csv": _table(
            ["name", "label", "__version"], ((str(place.pk), place.name, "1") for place in asked.places_for(person))
        ),
        "mentees.csv": _table(
            ["name", "label", "__version", "facility"],
            ((str(mentee.pk), mentee.name, "1", str(place)) for mentee, place in asked.mentees_for(person)),
        ),
        "open_actions.csv": _table(
            ["name", "label", "__version", "mentee"],
            (
                (str(action.pk), f"{action.text} ({action.due_on:%d %b})", "1", str(action.person_id))
                for action in asked.actions_for(person)
            ),
        ),
    }


def _table(columns: list[str], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
