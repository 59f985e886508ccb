"""Preparing and certifying mentors: technical proficiency and mentoring skills, both (R092)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import TechnicalArea
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused

from .. import access, queries, rules
from ..models import ConfidentialityStatement, CoVisit, Mentor, Preparation, Proficiency, StandingChange
from ..terms import ProvenBy, Standing
from .steps import step

PREPARING = (Standing.SELECTED, Standing.IN_TRAINING, Standing.PROVISIONAL, Standing.CERTIFIED, Standing.ACTIVE)


@act("mentors.begin_preparation", may=access.may_prepare)
def begin_preparation(*, by: Person, at: datetime, mentor: Mentor) -> Mentor:
    """Open the way of preparation to somebody selected. Refuses: states.not_from_here."""
    return step(locked(mentor), "mentors.begin_preparation", by=by, at=at)


@act("mentors.record_module", may=access.may_prepare)
def record_module(
    *, by: Person, at: datetime, mentor: Mentor, module: str, stage: int, done_on: date, passed: bool,
    percent: Decimal | None = None, is_recognised: bool = False,
) -> Preparation:  # fmt: skip
    """Keep how a module went at one stage; the latest try stands. is_recognised: earlier training counts instead.

    percent: 0 to 100, where something was scored.
    Refuses: mentors.not_in_preparation, mentors.in_future, mentors.percent_out_of_range.
    """
    _ask_preparing(mentor)
    _ask_past(done_on, at, "done_on")
    _ask_percent(percent)
    return Preparation.objects.update_or_create(
        mentor=mentor, module=module, stage=stage,
        defaults={
            "done_on": done_on, "passed": passed, "percent": percent, "is_recognised": is_recognised, "recorded_by": by,
        },
    )[0]  # fmt: skip


@act("mentors.record_proficiency", may=access.may_prepare)
def record_proficiency(
    *, by: Person, at: datetime, mentor: Mentor, area: TechnicalArea, proven_by: str, assessed_on: date,
    percent: Decimal | None = None, valid_until: date | None = None,
) -> Proficiency:  # fmt: skip
    """Keep that a mentor masters an area, with how and until when (R015, R144).

    valid_until: exclusive; two years after the assessment where none is given.
    Refuses: mentors.not_in_preparation, in_future, percent_out_of_range, ends_before_it_starts.
    """
    _ask_preparing(mentor)
    _ask_past(assessed_on, at, "assessed_on")
    _ask_percent(percent)
    valid_until = valid_until or assessed_on + rules.PROFICIENT_FOR
    if valid_until <= assessed_on:
        raise Refused(
            "mentors.ends_before_it_starts",
            _("The last day is before the assessment. Check both."),
            field="valid_until",
        )
    return Proficiency.objects.create(
        mentor=mentor, area=area, proven_by=proven_by, percent=percent, assessed_by=by, assessed_on=assessed_on,
        valid_until=valid_until,
    )  # fmt: skip


@act("mentors.make_provisional", may=access.may_prepare)
def make_provisional(*, by: Person, at: datetime, mentor: Mentor) -> Mentor:
    """Let somebody come along on visits, observed. Refuses: mentors.not_proficient, skills_missing, states.not_from_here."""
    mentor = locked(mentor)
    if mentor.standing == Standing.IN_TRAINING:
        refuse(rules.why_not_provisional(queries.readiness(mentor, on=day_of(at))))
    return step(mentor, "mentors.make_provisional", by=by, at=at)


@act("mentors.record_co_visit", may=access.may_prepare)
def record_co_visit(
    *, by: Person, at: datetime, mentor: Mentor, held_on: date, earned: Decimal, possible: Decimal,
    observation: UUID | None = None,
) -> CoVisit:  # fmt: skip
    """Keep what a master mentor saw of somebody's mentoring, in points of the mentor checklist.

    Refuses: mentors.not_provisional, mentors.in_future, mentors.points_out_of_range, mentors.recorded_already.
    """
    if mentor.standing not in rules.OBSERVING:
        raise Refused("mentors.not_provisional", _("Only a provisional or certified mentor is observed on a visit."))
    _ask_past(held_on, at, "held_on")
    if not 0 <= earned <= possible or possible <= 0:
        raise Refused(
            "mentors.points_out_of_range",
            _("Enter points earned of points possible, such as 10 of 12."),
            field="earned",
        )
    if mentor.co_visits.filter(held_on=held_on, observed_by=by).exists():
        raise Refused("mentors.recorded_already", _("You have recorded this visit already."), field="held_on")
    return CoVisit.objects.create(
        mentor=mentor, held_on=held_on, observed_by=by, earned=earned, possible=possible, observation_id=observation
    )


@act("mentors.sign_confidentiality", may=access.may_sign)
def sign_confidentiality(*, by: Person, at: datetime, mentor: Mentor) -> ConfidentialityStatement:
    """Promise for a year to keep what one learns of clients and colleagues to oneself (domain notes 2.6)."""
    today = day_of(at)
    return ConfidentialityStatement.objects.create(
        mentor=mentor, signed_on=today, valid_until=today + rules.STATEMENT_LASTS
    )


@act("mentors.certify_mentor", may=access.may_certify)
def certify_mentor(*, by: Person, at: datetime, mentor: Mentor) -> Mentor:
    """Certify a mentor for 24 months; from then on they can be paired.

    Refuses: mentors.not_proficient, skills_missing, co_visits_missing, statement_missing, states.not_from_here.
    """
    mentor, today = locked(mentor), day_of(at)
    if mentor.standing == Standing.PROVISIONAL:
        refuse(rules.why_not_certified(queries.readiness(mentor, on=today)))
    mentor.certified_on, mentor.certified_until = today, today + rules.CERTIFIED_FOR
    return step(mentor, "mentors.certify_mentor", by=by, at=at)


@act("mentors.recognise_mentor", may=access.may_recognise)
def recognise_mentor(
    *, by: Person | None, at: datetime, person: Person, home: OrgUnit, affiliation: str, certified_on: date,
    areas: Sequence[TechnicalArea], evidence: str, max_mentees: int | None = None, max_places: int | None = None,
    hours_a_month: int = 0,    confirmed_text: bool = False,
) -> Mentor:  # fmt: skip
    """Take over a mentor who was certified before this system was used, on paper that the manager has seen.

    The certificate and the proficiency in each area run 24 months from the day on the paper. evidence: which paper.
    Refuses: mentors.nominated_already, in_future, certificate_ended, no_area, no_evidence, text.names_somebody.
    """
    today = day_of(at)
    _ask_past(certified_on, at, "certified_on")
    if certified_on + rules.CERTIFIED_FOR <= today:
        raise Refused(
            "mentors.certificate_ended", _("This certificate has ended. Nominate them instead."), field="certified_on"
        )
    if not areas:
        raise Refused("mentors.no_area", _("Choose at least one area the certificate is for."), field="areas")
    if not evidence.strip():
        raise Refused("mentors.no_evidence", _("Say which certificate you have seen."), field="evidence")
    refuse_names(confirmed_text, evidence=evidence)
    if Mentor.objects.filter(person=person).exists():
        raise Refused(
            "mentors.nominated_already", _("%(name)s is on the list of mentors already.") % {"name": person.name}
        )
    mentees, places = rules.caps(affiliation=affiliation)
    mentor = Mentor.objects.create(
        person=person, standing=Standing.CERTIFIED, affiliation=affiliation, home=home, area_path=home.path,
        max_mentees=max_mentees or mentees, max_places=max_places or places, since=certified_on, certified_on=certified_on, hours_a_month=hours_a_month,
        certified_until=certified_on + rules.CERTIFIED_FOR,
    )  # fmt: skip
    Proficiency.objects.bulk_create(
        Proficiency(
            mentor=mentor, area=area, proven_by=ProvenBy.QUALIFICATION, assessed_by=by, assessed_on=certified_on,
            valid_until=certified_on + rules.PROFICIENT_FOR,
        )
        for area in areas
    )  # fmt: skip
    StandingChange.objects.create(
        mentor=mentor, act="mentors.recognise_mentor", before=Standing.NOMINATED, after=Standing.CERTIFIED,
        reason=evidence.strip()[:300], by=by, at=at,
    )  # fmt: skip
    return mentor


@act("mentors.renew_certificate", may=access.may_certify)
def renew_certificate(*, by: Person, at: datetime, mentor: Mentor) -> Mentor:
    """Certify for another 24 months by the same conditions, with co-visits of the last 24 months.

    Refuses: mentors.not_certified, and what certify_mentor refuses.
    """
    mentor, today = locked(mentor), day_of(at)
    if mentor.standing not in (*rules.PAIRABLE, Standing.PAUSED):
        raise Refused("mentors.not_certified", _("Only a certified mentor's certificate is renewed."))
    ready = queries.readiness(mentor, on=today)
    recent = mentor.co_visits.filter(held_on__gt=today - rules.CERTIFIED_FOR)
    refuse(rules.why_not_certified(ready))
    if (
        sum(Fraction(each.earned) / Fraction(each.possible) >= rules.CO_VISIT_SHARE for each in recent)
        < rules.CO_VISITS
    ):
        raise Refused(
            "mentors.co_visits_missing",
            _("Two visits observed by a master mentor in the last 24 months, each with at least 80 %, are needed."),
        )
    mentor.certified_until = max(mentor.certified_until or today, today) + rules.CERTIFIED_FOR
    mentor.save(update_fields=["certified_until"])
    return mentor


def _ask_preparing(mentor: Mentor) -> None:
    if mentor.standing not in PREPARING:
        raise Refused("mentors.not_in_preparation", _("They must be selected before their preparation is recorded."))


def _ask_past(day: date, at: datetime, field: str) -> None:
    if day > day_of(at):
        raise Refused("mentors.in_future", _("This day is still to come. Enter it when it has happened."), field=field)


def _ask_percent(percent: Decimal | None) -> None:
    if percent is not None and not 0 <= percent <= 100:
        raise Refused("mentors.percent_out_of_range", _("Enter a percentage from 0 to 100."), field="percent")
