"""What can be done with checklists: drafted, reviewed, approved, retired; brought in from a file."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.kernel.acts import act
from alongside.kernel.errors import Refused

from . import access
from .models import Instrument, Standard, Version
from .rules.definition import Definition, to_json, words
from .terms import VersionStatus


@act("instruments.draft_version", may=access.may_draft)
def draft_version(
    *,
    by: Any,
    at: datetime,
    definition: Definition,
    instrument_code: str = "",
    note: str = "",
    findings: Iterable[Any] = (),
) -> Version:
    """Keep a new checklist, or the next version of a known one, as a draft.

    instrument_code: "" takes the definition's own. note: why it was made. findings: what the linter said, as its
    dataclasses or as dicts with "severity". A definition equal to the latest version's returns that version and
    changes nothing. Refuses: instruments.no_code, instruments.no_items.
    """
    return _draft(by, at, definition, instrument_code, note, findings)


@act("instruments.import_checklists", may=access.may_draft)
def import_checklists(
    *, by: Any, at: datetime, checklists: Sequence[tuple[Definition, Sequence[Any]]], note: str = ""
) -> list[Version]:
    """Keep every checklist of a file as a draft, all or none.

    checklists: (definition, findings). Returns one version each, in order; one that brought nothing new is the version
    that was there. A replay returns None: ask `queries.latest` by their codes.
    Refuses: what draft_version refuses; instruments.nothing_to_import.
    """
    if not checklists:
        raise Refused(
            "instruments.nothing_to_import",
            _("No checklist was found in this file. Look at the findings, then mend it."),
        )
    return [_draft(by, at, definition, "", note, findings) for definition, findings in checklists]


@act("instruments.send_to_review", may=access.may_draft)
def send_to_review(*, by: Any, at: datetime, version: Version) -> Version:
    """Hand a draft to whoever approves. Refuses: instruments.not_in_state."""
    return _move(version, {VersionStatus.DRAFT}, status=VersionStatus.REVIEW)


@act("instruments.return_to_draft", may=access.may_approve)
def return_to_draft(*, by: Any, at: datetime, version: Version, note: str = "") -> Version:
    """Give a version in review back, with what should change. Refuses: instruments.not_in_state."""
    return _move(version, {VersionStatus.REVIEW}, status=VersionStatus.DRAFT, note=(note or version.note)[:300])


@act("instruments.approve_version", may=access.may_approve)
def approve_version(
    *, by: Any, at: datetime, version: Version, effective_on: date, no_respect_reason: str = ""
) -> Version:
    """Let a reviewed version be used from a day on; on that day it takes the place of the one before.

    no_respect_reason: why this clinical checklist has no respectful-care block (R027).
    The drafter may approve where the library has one keeper; the version says so (`approved_by_its_drafter`).
    Refuses: instruments.not_in_state, instruments.has_errors, instruments.no_respect_block,
    instruments.effective_too_early (before the version that is already approved).
    """
    version = _locked(version)
    definition = version.definition
    reason = (no_respect_reason or definition.no_respect_reason).strip()
    if n := len(version.errors):
        raise Refused(
            "instruments.has_errors",
            ngettext(
                "%(n)s error was found in this checklist. Mend it in the file and draft it again.",
                "%(n)s errors were found in this checklist. Mend them in the file and draft it again.",
                n,
            )
            % {"n": n},
            errors=n,
        )
    if definition.clinical and not reason and not any(item.respect for item in definition.items()):
        raise Refused(
            "instruments.no_respect_block",
            _("This clinical checklist has no respectful-care items. Add them, or say why it has none."),
            field="no_respect_reason",
        )
    before = version.instrument.versions.filter(status=VersionStatus.APPROVED).aggregate(day=Max("effective_on"))["day"]
    if before and effective_on < before:
        raise Refused(
            "instruments.effective_too_early",
            _("The version before it is in use from a later day. Choose that day or one after it."),
            field="effective_on",
            earliest=before,
        )
    version = _move(
        version,
        {VersionStatus.REVIEW},
        status=VersionStatus.APPROVED,
        approved_at=at,
        approved_by_id=by and by.pk,
        effective_on=effective_on,
        no_respect_reason=reason[:300],
    )
    _describe(version.instrument, definition)
    return version


@act("instruments.retire_version", may=access.may_approve)
def retire_version(*, by: Any, at: datetime, version: Version) -> Version:
    """Take an approved version out of use. Earlier versions do not come back. Refuses: instruments.not_in_state."""
    return _move(version, {VersionStatus.APPROVED}, status=VersionStatus.RETIRED, retired_at=at)


@act("instruments.record_standard", may=access.may_draft)
def record_standard(
    *, by: Any, at: datetime, code: str, title: str, version: str = "", page_note: str = "", url: str = ""
) -> Standard:
    """Keep a guideline that items refer to by its code, or what is newly known of it (R028). Refuses: instruments.no_code."""
    standard, _made = Standard.objects.update_or_create(
        code=_code(code), defaults={"title": title, "version": version, "page_note": page_note, "url": url}
    )
    return standard


def digest(definition: Definition) -> str:
    """Return what two definitions share exactly when they ask and score the same."""
    return hashlib.sha256(json.dumps(to_json(definition), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _draft(
    by: Any, at: datetime, definition: Definition, instrument_code: str, note: str, findings: Iterable[Any]
) -> Version:
    code = _code(instrument_code or definition.code)
    if definition.code != code:
        definition = replace(definition, code=code)
    if next(definition.items(), None) is None:
        raise Refused(
            "instruments.no_items",
            _("“%(title)s” has no items. Add at least one question.") % {"title": words(definition.title) or code},
            checklist=code,
        )
    instrument = Instrument.objects.select_for_update().filter(code=code).first() or Instrument(code=code)
    known = instrument._state.adding is False
    last = instrument.versions.order_by("-number").first() if known else None
    same = digest(definition)
    if last and last.digest == same:
        return last
    if not known or not instrument.versions.filter(approved_at__isnull=False).exists():
        _describe(instrument, definition)
    return Version.objects.create(
        instrument=instrument,
        number=last.number + 1 if last else 1,
        definition_json=to_json(definition),
        digest=same,
        findings=[_plain(finding) for finding in findings],
        note=note[:300],
        drafted_at=at,
        drafted_by_id=by and by.pk,
    )


def _describe(instrument: Instrument, definition: Definition) -> None:
    """Take over what the library shows of an instrument from its newest definition that counts."""
    language = definition.languages[0] if definition.languages else "en"
    instrument.title = (words(definition.title, language) or definition.code)[:200]
    instrument.kind = definition.kind
    instrument.area_code = definition.area[:60]
    instrument.licence, instrument.source = definition.licence[:120], definition.source[:200]
    instrument.save()


def _locked(version: Version) -> Version:
    """Return the version as it is now, held until the transaction ends, so that two deciders meet one state."""
    return Version.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)


def _move(version: Version, allowed: set[VersionStatus], **changes: Any) -> Version:
    version = _locked(version)
    if version.status not in allowed:
        raise Refused(
            "instruments.not_in_state",
            _("This version is %(status)s. Open it to see what can be done with it now.")
            % {"status": VersionStatus(version.status).label},
            status=version.status,
        )
    for name, value in changes.items():
        setattr(version, name, value)
    version.save(update_fields=list(changes))
    return version


def _code(code: str) -> str:
    try:
        validate_slug(code)
    except ValidationError:
        code = ""
    if not code or len(code) > 80:
        raise Refused(
            "instruments.no_code",
            _("The code may have letters, digits, - and _, at most 80. Change it in the file or type another."),
            field="code",
        )
    return code


def _plain(finding: Any) -> dict[str, Any]:
    """Return a finding as it is kept: words said in the language of the import, nothing that JSON cannot hold."""
    if is_dataclass(finding) and not isinstance(finding, type):
        finding = asdict(finding)
    fields = finding if isinstance(finding, dict) else {"message": finding}
    return json.loads(json.dumps(fields, default=str))
