"""The person page: who, where, since when, with whom; the competency record as far as the reader may see it."""

from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.domain.encounters.access import may_agree
from alongside.domain.encounters.models import Encounter
from alongside.domain.encounters.queries import competency as competencies
from alongside.domain.encounters.queries import contact, finding
from alongside.domain.encounters.queries.competency import Entry, Evidence, missed_in
from alongside.domain.encounters.terms import ObserverContext
from alongside.domain.instruments.rules.definition import words
from alongside.domain.instruments.rules.scoring import percent
from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.queries import mentoring_of
from alongside.domain.people.access import has
from alongside.domain.people.models import Person
from alongside.domain.people.terms import Role
from alongside.domain.plans.queries import planned_with, self_assessed
from alongside.domain.programmes.rules import DEFAULT, MASTERY
from alongside.domain.programmes.terms import Level
from alongside.ui import charts
from alongside.ui.days import today_of
from alongside.ui.levels import Sighting
from alongside.ui.pages import page, signed_in

from ..levels import result_shape, shape, word


@page(who=signed_in)
def everyone(request: HttpRequest) -> tuple[str, dict]:
    """The people one may meet by name."""
    asked = request.GET.get("q", "").strip()
    keeps = has(Role.ADMINISTRATOR, Role.COORDINATOR)(request.person)
    if asked:
        found = finding.search_people(asked, seen_by=request.person, at_most=200)
        return "people/everyone.html", {"found": found, "asked": asked, "n": len(found), "keeps_staff": keeps}
    rows = Paginator(finding.persons(seen_by=request.person).filter(is_active=True), 50)
    listed = rows.get_page(request.GET.get("page"))
    return "people/everyone.html", {
        "listed": listed, "found": finding.with_posts(listed), "n": rows.count, "asked": "", "keeps_staff": keeps,
    }  # fmt: skip


