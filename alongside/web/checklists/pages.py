"""The library of checklists, a version as it will be asked, a file on its way in."""

import base64
from collections.abc import Callable
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.domain.encounters.queries import finding
from alongside.domain.instruments import access, commands, queries
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules import classes, scoring
from alongside.domain.instruments.rules.definition import Definition, Item, Section, words
from alongside.domain.instruments.rules.lint import ERROR, Finding, Reading, lint
from alongside.domain.instruments.terms import Scale, VersionStatus
from alongside.domain.people.access import has
from alongside.domain.programmes import queries as programmes
from alongside.kernel.errors import Refused
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from . import formats
from .forms import ApproveForm, FileForm, ReadingForm, ReturnForm, StepForm

FIRST = {ERROR: 0, "warning": 1, "note": 2}


@page(who=signed_in)
def library(request: HttpRequest) -> tuple[str, dict]:
    """Every checklist: which version is in use, which is on its way."""
    status, area = request.GET.get("status", ""), request.GET.get("area", "")
    shelves = queries.library(
        on=today_of(request), seen_by=request.person, status=status, area=area, words=request.GET.get("q", "")
    )
    areas = [(area.code, area.name) for area, _depth in programmes.areas()]
    return "checklists/library.html", {
        "shelves": shelves,
        "statuses": [("", _("All")), *VersionStatus.choices],
        "areas": [("", _("All")), *areas],
        "area_names": dict(areas),
        "keeps": access.may_draft(request.person),
        "narrowed": bool(status or area or request.GET.get("q")),
    }


@page(who=signed_in)
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """The version in use, else the newest one seen."""
    instrument = queries.instrument(code)
    versions = queries.versions(instrument, seen_by=request.person) if instrument else []
    if not versions:
        raise Http404
    shown = queries.version_on(instrument, today_of(request)) or versions[0]
    return redirect("checklists:version", code, shown.number)


@page(who=signed_in)
def version(request: HttpRequest, code: str, number: int) -> tuple[str, dict] | HttpResponse:
    """One version: as it will be asked, how it is scored, what the linter said, where it comes from."""
    found = _version(request, code, number)
    steps = _steps(found, request)
    if request.method == "POST":
        step = steps.get(request.POST.get("step", ""))
        if step and step["form"].is_valid():
            with step["form"].showing_refusals():
                given = step["form"].values()
                step["act"](by=request.person, at=request.now, act_id=step["form"].act_id, version=found, **given)
                return redirect("checklists:version", code, number)
    definition = found.definition
    versions = queries.versions(found.instrument, seen_by=request.person)
    names = finding.names({found.drafted_by_id, found.approved_by_id})
    return "checklists/version.html", {
        "version": found,
        "definition": definition,
        "title": words(definition.title, _language()),
        "banner": words(definition.banner, _language()) if definition.banner else "",
        "lines": list(_lines(definition.children, queries.standards_of(definition))),
        "scored": sum(1 for _item in definition.scored()),
        "critical": sum(item.critical for item in definition.scored()),
        "respect": sum(item.respect for item in definition.items()),
        "rules": [scoring.rule_text(definition), _profile(definition)],
        "findings": sorted(found.findings, key=lambda each: FIRST.get(each.get("severity", ""), 3)),
        "versions": [(each, each.number < found.number) for each in versions],
        "in_use": queries.version_on(found.instrument, today_of(request)),
        "drafted_by": names.get(found.drafted_by_id, ""),
        "approved_by": names.get(found.approved_by_id, ""),
        "steps": steps,
        "writers": list(formats.WRITERS.values()),
    }


@page(who=signed_in)
def compare(request: HttpRequest, code: str, number: int, older: int) -> tuple[str, dict]:
    """What one version has that another had not."""
    newer, before = _version(request, code, number), _version(request, code, older)
    found = queries.compare(before.definition, newer.definition)
    language = _language()
    return "checklists/compare.html", {
        "newer": newer,
        "older": before,
        "found": found,
        "added": [words(item.label, language) for item in found.added],
        "removed": [words(item.label, language) for item in found.removed],
        "changed": [(words(change.item.label, language), _fields(change.fields, language)) for change in found.changed],
        "settings": _fields(found.settings, language),
    }


