"""Goals and their board: proposed, practised, ready, looked at; and what is learnt for them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.programmes.terms import Level
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries
from ..models import ActivityDone, Goal, GoalStep, LearningActivity
from ..rules.goals import Wanted, at_least, figure_reached, why_not_wanted
from ..rules.states import GOAL, OPEN_GOALS
from ..terms import GoalStatus, Measure, Owner, Verdict
from .plans import draft_of


@act("plans.propose_goals", may=access.takes_part)
def propose_goals(
    *,
    by: Person | None,
    at: datetime,
    relationship: Relationship,
    goals: Sequence[Wanted],
    confirmed_text: bool = False,
) -> list[Goal]:
    """Put goals into the version being written; begins the plan where there is none (R033, R008).

    The level of today is read from what was observed, never typed.
    Refuses: plans.relationship_over, plans.revise_first, plans.being_agreed, every code of rules.goals.why_not_wanted,
    text.names_somebody.
    """
    draft_of(relationship, at)
    today = day_of(at)
    mentees = {person.pk for person in queries.mentees_of(relationship)}
    competencies = {each.pk for each in queries.rated(relationship)}
    seen = queries.standings(mentees, on=today) if any(goal.measure == Measure.LEVEL for goal in goals) else {}
    made = []
    for goal in goals:
        by_level = goal.measure == Measure.LEVEL
        level = (
            queries.level_of(seen, goal.mentee and goal.mentee.pk, goal.competency and goal.competency.pk)
            if by_level
            else ""
        )
        refuse(why_not_wanted(goal, mentees=mentees, competencies=competencies, today=today, seen=level))
        refuse_names(confirmed_text, text=goal.text, unit=goal.unit)
        made.append(
            Goal(
                relationship=relationship, owner=goal.owner, mentee=goal.mentee if goal.owner == Owner.MENTEE else None,
                text=goal.text.strip(), competency=goal.competency, measure=goal.measure, baseline_level=level,
                target_level=goal.target_level if by_level else "", unit="" if by_level else goal.unit.strip(),
                baseline=None if by_level else goal.baseline, target=None if by_level else goal.target,
                due_on=goal.due_on, is_required=goal.is_required, status_since=today, proposed_by=by,
            )
        )  # fmt: skip
    Goal.objects.bulk_create(made)
    GoalStep.objects.bulk_create(
        GoalStep(goal=goal, act="plans.propose_goals", after=goal.status, by=by, at=at) for goal in made
    )
    return made


@act("plans.start_goal", may=access.works_on)
def start_goal(*, by: Person | None, at: datetime, goal: Goal) -> Goal:
    """Begin practising. Refuses: states.not_from_here."""
    return _step(locked(goal), "plans.start_goal", by, at)


@act("plans.mark_ready", may=access.works_on)
def mark_ready(*, by: Person | None, at: datetime, goal: Goal, note: str = "", confirmed_text: bool = False) -> Goal:
    """Say that a goal is ready to be checked: the mentor sees it before the next visit (R177).

    Refuses: states.not_from_here, text.names_somebody.
    """
    refuse_names(confirmed_text, note=note)
    return _step(locked(goal), "plans.mark_ready", by, at, note=note)


@act("plans.judge_goal", may=access.leads_goal)
def judge_goal(
    *,
    by: Person | None,
    at: datetime,
    goal: Goal,
    verdict: str,
    reached: Decimal | None = None,
    note: str = "",
    confirmed_text: bool = False,
) -> Goal:
    """Check a goal. Achieved only where the level was observed or the figure reached; nobody ticks it by word alone.

    reached: the figure as it is now, for goals that count one.
    Refuses: plans.not_observed_yet, plans.no_figure, plans.figure_not_reached, plans.no_word, states.not_from_here,
    text.names_somebody.
    """
    goal = locked(goal)
    refuse_names(confirmed_text, note=note)
    target = {
        Verdict.ACHIEVED: GoalStatus.ACHIEVED, Verdict.NOT_YET: GoalStatus.IN_PROGRESS, Verdict.NOT_ACHIEVED: GoalStatus.NOT_ACHIEVED,
    }[Verdict(verdict)]  # fmt: skip
    if goal.status in OPEN_GOALS:
        if target == GoalStatus.ACHIEVED:
            _ask_reached(goal, day_of(at), reached)
        elif not note.strip():
            raise Refused("plans.no_word", _("Say in a sentence what is missing, or why it ends."), field="note")
    if reached is not None and goal.measure == Measure.FIGURE:
        goal.reached = reached
    return _step(goal, "plans.judge_goal", by, at, target=target, note=note)


@act("plans.drop_goal", may=access.leads_goal)
def drop_goal(*, by: Person | None, at: datetime, goal: Goal, note: str, confirmed_text: bool = False) -> Goal:
    """Give a goal up, with the reason. Refuses: plans.no_word, states.not_from_here, text.names_somebody."""
    if not note.strip():
        raise Refused("plans.no_word", _("Say in a sentence what is missing, or why it ends."), field="note")
    refuse_names(confirmed_text, note=note)
    return _step(locked(goal), "plans.drop_goal", by, at, note=note)


@act("plans.reopen_goal", may=access.leads_goal)
def reopen_goal(*, by: Person | None, at: datetime, goal: Goal, note: str, confirmed_text: bool = False) -> Goal:
    """Open an achieved goal again, as when a later check was not passed. Refuses: plans.no_word, states.not_from_here, text.names_somebody."""
    if not note.strip():
        raise Refused("plans.no_word", _("Say in a sentence what is missing, or why it ends."), field="note")
    refuse_names(confirmed_text, note=note)
    return _step(locked(goal), "plans.reopen_goal", by, at, note=note)


@act("plans.add_activity", may=access.works_on)
def add_activity(
    *, by: Person | None, at: datetime, goal: Goal, kind: str, text: str, link: str = "", due_on: date | None = None,
    confirmed_text: bool = False,
) -> LearningActivity:  # fmt: skip
    """Put something to do under a goal: read, watch, practise, work beside somebody, a course (R207).

    Refuses: plans.goal_over, plans.no_words, text.names_somebody.
    """
    goal = locked(goal)
    if goal.status not in (GoalStatus.PROPOSED, *OPEN_GOALS):
        raise Refused("plans.goal_over", _("This goal is no longer worked on."))
    if not text.strip():
        raise Refused("plans.no_words", _("Say in a sentence what is to be done."), field="text")
    refuse_names(confirmed_text, text=text)
    return LearningActivity.objects.create(goal=goal, kind=kind, text=text.strip(), link=link, due_on=due_on)


@act("plans.mark_activity_done", may=access.may_do)
def mark_activity_done(
    *, by: Person | None, at: datetime, activity: LearningActivity, person: Person, on: date | None = None
) -> ActivityDone:
    """Say that somebody did it, on its day (today where none is given); the first time counts.

    Refuses: plans.not_yet.
    """
    today = day_of(at)
    if on is not None and on > today:
        raise Refused("plans.not_yet", _("This day is still to come. Enter it when it has happened."), field="on")
    done, _made = ActivityDone.objects.get_or_create(
        activity=locked(activity), person=person, defaults={"on": on or today, "recorded_at": at}
    )
    return done


def _ask_reached(goal: Goal, today: date, reached: Decimal | None) -> None:
    if goal.measure == Measure.FIGURE:
        if reached is None:
            raise Refused("plans.no_figure", _("Enter the figure as it is now."), field="reached")
        if goal.baseline is not None and goal.target is not None and not figure_reached(
            baseline=goal.baseline, target=goal.target, reached=reached
        ):  # fmt: skip
            raise Refused(
                "plans.figure_not_reached",
                _("%(reached)s is short of %(target)s %(unit)s. Choose “Not yet”, and it goes on.")
                % {"reached": reached.normalize(), "target": goal.target.normalize(), "unit": goal.unit},
                field="reached",
            )
        return
    found = queries.standings([goal.mentee_id], on=today) if goal.mentee_id else {}
    level = queries.level_of(found, goal.mentee_id, goal.competency_id)
    if not at_least(level, goal.target_level):
        standing = found.get((goal.mentee_id, goal.competency_id)) if goal.mentee_id and goal.competency_id else None
        raise Refused(
            "plans.not_observed_yet",
            _("%(competency)s stands at “%(level)s” by what was observed; the goal is “%(target)s”. %(missing)s")
            % {
                "competency": goal.competency, "level": Level(level).label, "target": goal.get_target_level_display(),
                "missing": _("Still to be seen: %(what)s.") % {"what": ", ".join(map(str, standing.missing))} if standing and standing.missing else _("Observe it first."),
            },
            field="verdict",
        )  # fmt: skip


def _step(goal: Goal, name: str, by: Person | None, at: datetime, *, target: str | None = None, note: str = "") -> Goal:
    goal.status, goal.status_since = GOAL.step(goal.status, name, target), day_of(at)
    goal.save(update_fields=["status", "status_since", "reached"])
    GoalStep.objects.create(goal=goal, act=name, after=goal.status, note=note.strip()[:300], by=by, at=at)
    return goal
