"""What happens by itself every night: each job is one act of a room, carried out by the installation."""

from collections.abc import Callable
from datetime import datetime

from alongside.domain.agreements import commands as agreements
from alongside.domain.encounters import commands as encounters
from alongside.domain.mentors import commands as mentors
from alongside.domain.pairings import commands as pairings

NIGHTLY: dict[str, Callable[..., int]] = {
    "agreements called for renewal or lapsed": agreements.review_engagements,
    "requests for staff closed unanswered": agreements.expire_releases,
    "mentors put under review, their proof long ended": mentors.review_lapsed,
    "proposals closed unanswered": pairings.lapse_proposals,
    "issues open too long put a level up": encounters.escalate_issues,
    "visits noted as missed": encounters.sweep_missed,
    "verified visits closed": encounters.close_visits,
}


def run_nightly(*, at: datetime) -> dict[str, int]:
    """Carry every nightly job out and return how much each moved. Said twice in a night, the second finds nothing."""
    return {name: act(by=None, at=at) for name, act in NIGHTLY.items()}
