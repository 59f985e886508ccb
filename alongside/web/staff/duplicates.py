"""Records that look like one human: side by side, made one, found to be two, taken apart again."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.domain.people import commands, queries
from alongside.domain.people.models import Person
from alongside.domain.people.rules.duplicates import REASONS
from alongside.ui.pages import page

from ..asking import ask, sent
from .forms import StepForm
from .pages import KEEPERS


@page(who=KEEPERS)
def pairs(request: HttpRequest) -> tuple[str, dict] | HttpResponse:
    """The pairs found among the people one keeps, and the merges that can still be undone."""
    form = StepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            commands.look_for_duplicates(by=request.person, at=request.now, act_id=form.act_id)
            return redirect("staff:pairs")
    listed = Paginator(queries.likely_duplicates(seen_by=request.person), 25).get_page(request.GET.get("page"))
    return "staff/pairs.html", {
        "listed": listed,
        "rows": [(pair, [REASONS[reason] for reason in pair.reasons]) for pair in listed],
        "merges": list(queries.merges(seen_by=request.person, at=request.now)),
        "form": form,
    }


@page(who=KEEPERS)
def compare(request: HttpRequest, first: UUID, second: UUID) -> tuple[str, dict] | HttpResponse:
    """Two records side by side: one human, or two."""
    found = queries.with_posts(queries.people(seen_by=request.person)).in_bulk([first, second])
    if len(found) < 2:
        raise Http404
    one, other = found[first], found[second]
    form = StepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("step", "")
        with form.showing_refusals():
            given = {"by": request.person, "at": request.now, "act_id": form.act_id}
            if chosen == "two":
                commands.not_a_duplicate(**given, first=one, second=other)
            elif chosen in (str(first), str(second)):
                kept, merged = (one, other) if chosen == str(first) else (other, one)
                commands.merge_persons(**given, kept=kept, merged=merged)
            else:
                raise Http404
            return redirect("staff:pairs")
    return "staff/compare.html", {"one": one, "other": other, "lines": list(_lines(one, other)), "form": form}


@page(who=KEEPERS)
def undo(request: HttpRequest, pk: UUID) -> tuple[str, dict] | HttpResponse:
    """Take two merged records apart again."""
    merge = get_object_or_404(queries.merges(seen_by=request.person, at=request.now), pk=pk)
    said = {"kept": merge.kept.name, "merged": merge.merged.name}
    return ask(
        request, StepForm(sent(request)), commands.unmerge_persons, verb=_("Take them apart"), merge=merge,
        title=_("Take %(kept)s and %(merged)s apart again?") % said,
        summary=_("Everything goes back to where it was. What was recorded since stays with %(kept)s.") % said,
        back=reverse("staff:pairs"),
    )  # fmt: skip


def _lines(one: Person, other: Person):  # noqa: ANN202
    """Yield what both records say: (label, one, other, whether they differ)."""
    for label, tell in (
        (_("Given names"), lambda person: person.given_names),
        (_("Family name"), lambda person: person.family_name),
        (_("Works at"), lambda person: ", ".join(post.place.name for post in person.posts_now)),
        (_("Cadre"), lambda person: ", ".join(post.cadre.title for post in person.posts_now)),
        (_("Telephone"), lambda person: ", ".join(phone.number for phone in person.numbers)),
        (_("E-mail"), lambda person: person.email),
        (_("Sex"), lambda person: person.get_sex_display() if person.sex else ""),
        (_("Year of birth"), lambda person: str(person.birth_year or "")),
        (_("Staff number"), lambda person: person.code),
        (_("Registered"), lambda person: person.registered_at.date().isoformat()),
    ):
        yield label, tell(one), tell(other), tell(one) != tell(other)
