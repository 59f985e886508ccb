"""Needs from both sides: each says first, then both look together (R030)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.pairings.models import Relationship
from alongside.domain.people.models import Person
from alongside.domain.plans import access, commands, queries
from alongside.domain.plans.terms import SELF_LEVELS, Side
from alongside.ui.pages import page, signed_in

from ..asking import ask, sent
from ..levels import shape
from .forms import NeedsForm
from .pages import name_of, seen, there

WORDS = dict(SELF_LEVELS)


@page(who=signed_in)
def needs(request: HttpRequest, pk: UUID, person: UUID) -> tuple[str, dict]:
    """Both views beside each other, once both are there."""
    found, mentee = _mentee(request, pk, person)
    if not access.may_see_needs(request.person, relationship=found, mentee=mentee):
        raise Http404
    [latest] = queries.needs(found, [mentee])
    known = {each.pk: each for each in queries.rated(found)}
    rows = [
        {
            "competency": known[row.competency], "apart": row.apart,
            "mentee": shape(row.mentee), "mentee_word": WORDS[row.mentee], "mentor": shape(row.mentor), "mentor_word": WORDS[row.mentor],
        }
        for row in latest.rows
        if row.competency in known
    ]  # fmt: skip
    return "plans/needs.html", {
        "needs": latest, "rows": rows, "relationship": found, "mentee": mentee, "sides": _sides(request, found, mentee),
        "part": access.takes_part(request.person, relationship=found),
        "crumbs": [{"label": name_of(found), "url": there(found)}, {"label": _("Needs of %(name)s") % {"name": mentee}}],
    }  # fmt: skip


@page(who=signed_in)
def say(request: HttpRequest, pk: UUID, person: UUID, side: str) -> tuple[str, dict] | HttpResponse:
    """Say how far somebody is, from one side."""
    found, mentee = _mentee(request, pk, person)
    if side not in Side.values or not access.may_say_needs(
        request.person, relationship=found, mentee=mentee, side=side
    ):
        raise Http404
    if side == Side.MENTEE:
        title = (
            _("How far are you?") if mentee == request.person else _("What did %(name)s tell you?") % {"name": mentee}
        )
    else:
        title = _("How far is %(name)s, as you see it?") % {"name": mentee}
    form = NeedsForm(sent(request), competencies=queries.rated(found))
    back = there(found)
    if access.may_see_needs(request.person, relationship=found, mentee=mentee):
        back = reverse("plans:needs", args=[pk, person])
    return ask(
        request, form, commands.say_needs, title=title, verb=_("Keep this"), back=back, relationship=found, mentee=mentee, side=side,
        summary=_("Neither side sees what the other said until both are there. It serves learning and is seen by the two of you."),
    )  # fmt: skip


def _mentee(request: HttpRequest, pk: UUID, person: UUID) -> tuple[Relationship, Person]:
    found = seen(request, pk)
    mentee = next((each for each in queries.mentees_of(found) if each.pk == person), None)
    if mentee is None:
        raise Http404
    return found, mentee


def _sides(request: HttpRequest, found: Relationship, mentee: Person) -> list[tuple[str, str]]:
    """Return the sides for which the reader may speak, each with what its button says."""
    words = {
        Side.MENTEE: _("Say how far you are") if mentee == request.person else _("Enter what %(name)s told you") % {"name": mentee},
        Side.MENTOR: _("Say how far %(name)s is") % {"name": mentee},
    }  # fmt: skip
    return [
        (side.value, label)
        for side, label in words.items()
        if access.may_say_needs(request.person, relationship=found, mentee=mentee, side=side)
    ]
