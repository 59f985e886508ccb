"""What is decided about mentors. Pure: no database, no clock. Weights, marks and gates: domain notes 2.4 and 3.3."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from alongside.kernel.errors import Refused
from alongside.kernel.states import Machine, Move

from .terms import RECOMMENDED, SKILL_MODULES, Affiliation, Module
from .terms import Standing as S

PASS_MARK = 65  # of 100, where a programme gave no other
EXPERTISE = "expertise"
ROLE_PLAYED = "communication"  # the criterion that a role play with a checklist shows
LEAST_EXPERTISE = 2
APART = 1  # two scorers further apart than this on a criterion talk about it
SCORERS = 2
REFERENCES = 2
PRACTISED_WITHIN = 12  # months, where a programme gave no other (R138)
CO_VISITS = 2
CO_VISIT_SHARE = Fraction(80, 100)
CERTIFIED_FOR = timedelta(days=730)  # 24 months
STATEMENT_LASTS = timedelta(days=365)
PROFICIENT_FOR = timedelta(days=730)
REVIEW_WHEN_LAPSED_FOR = timedelta(days=60)  # licence or proficiency, before a mentor comes under review
UNSUPPORTED_AFTER = timedelta(days=60)  # without a support contact a mentor is listed (R156)
ANSWER_DAYS = 14  # a mentor under review has this long to answer before they can be removed
LONG_PAUSE = timedelta(days=30)  # beyond it somebody must take over

# Most mentees and places a mentor takes on, by affiliation and share of time (requirements 3.7).
PEER_CAPS, PART_TIME_CAPS = (4, 1), (10, 3)

PANEL = _("two scorers who are neither the nominee nor who nominated them")
MASTER = _("a master mentor")
COORDINATOR = _("the coordinator")
MANAGER = _("the programme manager")
MENTOR = Machine(
    "mentors.mentor",
    _("This mentor"),
    S,
    [
        Move("mentors.screen", (S.NOMINATED,), S.SCREENED, _("Screen"), COORDINATOR, _("nomination submitted; licence, recent practice, the in-charge's consent, hours, no open case")),
        Move("mentors.select_mentor", (S.SCREENED,), S.SELECTED, _("Select"), PANEL, _("65 of 100 or more, nothing at 0, expertise 2 or more, two references")),
        Move("mentors.select_mentor", (S.SCREENED,), S.NOT_SELECTED, _("Do not select"), PANEL, _("scored by two, differences settled")),
        Move("mentors.begin_preparation", (S.SELECTED,), S.IN_TRAINING, _("Begin preparation"), MASTER),
        Move("mentors.make_provisional", (S.IN_TRAINING,), S.PROVISIONAL, _("Make provisional"), MASTER, _("proficient in an area, six mentoring skills passed")),
        Move("mentors.certify_mentor", (S.PROVISIONAL,), S.CERTIFIED, _("Certify"), MANAGER, _("two observed visits with at least 80 %, confidentiality signed, proficient in an area")),
        Move("mentors.assign", (S.CERTIFIED, S.ACTIVE), S.ACTIVE, _("Assign to a place"), COORDINATOR, _("certificate valid on every day of it")),
        Move("mentors.pause", (S.ACTIVE, S.CERTIFIED), S.PAUSED, _("Pause"), _("the mentor or the coordinator"), _("who takes over, beyond 30 days")),
        Move("mentors.resume", (S.PAUSED,), S.ACTIVE, _("Take up again"), _("the mentor or the coordinator"), _("certificate valid")),
        Move("mentors.review", (S.PROVISIONAL, S.CERTIFIED, S.ACTIVE, S.PAUSED), S.UNDER_REVIEW, _("Put under review"), _("the coordinator, or by itself"), _("a reason, or licence or proficiency lapsed for over 60 days")),
        Move("mentors.decide_review", (S.UNDER_REVIEW,), S.CERTIFIED, _("Keep"), MANAGER, _("a note; certificate valid")),
        Move("mentors.decide_review", (S.UNDER_REVIEW,), S.REMOVED, _("Remove"), MANAGER, _("a note; the mentor was heard or had 14 days")),
        Move("mentors.retire", (S.CERTIFIED, S.ACTIVE, S.PAUSED), S.RETIRED, _("Retire"), _("the mentor or the coordinator"), _("relationships handed over")),
        Move("mentors.nominate", (S.NOT_SELECTED, S.RETIRED), S.NOMINATED, _("Nominate again"), _("whoever nominates")),
    ],
)  # fmt: skip
PAIRABLE = (S.CERTIFIED, S.ACTIVE)  # only certified mentors can be paired
PREPARING = (S.SELECTED, S.IN_TRAINING, S.PROVISIONAL)
FROM_OUTSIDE = (
    Affiliation.EXTERNAL,
    Affiliation.PROGRAMME,
    Affiliation.COUNTERPART,
)  # hold no post of the health system
OBSERVING = (*PAIRABLE, S.PROVISIONAL)  # may come along on visits


# Gates


@dataclass(frozen=True)
class Gate:
    """One condition before scoring; holds: None while it is not known."""

    code: str
    name: Any
    holds: bool | None
    why_not: Any


def gates(
    *, licence_until: date | None, last_practised_on: date | None, consent: bool, hours: int | None,
    least_hours: int, no_open_case: bool | None, today: date, practised_within: int = PRACTISED_WITHIN,
    years_as_chw: float | None = None, least_years_as_chw: int = 0,
) -> list[Gate]:  # fmt: skip
    """Return every gate of the domain notes 2.4 with how it stands.

    licence_until: exclusive, None where none is recorded. hours, least_hours: a month. practised_within: months.
    years_as_chw: of a nominee who is a community health worker, None of anybody else, who needs none (R085).
    """
    practised = last_practised_on and months_between(last_practised_on, today) <= practised_within
    community = [
        Gate("years_as_chw", _("Long enough a community health worker"), years_as_chw >= least_years_as_chw,
             _("This programme asks for %(n)s years as a community health worker.") % {"n": least_years_as_chw}),
    ] if years_as_chw is not None else []  # fmt: skip
    return [
        Gate("licence", _("Licence valid"), None if licence_until is None else licence_until > today,
             _("Enter the licence with a last day that is still to come.")),
        Gate("practice", _("Practised in the area within %(n)s months") % {"n": practised_within},
             None if last_practised_on is None else bool(practised),
             _("Their last practice in the area was more than %(n)s months ago. They may be nominated after working there again.")
             % {"n": practised_within}),
        Gate("consent", _("The in-charge agrees"), consent or None, _("Enter which in-charge agrees.")),
        Gate("hours", _("Enough hours a month"), None if hours is None else hours >= least_hours,
             _("They need more hours a month for this model.")),
        Gate("conduct", _("No open disciplinary case"), no_open_case, _("Wait until the case is decided.")),
        *community,
    ]  # fmt: skip


def months_between(first: date, last: date) -> float:
    """Return how many months lie between two days; whole ones where the day of the month is the same."""
    return (last.year - first.year) * 12 + last.month - first.month + (last.day - first.day) / 31


def why_not_screened(found: Iterable[Gate]) -> Refused | None:
    """Return the first gate that does not hold, or None."""
    for gate in found:
        if not gate.holds:
            return Refused("mentors.gate_shut", gate.why_not, gate=gate.code)
    return None


# Selection


@dataclass(frozen=True)
class Judged:
    """One criterion with what each scorer gave.

    points: 0 to 4 by scorer. weight: of 100. moderated: what the panel agreed on, None where nobody had to.
    """

    code: str
    name: str
    weight: int
    points: tuple[int, ...]
    moderated: Decimal | None = None

    @property
    def apart(self) -> bool:
        """Whether scorers differ so much that they must talk first."""
        return self.moderated is None and len(self.points) > 1 and max(self.points) - min(self.points) > APART

    @property
    def settled(self) -> Fraction | None:
        """The points that count: what was agreed on, else the mean of the scorers; None while nobody scored."""
        if self.moderated is not None:
            return Fraction(self.moderated)
        return Fraction(sum(self.points), len(self.points)) if self.points else None

    @property
    def mean(self) -> str:
        """The points that count as a page shows them, with one decimal."""
        return f"{float(self.settled):.1f}" if self.settled is not None else "–"


@dataclass(frozen=True)
class Verdict:
    """What scoring comes to. total: of 100, exact. why_not: in words, empty when the nominee passes."""

    total: Fraction
    passes: bool
    why_not: tuple[Any, ...]

    @property
    def shown(self) -> str:
        """The total with one decimal: rounded for the eye only."""
        return f"{float(self.total):.1f}"


def verdict(judged: Collection[Judged], *, pass_mark: int = PASS_MARK) -> Verdict:
    """Return the total and whether it passes: the pass mark of 100, no criterion at 0, expertise at least 2.

    Every criterion must be settled (why_not_decided). Weights need not add up to 100: the total is rescaled.
    """
    settled = {each.code: (each.settled or Fraction(0), each) for each in judged}
    weights = sum(each.weight for each in judged)
    total = sum((points * each.weight for points, each in settled.values()), Fraction(0)) * 100 / (4 * weights)
    why_not: list[Any] = []
    if total < pass_mark:
        why_not.append(_("below %(mark)s of 100") % {"mark": pass_mark})
    why_not += [_("%(name)s at 0") % {"name": each.name} for points, each in settled.values() if points == 0]
    if settled.get(EXPERTISE, (Fraction(4), None))[0] < LEAST_EXPERTISE:
        why_not.append(_("subject expertise below 2"))
    return Verdict(total, not why_not, tuple(why_not))


def why_not_decided(judged: Collection[Judged], *, references: int) -> Refused | None:
    """Return what is missing before a panel can decide, or None. references: given so far."""
    if any(len(each.points) < SCORERS for each in judged):
        return Refused("mentors.two_scorers", _("Two people must score every criterion first."))
    if apart := [each.name for each in judged if each.apart]:
        return Refused(
            "mentors.scores_apart",
            _("The scorers differ by more than one point on: %(names)s. Agree on the points first.")
            % {"names": ", ".join(apart)},
        )
    if references < REFERENCES:
        return Refused("mentors.two_references", _("Two confidential references must be in first."))
    return None


def points_of_role_play(earned: Decimal, possible: Decimal) -> int:
    """Return the 0 to 4 points that a role play comes to: its share of four points, halves upwards (R141)."""
    return int(Fraction(earned) / Fraction(possible) * 4 + Fraction(1, 2))


def why_no_role_play(earned: Decimal, possible: Decimal) -> Refused | None:
    """Return why a role play cannot have been scored so, or None."""
    if possible > 0 and 0 <= earned <= possible:
        return None
    return Refused(
        "mentors.no_such_share",
        _("The points reached lie between 0 and what could be reached."),
        field="role_play_earned",
    )


def why_not_scored(
    points: Mapping[str, int], evidence: Mapping[str, str], *, wanted: Collection[str]
) -> Refused | None:
    """Return why a score sheet cannot be kept, or None. points: 0 to 4 by criterion; evidence: an example for each."""
    for code in wanted:
        if points.get(code) not in range(5):
            return Refused("mentors.points_out_of_range", _("Give 0 to 4 points to each criterion."), field=code)
        if not evidence.get(code, "").strip():
            return Refused(
                "mentors.no_evidence",
                _("Write what you saw or were told: a score needs its example."),
                field=f"{code}_evidence",
            )
    return None


# Preparation


@dataclass(frozen=True)
class Readiness:
    """How far the two halves of a preparation are, and what is still to do for the next step."""

    technical: bool
    skills: int
    skills_needed: int
    co_visits: int
    statement: bool
    missing: tuple[Any, ...]
    recommended: tuple[Any, ...]


def readiness(
    *, proficient: bool, passed: Collection[str], co_visits: Iterable[Fraction], statement_valid: bool
) -> Readiness:
    """Return how ready a mentor is (R092, R144 to R148).

    passed: modules passed at the stage of practice with peers, or recognised. co_visits: share of the mentor checklist
    at each observed visit; those below 80 % do not count.
    """
    skills = [module for module in SKILL_MODULES if module in passed]
    good = sum(share >= CO_VISIT_SHARE for share in co_visits)
    missing: list[Any] = []
    if not proficient:
        missing.append(_("proficiency in at least one area"))
    missing += [Module(module).label for module in SKILL_MODULES if module not in passed]
    if good < CO_VISITS:
        missing.append(_("%(n)s more observed visits with at least 80 %%") % {"n": CO_VISITS - good})
    if not statement_valid:
        missing.append(_("the confidentiality statement"))
    return Readiness(
        proficient, len(skills), len(SKILL_MODULES), good, statement_valid, tuple(missing),
        tuple(Module(module).label for module in RECOMMENDED if module not in passed),
    )  # fmt: skip


def why_not_provisional(ready: Readiness) -> Refused | None:
    """Return what is missing before somebody may come along on visits, or None."""
    if not ready.technical:
        return Refused("mentors.not_proficient", _("Record their proficiency in at least one area first."))
    if ready.skills < ready.skills_needed:
        return Refused(
            "mentors.skills_missing",
            _("%(passed)s of %(needed)s mentoring skills are passed. All are needed.")
            % {"passed": ready.skills, "needed": ready.skills_needed},
        )
    return None


def why_not_certified(ready: Readiness) -> Refused | None:
    """Return what is missing before a certificate, or None."""
    if reason := why_not_provisional(ready):
        return reason
    if ready.co_visits < CO_VISITS:
        return Refused(
            "mentors.co_visits_missing",
            _("Two visits observed by a master mentor, each with at least 80 %, are needed first."),
        )
    if not ready.statement:
        return Refused("mentors.statement_missing", _("The confidentiality statement must be signed first."))
    return None


# Load


@dataclass(frozen=True)
class Load:
    """What a mentor carries of what was agreed (R076, R151). hours: a month."""

    mentees: int
    max_mentees: int
    places: int
    max_places: int
    share: Fraction

    @property
    def is_over(self) -> bool:
        """Whether anything is above its cap, or more than all of the agreed time is taken."""
        return self.mentees > self.max_mentees or self.places > self.max_places or self.share > 1


def why_not_assigned(*, since: date, until: date, certified_until: date | None, shares: Iterable[Decimal], share: Decimal) -> Refused | None:  # fmt: skip
    """Return why a mentor cannot be assigned for a period, or None.

    certified_until, until: exclusive. shares: of the assignments that overlap. share: of a full post, 0 to 1.
    """
    if until <= since:
        return Refused(
            "mentors.ends_before_it_starts", _("The last day is before the first. Check both."), field="until"
        )
    if certified_until is None or certified_until < until:
        return Refused(
            "mentors.certificate_ends", _("The certificate ends before this assignment does. Renew it or choose an earlier day."), field="until",
        )  # fmt: skip
    if sum(shares, share) > 1:
        return Refused(
            "mentors.more_than_all",
            _("Together with other assignments this is more than a full post."),
            field="time_share",
        )
    return None


def caps(*, affiliation: str) -> tuple[int, int]:
    """Return how many mentees and places a mentor takes on where nothing else was agreed (requirements 3.7)."""
    return PEER_CAPS if affiliation == Affiliation.PEER else PART_TIME_CAPS
