"""From a filled form to what it says. Pure apart from looking up the keys it holds; names are visit_form.NODES."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.domain.encounters.commands import Agreed, Arrived, Observed
from alongside.domain.encounters.queries import device as asked
from alongside.domain.encounters.terms import Completeness, ObserverContext, OwnerType, Permission, Setting
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import Item, Section
from alongside.kernel.errors import Refused
from alongside.kernel.safe_xml import parse


@dataclass(frozen=True)
class Envelope:
    """Who a filled form says it is. instance_id: made from its bytes where it brought none."""

    form_id: str
    version: str
    instance_id: str
    replaces: str
    root: Any


def opened(body: bytes, *, limit: int) -> Envelope:
    """Return the envelope of a filled form. Refuses: xml.*, openrosa.no_form_id."""
    root = parse(body, limit=limit)
    form_id = root.get("id") or ""
    if not form_id:
        raise Refused(
            "openrosa.no_form_id",
            _("The record does not say which form it is. Send it again from the app that made it."),
        )
    instance = _first(root, "instanceID")
    # Without an id a resend could not be told from a second record: the bytes themselves become the id.
    instance_id = (instance or "").strip() or f"sha256:{hashlib.sha256(body).hexdigest()}"
    return Envelope(
        form_id, root.get("version") or "", instance_id[:120], (_first(root, "deprecatedID") or "").strip()[:120], root
    )


def arrived(envelope: Envelope, version: Version) -> Arrived:
    """Return what the form says, with the rows behind its keys. A form that is not one of ours says so in what_is_wrong."""
    root = envelope.root
    held_on, mentee_key, place_key = (
        _day(_first(root, "al_date")),
        _key(_first(root, "al_mentee")),
        _key(_first(root, "al_facility")),
    )
    if held_on is None or mentee_key is None or place_key is None:
        return Arrived(
            version=version,
            what_is_wrong=_("This form does not say who was observed, where or when. Use the form this server offers."),
        )
    code = asked.named_competency(version)
    rows = asked.known(mentee_id=mentee_key, place_id=place_key, instrument_id=None if code else version.instrument_id)
    setting = _word(_first(root, "al_setting"), Setting, Setting.REAL_CLIENT)
    permission = _word(
        _first(root, "al_permission"),
        Permission,
        Permission.NOT_ASKED if setting == Setting.REAL_CLIENT else Permission.NOT_APPLICABLE,
    )
    declined = permission == Permission.DECLINED
    checklist = next(root.iter("{*}al_checklist"), None)
    resource = (_first(root, "al_resource") or "").strip()
    seen = Observed(
        version=version, held_on=held_on, setting=setting, permission=permission, mentee=rows.mentee,
        observer_context=_word(_first(root, "al_observer_context"), ObserverContext, ObserverContext.RELATIONSHIP_MENTOR),
        answers={} if declined or checklist is None else answers(version.definition.children, checklist),
        competency=asked.competency_of(code or rows.shows), completeness=_word(_first(root, "al_completeness"), Completeness, ""),
        resource_limited=_first(root, "al_resource_limited") == "yes" and not declined, resource_note="" if declined else resource,
        intervened=_first(root, "al_intervened") == "yes" and not declined, started_at=_instant(_first(root, "al_start")),
        ended_at=_instant(_first(root, "al_end")), sent_score=None if declined else sent_score(root),
    )  # fmt: skip
    return Arrived(
        version=version, observed=seen, place=rows.place, programme=rows.programme,
        strengths="" if declined else _first(root, "al_strengths") or "", to_improve=_first(root, "al_improvement") or "",
        next_step=_first(root, "al_next_step") or "", actions=() if declined else tuple(_actions(root, held_on)),
        done_actions=[key for word in (_first(root, "al_done_actions") or "").split() if (key := _key(word))],
    )  # fmt: skip


def answers(children: tuple[Section | Item, ...], within: Any) -> dict[str, Any]:
    """Return {item id: answer} of the items below an element; a repeat is a list of such under its section's id."""
    found: dict[str, Any] = {}
    for child in children:
        if isinstance(child, Section) and child.repeat:
            turns = [each for each in within.iter(f"{{*}}{child.id}") if not _is_template(each)]
            found[child.id] = [answers(child.children, each) for each in turns]
        elif isinstance(child, Section):
            part = next(within.iter(f"{{*}}{child.id}"), None)
            if part is not None:
                found |= answers(child.children, part)
        elif value := _answer(child, within):
            found[child.id] = value
    return found


def sent_score(root: Any) -> dict[str, Any] | None:
    """Return the score as the phone worked it out, points exact, or None where the form has none."""
    parts = _fraction(_first(root, "al_parts"))
    if not parts:
        return None
    earned, possible = _fraction(_first(root, "al_earned")), _fraction(_first(root, "al_possible"))
    return {
        "earned": None if earned is None else str(earned / parts),
        "possible": None if possible is None else str(possible / parts),
        "percent": _first(root, "al_percent") or None,
        "critical_missed": _first(root, "al_critical_missed") or None,
        "enough": _first(root, "al_enough") == "1",
        "class": _first(root, "al_class") or "",
    }


def _answer(item: Item, within: Any) -> str:
    if (_first(within, f"al_na__{item.id}") or "").strip() == "na":
        return "na"
    return (_first(within, item.id) or "").strip()


def _actions(root: Any, held_on: date) -> list[Agreed]:
    made = []
    for each in root.iter("{*}al_action"):
        text = (_first(each, "al_action_text") or "").strip()
        if text and not _is_template(each):
            made.append(
                Agreed(
                    text,
                    _word(_first(each, "al_action_owner"), OwnerType, OwnerType.MENTEE),
                    _day(_first(each, "al_action_due")) or held_on,
                )
            )
    return made


def _first(within: Any, name: str) -> str | None:
    """Return the text of the first element below with this name, whatever its namespace."""
    try:
        found = next(within.iter(f"{{*}}{name}"), None)
    except ValueError:  # a name that XML cannot carry cannot be there
        return None
    return None if found is None else found.text


def _is_template(element: Any) -> bool:
    return element.get("{http://openrosa.org/javarosa}template") is not None


def _key(text: str | None) -> UUID | None:
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return at if at.tzinfo else None


def _fraction(text: str | None) -> Fraction | None:
    try:
        return Fraction((text or "").strip())
    except (ValueError, ZeroDivisionError):
        return None


def _word(text: str | None, words: Any, otherwise: str) -> str:
    return text.strip() if text and text.strip() in words.values else otherwise
