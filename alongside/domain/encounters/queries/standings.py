"""How far people are, for the rooms below that ask: plans and relationships (plugged in by site/wiring.py)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.rules.relationships import PAIRS
from alongside.domain.programmes.models import Competency
from alongside.domain.programmes.rules import Standing, standing
from alongside.domain.programmes.terms import Level
from alongside.kernel.errors import Refused

from .competency import MASTERY_RULE, SEEN_COLUMNS, current, seen_in


def standings(people: Iterable[UUID], on: date) -> dict[tuple[UUID, str], Standing]:
    """Return {(person, competency): standing} of what was observed up to a day; two statements.

    Nobody's right to see is asked: for acts that decide by it, never for a page.
    """
    rows = current(also_self=False).filter(mentee__in=list(people), competency__isnull=False, held_on__lte=on)
    seen: dict[tuple[UUID, str], list] = defaultdict(list)
    for row in rows.values(*SEEN_COLUMNS):
        seen[row["mentee_id"], row["competency_id"]].append(seen_in(row))
    known = Competency.objects.in_bulk({code for _person, code in seen})
    return {
        key: standing(each, today=on, mastery=MASTERY_RULE, simulation_suffices=known[key[1]].simulation_suffices)
        for key, each in seen.items()
    }


def areas_to_practise(people: Collection[UUID], on: date) -> dict[UUID, set[str]]:
    """Return {person: areas} in which somebody was seen to need help still; three statements.

    What nobody has observed is not in it: not knowing is no gap.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    seen = standings(people, on)
    area_of = dict(
        Competency.objects.filter(pk__in={code for _person, code in seen}, area__isnull=False).values_list("pk", "area")
    )
    for (person, code), each in seen.items():
        if each.level in (Level.BEGINNING, Level.WITH_HELP) and code in area_of:
            found[person].add(area_of[code])
    return found


def why_no_baseline(relationship: Relationship) -> Refused | None:
    """Return why there is nothing to measure change from when a relationship begins, or None (domain notes 3.3).

    Each of a pair was observed once; of a team somebody was: one colleague on leave does not hold the others up.
    """
    mentees = [row.person for row in relationship.mentees.filter(until=None).select_related("person")]
    seen = set(current(also_self=False).filter(mentee__in=mentees).values_list("mentee", flat=True).distinct())
    missing = sorted(person.name for person in mentees if person.pk not in seen)
    if missing and (relationship.shape in PAIRS or not seen):
        return Refused(
            "encounters.no_baseline",
            _("Observe once before mentoring begins, so that change can be seen. Not observed yet: %(names)s.")
            % {"names": ", ".join(missing)},
        )
    return None
