"""The eleven steps: one at a time, saved unfinished, each with why it is asked and where its suggestions come from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.mentors.queries import enough_years_as_chw
from alongside.domain.people.queries import cadres
from alongside.domain.places import queries as places
from alongside.domain.programmes import access, commands, queries
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.rules.cadence import suggested
from alongside.domain.programmes.rules.design import ADVICE, Design, done, government_share, meetings, missing
from alongside.domain.programmes.rules.paper import blended, said
from alongside.domain.programmes.terms import INDICATORS, STEPS, Criterion, MentoringModel, StartUp, Step
from alongside.kernel.errors import Refused
from alongside.ui.days import today_of
from alongside.ui.forms import PageForm
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import FAMILIES, AnswerForm, IndicatorsForm, OptionForm, OverlapForm, models_of
from .kinds import KINDS
from .pages import DESIGN, SEE, crumbs, is_open, kept, seen, steps_of

ORDER = [step.code for step in STEPS]


@page(who=SEE)
def step(request: HttpRequest, pk: UUID, step: str) -> tuple[str, dict] | HttpResponse:
    """One step: what is asked, what is kept, what is missing."""
    found = seen(request, pk)
    at = next((each for each in STEPS if each.code == step), None)
    if at is None:
        raise Http404
    design = queries.design(found)
    changes = access.may_change_design(request.person, programme=found) and is_open(found)
    form = AnswerForm(sent(request), step=at, answers=design.answers.get(step, {}))
    if request.method == "POST":
        if not access.may_change_design(request.person, programme=found):
            raise Http404
        if answer := _save(request, found, at, form):
            return answer
    complete, number = done(design), ORDER.index(step)
    return "programmes/step.html", {
        "programme": found, "step": at, "number": number + 1, "form": form, "changes": changes,
        "steps": steps_of(design, complete, step), "is_done": step in complete, "lacking": missing(design, at),
        "done": len(complete), "groups": [_group(kind, design) for kind in at.lines if kind in KINDS],
        "answers": None if changes else _answered(design, at),
        "before": STEPS[number - 1] if number else None, "after": STEPS[number + 1] if number + 1 < len(STEPS) else None,
        "crumbs": crumbs(str(at.title), programme=found), **_beside(design, at),
    }  # fmt: skip


@page(who=DESIGN)
def add(request: HttpRequest, pk: UUID, kind: str) -> tuple[str, dict] | HttpResponse:
    """Add a line to a design."""
    return _line(request, kept(request, pk), kind, None)


@page(who=DESIGN)
def change(request: HttpRequest, pk: UUID, kind: str, row: int) -> tuple[str, dict] | HttpResponse:
    """Change a line of a design."""
    found = kept(request, pk)
    line = queries.line(kind, row, programme=found)
    if line is None or kind not in KINDS or not KINDS[kind].changed:
        raise Http404
    return _line(request, found, kind, line)


@page(who=DESIGN)
def drop(request: HttpRequest, pk: UUID, kind: str, row: int) -> tuple[str, dict] | HttpResponse:
    """Take a line out of a design."""
    found = kept(request, pk)
    line = queries.line(kind, row, programme=found)
    if kind not in KINDS or (line is None and request.method != "POST"):
        raise Http404
    if line is None:  # sent again after the answer was lost: it is out already
        return redirect(_at(found, KINDS[kind].step))
    title = _("Take “%(line)s” out of the design?") % {"line": KINDS[kind].say(line, queries.design(found)).text}
    return ask(
        request, PageForm(sent(request)), commands.take_out, title=title, verb=_("Take it out"), grave=True,
        back=_at(found, KINDS[kind].step), row=line,
    )  # fmt: skip


@page(who=DESIGN)
def weigh(request: HttpRequest, pk: UUID, model: str, criterion: str) -> tuple[str, dict] | HttpResponse:
    """Weigh one model by one criterion."""
    found = kept(request, pk)
    if model not in MentoringModel.values or criterion not in Criterion.values:
        raise Http404
    options = queries.design(found).of("option")
    kept_one = next((each for each in options if (each.model, each.criterion) == (model, criterion)), None)
    form = OptionForm(sent(request), initial={"points": kept_one.points, "note": kept_one.note} if kept_one else {})
    title = f"{MentoringModel(model).label} · {Criterion(criterion).label}"
    return ask(
        request, form, commands.weigh_option, title=title, verb=_("Keep this"), back=_at(found, "goals"),
        programme=found, model=model, criterion=criterion,
    )  # fmt: skip


@page(who=DESIGN)
def overlap(request: HttpRequest, pk: UUID, first: int, second: int) -> tuple[str, dict] | HttpResponse:
    """Say what was done about two approaches that meet."""
    found = kept(request, pk)
    one, other = (queries.line("approach", row, programme=found) for row in (first, second))
    if one is None or other is None or one == other:
        raise Http404
    return ask(
        request, OverlapForm(sent(request)), commands.answer_overlap, verb=_("Keep this"), back=_at(found, "goals"),
        title=_("“%(one)s” and “%(other)s” overlap") % {"one": one.name, "other": other.name}, first=one, second=other,
        summary=_("They reach the same people on the same thing in the same month. That may be wanted; then say why."),
    )  # fmt: skip


@page(who=DESIGN)
def indicators(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Choose the figures the programme follows."""
    found = kept(request, pk)
    chosen = [each.code for each in queries.design(found).of("indicator")]
    initial = {family: [code for code in chosen if code.startswith(family)] for family, _label in FAMILIES}
    form = IndicatorsForm(sent(request), initial=initial)
    answer = ask(
        request, form, commands.choose_indicators, title=_("Which figures does the programme follow?"),
        verb=_("Keep these"), back=_at(found, "monitoring"), programme=found,
    )  # fmt: skip
    if not isinstance(answer, tuple):
        return answer
    families = [(form[family], len(initial[family]), len(form.fields[family].choices)) for family, _label in FAMILIES]
    return "programmes/indicators.html", {**answer[1], "families": families, "n": len(chosen), "programme": found}


