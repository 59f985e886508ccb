"""The gallery: every piece of a page with content as long and as awkward as the real one."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import charts, days
from . import forms as ask
from .levels import Cell, Column, Matrix, Row, Sighting
from .pages import anyone, page

FACILITIES = [
    "Kiziguro (ngororero) Fosacom Community-owned health facility",
    "Lusanga Health Centre",
    "Duside Hospital (Firestone Medical Centre)",
    "Sanda District Hospital",
    "Temba B",
]
PEOPLE = [
    "Asha Wanjiru Kamau-Ndegwa", "Joseph Otieno", "Grace Nyambura Mwangi", "Marie-Claire Uwimana Habyarimana", "Daniel Phiri",
    "Tsehay Gebremariam", "Neema Achieng", "Abdoulaye Traoré", "Fatuma Ali", "Emmanuel Kwame Boateng", "Ruth Banda", "Amina Yusuf",
]  # fmt: skip
COMPETENCIES = [
    "Newborn not breathing", "Third stage of labour", "Partograph record review", "Sick child 2–59 months", "Antenatal first contact",
    "Family planning counselling", "Hand hygiene and sharps", "Vaccination round", "Stock card review",
]  # fmt: skip
EXPECTED = [16, 19, 8, 18, 16, 14, 10, 14, 6]


class ExampleForm(ask.PageForm):
    """A visit, asked one question at a time."""

    held_on = ask.day(gettext_lazy("When was the visit?"), named=gettext_lazy("the date of the visit"))
    mode = ask.one_of(
        gettext_lazy("How did you meet?"),
        [("site", gettext_lazy("At their workplace")), ("call", gettext_lazy("By telephone")), ("group", gettext_lazy("In a group, with other mentees of the same facility"))],
        named=gettext_lazy("how you met"), help_text=gettext_lazy("A meeting away from the ward still counts as at their workplace."),
    )  # fmt: skip
    permission = ask.yes_no(
        gettext_lazy("Did the client agree to your being there?"),
        named=gettext_lazy("what the client answered"),
        not_applicable=True,
    )
    minutes = ask.number(
        gettext_lazy("How many minutes did you spend observing?"), named=gettext_lazy("the minutes"), min_value=1
    )
    place = ask.words(gettext_lazy("Where was it?"), named=gettext_lazy("the facility"), widget=ask.Suggest(FACILITIES))
    cadre = ask.one_of(
        gettext_lazy("What is their cadre?"), [("", "—"), ("2222", "Midwife"), ("2221", "Nurse"), ("2240", "Clinical officer")],
        named=gettext_lazy("a cadre"), widget=forms.Select,
    )  # fmt: skip
    telephone = ask.phone(
        gettext_lazy("Which number reaches them?"), named=gettext_lazy("a telephone number"), required=False
    )
    topics = ask.some_of(
        gettext_lazy("What did you work on?"),
        list(enumerate(COMPETENCIES[:3])),
        named=gettext_lazy("at least one topic"),
    )
    strength = ask.words(
        gettext_lazy("What went well? Begin with a strength."), named=gettext_lazy("at least one strength"), long=True
    )
    report = ask.file(
        gettext_lazy("Is there a list to bring in?"),
        named=gettext_lazy("a file"),
        accept=".csv,.xlsx",
        required=False,
        help_text=gettext_lazy("CSV or XLSX, up to 10 MB. Choose it, or drop it here."),
    )


def content(today: date, asked: Any = None) -> dict:
    """Return what the gallery shows: the same for the same day."""
    refused = ExampleForm(
        {
            "held_on": today.isoformat(),
            "mode": "call",
            "minutes": "many",
            "strength": _("She explained every step to the mother."),
        }
    )
    refused.add_error(
        "held_on", _("On that day Asha was at another facility. Choose a day after she moved here, 2 March.")
    )
    people = [_person(n, today) for n in range(200)]
    listed = Paginator(range(264), 200)
    return {
        "today": today, "long_ago": today - timedelta(days=500), "lately": today - timedelta(days=3),
        "facility": FACILITIES[0], "people": people, "listed": listed.get_page(asked and asked.get("page")),
        "matrix": _matrix(today), "strips": _strips(today), "form": ExampleForm(initial={"held_on": today}), "refused": refused,
        "filters": [
            ("", _("All"), 264), ("midwife", _("Midwives"), 78), ("nurse", _("Nurses"), 86), ("officer", _("Clinical officers"), 18),
            ("laboratory", _("Laboratory"), 10), ("records", _("Records"), 8), ("community", _("Community"), 64),
        ],
        "districts": [("", _("All districts"), 200)] + [(name.lower(), name, 20 + n) for n, name in enumerate(("Kivuma", "Sanda", "Temba", "Mbiro", "Lusanga", "Nambala", "Chipata", "Mwense"))],
        "trends": {"contact": [71, 74, 70, 78, 81, 80, 84, 86], "competent": [22, 24, 29, 31, 33, 36, 38, 41], "closure": [30, 41, 38, 52, 60, 66, 70, 74], "days": [9, 8, 11, 7, 6, 6, 5, 4], "spend": [6, 12, 18, 25, 31, 38, 44, 51]},
        "steps": _steps(), "read": _read(), "entries": _entries(today), "tabs": _tabs(), "drawn": _charts(today),
        "pairs": [(_("Cadre"), _("Registered midwife")), (_("Works at"), FACILITIES[0]), (_("Since"), days.said(today - timedelta(days=400), today=today)), (_("Mentor"), "Amina Yusuf"), (_("Telephone"), "+254 712 345 678")],
        "icons": ICONS,
    }  # fmt: skip


@page(who=anyone)
def gallery(request: HttpRequest) -> tuple[str, dict]:
    """Show every piece. It holds no record of anybody."""
    today = days.today_of(request)
    around = {
        "crumbs": [{"label": "Mawari", "url": "#"}, {"label": "Eastern Province", "url": "#"}, {"label": "Sanda", "url": "#"}, {"label": FACILITIES[0]}],
        "nav": [
            {"url": "#home", "label": _("Home"), "icon": "home", "current": True}, {"url": "#visits", "label": _("Visits"), "icon": "visit", "count": 3},
            {"url": "#people", "label": _("People"), "icon": "people"}, {"url": "#questions", "label": _("Questions"), "icon": "question", "count": 2},
            {"url": "#places", "label": _("Places"), "icon": "place"}, {"url": "#checklists", "label": _("Checklists"), "icon": "checklist"}, {"url": "#figures", "label": _("Figures"), "icon": "chart"},
        ],
        "switcher": {"label": "Safe Start Mentoring · Sanda", "items": [{"label": "Safe Start Mentoring · Sanda", "url": "#", "current": True}, {"label": "Safe Start Mentoring · Kivuma", "url": "#"}]},
        "you": {"name": "Amina Yusuf", "role": _("Visiting mentor, Sanda"), "menu": [{"url": "#", "label": _("Your account"), "icon": "person"}]},
        "search_url": "#", "theme": request.GET.get("theme", ""),
    }  # fmt: skip
    return "ui/gallery.html", content(today, request.GET) | around


ICONS = [
    "home", "visit", "people", "person", "place", "checklist", "chart", "book", "question", "search", "language", "down", "onward", "back", "add", "check",
    "close", "info", "attention", "refusal", "file", "upload", "download", "print", "clock", "phone", "message", "certificate", "edit", "filter", "more",
]  # fmt: skip


def _level(n: int) -> str | None:
    return ("achieved", "progressing", "achieved", "to-practise", None, "progressing", "achieved")[n % 7]


def _cell(person: int, competency: int, today: date) -> Cell:
    level, expected = _level(person * 3 + competency * 5 + person * competency), EXPECTED[competency]
    share = {"achieved": 0.95, "progressing": 0.7, "to-practise": 0.45, None: 0}[level]
    if level is None:
        return Cell()
    return Cell(level, today - timedelta(days=5 + 13 * person % 90), round(share * expected), expected, "#evidence")


def _matrix(today: date) -> Matrix:
    notes = (_("Midwife"), _("Nurse"), _("Clinical officer"))
    rows = [
        Row(name, [_cell(n, c, today) for c in range(len(COMPETENCIES))], "#person", notes[n % 3])
        for n, name in enumerate(PEOPLE[:8])
    ]
    return Matrix(
        _("People and competencies, the largest gap first"),
        [Column(name, "#competency") for name in COMPETENCIES],
        rows,
    )


def _strips(today: date) -> list[tuple[str, list[Sighting], int, int]]:
    stories = [
        ("Third stage of labour", ["to-practise", "to-practise", "progressing", "achieved", "achieved"], 18, 19),
        ("Newborn not breathing", ["to-practise", "progressing", None, "progressing"], 12, 16),
        (
            "Partograph record review",
            ["progressing", "achieved", "achieved", "progressing", "achieved", "achieved"],
            8,
            8,
        ),
        ("Family planning counselling", [], 0, 14),
    ]
    return [
        (
            name,
            [
                Sighting(today - timedelta(days=24 * (len(seen) - n) + 5 * (n % 2)), level)
                for n, level in enumerate(seen)
            ],
            done,
            expected,
        )
        for name, seen, done, expected in stories
    ]


def _person(n: int, today: date) -> dict:
    first, last = PEOPLE[n % 12].split()[0], PEOPLE[(n * 5 + 3) % 12].split()[-1]
    expected, seen = 19, n % 13 != 0
    done = 6 + n * 7 % 14 if seen else None
    level = None if done is None else "achieved" if done >= 17 else "progressing" if done >= 12 else "to-practise"
    return {
        "name": PEOPLE[n] if n < 12 else f"{first} {last}",
        "cadre": (_("Midwife"), _("Nurse"), _("Clinical officer"))[n % 3],
        "place": FACILITIES[n % 5],
        "level": level,
        "done": done,
        "expected": expected,
        "visits": n % 9 + 1 if seen else 0,
        "last": today - timedelta(days=3 + n * 11 % 240) if seen else None,
    }


def _steps() -> list[dict]:
    labels = [
        _("Goals and population"),
        _("Where"),
        _("Competencies and checklists"),
        _("Mentoring model"),
        _("How often, how long"),
        _("Mentors and ratios"),
    ]
    return [
        {
            "label": label,
            "url": "#step" if n < 4 else "",
            "state": "done" if n < 3 else "current" if n == 3 else "later",
        }
        for n, label in enumerate(labels)
    ]


def _read() -> dict:
    def row(number: int, cells: list[str], state: str = "", *findings: dict) -> dict:
        return {"number": number, "cells": cells, "state": state, "findings": findings}

    return {
        "columns": [_("Name"), _("Type"), _("Area")],
        "counts": [(_("new"), 6128), (_("unchanged"), 12), (_("to look at"), 6)],
        "rows": [
            row(2, [FACILITIES[0], _("Health centre"), "Sanda"]),
            row(17, ["Lusanga Health Centre", _("Health centre"), "Kivuma"], "doubtful", {"text": _("Another place in Kivuma has this name (row 9)."), "fix": _("Keep both as “Lusanga Health Centre 2”, or leave this row out.")}),
            row(31, ["Temba B", "Comm. post", "Temba"], "doubtful", {"text": _("“Comm. post” is not a known type."), "fix": _("Use “Community unit”.")}),
            row(48, ["", _("Dispensary"), "Mbiro"], "wrong", {"text": _("The name is missing."), "fix": _("Give the row a name; without one it stays out."), "grave": True}),
        ],
    }  # fmt: skip


def _entries(today: date) -> list[dict]:
    return [
        {
            "on": today - timedelta(days=3),
            "title": _("Visit at Lusanga Health Centre"),
            "href": "#visit",
            "text": _("Third stage of labour: 18 of 19 expected steps, all critical done."),
        },
        {
            "on": today - timedelta(days=24),
            "title": _("Question answered in 22 minutes"),
            "text": _("Heavy bleeding after a home birth: the on-call mentor called back."),
        },
        {"on": today - timedelta(days=410), "title": _("Agreed her mentoring plan"), "text": ""},
    ]


def _tabs() -> list[dict]:
    return [
        {"url": "#tab", "label": _("Competencies"), "current": True, "count": 9}, {"url": "#tab", "label": _("Visits"), "count": 14},
        {"url": "#tab", "label": _("Actions"), "count": 3}, {"url": "#tab", "label": _("Leadership agreement")},
    ]  # fmt: skip


def _charts(today: date) -> list[charts.Chart]:
    months = [date(today.year + (today.month - 12 + n) // 12, (today.month - 12 + n) % 12 + 1, 1) for n in range(12)]
    source = _("Observation records, as of %(day)s") % {"day": days.said(today, today=today)}
    shares = [54, 52, 57, 55, 60, 58, 63, 69, 72, 71, 76, 79]
    return [
        charts.run_chart(
            [(month, share) for month, share in zip(months, shares, strict=True)], title=_("Steps done rose after the drills began in the eighth month"), median=60,
            events=[(months[7], _("Drills begin"))], unit="%", caption=_("%(source)s · 12 months · n = 1,387 observations") % {"source": source},
        ),
        charts.evidence_over_time(
            [
                (today - timedelta(days=150 - 24 * n), share, word, (_("Mentor"), _("Verifier"))[n in (3, 5)])
                for n, (share, word) in enumerate([(0.47, "to-practise"), (0.58, "to-practise"), (0.74, "progressing"), (0.68, "progressing"), (0.89, "achieved"), (0.95, "achieved")])
            ],
            mastery=0.85, title=_("Third stage of labour: from 9 to 18 of 19 steps in six observations"), caption=_("%(source)s · one person, n = 6") % {"source": source},
        ),
        charts.levels_side_by_side(
            [(_("As observed"), [(today - timedelta(days=150), 0), (today - timedelta(days=80), 1), (today - timedelta(days=12), 2)]), (_("As they see it"), [(today - timedelta(days=155), 2), (today - timedelta(days=70), 1), (today - timedelta(days=20), 2)])],
            steps=[_("To practise"), _("With help"), _("Independent")], title=_("Third stage of labour: both views meet after five months"), caption=_("%(source)s · one person, 3 rounds") % {"source": source},
        ),
        charts.bars_sorted([("Kivuma", 86), ("Sanda", 81), ("Temba", 74), ("Mbiro", 48)], unit="%", title=_("Mbiro reaches under half of its mentees each month"), mark="Mbiro", caption=_("%(source)s · share of 264 mentees contacted in 30 days") % {"source": source}),
        charts.dots_and_range([(_("Newborn"), 41, 68), (_("Maternal"), 54, 83), (_("Child"), 58, 71), (_("Family planning"), 66, 79)], unit="%", names=(_("First"), _("Latest")), title=_("Every area gained between first and latest score"), caption=_("%(source)s · n = 228 people seen twice") % {"source": source}),
        charts.heat_table(
            [(place, area, (7 * r + 11 * c + 40) % 60 + 35 if (r + c) % 6 else None) for r, place in enumerate(["Kivuma", "Sanda", "Temba", "Mbiro"]) for c, area in enumerate([_("Newborn"), _("Maternal"), _("Child"), _("Hygiene")])],
            unit="%", title=_("Hygiene has not been observed everywhere"), caption=_("%(source)s · steps done of steps expected, n = 1,387") % {"source": source},
        ),
    ]  # fmt: skip
