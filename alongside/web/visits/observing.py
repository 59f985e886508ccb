"""Observing somebody at work with a checklist: choose, fill part by part, see the result, correct it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alongside.domain.encounters import access
from alongside.domain.encounters.commands import (
    Observed,
    begin_observation,
    correct_observation,
    discard_draft,
    record_draft,
    record_observation,
    save_draft,
)
from alongside.domain.encounters.models import Observation, ObservationDraft, Visit
from alongside.domain.encounters.queries import follow_up
from alongside.domain.encounters.queries import visits as asked
from alongside.domain.encounters.terms import Permission, Setting
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.queries import in_force, standards_of
from alongside.domain.instruments.rules import classes, relevance, scoring
from alongside.domain.instruments.rules.definition import Definition, words
from alongside.domain.instruments.rules.expressions.evaluate import Circumstances
from alongside.domain.instruments.terms import ItemState
from alongside.domain.people.access import has
from alongside.domain.programmes.queries import themes_of
from alongside.ui.pages import page, signed_in

from ..levels import result_shape
from .forms import ClosingForm, CorrectionForm, StartForm
from .items import PartForm, parts, shown_items
from .pages import RECORD, own


@page(who=has(*RECORD))
def choose(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Choose the person and the checklist; say where one sees the work and what the client answered."""
    visit = own(request, pk)
    days = [visit.held_on + timedelta(days) for days in range((visit.until_on - visit.held_on).days + 1)]
    people = asked.staff_of(visit.place, on=visit.held_on)
    versions = in_force(visit.until_on)
    form = StartForm(
        request.POST or None, people=[person for person in people if person != request.person], days=days,
        may_verify=access.is_verifier(request.person, place=visit.place, programme=visit.programme),
        versions=versions,
        initial={
            "mentee": request.GET.get("with", ""), "version": _of_the_month(visit, versions), "setting": Setting.REAL_CLIENT,
            "observer_context": access.context_of(
                request.person, None, place=visit.place, programme=visit.programme
            ),
        },
    )  # fmt: skip
    if form.is_valid():
        given = form.values()
        with form.showing_refusals():
            if given["permission"] == Permission.DECLINED and given["setting"] == Setting.REAL_CLIENT:
                record_observation(
                    by=request.person, at=request.now, act_id=form.act_id, visit=visit, seen=Observed(**given)
                )
                return redirect("visits:visit", pk)
            draft = begin_observation(
                by=request.person,
                at=request.now,
                visit=visit,
                confirmed_text=form.cleaned_data["confirmed_text"],
                **given,
            )
            return redirect("visits:observe", draft.pk)
    carried = list(follow_up.actions_carried_over(people, place=visit.place)) if request.method == "GET" else []
    return "visits/choose.html", {"form": form, "visit": visit, "carried": carried}


