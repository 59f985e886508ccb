"""A phone-sized Chromium for journeys, signed in as somebody."""

import os
import shutil
from pathlib import Path

import pytest
from django.test import Client

from tests.people import sign_in

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"


@pytest.fixture
def plain_static(settings):
    """Serve static files by their own names, from where they lie, whatever the environment said at start."""
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }  # fmt: skip


@pytest.fixture
def phone(plain_static, live_server, monkeypatch):
    """Return a function that opens a 360 px page of the live server as a person, with or without scripts."""
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = os.environ.get("ALONGSIDE_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("Chromium is not installed here")
    # Playwright runs a loop in this thread; the test itself stays synchronous.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        def open_as(person, *, scripts=True):
            cookie = sign_in(Client(), person).cookies["sessionid"]
            context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
            context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
            page = context.new_page()
            page.goto(live_server.url)
            return page

        yield open_as
        browser.close()


def too_wide(page) -> int:
    """Return by how many pixels a page is wider than the phone."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def barriers(page) -> list[str]:
    """Return what axe finds in what a page itself says (its frame is the design system's), each with where it stands."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('main')")["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]