@page(who=signed_in)
def take(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """A version as a file."""
    writer = formats.WRITERS.get(form)
    if writer is None:
        raise Http404
    found = _version(request, code, number)
    response = HttpResponse(writer.write(found), content_type=writer.content_type)
    response["Content-Disposition"] = f'attachment; filename="{code}-v{number}{writer.ending}"'
    return response


@page(who=has(*access.DRAFT))
def bring(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Bring in a file: read it, look at the findings, accept fixes, keep drafts. Nothing is kept before the last step."""
    if "content" not in request.POST:
        form = FileForm(request.POST or None, request.FILES or None)
        if not form.is_valid():
            return "checklists/bring.html", {"form": form}
        upload = form.cleaned_data["file"]
        return _read(request, upload.read(), upload.name[:200], ReadingForm())
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return "checklists/bring.html", {"form": FileForm(), "broken": form.errors}
    content, name = form.cleaned_data["content"], form.cleaned_data["name"]
    if request.POST.get("step") == "keep":
        with form.showing_refusals():
            reader = formats.reader_for(content, name)
            read = reader.read(content, name, request.POST.getlist("fix")) if reader else Reading([], [])
            commands.import_checklists(
                by=request.person, at=request.now, act_id=form.act_id, note=form.cleaned_data["note"],
                checklists=[(each, _findings_of(each, read)) for each in read.definitions],
            )  # fmt: skip
            if len(read.definitions) == 1:
                [kept] = queries.latest([read.definitions[0].code]).values()
                return redirect("checklists:version", kept.instrument.code, kept.number)
            return redirect("checklists:library")
    return _read(request, content, name, form)


def _read(request: HttpRequest, content: bytes, name: str, form: ReadingForm) -> tuple[str, dict]:
    accepted = request.POST.getlist("fix")
    try:
        reader = formats.reader_for(content, name)
        if reader is None:
            return "checklists/bring.html", {"form": FileForm(), "unknown": name}
        read = reader.read(content, name, accepted)
    except Refused as refused:
        return "checklists/bring.html", {"form": FileForm(), "refused": refused.message}
    known = queries.latest([each.code for each in read.definitions])
    return "checklists/reading.html", {
        "form": form,
        "reader": reader,
        "name": name,
        "content": base64.b64encode(content).decode(),
        "accepted": accepted,
        "read": read,
        "found": [_brought(each, known.get(each.code)) for each in read.definitions],
        "groups": _grouped(read.findings),
        "fixes": read.fixes,
        "errors": sum(each.severity == ERROR for each in read.findings),
    }


def _brought(definition: Definition, latest: Version | None) -> dict:
    """Return what one checklist of the file would become."""
    if latest is None:
        becomes = _("a new checklist")
    elif latest.digest == commands.digest(definition):
        becomes = _("nothing new: the same as version %(n)s") % {"n": latest.number}
    else:
        becomes = _("version %(n)s") % {"n": latest.number + 1}
    return {
        "title": words(definition.title, _language()),
        "code": definition.code,
        "items": sum(1 for _item in definition.items()),
        "scored": sum(1 for _item in definition.scored()),
        "becomes": becomes,
        "lines": list(_lines(definition.children, {})),
    }


def _findings_of(definition: Definition, read: Reading) -> list[Finding]:
    """Return what belongs to one checklist of a file; with several, what is wrong with it and its own items."""
    if len(read.definitions) == 1:
        return read.findings
    ids = {item.id for item in definition.items()} | {section.id for section in definition.sections()}
    own = [each for each in read.findings if each.item and each.item in ids]
    said = {(each.code, each.item) for each in own}
    return own + [each for each in lint(definition) if (each.code, each.item) not in said]


def _grouped(findings: list[Finding]) -> list[tuple[str, int, list[Finding]]]:
    """Return the findings by severity, the gravest first, each in the order of the sheet."""
    ordered = sorted(findings, key=lambda each: (FIRST[each.severity], each.sheet, each.row or 0))
    groups = [(severity, list(each)) for severity, each in groupby(ordered, key=lambda each: each.severity)]
    return [(severity, len(group), group) for severity, group in groups]


def _version(request: HttpRequest, code: str, number: int) -> Version:
    found = queries.visible(seen_by=request.person).filter(instrument__code=code, number=number).first()
    if found is None:
        raise Http404
    return found


def _steps(found: Version, request: HttpRequest) -> dict[str, dict]:
    """Return what the reader may do with a version now: {step: act, form, words}."""
    drafts, approves = access.may_draft(request.person), access.may_approve(request.person)
    sent = request.POST.get("step", "")

    def form(kind: type, step: str, **more) -> object:  # noqa: ANN003
        return kind(request.POST if sent == step else None, **more)

    steps: dict[str, tuple[Callable, object]] = {}
    if found.status == VersionStatus.DRAFT and drafts:
        steps["review"] = commands.send_to_review, form(StepForm, "review")
    if found.status == VersionStatus.REVIEW and approves:
        steps["approve"] = (
            commands.approve_version, form(ApproveForm, "approve", initial={"effective_on": today_of(request)})
        )  # fmt: skip
        steps["return"] = commands.return_to_draft, form(ReturnForm, "return")
    if found.status == VersionStatus.APPROVED and approves:
        steps["retire"] = commands.retire_version, form(StepForm, "retire")
    return {name: {"act": act, "form": each} for name, (act, each) in steps.items()}


def _lines(children: tuple, standards: dict, depth: int = 0):  # noqa: ANN202
    """Yield sections and items in reading order, flat, as the page shows them."""
    language = _language()
    for child in children:
        if isinstance(child, Section):
            yield {
                "section": words(child.label, language),
                "depth": depth,
                "repeat": child.repeat,
                "when": child.relevant,
            }
            yield from _lines(child.children, standards, depth + 1)
        else:
            yield _line(child, standards, depth, language)


def _line(item: Item, standards: dict, depth: int, language: str) -> dict:
    return {
        "item": item,
        "depth": depth,
        "label": words(item.label, language),
        "hint": words(item.hint, language) if item.hint else "",
        "asked": str(Scale(item.scale).label) if item.scale in Scale.values else item.kind,
        "choices": [words(choice.label, language) for choice in item.choices],
        "feedback": words(item.feedback, language) if item.feedback else "",
        "standard": standards.get(item.standard),
        "range": _range(item),
    }


def _range(item: Item) -> str:
    if item.scale == Scale.TIME and item.high is not None:
        return _("at most %(n)s seconds") % {"n": item.high}
    if item.low is not None and item.high is not None:
        return _("%(low)s to %(high)s") % {"low": item.low, "high": item.high}
    return ""


def _profile(definition: Definition) -> object:
    profile = classes.PROFILES.get(definition.profile)
    return profile.rule if profile else definition.profile


def _fields(fields: dict, language: str) -> list[tuple[str, str, str]]:
    return [
        (name.replace("_", " "), queries.said(old, language), queries.said(new, language))
        for name, (old, new) in fields.items()
    ]


def _language() -> str:
    return (get_language() or "en").split("-")[0]
