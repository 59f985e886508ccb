"""Putting names forward, screening, scoring, deciding."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Programme, TechnicalArea
from alongside.domain.programmes.queries import numbers
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries, rules
from ..models import Criterion, CriterionScore, Mentor, Moderated, Nomination, Reference
from ..terms import NominatedBy, Standing
from .steps import step

LEAST_HOURS = 8  # a month, for any model: two mornings of four hours


@act("mentors.nominate", may=access.may_nominate)
def nominate(
    *, by: Person, at: datetime, person: Person, programme: Programme, home: OrgUnit, affiliation: str,
    nominated_by: str, areas: Sequence[TechnicalArea] = (), reason: str = "", confirmed_text: bool = False,
) -> Nomination:  # fmt: skip
    """Put a name forward; a draft until it is submitted (R072). Somebody not selected or retired may be named again.

    Refuses: mentors.nominated_already, states.not_from_here, text.names_somebody.
    """
    refuse_names(confirmed_text, reason=reason)
    if (by.pk == person.pk) != (nominated_by == NominatedBy.SELF):
        raise Refused(
            "mentors.nominated_by_whom", _("Say that it is yourself when it is, and not when it is not."),
            field="nominated_by",
        )  # fmt: skip
    mentor = Mentor.objects.select_for_update().filter(person=person).first()
    if mentor is None:
        mentees, places = rules.caps(affiliation=affiliation)
        mentor = Mentor.objects.create(
            person=person, affiliation=affiliation, home=home, area_path=home.path, max_mentees=mentees,
            max_places=places, since=day_of(at),
        )  # fmt: skip
    elif mentor.standing == Standing.NOMINATED:
        raise Refused(
            "mentors.nominated_already",
            _("%(name)s is nominated already. Complete that nomination.") % {"name": person.name},
            field="person",
        )
    else:
        mentor.home, mentor.area_path, mentor.affiliation = home, home.path, affiliation
        mentor = step(mentor, "mentors.nominate", by=by, at=at)
    nomination = Nomination.objects.create(
        mentor=mentor, programme=programme, nominated_by=nominated_by, by=by, reason=reason.strip(), begun_at=at
    )
    nomination.areas.set(areas)
    return nomination


@act("mentors.save_nomination", may=access.may_complete)
def save_nomination(
    *,
    by: Person,
    at: datetime,
    nomination: Nomination,
    areas: Sequence[TechnicalArea] = (),
    reason: str = "",
    last_practised_on: date | None = None,
    consent_by: Person | None = None,
    hours_a_month: int | None = None,
    no_open_case: bool | None = None,
    confirmed_text: bool = False,
) -> Nomination:
    """Keep what is known so far; a draft may have holes (R013).

    Refuses: mentors.decided_already, mentors.in_future, text.names_somebody.
    """
    nomination = locked(nomination)
    if nomination.mentor.standing != Standing.NOMINATED:
        raise Refused("mentors.decided_already", _("This nomination was screened already."))
    if last_practised_on is not None and last_practised_on > day_of(at):
        raise Refused(
            "mentors.in_future", _("This day is still to come. Enter a day in the past."), field="last_practised_on"
        )
    refuse_names(confirmed_text, reason=reason)
    nomination.reason, nomination.last_practised_on = reason.strip(), last_practised_on
    nomination.consent_by, nomination.hours_a_month = consent_by, hours_a_month
    nomination.no_open_case = no_open_case
    nomination.save()
    nomination.areas.set(areas)
    return nomination


@act("mentors.submit_nomination", may=access.may_complete)
def submit_nomination(*, by: Person, at: datetime, nomination: Nomination) -> Nomination:
    """Hand a nomination in. Refuses: mentors.submitted_already, no_area, no_licence (R013), no_reason."""
    nomination = locked(nomination)
    if nomination.submitted_on is not None:
        raise Refused("mentors.submitted_already", _("This nomination was handed in already."))
    if not nomination.areas.exists():
        raise Refused("mentors.no_area", _("Choose at least one area in which they would mentor."), field="areas")
    if queries.licence_until(nomination.mentor.person) is None:
        raise Refused(
            "mentors.no_licence",
            _("Their post has no licence with a last day. Ask the district to enter it; the nomination is kept."),
        )
    if not nomination.reason:
        raise Refused("mentors.no_reason", _("Say in a sentence why they would mentor well."), field="reason")
    nomination.submitted_on = day_of(at)
    nomination.save(update_fields=["submitted_on"])
    return nomination


@act("mentors.screen", may=access.may_screen)
def screen(*, by: Person, at: datetime, nomination: Nomination) -> Mentor:
    """Let a nominee through to the panel when every gate holds.

    Refuses: mentors.not_submitted, mentors.gate_shut, states.not_from_here.
    """
    nomination = locked(nomination)
    if nomination.submitted_on is None:
        raise Refused("mentors.not_submitted", _("This nomination is still a draft. Hand it in first."))
    refuse(rules.why_not_screened(gates_of(nomination, today=day_of(at))))
    return step(locked(nomination.mentor), "mentors.screen", by=by, at=at)


def gates_of(nomination: Nomination, *, today: date) -> list[rules.Gate]:
    """Return how each gate stands for a nomination, by what its programme asks for."""
    asked = numbers(nomination.programme, "selection")
    return rules.gates(
        licence_until=queries.licence_until(nomination.mentor.person), last_practised_on=nomination.last_practised_on,
        consent=nomination.consent_by_id is not None, hours=nomination.hours_a_month, least_hours=LEAST_HOURS,
        no_open_case=nomination.no_open_case, today=today, practised_within=asked["practised_within"],
        years_as_chw=queries.years_as_chw(nomination.mentor.person, on=today), least_years_as_chw=asked["years_as_chw"],
    )  # fmt: skip


@act("mentors.ask_reference", may=access.may_screen)
def ask_reference(*, by: Person, at: datetime, nomination: Nomination, asked: Person) -> Reference:
    """Ask a colleague for a confidential word. Refuses: mentors.asks_nominee."""
    if asked.pk in (nomination.mentor.person_id, nomination.by_id):
        raise Refused(
            "mentors.asks_nominee",
            _("Ask somebody who is neither the nominee nor who named them."),
            field="asked",
        )
    return Reference.objects.get_or_create(nomination=nomination, asked=asked)[0]


@act("mentors.give_reference", may=access.may_refer)
def give_reference(
    *, by: Person, at: datetime, reference: Reference, points: int, text: str, confirmed_text: bool = False
) -> Reference:
    """Say how colleagues see a nominee, 0 to 4; the nominee never reads it (R142).

    Refuses: mentors.points_out_of_range, mentors.given_already, text.names_somebody.
    """
    reference = locked(reference)
    if reference.given_at is not None:
        raise Refused("mentors.given_already", _("You have given this reference already. Thank you."))
    if points not in range(5):
        raise Refused("mentors.points_out_of_range", _("Choose 0 to 4."), field="points")
    refuse_names(confirmed_text, text=text)
    reference.points, reference.text, reference.given_at = points, text.strip(), at
    reference.save()
    return reference


@act("mentors.score_nominee", may=access.may_score)
def score_nominee(
    *, by: Person, at: datetime, nomination: Nomination, points: Mapping[str, int], evidence: Mapping[str, str],
    role_play: tuple[Decimal, Decimal] | None = None, confirmed_text: bool = False,
) -> Nomination:  # fmt: skip
    """Score every criterion with its example (R137 to R142); scoring again replaces one's own sheet.

    points, evidence: by code of the criterion. role_play: (reached, possible) points of the checklist with which a role
    play was scored; it gives the points for communication (R141).
    Refuses: mentors.not_screened, mentors.points_out_of_range, mentors.no_evidence, mentors.no_such_share,
    text.names_somebody.
    """
    nomination = locked(nomination)
    _ask_screened(nomination)
    if role_play is not None:
        refuse(rules.why_no_role_play(*role_play))
        said = _("Role play: %(earned)s of %(possible)s points.") % {"earned": role_play[0], "possible": role_play[1]}
        points = {**points, rules.ROLE_PLAYED: rules.points_of_role_play(*role_play)}
        evidence = {**evidence, rules.ROLE_PLAYED: f"{said} {evidence.get(rules.ROLE_PLAYED, '')}".strip()}
    wanted = list(queries.criteria())
    refuse(rules.why_not_scored(points, evidence, wanted=[each.code for each in wanted]))
    refuse_names(confirmed_text, **{f"{code}_evidence": text for code, text in evidence.items()})
    nomination.scores.filter(scorer=by).delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(
            nomination=nomination, criterion=each, scorer=by, points=points[each.code],
            evidence=evidence[each.code].strip(), scored_at=at,
        )
        for each in wanted
    )  # fmt: skip
    return nomination


@act("mentors.moderate", may=access.may_score)
def moderate(
    *, by: Person, at: datetime, nomination: Nomination, criterion: Criterion, points: Decimal, reason: str
) -> Moderated:
    """Keep what the scorers agreed on where they differed by more than one point.

    Refuses: mentors.not_screened, mentors.not_apart, mentors.points_out_of_range, mentors.no_reason.
    """
    nomination = locked(nomination)
    _ask_screened(nomination)
    found = next(each for each in queries.judged(nomination) if each.code == criterion.pk)
    if not found.points or max(found.points) - min(found.points) <= rules.APART:
        raise Refused("mentors.not_apart", _("The scorers do not differ here by more than one point."))
    if not min(found.points) <= points <= max(found.points):
        raise Refused("mentors.points_out_of_range", _("Choose a value between what the scorers gave."), field="points")
    if not reason.strip():
        raise Refused("mentors.no_reason", _("Say in a sentence why."), field="reason")
    return Moderated.objects.update_or_create(
        nomination=nomination, criterion=criterion,
        defaults={"points": points, "reason": reason.strip(), "by": by, "at": at},
    )[0]  # fmt: skip


@act("mentors.select_mentor", may=access.may_score)
def select_mentor(*, by: Person, at: datetime, nomination: Nomination) -> Mentor:
    """Decide by what was scored: selected, or not with the reasons.

    Refuses: mentors.two_scorers, mentors.scores_apart, mentors.two_references, states.not_from_here.
    """
    nomination = locked(nomination)
    judged = queries.judged(nomination)
    given = nomination.references.exclude(given_at=None).count()
    mentor = locked(nomination.mentor)
    if mentor.standing == Standing.SCREENED:
        refuse(rules.why_not_decided(judged, references=given))
    found = rules.verdict(judged, pass_mark=numbers(nomination.programme, "selection")["pass_mark"])
    target = Standing.SELECTED if found.passes else Standing.NOT_SELECTED
    reason = _("%(total)s of 100") % {"total": f"{float(found.total):.1f}"}
    if found.why_not:
        reason = f"{reason}: {', '.join(str(each) for each in found.why_not)}"
    return step(mentor, "mentors.select_mentor", by=by, at=at, target=target, reason=str(reason))


@act("mentors.weigh", may=access.may_weigh)
def weigh(*, by: Person | None, at: datetime, weights: Mapping[str, int]) -> None:
    """Change how much each criterion counts. weights: of 100, by code, together 100.

    Refuses: mentors.weights_not_100, mentors.no_such_criterion.
    """
    known = {each.code: each for each in queries.criteria()}
    if set(weights) != set(known):
        raise Refused("mentors.no_such_criterion", _("Give every criterion its weight."))
    if sum(weights.values()) != 100 or min(weights.values()) < 0:
        raise Refused(
            "mentors.weights_not_100",
            _("The weights make %(total)s together. They must make 100.") % {"total": sum(weights.values())},
        )
    for code, weight in weights.items():
        known[code].weight = weight
    Criterion.objects.bulk_update(known.values(), ["weight"])


def _ask_screened(nomination: Nomination) -> None:
    if nomination.mentor.standing != Standing.SCREENED:
        raise Refused("mentors.not_screened", _("Only a screened nominee who is not decided on yet is scored."))
