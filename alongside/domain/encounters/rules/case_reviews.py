"""What makes a case review. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused

MOST = 60  # cases in one meeting


@dataclass(frozen=True)
class Case:
    """One case as the group found it.

    age: a word of AgeBand. recorded: the classification in the register. by_protocol: what the protocol would have said,
    "" where it is the same. agrees: whether the group found that they agree.
    """

    age: str
    recorded: str
    agrees: bool
    by_protocol: str = ""
    correction: str = ""


def why_not_reviewed(register: str, cases: Sequence[Case], *, seen: int | None, complete: int | None) -> Refused | None:
    """Return why this is no review of cases, or None. seen, complete: records counted, None where nobody did."""
    if not register.strip():
        return Refused("encounters.no_register", _("Say which register you looked at."), field="register")
    if not cases:
        return Refused(
            "encounters.no_case", _("Enter at least one case: how old, what the register says, whether it agrees.")
        )
    if len(cases) > MOST:
        return Refused("encounters.too_many_cases", _("Enter at most %(n)s cases of one meeting.") % {"n": MOST})
    for number, case in enumerate(cases, start=1):
        if not (case.age and case.recorded.strip()):
            return Refused(
                "encounters.case_unfinished",
                _("Case %(n)s lacks its age or what the register says. Fill both, or empty the line.") % {"n": number},
            )
        if not case.agrees and not case.by_protocol.strip():
            return Refused(
                "encounters.case_without_protocol",
                _("Case %(n)s does not agree: enter what the protocol would have said.") % {"n": number},
            )
    if complete is not None and (seen is None or complete > seen):
        return Refused(
            "encounters.more_complete_than_seen",
            _("More records are complete than were looked at. Check both numbers."),
            field="records_complete",
        )
    return None
