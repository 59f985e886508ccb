"""Acts of observations: filled as a draft or at once, scored here, corrected by a new one, never changed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules import classes, scoring
from alongside.domain.instruments.rules.definition import Definition
from alongside.domain.instruments.terms import VersionStatus
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.acts import act
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid_from

from .. import access, rules
from ..models import Attendance, Encounter, Observation, ObservationDraft, Submission, SystemsIssue, Visit, VisitMentor
from ..terms import Interaction, IssueCategory, ObserverContext, Permission, Source, VisitStatus


@dataclass
class Seen:
    """Everything one observation says, as plain values and rows that were already looked up."""

    programme: Programme
    place: OrgUnit
    version: Version
    definition: Definition
    observer: Person
    held_on: date
    answers: dict[str, Any]
    competency_id: str | None = None
    mentee: Person | None = None
    team: str = ""
    context: str = ObserverContext.RELATIONSHIP_MENTOR
    setting: str = "real_client"
    permission: str = Permission.GRANTED
    completeness: str = ""
    resource_limited: bool = False
    resource_note: str = ""
    intervened: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    sent_score: dict[str, Any] | None = None
    submission: Submission | None = None
    corrects: Observation | None = None
    correction_reason: str = ""
    issue_category: str = IssueCategory.SUPPLIES
    irrelevant: frozenset = field(default_factory=frozenset)


@act("encounters.record_observation", may=access.may_observe)
def record_observation(
    *,
    by: Person,
    at: datetime,
    programme: Programme,
    place: OrgUnit,
    version: Version,
    held_on: date,
    answers: dict[str, Any],
    mentee: Person | None = None,
    team: str = "",
    visit: Visit | None = None,
    context: str = ObserverContext.RELATIONSHIP_MENTOR,
    setting: str = "real_client",
    permission: str = Permission.GRANTED,
    completeness: str = "",
    resource_limited: bool = False,
    resource_note: str = "",
    intervened: bool = False,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    confirmed_text: bool = False,
) -> Observation:
    """Record one completed checklist on one person, or on a team.

    answers: {item id: value}; an absent item was not observed. visit: None finds or opens the visit of that stay.
    Refuses: the codes of rules.why_not_observable, why_not_usable, why_not_saved, and an answer that does not fit
    its item (instruments.*).
    """
    definition = version.definition
    seen = Seen(
        programme=programme, place=place, version=version, definition=definition, observer=by, held_on=held_on,
        answers=answers, mentee=mentee, team=team, context=context, setting=setting, permission=permission,
        completeness=completeness, resource_limited=resource_limited, resource_note=resource_note, intervened=intervened,
        started_at=started_at, ended_at=ended_at,
    )  # fmt: skip
    _judge(seen, at=at, confirmed=confirmed_text)
    return store(seen, at=at, visit=visit)


@act("encounters.start_observation", may=access.may_observe)
def start_observation(
    *,
    by: Person,
    at: datetime,
    visit: Visit,
    version: Version,
    held_on: date,
    mentee: Person | None = None,
    team: str = "",
    context: str = ObserverContext.RELATIONSHIP_MENTOR,
    setting: str = "real_client",
    permission: str = Permission.GRANTED,
) -> ObservationDraft:
    """Begin filling a checklist; every answer from here on is saved.

    Where the client declined there is nothing to fill: record_observation keeps the refusal alone.
    Refuses: the codes of rules.why_not_observable and why_not_usable.
    """
    seen = Seen(
        programme=visit.programme, place=visit.place, version=version, definition=version.definition, observer=by,
        held_on=held_on, answers={}, mentee=mentee, team=team, context=context, setting=setting, permission=permission,
    )  # fmt: skip
    _judge(seen, at=at, confirmed=True)
    return ObservationDraft.objects.create(
        visit=visit, version=version, mentee=mentee, team=team.strip(), observer=by, observer_context=context,
        setting=setting, permission=permission, held_on=held_on, started_at=at, saved_at=at,
    )  # fmt: skip


@act("encounters.save_answers", may=access.may_change_draft)
def save_answers(*, by: Person, at: datetime, draft: ObservationDraft, answers: dict[str, Any]) -> ObservationDraft:
    """Keep answers as far as they were given; an empty one takes an earlier one back. Nothing is judged yet."""
    draft = ObservationDraft.objects.select_for_update().get(pk=draft.pk)
    kept = {**draft.answers, **answers}
    draft.answers = {item: value for item, value in kept.items() if value not in ("", None)}
    draft.saved_at = at
    draft.save(update_fields=["answers", "saved_at"])
    return draft


@act("encounters.finish_observation", may=access.may_change_draft)
def finish_observation(
    *,
    by: Person,
    at: datetime,
    draft: ObservationDraft,
    completeness: str = "",
    resource_limited: bool = False,
    resource_note: str = "",
    intervened: bool = False,
    confirmed_text: bool = False,
) -> Observation:
    """Turn a draft into an observation, scored. Refuses: what record_observation refuses."""
    draft = ObservationDraft.objects.select_related(
        "visit__programme", "visit__place", "version", "mentee", "observer"
    ).get(pk=draft.pk)
    seen = Seen(
        programme=draft.visit.programme, place=draft.visit.place, version=draft.version, definition=draft.version.definition,
        observer=draft.observer, held_on=draft.held_on, answers=draft.answers, mentee=draft.mentee, team=draft.team,
        context=draft.observer_context, setting=draft.setting, permission=draft.permission, completeness=completeness,
        resource_limited=resource_limited, resource_note=resource_note, intervened=intervened,
        started_at=draft.started_at, ended_at=at,
    )  # fmt: skip
    _judge(seen, at=at, confirmed=confirmed_text)
    visit = draft.visit
    draft.delete()
    return store(seen, at=at, visit=visit)


@act("encounters.discard_draft", may=access.may_change_draft)
def discard_draft(*, by: Person, at: datetime, draft: ObservationDraft) -> None:
    """Throw a draft away; it was never an observation."""
    draft.delete()


@act("encounters.correct_observation", may=access.may_correct)
def correct_observation(
    *,
    by: Person,
    at: datetime,
    observation: Observation,
    answers: dict[str, Any],
    reason: str,
    confirmed_text: bool = False,
) -> Observation:
    """Put a corrected observation in the place of an earlier one, which stays readable.

    answers: all of them, not only the changed ones. The observer stays who it was; the journal says who corrected.
    Refuses: encounters.no_reason, encounters.already_corrected, and what record_observation refuses.
    """
    if not reason.strip():
        raise Refused(
            "encounters.no_reason", _("Say why it is corrected, for example “wrong person chosen”."), field="reason"
        )
    old = (
        Observation.objects.select_for_update(of=("self",))
        .select_related("programme", "place", "version", "mentee", "observer")
        .get(pk=observation.pk)
    )
    seen = Seen(
        programme=old.programme, place=old.place, version=old.version, definition=old.version.definition, observer=old.observer,
        held_on=old.held_on, answers=answers, competency_id=old.competency_id, mentee=old.mentee, team=old.team,
        context=old.observer_context, setting=old.setting, permission=old.permission, completeness=old.completeness,
        resource_limited=old.resource_limited, resource_note=old.resource_note, intervened=old.intervened,
        started_at=old.started_at, ended_at=old.ended_at, corrects=old, correction_reason=reason.strip(),
    )  # fmt: skip
    _judge(seen, at=at, confirmed=confirmed_text)
    return store(seen, at=at, encounter_id=old.encounter_id)


def store(
    seen: Seen, *, at: datetime, visit: Visit | None = None, encounter_id: UUID | None = None, forgiving: bool = False
) -> Observation:
    """Score and keep one observation, with the visit and the encounter it belongs to; for acts, inside their transaction.

    visit: None finds the stay the day belongs to, or opens one. encounter_id: known already (a correction).
    forgiving: an answer that cannot be read counts as not observed and is named in the results, as for a submission
    that was already made. Refuses: encounters.already_corrected.
    """
    if seen.corrects is not None:
        if not seen.corrects.is_current:
            raise Refused(
                "encounters.already_corrected", _("This observation was corrected before. Correct the newer one.")
            )
        Observation.objects.filter(pk=seen.corrects.pk).update(is_current=False)
    if encounter_id is None:
        encounter_id = _encounter(seen, visit or visit_of(seen, at=at), at=at)
    observation = Observation(
        encounter_id=encounter_id, submission=seen.submission, programme=seen.programme, place=seen.place,
        area_path=seen.place.path, version=seen.version, competency_id=seen.competency_id or competency_of(seen.definition),
        mentee=seen.mentee, team=seen.team.strip(), observer=seen.observer, observer_context=seen.context, setting=seen.setting,
        permission=seen.permission, held_on=seen.held_on, recorded_at=at, corrects=seen.corrects,
        correction_reason=seen.correction_reason,
    )  # fmt: skip
    if seen.permission != Permission.DECLINED:
        _add_clinical(observation, seen, forgiving=forgiving)
    observation.save(force_insert=True)
    if (
        seen.resource_limited
        and seen.resource_note
        and seen.permission != Permission.DECLINED
        and seen.corrects is None
    ):
        # A step missed for want of supplies is the system's, not the person's (finding F13).
        SystemsIssue.objects.create(
            place=seen.place, area_path=seen.place.path, visit=visit, observation=observation, category=seen.issue_category,
            text=seen.resource_note, opened_on=seen.held_on, opened_by=seen.observer, recorded_at=at,
        )  # fmt: skip
    return observation


def visit_of(seen: Seen, *, at: datetime) -> Visit:
    """Return the visit of the observer's stay at the place on that day, opened where there is none yet."""
    near = (
        Visit.objects.filter(place=seen.place, programme=seen.programme, mentors__person=seen.observer)
        .filter(held_on__lte=seen.held_on, until_on__gte=seen.held_on.fromordinal(seen.held_on.toordinal() - 1))
        .order_by("held_on")
    )
    for visit in near:
        if rules.joins(held_on=seen.held_on, first=visit.held_on, last=visit.until_on):
            if seen.held_on > visit.until_on:
                visit.until_on = seen.held_on
                visit.save(update_fields=["until_on"])
            return visit
    # The id follows from who, where and when: two phones' requests at once open one visit, not two.
    visit = Visit(
        pk=uuid_from("visit", seen.observer.pk, seen.place.pk, seen.programme.pk, seen.held_on), programme=seen.programme,
        place=seen.place, area_path=seen.place.path, held_on=seen.held_on, until_on=seen.held_on, recorded_by=seen.observer,
        status=VisitStatus.SUBMITTED if seen.submission else VisitStatus.DRAFT, submitted_at=at if seen.submission else None,
        source=Source.OPENROSA if seen.submission else Source.PAGE, recorded_at=at,
    )  # fmt: skip
    Visit.objects.bulk_create([visit], ignore_conflicts=True)
    VisitMentor.objects.bulk_create([VisitMentor(visit=visit, person=seen.observer)], ignore_conflicts=True)
    return visit


