"""The forms and lists a device fetches: bytes with a hash, made anew only when what they show changed."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable
from functools import lru_cache
from uuid import UUID

from alongside.domain.encounters.queries import device as asked
from alongside.domain.people.models import Person

# Filled by the installation's wiring: (definition, form_id=, version=) -> XForm bytes. Foreign systems do not know
# each other, and who writes XForms is one of them.
WRITERS: list[Callable[..., bytes]] = []


@lru_cache(maxsize=512)
def xform(version_id: UUID, code: str, number: int) -> bytes:
    """Return the form of an approved version; it never changes, so it is written once in this process."""
    return WRITERS[-1](asked.checklist(code, number).definition, form_id=code, version=str(number))


def digest(content: bytes) -> str:
    """Return the hash as OpenRosa writes it. MD5 is the protocol's; nothing here rests on it."""
    return "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()


def lists(person: Person) -> dict[str, bytes]:
    """Return {file name: CSV} of the person's facilities, mentees and open actions, as entity lists.

    `__version` is 1 for what never changed since it came here, and larger after each change to it.
    """
    places, mentees, actions = asked.places_for(person), asked.mentees_for(person), asked.actions_for(person)
    of_places = asked.changes_of_places([place.pk for place in places])
    of_mentees = asked.changes_of_people(list({mentee.pk for mentee, _place in mentees}))
    of_actions = asked.changes_of_actions([action.pk for action in actions])
    return {
        "facilities.csv": _table(
            ["name", "label", "__version"],
            ((str(place.pk), place.name, str(1 + of_places[place.pk])) for place in places),
        ),
        "mentees.csv": _table(
            ["name", "label", "__version", "facility"],
            (
                (str(mentee.pk), mentee.name, str(1 + of_mentees[mentee.pk]), str(place))
                for mentee, place in mentees
            ),
        ),
        "open_actions.csv": _table(
            ["name", "label", "__version", "mentee"],
            (
                (
                    str(action.pk), f"{action.text} ({action.due_on:%d %b})", str(1 + of_actions[action.pk]),
                    str(action.person_id),
                )
                for action in actions
            ),
        ),
    }  # fmt: skip


def _table(columns: list[str], rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