@page(who=has(*RECORD))
def observe(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Fill one part of a checklist; every sending keeps what was answered. The last part asks how it went."""
    draft = _draft(request, pk)
    definition, language = draft.version.definition, translation.get_language() or "en"
    pages = parts(definition, language)
    number = _number(request.GET.get("part"), len(pages) + 1)
    if number > len(pages):
        return _close(request, draft, definition, language, len(pages))
    closed = _closed(definition, draft.answers, request.now)
    form = PartForm(
        request.POST or None, part=pages[number - 1], answers=draft.answers, closed=closed, language=language,
        standards=standards_of(definition),
    )  # fmt: skip
    if request.method == "POST":
        complete = form.is_valid()
        kept = save_draft(by=request.person, at=request.now, draft=draft, answers=form.answers())
        if complete:
            opened = closed - _closed(definition, kept.answers, request.now)
            stays = request.POST.get("then") == "more" or any(_within(pages[number - 1], id) for id in opened)
            if request.POST.get("then") == "leave":
                return redirect("visits:visit", draft.visit_id)
            return redirect(f"{reverse('visits:observe', args=[pk])}?part={number if stays else number + 1}")
    answered = sum(item.id in draft.answers for item in shown_items(definition))
    return "visits/observe.html", {
        "form": form, "draft": draft, "part": pages[number - 1], "number": number, "of": len(pages) + 1,
        "answered": answered, "items": sum(1 for _item in shown_items(definition)), "steps": _steps(pk, pages, number),
        "repeats": any(getattr(each, "repeat", False) for each in pages[number - 1].children),
        "banner": words(definition.banner, language) if definition.banner else "",
        "carried": list(follow_up.actions_carried_over([draft.mentee], place=draft.visit.place)) if number == 1 and draft.mentee else [],
    }  # fmt: skip


@page(who=has(*RECORD))
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a begun checklist away."""
    draft = _draft(request, pk)
    if request.method == "POST":
        discard_draft(by=request.person, at=request.now, draft=draft)
    return redirect("visits:visit", draft.visit_id)


@page(who=signed_in)
def observation(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """The result: steps done of expected, the rule beneath, what was missed with what to do next."""
    seen = get_object_or_404(follow_up.observations(seen_by=request.person), pk=pk)
    return "visits/observation.html", {
        **_result(seen), "seen": seen,
        "newer": seen.corrected_by if hasattr(seen, "corrected_by") else None,
        "notes": [note for note in seen.encounter.feedback.select_related("given_by") if note.person_id == seen.mentee_id],
        "actions": list(seen.actions.select_related("owner").order_by("due_on")),
        "issues": list(seen.issues.all()),
        "may_correct": seen.is_current and access.may_correct(request.person, observation=seen),
        "may_follow": seen.mentee != request.person and access.may_change_encounter(request.person, encounter=seen.encounter),
    }  # fmt: skip


@page(who=has(*RECORD))
def correct(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Put a new observation in the place of a wrong one: all parts on one page, with the reason."""
    old = get_object_or_404(follow_up.observations(seen_by=request.person), pk=pk)
    if not old.is_current or not access.may_correct(request.person, observation=old):
        raise Http404
    definition, language = old.version.definition, translation.get_language() or "en"
    # Every question is shown, also those that a skip rule closes now: the correction may open them.
    forms = [
        PartForm(request.POST or None, part=part, answers=old.answers, language=language, prefix=f"part{number}")
        for number, part in enumerate(parts(definition, language))
    ]
    form = CorrectionForm(
        request.POST or None,
        old=old,
        people=asked.staff_of(old.place, on=old.held_on),
        items=_labels(definition, language),
    )
    whole = [each.is_valid() for each in forms]  # every part, so that each shows what is wrong with it
    if form.is_valid() and all(whole):
        given = form.values()
        reason, confirmed = given.pop("reason"), form.cleaned_data["confirmed_text"]
        answers = {**old.answers, **{id: value for each in forms for id, value in each.answers().items()}}
        seen = Observed(
            version=old.version, held_on=old.held_on, setting=old.setting, team=old.team,
            observer_context=old.observer_context, competency=old.competency, started_at=old.started_at,
            ended_at=old.ended_at, sent_score=old.sent_score, **given,
            answers={} if given["permission"] == Permission.DECLINED else {id: value for id, value in answers.items() if value not in ("", None)},
        )  # fmt: skip
        with form.showing_refusals():
            new = correct_observation(
                by=request.person, at=request.now, act_id=form.act_id, observation=old, reason=reason, seen=seen,
                confirmed_text=confirmed,
            )  # fmt: skip
            return redirect("visits:observation", new.pk)
    return "visits/correct.html", {"form": form, "parts": forms, "old": old}


def _close(
    request: HttpRequest, draft: ObservationDraft, definition: Definition, language: str, before: int
) -> tuple[str, dict] | HttpResponse:
    """Ask what is asked after the last item, then record."""
    form = ClosingForm(request.POST or None, items=_labels(definition, language), initial={
        **draft.closing, "resource_limited": draft.closing.get("resource_limited", False),
    })  # fmt: skip
    if form.is_valid():
        with form.showing_refusals():
            draft = save_draft(by=request.person, at=request.now, draft=draft, answers={}, closing=form.values())
            if request.POST.get("then") == "leave":
                return redirect("visits:visit", draft.visit_id)
            made = record_draft(
                by=request.person, at=request.now, act_id=form.act_id, draft=draft,
                confirmed_text=form.cleaned_data["confirmed_text"],
            )  # fmt: skip
            return redirect("visits:observation", made.pk)
    left = [label for id, label in _labels(definition, language) if id not in draft.answers]
    return "visits/closing.html", {
        "form": form, "draft": draft, "number": before + 1, "of": before + 1, "left": left,
        "steps": _steps(draft.pk, parts(definition, language), before + 1),
    }  # fmt: skip


def _result(seen: Observation) -> dict[str, Any]:
    """Return how an observation reads: the sentence, the rule, what was missed, every item."""
    if seen.permission == Permission.DECLINED:
        return {"declined": True}
    definition, language = seen.version.definition, translation.get_language() or "en"
    score = scoring.from_json(seen.results)
    known = {item.id: item for item in definition.items()}
    profile = classes.PROFILES.get(definition.profile)
    states = {
        ItemState.NOT_OBSERVED: _("Not observed"),
        ItemState.NOT_APPLICABLE: _("Not applicable"),
        ItemState.IRRELEVANT: _("Not asked"),
    }
    return {
        "score": score, "shape": result_shape(seen.result_class, to_standard=False),
        "word": seen.get_result_class_display(),
        "percent": None if score.shown is None else scoring.percent(score.shown),
        "reasons": [scoring.REASONS[each] for each in score.reasons],
        "rule": scoring.rule_text(definition), "profile": profile.rule if profile else "",
        "missed": [
            {"id": each.item.id, "label": words(each.label, language), "feedback": words(each.feedback, language) if each.feedback else "", "critical": each.critical}
            for each in scoring.feedback(definition, score)
        ],
        "lines": [
            {
                "label": words(known[each.id].label, language), "critical": each.critical,
                "said": states.get(each.state) or (_("Done") if each.full else _("To practise")),
                "done": each.full, "answered": each.state == ItemState.ANSWERED,
            }
            for each in score.items if each.id in known and each.state != ItemState.IRRELEVANT
        ],
        "critical": [each for each in score.items if each.critical and each.counts],
        "colours": [
            (words(section.label, language), colour)
            for section in definition.sections() if (colour := classes.section_colours(definition, score).get(section.id))
        ],
    }  # fmt: skip


def _of_the_month(visit: Visit, versions: Sequence[Version]) -> str:
    """Return the checklist that the theme of the month puts first, "" where it names none."""
    wanted = {each.checklist_id for each in themes_of([visit.programme], on=visit.held_on)}
    return next((str(each.pk) for each in versions if each.instrument_id in wanted), "")


def _draft(request: HttpRequest, pk: UUID) -> ObservationDraft:
    draft = asked.draft_of(request.person, pk)
    if draft is None or not access.may_change_draft(request.person, draft=draft):
        raise Http404
    return draft


def _closed(definition: Definition, answers: Mapping[str, Any], now: datetime) -> frozenset:
    """Return what the checklist's skip rules close for these answers."""
    return relevance.asked(definition, answers, Circumstances(now=timezone.localtime(now))).closed


def _within(part: Any, id: Any) -> bool:
    """Whether an item or section (or (id, turns) of a repeat) stands on a part."""
    wanted = id[0] if isinstance(id, tuple) else id

    def there(children: Any) -> bool:
        return any(child.id == wanted or there(getattr(child, "children", ())) for child in children)

    return there(part.children)


def _labels(definition: Definition, language: str) -> list[tuple[str, str]]:
    return [(item.id, words(item.label, language)) for item in shown_items(definition)]


def _number(given: str | None, last: int) -> int:
    """Return the part asked for, the first where none or an unknown one is."""
    return int(given) if given and given.isdecimal() and len(given) < 4 and 1 <= int(given) <= last else 1


def _steps(pk: UUID, pages: list[Any], number: int) -> list[dict[str, str]]:
    titles = [*(each.title for each in pages), _("How it went")]
    return [
        {
            "label": title, "url": f"{reverse('visits:observe', args=[pk])}?part={n}",
            "state": "current" if n == number else "done" if n < number else "later",
        }
        for n, title in enumerate(titles, start=1)
    ]  # fmt: skip