def competency_of(definition: Definition) -> str | None:
    """Return the code of the competency a checklist shows as a whole, where the installation knows it."""
    code = definition.competency or next((item.competency for item in definition.scored() if item.competency), "")
    return code if code and Competency.objects.filter(pk=code).exists() else None


def _encounter(seen: Seen, visit: Visit, *, at: datetime) -> UUID:
    """Return the id of the encounter of observer and observed on that day of the visit, made where there is none."""
    whom = seen.mentee.pk if seen.mentee else f"team {seen.team.strip()}"
    encounter = Encounter(
        pk=uuid_from("encounter", visit.pk, seen.observer.pk, whom, seen.held_on), visit=visit, programme=seen.programme,
        place=seen.place, area_path=seen.place.path, mentor=seen.observer, held_on=seen.held_on, recorded_at=at,
        interaction=Interaction.ONE_TO_ONE if seen.mentee else Interaction.ONE_TO_GROUP,
    )  # fmt: skip
    Encounter.objects.bulk_create([encounter], ignore_conflicts=True)
    if seen.mentee:
        Attendance.objects.bulk_create([Attendance(encounter=encounter, person=seen.mentee)], ignore_conflicts=True)
    return encounter.pk


def _add_clinical(observation: Observation, seen: Seen, *, forgiving: bool) -> None:
    result = scoring.score(seen.definition, seen.answers, irrelevant=seen.irrelevant, forgiving=forgiving)
    observation.answers = seen.answers
    observation.results = rules.summary(result)
    observation.sent_score = seen.sent_score
    observation.earned, observation.possible = _decimal(result.pooled.earned), _decimal(result.pooled.possible)
    observation.steps_done, observation.steps_expected = result.done, result.expected
    observation.critical_missed = len(result.missed_critical)
    observation.result_class = classes.classify(
        result, seen.definition.profile if seen.definition.profile in classes.PROFILES else classes.DEFAULT
    )
    observation.completeness = seen.completeness
    observation.resource_limited, observation.resource_note = seen.resource_limited, seen.resource_note.strip()
    observation.intervened = seen.intervened
    observation.started_at, observation.ended_at = seen.started_at, seen.ended_at


