"""What can be done with observations: begun as a draft, recorded, corrected by a new one that names the old."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules import classes, relevance, scoring
from alongside.domain.instruments.rules.definition import Definition
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.mentors.queries import proven_until
from alongside.domain.mentors.rules import REVIEW_WHEN_LAPSED_FOR
from alongside.domain.people.models import Person
from alongside.domain.places.models import OrgUnit
from alongside.domain.programmes.models import Competency, Programme
from alongside.kernel.acts import act
from alongside.kernel.before_writing import day_of, locked, refuse, refuse_names
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7, uuid_from

from .. import access
from ..models import Attendance, Encounter, Observation, ObservationDraft, Submission, SystemsIssue, Visit, VisitMentor
from ..rules import recording
from ..terms import Interaction, IssueCategory, ObserverContext, Permission, Setting
from .checks import locked_draft, refuse_other_cadre, works_here
from .visits import stay_of

_PLACES = Decimal("0.0001")  # of the columns; `results` keeps the exact fractions
MENTORING = (ObserverContext.RELATIONSHIP_MENTOR, ObserverContext.OTHER_MENTOR)  # who must master what they mentor in


@dataclass(frozen=True)
class Observed:
    """What was seen, as any way in hands it over.

    mentee None and team: a team. answers: {item id: value}; absent: not observed. irrelevant: ids that skip rules
    closed. stopped_at: the item at which the mentor stepped in. resource_category, resource_note: what was lacking,
    where that limited the work. sent_score: as a device worked it out, kept beside ours and never used.
    override_reason: why a mentor observes although their proof of mastery ended long ago (R024).
    """

    version: Version
    held_on: date
    setting: str
    permission: str
    mentee: Person | None = None
    team: str = ""
    observer_context: str = ObserverContext.RELATIONSHIP_MENTOR
    answers: Mapping[str, Any] = field(default_factory=dict)
    competency: Competency | None = None
    completeness: str = ""
    resource_limited: bool = False
    resource_category: str = ""
    resource_note: str = ""
    intervened: bool = False
    stopped_at: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    irrelevant: Collection[Any] = ()
    sent_score: Any = None
    override_reason: str = ""


@act("encounters.begin_observation", may=access.may_observe)
def begin_observation(
    *,
    by: Person,
    at: datetime,
    visit: Visit,
    version: Version,
    held_on: date,
    setting: str,
    permission: str = "",
    mentee: Person | None = None,
    team: str = "",
    observer_context: str = ObserverContext.RELATIONSHIP_MENTOR,
    override_reason: str = "",
    confirmed_text: bool = False,
) -> ObservationDraft:
    """Open a checklist for a person or team on a visit; the one already open for them is given back with its answers.

    Refuses: encounters.visit_submitted, encounters.outside_visit, every code of rules.recording.why_not_recordable,
    encounters.proficiency_lapsed, text.names_somebody, and encounters.client_declined: then there is nothing to fill,
    and record_observation counts the asking.
    """
    visit = locked_draft(visit)
    seen = Observed(
        version, held_on, setting, _permission(setting, permission), mentee, team, observer_context,
        override_reason=override_reason.strip(),
    )  # fmt: skip
    _refuse_unfit(seen, at=at, visit=visit, observer=by, definition=version.definition)
    _refuse_unsuited(seen, by, version.definition)
    refuse_names(confirmed_text, override_reason=override_reason)
    if seen.permission == Permission.DECLINED:
        raise Refused(
            "encounters.client_declined",
            _("The client declined, so no checklist is opened. That the client was asked is counted."),
            field="permission",
        )
    draft = ObservationDraft.objects.filter(visit=visit, by=by, version=version, mentee=mentee, team=team).first()
    draft = draft or ObservationDraft(
        visit=visit, by=by, version=version, mentee=mentee, team=team, begun_at=at
    )  # fmt: skip
    draft.held_on, draft.setting, draft.permission = held_on, setting, seen.permission
    draft.observer_context, draft.saved_at = observer_context, at
    if override_reason.strip():
        draft.closing = {**draft.closing, "override_reason": override_reason.strip()}
    draft.save()
    return draft


@act("encounters.save_draft", may=access.may_change_draft)
def save_draft(
    *, by: Person, at: datetime, draft: ObservationDraft, answers: Mapping[str, Any], closing: Mapping[str, Any] = {}
) -> ObservationDraft:
    """Keep what was answered so far, whatever its state (R214).

    answers: {item id: value} of the part at hand, "" takes an answer away; others stay. closing: what is asked after
    the items, by the names of Observed.
    """
    draft = locked(draft)
    draft.answers = {id: value for id, value in {**draft.answers, **answers}.items() if value not in ("", None)}
    draft.closing = {**draft.closing, **closing}
    draft.saved_at = at
    draft.save(update_fields=["answers", "closing", "saved_at"])
    return draft


@act("encounters.discard_draft", may=access.may_change_draft)
def discard_draft(*, by: Person, at: datetime, draft: ObservationDraft) -> None:
    """Throw a begun checklist away. One already gone stays gone."""
    ObservationDraft.objects.filter(pk=draft.pk).delete()


@act("encounters.record_draft", may=access.may_change_draft)
def record_draft(*, by: Person, at: datetime, draft: ObservationDraft, confirmed_text: bool = False) -> Observation:
    """Make the begun checklist an observation; the draft is gone with it.

    Refuses: as record_observation.
    """
    draft = locked(draft)
    visit = locked_draft(draft.visit)
    version = draft.version
    seen = Observed(
        version, draft.held_on, draft.setting, draft.permission, draft.mentee, draft.team, draft.observer_context,
        draft.answers, started_at=draft.begun_at, ended_at=at, **draft.closing,
    )  # fmt: skip
    observation = _record(seen, at=at, visit=visit, observer=by, by=by, confirmed_text=confirmed_text)
    draft.delete()
    return observation


@act("encounters.record_observation", may=access.may_observe)
def record_observation(
    *,
    by: Person | None,
    at: datetime,
    visit: Visit,
    seen: Observed,
    observer: Person | None = None,
    confirmed_text: bool = False,
) -> Observation:
    """Record one completed checklist on a visit. The score is worked out here, from the answers.

    observer: whoever records, where none is given. When the client declined nothing of the care is kept.
    Refuses: encounters.visit_submitted, encounters.not_on_visit, encounters.outside_visit, every code of
    rules.recording.why_not_recordable, text.names_somebody, encounters.what_was_lacking, and the codes of an
    answer that the checklist does not offer (instruments.…).
    """
    observer = observer or by
    if observer is None:
        raise ValueError("An observation recorded by the installation needs its observer.")
    return _record(
        seen, at=at, visit=locked_draft(visit), observer=observer, by=by or observer, confirmed_text=confirmed_text
    )


@act("encounters.correct_observation", may=access.may_correct)
def correct_observation(
    *,
    by: Person | None,
    at: datetime,
    observation: Observation,
    reason: str,
    seen: Observed,
    confirmed_text: bool = False,
) -> Observation:
    """Put a new observation in the place of one that was wrong; the old one stays, and stops to count (R215).

    The new one is credited to whoever made the old one.
    Refuses: encounters.reason_missing, encounters.already_corrected, and as record_observation.
    """
    old = locked(observation)
    if not reason.strip():
        raise Refused("encounters.reason_missing", _("Say why it is corrected."), field="reason")
    if not old.is_current:
        raise Refused(
            "encounters.already_corrected",
            _("This observation was already corrected. Open the newer one and correct that."),
            observation=str(Observation.objects.filter(corrects=old).values_list("pk", flat=True).first()),
        )
    definition = seen.version.definition
    _refuse_unfit(seen, at=at, visit=old.encounter.visit, place=old.place, observer=old.observer, definition=definition)
    refuse_names(confirmed_text, reason=reason, **_typed(seen, definition))
    old.is_current = False
    old.save(update_fields=["is_current"])
    if seen.mentee is not None and seen.mentee.pk != old.mentee_id:
        Attendance.objects.bulk_create([Attendance(encounter=old.encounter, person=seen.mentee)], ignore_conflicts=True)
    made = store_observation(
        seen, at=at, encounter=old.encounter, observer=old.observer, definition=definition, corrects=old,
        correction_reason=reason,
    )  # fmt: skip
    if seen.resource_limited and not old.resource_limited:
        _open_lack(made, seen, by or old.observer, at)
    return made


def store_observation(
    seen: Observed,
    *,
    at: datetime,
    encounter: Encounter,
    observer: Person,
    **more: Any,
) -> Observation:
    """Score what was seen and keep it: one INSERT. Whether it may be kept has been asked before.

    Acts of this room call it inside their own transaction. more: as observation_of takes it.
    """
    observation = observation_of(seen, at=at, encounter=encounter, observer=observer, **more)
    observation.save(force_insert=True)
    return observation


def observation_of(
    seen: Observed,
    *,
    at: datetime,
    encounter: Encounter,
    observer: Person,
    definition: Definition | None = None,
    submission: Submission | None = None,
    observation_id: UUID | None = None,
    forgiving: bool = False,
    corrects: Observation | None = None,
    correction_reason: str = "",
) -> Observation:
    """Score what was seen and return it as a row that is not yet kept.

    forgiving: an unreadable answer counts as not observed, as for a submission that is already made; otherwise it is
    refused.
    """
    kept: dict[str, Any] = {}
    if seen.permission != Permission.DECLINED:
        definition = definition or seen.version.definition
        kept = {
            "answers": dict(seen.answers), "sent_score": seen.sent_score, "completeness": seen.completeness,
            "resource_limited": seen.resource_limited, "resource_note": seen.resource_note[:200],
            "intervened": seen.intervened or bool(seen.stopped_at), "stopped_at": seen.stopped_at,
            **_scored(definition, seen, forgiving=forgiving),
        }  # fmt: skip
    return Observation(
        id=observation_id or uuid7(), encounter=encounter, submission=submission, programme_id=encounter.programme_id,
        place_id=encounter.place_id, area_path=encounter.area_path, version=seen.version, competency=seen.competency,
        mentee=seen.mentee, team=seen.team, observer=observer, observer_context=seen.observer_context,
        setting=seen.setting, permission=_permission(seen.setting, seen.permission), held_on=seen.held_on,
        started_at=seen.started_at, ended_at=seen.ended_at, recorded_at=at, corrects=corrects,
        correction_reason=correction_reason[:200], override_reason=seen.override_reason[:200], **kept,
    )  # fmt: skip


def arrived_encounter(
    *, at: datetime, programme: Programme, place: OrgUnit, mentor: Person, held_on: date, mentee: Person | None,
    team: str = "", minutes: int | None = None, source: str,
) -> Encounter:  # fmt: skip
    """Return the encounter that an observation from outside belongs to, its visit found or made with it.

    One SELECT; beside it nothing, two INSERTs (encounter and attendance), or four (visit and mentor too).
    """
    visit, met = stay_of(
        at=at, programme=programme, place=place, mentor=mentor, held_on=held_on, source=source, mentee=mentee
    )
    if met is not None:
        # Everything an observation takes over from its encounter is known from the visit: no need to read it.
        return Encounter(
            id=met, visit=visit, programme_id=visit.programme_id, place_id=visit.place_id,
            area_path=visit.area_path, mentor=mentor, held_on=held_on, recorded_at=at,
        )  # fmt: skip
    return _open_encounter(at, visit, mentor, held_on, mentee, team, (), minutes)


def encounter_of(
    *, at: datetime, visit: Visit, mentor: Person, held_on: date, mentee: Person | None, team: str = "",
    people: Sequence[Person] = (), minutes: int | None = None,
) -> Encounter:  # fmt: skip
    """Return the encounter of this mentor with this person or team on that day of the visit: found, or made.

    people: of the team, who took part.
    """
    if mentee is not None:
        same = Q(interaction=Interaction.ONE_TO_ONE, attendances__person=mentee)
    else:
        same = Q(topic=team) & ~Q(interaction=Interaction.ONE_TO_ONE)
    if known := Encounter.objects.filter(same, visit=visit, mentor=mentor, held_on=held_on).first():
        return known
    return _open_encounter(at, visit, mentor, held_on, mentee, team, people, minutes)


def _open_encounter(
    at: datetime, visit: Visit, mentor: Person, held_on: date, mentee: Person | None, team: str,
    people: Sequence[Person], minutes: int | None,
) -> Encounter:  # fmt: skip
    encounter = Encounter(
        id=uuid_from("encounter", visit.pk, mentor.pk, mentee.pk if mentee else team, held_on), visit=visit,
        programme_id=visit.programme_id, place_id=visit.place_id, area_path=visit.area_path, mentor=mentor,
        held_on=held_on, minutes=minutes, topic=team, recorded_at=at,
        interaction=Interaction.ONE_TO_ONE if mentee is not None else Interaction.ONE_TO_GROUP,
    )  # fmt: skip
    Encounter.objects.bulk_create([encounter], ignore_conflicts=True)
    there = [Attendance(encounter=encounter, person=each) for each in ([mentee] if mentee is not None else people)]
    if there:
        Attendance.objects.bulk_create(there, ignore_conflicts=True)
    return encounter


def _record(
    seen: Observed, *, at: datetime, visit: Visit, observer: Person, by: Person, confirmed_text: bool
) -> Observation:
    definition = seen.version.definition
    _refuse_unfit(seen, at=at, visit=visit, observer=observer, definition=definition)
    if seen.permission != Permission.DECLINED:
        _refuse_unsuited(seen, observer, definition)
    refuse_names(confirmed_text, **_typed(seen, definition))
    minutes = None
    if seen.started_at and seen.ended_at and day_of(seen.started_at) == seen.held_on:
        minutes = max(1, round((seen.ended_at - seen.started_at).total_seconds() / 60))
    encounter = encounter_of(
        at=at, visit=visit, mentor=observer, held_on=seen.held_on, mentee=seen.mentee, team=seen.team,
        minutes=minutes if minutes and minutes < 600 else None,
    )  # fmt: skip
    observation = store_observation(
        _with_competency(seen, definition), at=at, encounter=encounter, observer=observer, definition=definition
    )
    if seen.resource_limited and seen.permission != Permission.DECLINED:
        _open_lack(observation, seen, by, at)
    return observation


def _refuse_unfit(
    seen: Observed, *, at: datetime, visit: Visit | None, observer: Person, definition: Definition, place: Any = None
) -> None:
    place = place or visit.place  # type: ignore[union-attr]
    programme = visit.programme if visit else None
    version = seen.version
    refuse(
        recording.why_not_recordable(
            held_on=seen.held_on,
            today=day_of(at),
            version=recording.VersionLife(
                version.status, version.effective_on, day_of(version.retired_at) if version.retired_at else None
            ),
            observer=observer,
            mentee=seen.mentee,
            team=seen.team,
            context=seen.observer_context,
            is_verifier=access.is_verifier(observer, place=place, programme=programme),
            works_here=seen.mentee is None or works_here(seen.mentee, place, seen.held_on),
            setting=seen.setting,
            permission=seen.permission,
            has_answers=bool(seen.answers),
            stopped_at=seen.stopped_at,
            known_items={item.id for item in definition.items()},
        )
    )
    if visit is not None and not visit.held_on <= seen.held_on <= visit.until_on:
        raise Refused(
            "encounters.outside_visit",
            _("This day is not a day of the visit. Choose a day of the visit, or change its days first."),
            field="held_on",
            held_on=seen.held_on,
        )
    if visit is not None and not VisitMentor.objects.filter(visit=visit, person=observer).exists():
        raise Refused(
            "encounters.not_on_visit",
            _("%(name)s is not among the mentors of this visit. Add them to the visit first.")
            % {"name": observer.name},
            field="observer",
        )
    if seen.resource_limited and not seen.resource_note.strip() and seen.permission != Permission.DECLINED:
        raise Refused(
            "encounters.what_was_lacking",
            _("Say what was lacking. It opens an issue for the place, so that the person is not judged by it."),
            field="resource_note",
        )


def _refuse_unsuited(seen: Observed, observer: Person, definition: Definition) -> None:
    """Refuse a checklist for other cadres than the person's (R053), and a mentor whose proof of mastery of its area
    ended long ago and who gives no reason (R024). What was recorded already may be corrected all the same."""
    if seen.mentee is not None:
        refuse_other_cadre(seen.mentee, definition.cadres, seen.held_on)
    if seen.override_reason or not definition.area or seen.observer_context not in MENTORING:
        return
    until = proven_until(observer, definition.area)
    refuse(recording.why_not_proven(until, area=definition.area, on=seen.held_on, last_for=REVIEW_WHEN_LAPSED_FOR))


def _typed(seen: Observed, definition: Definition) -> dict[str, str]:
    """Return the texts a person typed into an observation, by field."""
    words = {item.id for item in definition.items() if item.kind in ("text", "string")}
    texts = {id: str(value) for id, value in seen.answers.items() if id in words}
    return {**texts, "resource_note": seen.resource_note, "team": seen.team}


def _permission(setting: str, permission: str) -> str:
    """Return the answer as it is kept: where nobody could be asked it says so."""
    return permission or (Permission.NOT_APPLICABLE if setting != Setting.REAL_CLIENT else "")


def _scored(definition: Definition, seen: Observed, *, forgiving: bool) -> dict[str, Any]:
    """Return what scoring makes of the answers, as the columns keep it; skip rules are worked out here."""
    answers = recording.seen_until(definition, seen.answers, seen.stopped_at)
    noon = datetime.combine(seen.held_on, time(12), tzinfo=timezone.get_current_timezone())
    asked = relevance.asked(definition, answers, Circumstances(now=seen.ended_at or noon))
    closed = {*asked.closed, *seen.irrelevant}
    score = scoring.score(definition, asked.answers, irrelevant=closed, forgiving=forgiving)
    return {
        "results": scoring.to_json(score),
        "earned": _decimal(score.pooled.earned),
        "possible": _decimal(score.pooled.possible),
        "steps_done": score.done,
        "steps_expected": score.expected,
        "critical_missed": len(score.missed_critical),
        "result_class": classes.classify(score, definition.profile),
    }


def _decimal(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_PLACES)


def _with_competency(seen: Observed, definition: Definition) -> Observed:
    """Return it with the competency the checklist is for, where the way in named none."""
    if seen.competency is not None:
        return seen
    of = Q(code=definition.competency) if definition.competency else Q(instruments=seen.version.instrument_id)
    return Observed(**{**vars(seen), "competency": Competency.objects.filter(of).order_by("code").first()})


def _open_lack(observation: Observation, seen: Observed, by: Person, at: datetime) -> None:
    """Open an issue for what was lacking: it must not lower the standing of the person (finding F13)."""
    SystemsIssue.objects.create(
        place_id=observation.place_id, area_path=observation.area_path, visit_id=observation.encounter.visit_id,
        observation=observation, category=seen.resource_category or IssueCategory.OTHER, text=seen.resource_note,
        opened_on=seen.held_on, opened_by=by, recorded_at=at,
    )  # fmt: skip
