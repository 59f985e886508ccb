"""What is decided about the course of a programme: its states, what must hold before it begins, its six principles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.kernel.states import Machine, Move

from ..terms import STEPS, Scope, StartUp
from ..terms import Status as S
from .design import Design, meetings

MANAGER = _("the programme manager")
COURSE = Machine(
    "programmes.programme",
    _("This programme"),
    S,
    [
        Move("programmes.submit_for_review", (S.DESIGN,), S.REVIEW, _("Send for review"), MANAGER, _("all eleven steps are done")),
        Move("programmes.return_to_design", (S.REVIEW, S.APPROVED), S.DESIGN, _("Take back to design"), MANAGER, _("a reason")),
        Move("programmes.approve", (S.REVIEW,), S.APPROVED, _("Approve and sign"), MANAGER, _("all eleven steps are done; name and day")),
        Move("programmes.activate", (S.APPROVED,), S.ACTIVE, _("Begin"), MANAGER, _("all eleven steps done, national or subnational leadership met, a certified mentor, approved checklists, a budget approved or waived")),
        Move("programmes.pause", (S.ACTIVE,), S.PAUSED, _("Pause"), MANAGER, _("a reason")),
        Move("programmes.resume", (S.PAUSED,), S.ACTIVE, _("Go on"), MANAGER),
        Move("programmes.begin_closing", (S.ACTIVE, S.PAUSED), S.CLOSING, _("Begin to close"), MANAGER, _("a reason")),
        Move("programmes.close", (S.CLOSING,), S.CLOSED, _("Close"), MANAGER),
    ],
)  # fmt: skip
OPEN_TO_CHANGE = (S.DESIGN, S.ACTIVE, S.PAUSED)  # a running programme is revised and then signed anew
RENEWED_IN = (S.ACTIVE, S.PAUSED)


@dataclass(frozen=True)
class Share:
    """So many of so many; of None: a count by itself."""

    n: int
    of: int | None = None


Asked = Callable[[Any, date], Share]
"""What a higher room tells of a programme on a day."""


@dataclass(frozen=True)
class Guard:
    """One thing that must hold before a programme begins. says: how it stands. todo: what to do where it does not hold."""

    code: str
    label: Any
    holds: bool
    says: Any
    todo: Any = ""


WITHOUT_GOALS = "relationships"  # where light 5 leads once the programme itself has goals: who has none


@dataclass(frozen=True)
class Light:
    """One principle. says: what the data show. step: the step of the design to go to, or WITHOUT_GOALS."""

    number: int
    label: Any
    holds: bool
    says: Any
    step: str


def guards(
    design: Design, *, done: set[str], mentors: Share | None, budgets: Share | None, unapproved: Sequence[str]
) -> list[Guard]:
    """Return what must hold before a programme begins, each held or not (R135).

    mentors, budgets: as higher rooms tell; None: nobody keeps them yet. unapproved: competencies without an approved
    checklist, by name.
    """
    waived = design.programme.budget_waived_because
    n = len(done)
    high = [each for each in design.of("start_up") if each.code == StartUp.LEADERSHIP and each.level != Scope.WORKPLACE]
    certified = mentors.n if mentors else 0
    return [
        Guard("steps", _("The design is complete"), n == len(STEPS), format_lazy(_("{n} of 11 steps done"), n=n), _("Finish the steps that are still open.")),
        Guard("leadership", _("The leadership is engaged"), bool(high), format_lazy(_("Meetings of national or subnational level: {n}"), n=len(high)), _("Meet the national or subnational leadership and note the day at step 10.")),
        Guard("mentors", _("There is a certified mentor"), certified > 0, format_lazy(_("Certified mentors: {n}"), n=certified), _("Certify at least one mentor for this area.")),
        Guard("checklists", _("The checklists are approved"), bool(design.of("focus")) and not unapproved, _checklists(design, unapproved), _("Have a checklist approved for each of them, under Checklists.")),
        Guard("budget", _("The budget is approved or waived"), bool(waived or (budgets and budgets.n)), waived or _("no budget approved"), _("Approve a budget, or waive it with a reason.")),
    ]  # fmt: skip


def lights(design: Design, *, told: dict[str, Share | None]) -> list[Light]:
    """Return the six principles, each with what the data show (R125).

    told: proficient (mentors, of all), contacts (encounters in person in 90 days, of all), feedback
    (observations with feedback, of all), goals (relationships with goals, of all); None where nobody keeps it.
    """
    approaches = design.of("approach")
    open_meetings = [each for each in meetings(design) if each.decided is None]
    proficient, contacts, feedback, goals = (told.get(each) for each in ("proficient", "contacts", "feedback", "goals"))
    for_mentors = [each for each in design.of("incentive") if each.whom == "mentors"]
    return [
        Light(1, _("It complements other approaches"), bool(approaches) and all(each.purpose for each in approaches) and not open_meetings, format_lazy(_("Approaches mapped: {n}, without a purpose: {m}. Overlaps without an answer: {open}."), n=len(approaches), m=sum(not each.purpose for each in approaches), open=len(open_meetings)), "goals"),
        Light(2, _("Mentors master what they mentor in"), _all(proficient), _of(proficient, _("certified mentors with valid proof of mastery")), "preparation"),
        Light(3, _("Mentors work with people at their workplace, and between visits"), bool(contacts and contacts.n), _contacts(contacts), "rhythm"),
        Light(4, _("Relationships strengthen: feedback follows what was seen"), bool(feedback and feedback.of and feedback.n * 2 >= feedback.of), _of(feedback, _("observations followed by feedback")), "selection"),
        Light(5, _("It has goals and an end"), bool(design.of("goal") and design.programme.ends_on) and (goals is None or _all(goals)), _of(goals, _("relationships with goals")) if goals else format_lazy(_("Goals of the programme: {n}"), n=len(design.of("goal"))), "goals" if goals is None or not goals.of or not design.of("goal") or not design.programme.ends_on else WITHOUT_GOALS),
        Light(6, _("Both sides benefit"), bool(for_mentors), format_lazy(_("Things planned for mentors: {n}"), n=len(for_mentors)), "support"),
    ]  # fmt: skip


def _all(share: Share | None) -> bool:
    return bool(share and share.of and share.n >= share.of)


def _contacts(share: Share | None) -> Any:
    if share is None:
        return _("not kept here yet")
    if not share.of:
        return _("nothing to count yet")
    return format_lazy(_("{n} of {of} contacts in the last 90 days were at the workplace"), n=share.n, of=share.of or 0)


def _of(share: Share | None, what: Any) -> Any:
    if share is None:
        return _("not kept here yet")
    if not share.of:
        return _("nothing to count yet")
    return format_lazy(_("{n} of {of} {what}"), n=share.n, of=share.of, what=what)


def _checklists(design: Design, unapproved: Sequence[str]) -> Any:
    if not design.of("focus"):
        return _("no competency chosen yet")
    if unapproved:
        return format_lazy(_("none approved for {names}"), names=", ".join(unapproved))
    return format_lazy(_("approved for all {n} competencies"), n=len(design.of("focus")))