def _decimal(points: Fraction) -> Decimal:
    """Return points for sums and sorting; the exact value is in the results."""
    return Decimal(points.numerator) / Decimal(points.denominator)


def _judge(seen: Seen, *, at: datetime, confirmed: bool) -> None:
    reason = rules.why_not_observable(
        held_on=seen.held_on, today=timezone.localtime(at).date(), observer_id=seen.observer.pk,
        observed_id=seen.mentee and seen.mentee.pk, team=seen.team, context=seen.context, setting=seen.setting,
        permission=seen.permission, answers=seen.answers,
    ) or rules.why_not_usable(
        approved=seen.version.status in {VersionStatus.APPROVED, VersionStatus.RETIRED}, effective_on=seen.version.effective_on,
        retired_on=seen.version.retired_at and timezone.localtime(seen.version.retired_at).date(), held_on=seen.held_on,
    ) or rules.why_not_saved(*_texts(seen), confirmed=confirmed)  # fmt: skip
    if reason:
        raise reason


def _texts(seen: Seen) -> list[str]:
    """Return what was typed freely: the note and the answers of unscored questions."""
    free = {item.id for item in seen.definition.items() if not item.scale and item.kind in {"text", ""}}
    return [seen.resource_note, *(str(seen.answers[id]) for id in free if seen.answers.get(id))]