@page(who=signed_in)
def person(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """One competency record."""
    someone = get_object_or_404(finding.persons(seen_by=request.person), pk=pk)
    today = today_of(request)
    record = competencies.competency_record(someone, today=today, seen_by=request.person)
    mentors = contact.mentors_of(someone) if record.sight.names else []
    return "people/person.html", {
        "someone": someone, "record": record, "mentors": mentors,
        "before": competencies.posts_before(someone, today=today) if record.sight.names else [],
        "mentoring": _mentoring(someone, request) if record.sight.names else [], "keeps_staff": has(Role.ADMINISTRATOR, Role.COORDINATOR)(request.person),
        # What was seen comes first; what was not yet observed is listed below it, never left out.
        "rows": [_row(entry, someone.pk) for entry in sorted(record.entries, key=lambda entry: entry.standing.level == Level.NOT_OBSERVED)],
        "standing": _standing(record.entries),
        "actions": list(contact.actions_of(someone)) if record.sight.names else [],
        "timeline": [_met(each, topics=record.sight.items) for each in contact.contacts_of(someone)] if record.sight.names else [],
    }  # fmt: skip


@page(who=signed_in)
def competency(request: HttpRequest, pk: UUID, code: str) -> tuple[str, dict]:
    """Every observation of one person in one competency."""
    someone = get_object_or_404(finding.persons(seen_by=request.person), pk=pk)
    record = competencies.competency_record(someone, today=today_of(request), seen_by=request.person)
    entry = next((entry for entry in record.entries if entry.competency.pk == code), None)
    if entry is None:
        raise Http404
    latest = entry.latest.observation if entry.latest and record.sight.items else None
    return "people/competency.html", {
        "planned": planned_with(someone, by=request.person), "latest": latest,
        "agrees": latest is not None and may_agree(request.person, place=latest.place, observation=latest),
        "missed": [(item, words(item.label, translation.get_language() or "en")) for item in missed_in(latest)] if latest else [],
        "someone": someone, "record": record, "entry": entry, "level": shape(entry.standing.level),
        "word": word(entry.standing.level), "chart": _chart(entry), "seen": [_seen(each) for each in entry.evidence[::-1]],
        "changes": _changes(entry), "own_view": _own_view(entry, self_assessed(someone, code, seen_by=request.person)),
    }  # fmt: skip


def _mentoring(someone: Person, request: HttpRequest) -> list[tuple[Relationship, list]]:
    """Return the relationships in which somebody is mentored, each with its mentors now: who leads, who for which area (R070)."""
    found = mentoring_of(someone, seen_by=request.person)
    return [(each, [row for row in each.mentors.all() if row.until is None]) for each in found]


def _row(entry: Entry, person_pk: UUID) -> dict:
    """Return one line of the ladder: level, last steps, change since the first, dots of evidence."""
    latest = entry.latest
    return {
        "competency": entry.competency,
        "level": shape(entry.standing.level),
        "word": word(entry.standing.level),
        "on": entry.standing.on,
        "missing": entry.standing.missing,
        "faded": entry.standing.faded,
        "latest": latest.observation if latest else None,
        "change": _steps_more(latest.change) if latest else "",
        "dots": [
            Sighting(each.observation.held_on, _shape(each), str(each.observation.observer)) for each in entry.evidence
        ],
        "href": reverse("people:competency", args=[person_pk, entry.competency.pk]),
    }


def _standing(entries: list[Entry]) -> list[tuple[str, str, int]]:
    """Return how many competencies stand at each level, the furthest first."""
    levels = ("independent", "with_help", "beginning", "not_observed")
    counted = [(level, sum(entry.standing.level == level for entry in entries)) for level in levels]
    return [(shape(level), word(level), n) for level, n in counted if n]


def _shape(each: Evidence) -> str:
    return result_shape(each.observation.result_class, to_standard=each.to_standard)


def _steps_more(change: int | None) -> str:
    if change is None:
        return ""
    if change == 0:
        return _("as at first")
    sign = "+" if change > 0 else "−"
    return _("%(sign)s%(n)s since the first") % {"sign": sign, "n": abs(change)}


def _met(encounter: Encounter, *, topics: bool) -> dict:
    """Return one contact for the timeline; what was talked about only for those who see items (R020)."""
    title = _("%(mode)s with %(mentor)s") % {"mode": encounter.get_mode_display(), "mentor": encounter.mentor}
    minutes = (
        ngettext("%(n)s minute", "%(n)s minutes", encounter.minutes) % {"n": encounter.minutes}
        if encounter.minutes
        else ""
    )
    goals = [_("goal: %(text)s") % {"text": each.text} for each in encounter.goals.all()]
    return {
        "on": encounter.held_on,
        "title": title,
        "text": " · ".join(
            filter(None, [str(encounter.place), minutes, *([encounter.topic, *goals] if topics else [])])
        ),
    }


def _seen(each: Evidence) -> dict:
    """Return one observation as the table shows it."""
    observation = each.observation
    return {
        "observation": observation,
        "level": _shape(each),
        "word": observation.get_result_class_display(),
        "share": percent(each.share) if each.share is not None else None,
        "change": _steps_more(each.change),
        "independent": observation.observer_context == ObserverContext.INDEPENDENT,
    }


def _changes(entry: Entry) -> dict | None:
    """Return the steps gained and lost since the first observation on the same version, in words (R196)."""
    latest = entry.latest
    if latest is None or latest.gained is None or not (latest.gained or latest.lost):
        return None
    items = {item.id: words(item.label) for item in latest.observation.version.definition.items()}
    first = next(each for each in entry.evidence if each.observation.version_id == latest.observation.version_id)
    return {
        "since": first.observation.held_on,
        "gained": [items[pk] for pk in latest.gained if pk in items],
        "lost": [items[pk] for pk in latest.lost or () if pk in items],
    }


def _chart(entry: Entry) -> charts.Chart | None:
    """Return every result over time with who observed, or None with fewer than two."""
    seen = [each for each in entry.evidence if each.share is not None]
    if len(seen) < 2:
        return None
    points = [
        (
            each.observation.held_on, float(each.share or 0), _shape(each),
            str(each.observation.get_observer_context_display()),
        )
        for each in seen
    ]  # fmt: skip
    first, last = (percent(each.share) for each in (seen[0], seen[-1]) if each.share is not None)
    versions = sorted({each.observation.version.number for each in seen})
    caption = ngettext("%(n)s observation", "%(n)s observations", len(seen)) % {"n": len(seen)}
    period = _period(seen[0].observation.held_on, seen[-1].observation.held_on)
    if len(versions) > 1:
        caption += " · " + _("on versions %(versions)s, which differ") % {"versions": ", ".join(map(str, versions))}
    return charts.evidence_over_time(
        points, mastery=float(MASTERY[DEFAULT].least), caption=f"{caption} · {period}",
        title=_("From %(first)s to %(last)s percent of the points") % {"first": first, "last": last},
    )  # fmt: skip


SCALE = [Level.BEGINNING, Level.WITH_HELP, Level.INDEPENDENT, Level.CAN_TEACH]
# The level that one observation alone would give.
SEEN_AS = {"to-practise": Level.BEGINNING, "progressing": Level.WITH_HELP, "achieved": Level.INDEPENDENT}


def _own_view(entry: Entry, said: list[tuple[date, str]]) -> charts.Chart | None:
    """Return how the person saw themselves beside how they were observed (R176); None where they said nothing."""
    own = [(on, SCALE.index(Level(level))) for on, level in said if level in SCALE]
    if not own:
        return None
    seen = [
        (each.observation.held_on, SCALE.index(SEEN_AS[_shape(each)]))
        for each in entry.evidence
        if _shape(each) in SEEN_AS
    ]
    rounds = ngettext("%(n)s self-assessment", "%(n)s self-assessments", len(own)) % {"n": len(own)}
    caption = f"{rounds} · " + ngettext("%(n)s observation", "%(n)s observations", len(seen)) % {"n": len(seen)}
    return charts.levels_side_by_side(
        [(_("As observed"), seen), (_("As they see it"), own)], steps=[word(level) for level in SCALE], caption=caption,
        title=_("How they see themselves, and what was observed"),
    )  # fmt: skip


def _period(first: date, last: date) -> str:
    weeks = max((last - first) // timedelta(weeks=1), 0)
    return ngettext("over %(n)s week", "over %(n)s weeks", weeks) % {"n": weeks} if weeks else _("within a week")
