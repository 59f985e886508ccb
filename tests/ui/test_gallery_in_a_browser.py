"""The gallery in a real browser: nothing axe objects to, nothing blocked, nothing wider than the screen."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
STATIC = Path(__file__).parents[2] / "alongside" / "ui" / "static"
CHROMIUM = os.environ.get("ALONGSIDE_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LONG = "Kiziguro (ngororero) Fosacom Community-owned health facility"


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    sync_api = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright keeps a loop in this thread; nothing here is asynchronous
    )
    with sync_api.sync_playwright() as play:
        shown = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield shown
        shown.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def show(chromium, rf) -> Iterator:
    """Open the gallery at a size, in a colour scheme and a language, with the policy of a real answer."""
    opened = []

    def answer(route, request) -> None:
        path = request.url.split("://", 1)[1].partition("/")[2].partition("?")[0].partition("#")[0]
        if path.startswith("static/"):
            file = STATIC / path.removeprefix("static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
        elif path == "ui/":
            language = request.headers.get("accept-language", "en")[:2]
            route.fulfill(
                body=page_in(language, rf),
                content_type="text/html; charset=utf-8",
                headers={
                    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'"
                },
            )
        else:
            route.fulfill(status=404, body="")

    def open_it(width: int, height: int, scheme: str = "light", language: str = "en"):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=language,
            extra_http_headers={"Accept-Language": language},
        )
        opened.append(context)
        page = context.new_page()
        page.blocked = []
        page.on(
            "console",
            lambda message: page.blocked.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.route("**/*", answer)
        page.goto("http://alongside.test/ui/", timeout=20_000)
        return page

    yield open_it
    for context in opened:
        context.close()


def page_in(language: str, rf) -> str:
    """Return the gallery as the server answers it."""
    from alongside.ui.gallery import gallery

    with (
        override_settings(LANGUAGES=[("en", "English"), ("ar", "العربية")]),
        translation.override(language),
    ):
        return gallery(rf.get("/ui/")).content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 800, "light"), (360, 740, "light"), (360, 740, "dark")])
def test_axe_finds_nothing(show, width: int, height: int, scheme: str, language: str) -> None:
    page = show(width, height, scheme, language)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    page.evaluate(
        "document.querySelectorAll('details').forEach((one) => { if (!one.classList.contains('menu')) one.open = true; })"
    )
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((result) => result.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 160) + ' | ' + node.failureSummary.slice(0, 200)).slice(0, 3)]))"
    )
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_nothing_is_wider_than_the_screen(show, width: int, height: int, language: str) -> None:
    page = show(width, height, language=language)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert LONG in page.inner_text("h1")


def test_nothing_breaks_the_policy(show) -> None:
    assert show(1280, 800).blocked == []


def test_the_main_action_is_seen_without_scrolling_on_a_phone(show) -> None:
    box = show(360, 740).locator(".action .button").first.bounding_box()
    assert box["y"] + box["height"] < 740 - 56


def test_targets_on_a_phone_are_wide_enough_for_a_thumb(show) -> None:
    small = show(
        360, 740
    ).evaluate("""[...document.querySelectorAll('.button, .choice label, .rail a, .chip, .tabs a, .field input:not([type=radio]):not([type=checkbox]), select')]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 45.5).map((one) => one.outerHTML.slice(0, 120))""")
    assert small == []


def test_a_stroke_opens_the_search(show) -> None:
    page = show(1280, 800)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_the_rail_becomes_four_places_at_the_thumb(show) -> None:
    page = show(360, 740)
    assert page.locator(".rail li:visible").count() == 4
    assert page.locator(".more-places li:visible").count() == 3
    assert show(1280, 800).locator(".rail li:visible").count() == 7


def test_on_paper_the_dates_stand_beside_the_levels(show) -> None:
    page = show(1280, 800)
    assert not page.locator(".cell .when").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".cell .when").first.is_visible()
    assert not page.locator(".rail").is_visible()
