"""The design as a document: on a page and on paper."""

import json
from calendar import timegm
from datetime import date
from pathlib import Path
from uuid import UUID

import typst
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.domain.programmes import queries
from alongside.domain.programmes.models import DesignVersion, Programme
from alongside.ui.days import today_of
from alongside.ui.pages import page

from .pages import SEE, crumbs, seen

LAYOUT = Path(__file__).with_name("design.typ")


@page(who=SEE)
def document(request: HttpRequest, pk: UUID) -> tuple[str, dict]:
    """The design as it stands, or as it was signed (`?version=`)."""
    found = seen(request, pk)
    version = _version(request, found)
    shown = version.document if version else queries.document(queries.design(found))
    parts = [
        {**part, "tables": [{**each, "rows": [list(zip(each["head"], row, strict=True)) for row in each["rows"]]} for each in part["tables"]]}
        for part in shown["parts"]
    ]  # fmt: skip
    return "programmes/document.html", {
        "programme": found,
        "version": version,
        "document": shown,
        "parts": parts,
        "crumbs": crumbs(_("Design document"), programme=found),
    }


@page(who=SEE)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same as a PDF."""
    found = seen(request, pk)
    version = _version(request, found)
    shown = version.document if version else queries.document(queries.design(found))
    on = version.signed_on if version else today_of(request)
    answer = HttpResponse(printed(shown, standing=standing(version), on=on), content_type="application/pdf")
    name = f"{found.code}-{version.number}" if version else f"{found.code}-draft"
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def printed(shown: dict, *, standing: str, on: date) -> bytes:
    """Return a document as a PDF, the same bytes for the same content and day.

    standing: a line that says whether and by whom it was signed. on: the day the file says it was made.

    Everything typed by people reaches the layout as data, never as text of the layout, so nothing has to be escaped.
    The typefaces are those the library brings (Libertinus Serif); none of this machine is used.
    """
    given = {**shown, "standing": standing, "language": (get_language() or "en")[:2], "page": _("Page")}
    return typst.compile(
        LAYOUT.read_bytes(), sys_inputs={"design": json.dumps(given, ensure_ascii=False)}, ignore_system_fonts=True,
        timestamp=timegm(on.timetuple()),
    )  # fmt: skip


def standing(version: DesignVersion | None) -> str:
    """Return the line that says how far a document is."""
    if version is None:
        return _("Draft. Not signed.")
    return _("Version %(number)s, signed by %(name)s on %(day)s. To be looked at again on %(review)s.") % {
        "number": version.number,
        "name": version.signed_as,
        "day": date_format(version.signed_on, "j F Y"),
        "review": date_format(version.review_on, "j F Y"),
    }


def _version(request: HttpRequest, found: Programme) -> DesignVersion | None:
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if asked.isdigit() and (version := queries.versions(found).filter(number=asked).first()):
        return version
    raise Http404
