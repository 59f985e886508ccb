"""Any list to CSV, XLSX or JSON, as far as the reader sees it, with what its columns mean."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from alongside.domain.encounters.queries import exports
from alongside.domain.people.access import SEE_PEOPLE, has, roles
from alongside.domain.people.terms import Role
from alongside.kernel.safe_export import csv_stream, json_stream, xlsx
from alongside.ui.days import today_of
from alongside.ui.pages import page

NOTICE = _(
    "Results of observations are for learning. They are not to be used for discipline, pay or ranking of people."
)
PEOPLE = frozenset(SEE_PEOPLE)
FOLLOW_UP = frozenset({Role.COORDINATOR, Role.MASTER_MENTOR, Role.MENTOR, Role.IN_CHARGE, Role.VERIFIER})
VISITS = FOLLOW_UP | {Role.MANAGER, Role.ME_OFFICER}
ITEMS = frozenset({Role.COORDINATOR, Role.MASTER_MENTOR, Role.MENTOR, Role.ME_OFFICER})
ANYBODY = PEOPLE | VISITS | ITEMS
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Listed:
    """A list that can be taken away. rows: the request to the rows. notice: said above them."""

    label: Any
    about: Any
    columns: Sequence[str]
    rows: Callable[[HttpRequest], Iterable[Sequence[Any]]]
    who: frozenset[str]
    notice: Any = None


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


LISTS: dict[str, Listed] = {
    "observations": Listed(
        _("Observations"), _("One row each: steps, points, class, who observed, where."),
        tuple(exports.OBSERVATION_COLUMNS),
        lambda request: exports.observation_rows(
            seen_by=request.person, since=_day(request, "since"), before=_day(request, "before"), secret=settings.SECRET_KEY
        ),
        ITEMS, NOTICE,
    ),
    "items": Listed(
        _("Items of observations"), _("One row for every item of every current observation; no free text."),
        tuple(exports.ITEM_COLUMNS),
        lambda request: exports.item_rows(
            seen_by=request.person, since=_day(request, "since"), before=_day(request, "before")
        ),
        ITEMS, NOTICE,
    ),
    "codebook": Listed(
        _("Codebook"), _("What every column means, and what every item of every version asks."),
        exports.CODEBOOK_COLUMNS,
        lambda request: exports.codebook_rows(seen_by=request.person, language=(get_language() or "en")[:2]), ITEMS,
    ),
    "people": Listed(
        _("People"), _("Posts held now."), exports.PEOPLE_COLUMNS,
        lambda request: exports.people_rows(seen_by=request.person), PEOPLE,
    ),
    "visits": Listed(
        _("Visits"), _("Newest first."), exports.VISIT_COLUMNS,
        lambda request: exports.visit_rows(seen_by=request.person), VISITS,
    ),
    "actions": Listed(
        _("Agreed actions"), _("By day due."), exports.ACTION_COLUMNS,
        lambda request: exports.action_rows(seen_by=request.person), FOLLOW_UP, NOTICE,
    ),
    "issues": Listed(
        _("Obstacles"), _("What hinders care beyond the person."), exports.ISSUE_COLUMNS,
        lambda request: exports.issue_rows(seen_by=request.person), VISITS,
    ),
}  # fmt: skip


@page(who=has(*ANYBODY))
def lists(request: HttpRequest) -> tuple[str, dict]:
    """The lists the reader may take away."""
    mine = roles(request.person)
    offered = [(name, each) for name, each in LISTS.items() if not mine.isdisjoint(each.who)]
    nameless = Role.ME_OFFICER in mine
    return "exports/lists.html", {"offered": offered, "nameless": nameless, "notice": NOTICE}


@page(who=has(*ANYBODY))
def take(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One list as a file, sent while it is read."""
    listed = LISTS.get(name)
    if listed is None or form not in ("csv", "xlsx", "json") or roles(request.person).isdisjoint(listed.who):
        raise Http404
    rows, stem = listed.rows(request), f"{name}-{today_of(request).isoformat()}"
    if form == "xlsx":
        book = xlsx(listed.columns, rows, sheet=listed.label, notice=listed.notice)
        return FileResponse(book, as_attachment=True, filename=f"{stem}.xlsx", content_type=WORKBOOK)
    if form == "json":
        pieces, kind = json_stream(listed.columns, rows, notice=listed.notice), "application/json"
    else:
        pieces, kind = csv_stream(listed.columns, rows, notice=listed.notice), "text/csv; charset=utf-8"
    response = StreamingHttpResponse(pieces, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return response
