"""Matching on pages: runs, what came of one, what people change in it, and how much each wish counts."""

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.domain.encounters.queries import finding
from alongside.domain.mentors.models import Mentor
from alongside.domain.pairings import access, commands
from alongside.domain.pairings.models import MatchedPair, Matching
from alongside.domain.pairings.queries import matching as asked
from alongside.domain.pairings.rules.matching.steps import MATCHING
from alongside.domain.pairings.rules.matching.wording import words
from alongside.domain.pairings.terms import Choice, MatchingStatus, Wish
from alongside.domain.people.access import has
from alongside.domain.people.terms import Role
from alongside.kernel.ids import uuid7
from alongside.ui.days import today_of
from alongside.ui.pages import page, signed_in

from ..asking import ask, press, sent
from .forms import AdjustForm, PreferenceForm, PublishForm, RunForm, WishesForm
from .pages import MONTHS, PAGE

PROPOSE = has(*access.PROPOSE)
PRESSED = {"review_matching": commands.review_matching, "discard_matching": commands.discard_matching}
OFFERED = 20  # mentors to choose from, the best fit first
PARTS = ("pairs", "left", "supply")
# What each wish looks at, as a manager reads it who sets its weight.
LOOKS_AT = {
    Wish.GOAL_FIT: gettext_lazy("The share of the areas of the mentee's goals and gaps in which the mentor is proficient. Where none is known, the areas of the run stand for them."),
    Wish.REFERRAL_LINK: gettext_lazy("Whole where the mentee's workplace and the mentor's home refer clients to each other, in either direction."),
    Wish.DISTANCE: gettext_lazy("Whole at the same workplace, falling to nothing at the farthest distance, or at 60 km where none is set. Unknown counts nothing."),
    Wish.LOAD: gettext_lazy("The share of their mentees a mentor has still free: each further place counts less, so that work is spread."),
    Wish.CONTINUITY: gettext_lazy("Whole where the two worked together before."),
    Wish.PREFERENCE: gettext_lazy("Whole where the mentee gets the mentor they would rather have, or has no preference."),
}  # fmt: skip


@page(who=PROPOSE)
def matchings(request: HttpRequest) -> tuple[str, dict]:
    """The runs of matching in one's areas."""
    rows = asked.matchings(seen_by=request.person)
    listed = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return "pairings/matchings.html", {"listed": listed, "n": listed.paginator.count, "crumbs": _crumbs()[:-1] + [{"label": _("Matching")}]}  # fmt: skip


