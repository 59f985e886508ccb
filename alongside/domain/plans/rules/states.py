"""The steps of a plan and of a goal (domain notes 3.3)."""

from django.utils.translation import gettext_lazy as _

from alongside.kernel.states import Machine, Move

from ..terms import GoalStatus as G
from ..terms import PlanStatus as P

SIDES = _("mentor or mentee of the relationship")
LEAD = _("the lead mentor or the coordinator")
WITH = _("by itself, with the relationship")

PLAN = Machine(
    "plans.plan",
    _("This plan"),
    P,
    [
        Move("plans.share", (P.DRAFT,), P.SHARED, _("Ask for agreement"), LEAD, _("a measurable goal, contact rhythm and what stays confidential")),
        Move("plans.take_back", (P.SHARED,), P.DRAFT, _("Take back to change it"), LEAD),
        Move("plans.agree", (P.SHARED,), P.AGREED, _("Everybody has agreed"), SIDES, _("the lead mentor and every mentee agreed")),
        Move("plans.follow", (P.AGREED,), P.ACTIVE, _("Mentoring begins"), WITH),
        Move("plans.agree", (P.SHARED,), P.ACTIVE, _("Everybody has agreed to the later version"), SIDES, _("mentoring is under way")),
        Move("plans.agree", (P.AGREED, P.ACTIVE), P.REVISED, _("A later version was agreed"), _("by itself, when the later version is agreed")),
        Move("plans.follow", (P.DRAFT, P.SHARED, P.AGREED, P.ACTIVE), P.ACHIEVED, _("Every required goal is achieved"), WITH),
        Move("plans.follow", (P.DRAFT, P.SHARED, P.AGREED, P.ACTIVE), P.CLOSED_UNMET, _("It ends with open goals"), WITH),
    ],
)  # fmt: skip

GOAL = Machine(
    "plans.goal",
    _("This goal"),
    G,
    [
        Move("plans.agree", (G.PROPOSED,), G.AGREED, _("The plan is agreed"), SIDES),
        Move("plans.start_goal", (G.AGREED,), G.IN_PROGRESS, _("Begin practising"), SIDES),
        Move("plans.mark_ready", (G.AGREED, G.IN_PROGRESS), G.READY, _("Ready to be checked"), SIDES),
        Move("plans.judge_goal", (G.AGREED, G.IN_PROGRESS, G.READY), G.ACHIEVED, _("Achieved"), LEAD, _("the level was observed, or the figure reached")),
        Move("plans.judge_goal", (G.READY,), G.IN_PROGRESS, _("Not yet"), LEAD, _("a word on what is missing")),
        Move("plans.judge_goal", (G.AGREED, G.IN_PROGRESS, G.READY), G.NOT_ACHIEVED, _("Not achieved"), LEAD, _("a reason")),
        Move("plans.drop_goal", (G.PROPOSED, G.AGREED, G.IN_PROGRESS, G.READY), G.DROPPED, _("Drop"), LEAD, _("a reason")),
        Move("plans.reopen_goal", (G.ACHIEVED,), G.IN_PROGRESS, _("Open again"), LEAD, _("a reason, such as a check months later")),
    ],
)  # fmt: skip

BOARD = (G.AGREED, G.IN_PROGRESS, G.READY, G.ACHIEVED)  # the columns, in order (R177)
OPEN_GOALS = (G.AGREED, G.IN_PROGRESS, G.READY)
IN_FORCE = (P.AGREED, P.ACTIVE)
BEING_WRITTEN = (P.DRAFT, P.SHARED)
