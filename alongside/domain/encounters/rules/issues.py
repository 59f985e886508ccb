"""The steps of an issue beyond the person, and when it goes a level up (domain notes 3.3). Pure."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from alongside.kernel.states import Machine, Move

from ..terms import IssueStatus as S
from ..terms import OwnerLevel

ANSWERS = _("the in-charge, the coordinator, or who reported it")
THERE = _("the in-charge, or who reported it")
OPEN = (S.OPEN, S.ACKNOWLEDGED, S.IN_PROGRESS)
DAYS_A_LEVEL = 30

ISSUE = Machine(
    "encounters.issue",
    _("This issue"),
    S,
    [
        Move("encounters.acknowledge_issue", (S.OPEN,), S.ACKNOWLEDGED, _("I know of it"), ANSWERS),
        Move("encounters.take_up_issue", (S.OPEN, S.ACKNOWLEDGED), S.IN_PROGRESS, _("Work has begun"), ANSWERS),
        Move("encounters.resolve_issue", OPEN, S.RESOLVED, _("Resolved"), ANSWERS, _("what was done about it")),
        Move("encounters.confirm_issue", (S.RESOLVED,), S.CONFIRMED, _("It is resolved indeed"), THERE),
        Move("encounters.reopen_issue", (S.RESOLVED, S.CONFIRMED, S.ACCEPTED_RISK), S.OPEN, _("It is back"), THERE, _("a reason")),
        Move("encounters.accept_risk", OPEN, S.ACCEPTED_RISK, _("Live with it for now"), _("the coordinator or the manager"), _("a reason")),
    ],
)  # fmt: skip


def level_on(opened_on: date, today: date) -> OwnerLevel:
    """Return who should have an open issue in hand: one level up after 30, 60 and 90 days."""
    return OwnerLevel(max(0, min((today - opened_on).days // DAYS_A_LEVEL, OwnerLevel.NATION)))
