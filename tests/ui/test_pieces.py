"""The pieces of a page say what they show, to everyone."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from alongside.ui import days
from alongside.ui.levels import WORDS, Cell, Column, Matrix, Row, Sighting, level_of

TODAY = date(2026, 4, 20)


def drawn(source: str, address: str = "/people/", **shown) -> str:
    request = RequestFactory().get(address)
    request.now = datetime(2026, 4, 20, 9, tzinfo=UTC)
    return Template("{% load ui i18n %}" + source).render(Context({"request": request, **shown}))


@pytest.mark.parametrize(
    ("when", "said", "ago"),
    [
        (date(2026, 4, 14), "Tue 14 Apr", "6 days ago"),
        (date(2026, 4, 19), "Sun 19 Apr", "yesterday"),
        (date(2026, 4, 20), "Mon 20 Apr", "today"),
        (date(2026, 4, 21), "Tue 21 Apr", "tomorrow"),
        (date(2026, 5, 3), "Sun 3 May", "in 13 days"),
        (date(2026, 3, 16), "Mon 16 Mar", "5 weeks ago"),
        (date(2025, 12, 20), "Sat 20 Dec 2025", "4 months ago"),
        (date(2023, 4, 20), "Thu 20 Apr 2023", "3 years ago"),
    ],
)
def test_a_day_is_said_with_how_long_ago_beside_it(when: date, said: str, ago: str) -> None:
    assert days.said(when, today=TODAY) == said
    assert days.since(when, today=TODAY) == ago


def test_the_day_of_an_instant_is_that_of_the_reader() -> None:
    late = datetime(2026, 4, 13, 22, 30, tzinfo=UTC)  # half past one the next morning in Nairobi
    assert drawn("{% day late %}", late=late) == '<time datetime="2026-04-14">Tue 14 Apr</time>'
    assert drawn("{% day None %} {% since None %}") == "– never"


@pytest.mark.parametrize("level", list(WORDS))
def test_a_level_is_a_shape_and_a_word(level: str) -> None:
    page = drawn("{% status level %}", level=level)
    assert f'class="status {level}"' in page and 'class="mark"' in page and str(WORDS[level]) in page


def test_a_level_may_be_given_in_other_ways_but_not_be_made_up() -> None:
    assert level_of("to_practise") == "to-practise"
    assert level_of(None) == level_of("") == "not-observed"
    with pytest.raises(ValueError, match="not a level"):
        level_of("failed")


def test_no_figure_stands_without_of_how_many() -> None:
    assert "16 %" in drawn("{% figure_n 41 264 %}") and "of 264" in drawn("{% figure_n 41 264 %}")
    assert "none counted" in drawn("{% figure_n None 0 %}")
    with pytest.raises(ValueError, match="of how many"):
        drawn("{% tile 'Contact' 86 %}")


def test_a_matrix_says_every_level_and_counts_only_those_observed() -> None:
    rows = [
        Row("Asha", [Cell("achieved", date(2026, 4, 14), 18, 19), Cell()]),
        Row("Joseph", [Cell("to-practise", date(2026, 4, 2), 7, 19), Cell("progressing", date(2026, 4, 2), 5, 8)]),
    ]
    grid = Matrix("People and competencies", [Column("Third stage"), Column("Partograph")], rows)
    assert grid.achieved_of_observed() == [(1, 2), (0, 1)]
    page = drawn("{% matrix grid %}", grid=grid)
    for words in ("Achieved", "To practise", "Progressing", "Not observed", "18/19", "1 of 2", "0 of 1", "14 Apr"):
        assert words in page
    assert page.count('scope="row"') == 3 and page.count('scope="col"') == 3


def test_evidence_is_said_in_words_too() -> None:
    seen = [
        Sighting(date(2026, 4, 2), "to-practise"),
        Sighting(date(2026, 4, 2), "achieved"),
        Sighting(date(2026, 4, 14), None),
    ]
    page = drawn("{% evidence seen %}", seen=seen)
    assert "To practise Thu 2 Apr; Achieved Thu 2 Apr; Not observed Tue 14 Apr" in page
    assert page.count("<g ") == 3
    assert "No observation yet" in drawn("{% evidence seen %}", seen=[])


def test_filters_stay_in_the_address_and_begin_the_list_again() -> None:
    choices = [("", "All", 3), ("nurse", "Nurses", 2)]
    page = drawn("{% chips 'cadre' 'Cadre' choices %}", "/people/?cadre=nurse&sort=name&page=4", choices=choices)
    assert 'href="/people/?sort=name"' in page
    assert 'href="/people/?cadre=nurse&amp;sort=name" aria-current="true"' in page


def test_many_choices_become_a_menu() -> None:
    assert "<details" in drawn("{% chips 'd' 'District' c %}", c=[(str(n), str(n)) for n in range(8)])
    assert "<details" not in drawn("{% chips 'd' 'District' c %}", c=[(str(n), str(n)) for n in range(7)])


def test_a_pager_keeps_the_filters() -> None:
    page = drawn("{% pager p %}", "/people/?cadre=nurse", p=Paginator(range(60), 25).get_page(2))
    assert "26 to 50 of 60" in page and 'href="/people/?cadre=nurse&amp;page=3"' in page
    assert '<span aria-current="page">2</span>' in page


@pytest.mark.parametrize("source", ["{% button x %}", "{% status 'achieved' x %}", "{% avatar x %}", "{% disclosure x %}{% enddisclosure %}", "{% empty x %}{% endempty %}", "{% notice 'info' heading=x %}{% endnotice %}", "{% notice %}{{ x }}{% endnotice %}", "{% tile x x n=x target=x change=x %}"])  # fmt: skip
def test_what_people_typed_is_never_markup(source: str) -> None:
    page = drawn(source, x="<script>alert(1)</script>")
    assert "<script" not in page


def test_the_title_of_the_window_is_the_heading_of_the_page() -> None:
    page = drawn("", "/")
    page = Template('{% extends "ui/page.html" %}{% block title %}Asha & Joseph{% endblock %}').render(
        Context({"request": RequestFactory().get("/")})
    )
    assert "<title>Asha & Joseph · Alongside</title>" in page and "<h1>Asha & Joseph</h1>" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_page_says_its_language_and_direction_and_stands_without_a_person(language: str, direction: str) -> None:
    with translation.override(language):
        page = Template('{% extends "ui/page.html" %}').render(Context({"request": RequestFactory().get("/")}))
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert 'class="rail"' not in page and 'class="skip" href="#main"' in page


def test_nothing_is_inline() -> None:
    from alongside.ui.gallery import gallery

    page = gallery(RequestFactory().get("/ui/")).content.decode()
    for inline in (" style=", "<style", " onclick=", " onload=", "javascript:"):
        assert inline not in page
    assert page.count("<script") == page.count('<script src="')