@page(who=PROPOSE)
def match(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Make a run."""
    today = today_of(request)
    programmes = list(asked.programmes_to_match(seen_by=request.person, on=today))
    places = asked.areas_to_match(seen_by=request.person)
    form = RunForm(
        sent(request), programmes=programmes, places=places, areas=asked.fields_to_match(programmes),
        initial={"programme": programmes[0] if len(programmes) == 1 else None, "place": places[0] if places else None, "choice": Choice.NOBODY_LEFT_OUT},
    )  # fmt: skip
    return ask(
        request, form, commands.make_matching, title=_("Who could mentor whom?"), verb=_("Find the pairs"),
        back=reverse("pairings:matchings"), take=lambda made: redirect("pairings:matching", made.pk),
        summary=_("Everybody who waits for a mentor is looked at together. Nothing is proposed before you have looked at the pairs."),
    )  # fmt: skip


@page(who=PROPOSE)
def matching(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """One run: pairs with their reasons, those left with what stands in the way, supply and demand (`?part=`)."""
    found = _seen(request, pk)
    if request.method == "POST":
        press(request, PRESSED, matching=found)
        return redirect("pairings:matching", pk)
    part = request.GET.get("part", "")
    part = part if part in PARTS else PARTS[0]
    n_kept = asked.pairs(found).filter(is_kept=True).count()
    shown = {"pairs": _pairs, "left": _left, "supply": _supply}[part](request, found)
    labels = {"pairs": (_("Pairs"), found.n_pairs), "left": (_("Without a mentor"), found.n_left), "supply": (_("Supply and demand"), None)}  # fmt: skip
    return "pairings/matching.html", shown | {
        "matching": found, "part": part, "act_id": uuid7(), "n_kept": n_kept, "n_all": found.n_pairs + found.n_left,
        "places_free": sum(each["places"] for each in found.supply), "gap": round(100 * found.gap, 1),
        "wanting": sum(each["wanting"] for each in found.supply), "n_proposed": asked.pairs(found).exclude(relationship=None).count(),
        "n_refused": asked.pairs(found).exclude(refusal={}).count(),
        "decides": access.may_decide_matching(request.person, matching=found),
        "open": {move.act.partition(".")[2] for move in MATCHING.open_to(found.status)},
        "tabs": [{"url": f"?part={each}", "label": label, "count": n, "current": each == part} for each, (label, n) in labels.items()],
        "crumbs": [*_crumbs(), {"label": str(found.place)}],
    }  # fmt: skip


def _pairs(request: HttpRequest, found: Matching) -> dict:
    most = asked.wishes_of(found.wishes).most
    listed = Paginator(asked.pairs(found), PAGE).get_page(request.GET.get("page"))
    listed.object_list = [
        (each, 100 * each.points // most, _said(each.reasons)) for each in listed.object_list
    ]  # fmt: skip
    return {"listed": listed, "changes": found.status == MatchingStatus.IN_REVIEW}


def _said(reasons: Iterable[dict]) -> list[str]:
    return [said for each in reasons if (said := words(each["code"], each["facts"], {}))]


def _left(request: HttpRequest, found: Matching) -> dict:
    listed = Paginator(asked.unmatched(found), 2 * PAGE).get_page(request.GET.get("page"))
    rows = list(listed.object_list)
    names = asked.names_of(each.facts["mentor"] for each in rows if each.facts.get("mentor"))
    said = [(words(each.code, each.facts, names), each) for each in rows]
    # What stands in the way of many comes first: freeing one thing there helps the most.
    said.sort(key=lambda row: row[0])
    groups = [(why, [each for _why, each in group]) for why, group in groupby(said, key=lambda row: row[0])]
    listed.object_list = sorted(groups, key=lambda group: -len(group[1]))
    return {"listed": listed}


def _supply(request: HttpRequest, found: Matching) -> dict:
    named = {area.pk: area.name for area in found.areas.all()}
    return {"supply": [each | {"area": named.get(each["area"], each["area"])} for each in found.supply]}


@page(who=PROPOSE)
def adjust(request: HttpRequest, pk: int) -> tuple[str, dict] | HttpResponse:
    """Take a pair out or give its mentee another mentor."""
    pair = get_object_or_404(asked.pairs_seen(seen_by=request.person), pk=pk)
    if pair.matching.status != MatchingStatus.IN_REVIEW or not access.may_adjust(request.person, pair=pair):
        raise Http404
    form = AdjustForm(
        sent(request), mentors=_suggested(request, pair), initial={"mentor": pair.mentor if pair.is_kept else "nobody"}
    )
    return ask(
        request, form, commands.adjust_pair, verb=_("Keep this"), pair=pair,
        title=_("Who mentors %(name)s in %(area)s?") % {"name": pair.mentee, "area": pair.area},
        summary=_("Found: %(mentor)s. %(place)s.") % {"mentor": pair.mentor.person, "place": pair.place},
        back=reverse("pairings:matching", args=[pair.matching_id]),
    )  # fmt: skip


def _suggested(request: HttpRequest, pair: MatchedPair) -> list[tuple[Mentor, int, str]]:
    """Return whom one may choose for a mentee, each with the fit of 100 and why, the best first."""
    found = asked.suggestions(pair, on=today_of(request), seen_by=request.person)[:OFFERED]
    known = asked.mentors_by_id(each.pair.mentor for each in found)
    most = asked.wishes_of(pair.matching.wishes).most
    return [
        (
            known[each.pair.mentor],
            100 * each.pair.points // most,
            " · ".join(_said({"code": one.code, "facts": one.facts} for one in each.pair.reasons)),
        )
        for each in found
    ]  # fmt: skip


@page(who=PROPOSE)
def publish(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Propose the pairs that are kept."""
    found = _seen(request, pk)
    may = access.may_decide_matching(request.person, matching=found)
    if found.status != MatchingStatus.IN_REVIEW or not may:
        raise Http404
    n = asked.pairs(found).filter(is_kept=True).count()
    return ask(
        request, PublishForm(sent(request), initial={"planned_end_on": today_of(request) + MONTHS}), commands.publish_matching,
        title=_("Publish these pairs"), verb=_("Publish"), back=reverse("pairings:matching", args=[pk]), matching=found,
        summary=ngettext(
            "%(n)s pair becomes a proposal: mentor, mentee and in-charge are each asked.",
            "%(n)s pairs become proposals: mentors, mentees and in-charges are each asked.", n,
        ) % {"n": n},
    )  # fmt: skip


@page(who=PROPOSE)
def wishes(request: HttpRequest) -> tuple[str, dict]:
    """How much each wish counts, what it looks at, and how this was set before."""
    versions = list(asked.wishes_versions()[:PAGE])
    return "pairings/wishes.html", {
        "now": versions[0], "versions": versions, "may_set": access.may_set_wishes(request.person),
        "rows": [(wish.label, getattr(versions[0], wish), LOOKS_AT[wish]) for wish in Wish],
        "crumbs": [*_crumbs(), {"label": _("Wishes")}],
    }  # fmt: skip


@page(who=has(Role.MANAGER))
def change_wishes(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """Say how much each wish counts from now on."""
    return ask(
        request, WishesForm(sent(request), now=asked.wishes_versions()[0]), commands.set_wishes, title=_("How much does each wish count?"),
        verb=_("Keep these weights"), back=reverse("pairings:wishes"), summary=_("0 counts nothing, 9 the most. Earlier runs keep the weights they were made with."),
    )  # fmt: skip


@page(who=signed_in)
def prefer(request: HttpRequest, person: UUID) -> tuple[str, dict] | HttpResponse:
    """Say whether one would rather be mentored by a woman or by a man; for somebody who said so on the phone, too."""
    one = get_object_or_404(finding.persons(seen_by=request.person), pk=person)
    if not access.may_prefer(request.person, person=one):
        raise Http404
    own = one == request.person
    return ask(
        request, PreferenceForm(sent(request), initial={"mentor_sex": asked.preference_of(one)}), commands.prefer_mentor,
        title=_("Whom would you rather have as a mentor?") if own else _("Whom would %(name)s rather have as a mentor?") % {"name": one},
        verb=_("Keep this"), person=one, back=reverse("pairings:relationships"), said=_("Kept. It counts when mentors are looked for."),
        summary=_("Nobody has to have a preference. It is seen by whoever matches mentors and mentees."),
    )  # fmt: skip


def _seen(request: HttpRequest, pk: UUID) -> Matching:
    return get_object_or_404(asked.matchings(seen_by=request.person), pk=pk)


def _crumbs() -> list[dict]:
    return [
        {"label": _("Relationships"), "url": reverse("pairings:relationships")},
        {"label": _("Matching"), "url": reverse("pairings:matchings")},
    ]
