"""The letter that introduces mentors to a workplace: who comes, for what, until when, and what they may not do."""

import json
from calendar import timegm
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.domain.agreements.models import Engagement
from alongside.domain.mentors import queries as mentors
from alongside.domain.programmes.queries import areas
from alongside.ui.days import today_of
from alongside.ui.pages import page

from .pages import SEE, agreement_seen

LAYOUT = Path(__file__).with_name("letter.typ")


@page(who=SEE)
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The letter as PDF, for the mentors posted to the workplace today; 404 where nobody is."""
    found, today = agreement_seen(request, pk), today_of(request)
    posted = introduced(found, on=today)
    if not posted:
        raise Http404
    answer = HttpResponse(printed(found, posted, on=today), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="introduction-{found.place.code or found.pk}.pdf"'
    return answer


def introduced(engagement: Engagement, *, on: date) -> list[list[str]]:
    """Return the certified mentors posted to the workplace for this programme: name, office, fields of work, until when."""
    posted = {
        each.mentor_id: each
        for each in mentors.assigned_to(engagement.place, on=on).filter(programme=engagement.programme)
    }
    able = mentors.can_mentor(on=on).filter(pk__in=posted).select_related("person")
    known = mentors.areas_of(posted, on=on)
    names = {area.pk: area.name for area, _depth in areas()}
    return [
        [
            each.person.name, str(each.get_affiliation_display()), ", ".join(sorted(names.get(code, code) for code in known.get(each.pk, {}))) or "–",
            date_format(posted[each.pk].until, "j F Y"),
        ]
        for each in able.order_by("person__family_name", "person__given_names", "pk")
    ]  # fmt: skip


def printed(engagement: Engagement, posted: list[list[str]], *, on: date) -> bytes:
    """Return the letter as a PDF; everything typed by people reaches the layout as data."""
    given: dict[str, Any] = {
        "title": _("Introducing mentors of %(programme)s") % {"programme": engagement.programme},
        "sender": str(engagement.programme), "day": date_format(on, "j F Y"),
        "addressee": _("To the leadership of %(place)s") % {"place": engagement.place},
        "paragraphs": [
            _("The people named below mentor nurses, midwives and other health workers side by side, at work, until they reach goals that they set together."),
            _("Mentoring is not an inspection. What is observed serves learning; no result of a single observation is used against anybody."),
        ],
        "head": [_("Name"), _("Belongs to"), _("Mentors in"), _("Posted until")],
        "mentors": posted,
        "closing": _agreed(engagement),
        "signature": _("Name, office, day, stamp"), "footer": _("Printed from Alongside on %(day)s. It holds with the signature only.") % {"day": date_format(on, "j F Y")},
        "language": (get_language() or "en")[:2],
    }  # fmt: skip
    return typst.compile(
        LAYOUT.read_bytes(), sys_inputs={"letter": json.dumps(given, ensure_ascii=False)}, ignore_system_fonts=True,
        timestamp=timegm(on.timetuple()),
    )  # fmt: skip


def _agreed(engagement: Engagement) -> list[str]:
    if engagement.agreed_on is None:
        return [_("We ask you to meet them, so that hours, a room and how clients are asked can be agreed.")]
    said = [
        _("As agreed on %(day)s, staff are free for mentoring %(hours)s hours a week, and mentors turn to %(name)s.")
        % {
            "day": date_format(engagement.agreed_on, "j F Y"),
            "hours": engagement.hours_a_week,
            "name": engagement.focal_person,
        },
        _("How clients are asked whether a mentor may be present: %(how)s") % {"how": engagement.permission_procedure},
    ]
    return [*said, _("No mentor writes down who a client is.")]
