"""Reviewing cases in a group: what the register says beside what the protocol says (R089)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.kernel.acts import act
from alongside.kernel.before_writing import locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access
from ..models import CaseReview, Encounter, ReviewedCase
from ..rules.case_reviews import Case, why_not_reviewed
from ..terms import Interaction
from .checks import locked_draft


@act("encounters.review_cases", may=access.may_change_encounter)
def review_cases(
    *,
    by: Person | None,
    at: datetime,
    encounter: Encounter,
    register: str,
    cases: Sequence[Case],
    records_seen: int | None = None,
    records_complete: int | None = None,
    learning: str = "",
    confirmed_text: bool = False,
) -> CaseReview:
    """Keep what a group found in its cases. Given again while the visit is being written, it replaces what was kept.

    register: what was looked at. records_seen, records_complete: None where nobody counted.
    Refuses: every code of rules.case_reviews.why_not_reviewed, encounters.no_group, encounters.visit_submitted,
    text.names_somebody.
    """
    encounter = locked(encounter)
    if encounter.visit is not None:
        locked_draft(encounter.visit)
    if encounter.interaction == Interaction.ONE_TO_ONE:
        raise Refused("encounters.no_group", _("Cases are reviewed in a group. Record a contact with a group first."))
    refuse(why_not_reviewed(register, cases, seen=records_seen, complete=records_complete))
    said = {
        f"case-{number}": f"{case.recorded} {case.by_protocol} {case.correction}" for number, case in enumerate(cases)
    }
    refuse_names(confirmed_text, register=register, learning=learning, **said)
    CaseReview.objects.filter(encounter=encounter).delete()
    review = CaseReview.objects.create(
        encounter=encounter, register=register.strip(), records_seen=records_seen, records_complete=records_complete,
        learning=learning.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    ReviewedCase.objects.bulk_create(
        ReviewedCase(
            review=review, number=number, age=case.age, recorded=case.recorded.strip(), by_protocol=case.by_protocol.strip(),
            agrees=case.agrees, correction=case.correction.strip(),
        )
        for number, case in enumerate(cases, start=1)
    )  # fmt: skip
    return review