@page(who=SEE)
def schedule(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """Every contact by its day, to print and hang up."""
    found = seen(request, pk)
    planned = [
        {"model": component, "contacts": contacts, "clashes": clashes}
        for component, contacts, clashes in queries.schedule(queries.design(found))
    ]
    return "programmes/schedule.html", {
        "programme": found, "planned": planned, "crumbs": crumbs(_("Schedule"), programme=found),
        "n": sum(len(each["contacts"]) for each in planned),
    }  # fmt: skip


def _save(request: HttpRequest, found: Programme, at: Step, form: AnswerForm) -> HttpResponse | None:
    """Keep what was answered, and call the step done where that was pressed; None: the page is shown again."""
    if not form.is_valid():
        return None
    saved = False
    with form.showing_refusals():
        commands.answer_step(by=request.person, at=request.now, act_id=form.act_id, programme=found, **form.values())
        saved = True
    if not saved:
        return None
    if at.code == "selection":
        _try_on_people(request, found)
    if request.POST.get("then") != "done":
        messages.success(request, _("Saved. You can go on any time."))
        return redirect("programmes:step", found.pk, at.code)
    try:
        commands.finish_step(by=request.person, at=request.now, programme=found, step=at.code)
    except Refused as refused:
        messages.warning(request, _("Saved, and not done yet. %(why)s") % {"why": refused.message})
        return redirect("programmes:step", found.pk, at.code)
    complete = done(queries.design(found))
    following = next((code for code in ORDER[ORDER.index(at.code) + 1 :] + ORDER if code not in complete), "")
    if not following:
        messages.success(request, _("All eleven steps are done."))
        return redirect("programmes:programme", found.pk)
    messages.success(request, _("“%(step)s” is done.") % {"step": at.title})
    return redirect("programmes:step", found.pk, following)


def _try_on_people(request: HttpRequest, found: Programme) -> None:
    """Say whom the rule for community mentors lets in, out of those who work in the area now (R085)."""
    years = queries.numbers(found, "selection")["years_as_chw"]
    able, everybody = enough_years_as_chw(found, years=years, on=today_of(request))
    if everybody:
        messages.info(request, _("Tried on the people of the area: %(able)s of %(n)s community health workers have worked %(years)s years or more.") % {"able": able, "n": everybody, "years": years})  # fmt: skip


def _line(request: HttpRequest, found: Programme, code: str, row: Any) -> tuple[str, dict] | HttpResponse:
    """Ask for a line, new or changed, and keep it."""
    if code not in KINDS:
        raise Http404
    kind, design = KINDS[code], queries.design(found)
    given: dict[str, Any] = {"programme": found} if code != "phase" else {}
    initial = _as_typed(kind.form, row) if row is not None else _begun(code, found, request)
    more = {} if code == "start_up" else {"offered": _offered(code, found, design)}
    form = kind.form(sent(request), initial=initial, **more)
    if row is not None:
        given["row"] = row
    title = kind.say(row, design).text if row is not None else kind.add
    return ask(request, form, kind.act, title=title, verb=_("Keep this"), back=_at(found, kind.step), **given)


def _offered(kind: str, found: Programme, design: Design) -> dict[str, Any]:
    """Return what the fields of a line may choose among; only what the kind asks."""
    if kind == "approach":
        return {
            "place": places.seen([found.place.path]).filter(closed_on=None),
            "cadre": [(each, each.title) for each in cadres()],
            "competency": [(each, each.name) for each in queries.competencies()],
        }
    if kind == "focus":
        return {"competency": [(each, each.name) for each in queries.competencies()]}
    if kind in ("model", "phase"):
        areas = [(area, area.name) for area, _depth in queries.areas()]
        return {"areas": areas, "area": areas, "component": models_of(design)}
    return {}


def _begun(kind: str, found: Programme, request: HttpRequest) -> dict[str, Any]:
    """Return what stands in a new line before anybody types."""
    return {
        "goal": {"kind": "quality", "measured": "percent", "due_on": found.ends_on},
        "approach": {"starts_on": found.starts_on},
        "incentive": {"whom": "mentors", "ends_on": found.ends_on},
        "hand_over": {"by_government": False},
        "phase": {"times": 1, "every": 1, "unit": "month", "channel": "visit"},
        "start_up": {"done_on": today_of(request), "level": "subnational", "code": "leadership"},
    }.get(kind, {})  # fmt: skip


def _as_typed(form: type[PageForm], row: Any) -> dict[str, Any]:
    """Return the values of a line as its form shows them."""
    values = {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
    if "areas" in values:
        values["areas"] = list(row.areas.all())
    if values.get("place"):
        values["place"] = values["place"].name
    if "minutes" in values:
        values["minutes"] = values["minutes"] or None
    return values


def _group(code: str, design: Design) -> dict[str, Any]:
    kind = KINDS[code]
    return {
        "code": code, "title": kind.title, "add": kind.add, "empty": kind.empty, "changed": kind.changed,
        "rows": [{"pk": row.pk, "said": kind.say(row, design)} for row in design.of(code)],
    }  # fmt: skip


def _beside(design: Design, at: Step) -> dict[str, Any]:
    """Return what a step shows beside its lines and questions."""
    if at.code == "goals":
        weighed = {(each.model, each.criterion): each for each in design.of("option")}
        return {
            "meetings": meetings(design),
            "models": MentoringModel.choices,
            "weighed": [
                (label, [(model, criterion, weighed.get((model, criterion))) for model in MentoringModel.values])
                for criterion, label in Criterion.choices
            ],
            "totals": [sum(each.points for key, each in weighed.items() if key[0] == model) or None for model in MentoringModel.values],
        }  # fmt: skip
    if at.code == "system":
        share = government_share(design.of("hand_over"))
        return {"government": None if share is None else round(share * 100)}
    if at.code == "focus":
        return {"advice": ADVICE.get(design.answer(at, "cause"))}
    if at.code == "rhythm":
        planned = [
            (model, contacts, clashes, blended(e for e in design.of("phase") if e.component_id == model.pk))
            for model, contacts, clashes in queries.schedule(design)
        ]
        called_for = [(each.competency, suggested(complexity=each.competency.complexity, criticality=each.competency.criticality)) for each in design.of("focus")]  # fmt: skip
        return {"planned": planned, "called_for": called_for}
    if at.code == "leadership":
        noted = {each.code for each in design.of("start_up")}
        return {"start_up": [{"label": label, "url": "", "state": "done" if code in noted else "later" if StartUp.LEADERSHIP not in noted and code != StartUp.LEADERSHIP else "current"} for code, label in StartUp.choices]}  # fmt: skip
    if at.code == "monitoring":
        return {"chosen": [INDICATORS[each.code] for each in design.of("indicator") if each.code in INDICATORS]}
    return {}


def _answered(design: Design, at: Step) -> list[tuple[Any, str]]:
    return [(each.label, said(each, design.answer(at, each.code))) for each in at.questions]


def _at(found: Programme, step: str) -> str:
    return reverse("programmes:step", args=[found.pk, step])
