"""From a filled visit form, as XML, to what the encounters room takes in. Pure.

The names of the nodes are those of instruments.rules.visit_form.NODES.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from alongside.domain.encounters.commands import Agreed, Filled
from alongside.domain.encounters.terms import Permission
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.kernel import safe_xml
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid_from

LONGEST_ID = 120
_TEMPLATE = "{http://openrosa.org/javarosa}template"
CLINICAL = ("al_checklist", "al_score", "al_feedback")  # the parts that are not kept where the client declined
_COUNTS = ("al_percent", "al_answered", "al_asked", "al_critical_missed", "al_enough", "al_class")


@dataclass(frozen=True)
class Sent:
    """A submission taken apart as far as every form has it. replaces: the instance id it edits, or ""."""

    root: etree._Element
    form_id: str
    form_version: str
    instance_id: str
    replaces: str
    digest: str  # SHA-256 of the bytes as sent
    is_encrypted: bool


def opened(body: bytes) -> Sent:
    """Return the submission in these bytes.

    One without an instance id gets one made of its content, so that it is the same record when it is sent again.
    Refuses: as safe_xml.parse; openrosa.no_form_id; openrosa.long_id.
    """
    root = safe_xml.parse(body)
    digest = hashlib.sha256(body).hexdigest()
    form_id = (root.get("id") or "").strip()
    if not form_id:
        raise Refused("openrosa.no_form_id", _("The file does not say which form it is: its id is missing."))
    meta = _child(root, "meta")
    instance_id = _text(meta, "instanceID") or root.get("instanceID") or f"uuid:{uuid_from('made of', digest)}"
    replaces = _text(meta, "deprecatedID")
    if max(map(len, (instance_id, replaces, form_id))) > LONGEST_ID or len(root.get("version") or "") > 40:
        raise Refused("openrosa.long_id", _("An id in the file is longer than any that a phone makes."))
    encrypted = root.get("encrypted") == "yes"
    return Sent(root, form_id, (root.get("version") or "").strip(), instance_id, replaces, digest, encrypted)


def filled(root: etree._Element, definition: Definition) -> Filled:
    """Return what a filled visit form says. What cannot be read as what it should be is left out."""
    visit, after, score = (_texts(_child(root, part)) for part in ("al_visit", "al_feedback", "al_score"))
    top = _texts(root)
    checklist = _child(root, "al_checklist")
    return Filled(
        place=uuid(visit.get("al_facility")),
        mentee=uuid(visit.get("al_mentee")),
        held_on=_day(visit.get("al_date")),
        setting=visit.get("al_setting", ""),
        permission=visit.get("al_permission", ""),
        observer_context=visit.get("al_observer_context", ""),
        answers={} if checklist is None else _answers(checklist, definition.children),
        sent_score=_score(score),
        completeness=after.get("al_completeness", ""),
        resource_limited=after.get("al_resource_limited") == "yes",
        resource_note=after.get("al_resource", ""),
        intervened=after.get("al_intervened") == "yes",
        started_at=_instant(top.get("al_start")),
        ended_at=_instant(top.get("al_end")),
        strengths=after.get("al_strengths", ""),
        to_improve=after.get("al_improvement", ""),
        next_step=after.get("al_next_step", ""),
        agreed=tuple(_agreed(root)),
        done=tuple(id for each in visit.get("al_done_actions", "").split() if (id := uuid(each))),
    )


def without_care(root: etree._Element) -> bytes | None:
    """Return the record without its clinical parts where the client declined (R190), None where all may be kept."""
    if _text(_child(root, "al_visit"), "al_permission") != Permission.DECLINED:
        return None
    parts = [part for part in root if _local(part) in CLINICAL]
    if not parts:
        return None
    for part in parts:
        root.remove(part)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _answers(above: etree._Element, children: Iterable[Section | Item]) -> dict[str, Any]:
    """Return the answers that stand in a part of the form; the checklist's own names only."""
    nodes: dict[str, list[etree._Element]] = {}
    for node in above:
        nodes.setdefault(_local(node), []).append(node)
    found: dict[str, Any] = {}
    for child in children:
        here = nodes.get(child.id)
        if isinstance(child, Section):
            if child.repeat:
                found[child.id] = [_answers(each, child.children) for each in here or ()]
            elif here:
                found |= _answers(here[0], child.children)
        elif (
            here
            and (text := (here[0].text or "").strip())
            or (beside := nodes.get(f"al_na__{child.id}"))
            and (text := (beside[0].text or "").strip())
        ):
            found[child.id] = text
    return found


def _score(score: dict[str, str]) -> dict[str, str] | None:
    """Return the score as the phone worked it out, points as exact fractions; None where it worked out none."""
    found = {name.removeprefix("al_"): score[name] for name in _COUNTS if score.get(name)}
    try:
        parts = int(score["al_parts"])
        for name in ("earned", "possible"):
            found[name] = str(Fraction(score[f"al_{name}"]) / parts)
    except (KeyError, ValueError, ZeroDivisionError):
        pass
    return found or None


def _agreed(root: etree._Element) -> Iterable[Agreed]:
    for node in root.iter("{*}al_action"):
        said = _texts(node)
        if said.get("al_action_text") and _TEMPLATE not in node.attrib:
            yield Agreed(said["al_action_text"], said.get("al_action_owner", ""), _day(said.get("al_action_due")))


def _texts(above: etree._Element | None) -> dict[str, str]:
    """Return {name: text} of the children that hold one."""
    if above is None:
        return {}
    return {_local(each): text for each in above if not len(each) and (text := (each.text or "").strip())}


def _child(above: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in above if _local(each) == name), None)


def _text(above: etree._Element | None, name: str) -> str:
    node = None if above is None else _child(above, name)
    return "" if node is None else (node.text or "").strip()


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def uuid(text: str | None) -> UUID | None:
    """Return the id in a text, None where it is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _instant(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
        return timezone.make_aware(moment) if moment is not None and moment.tzinfo is None else moment
    except (ValueError, OverflowError):
        return None
