"""Every page as a browser shows it: nothing axe objects to and nothing wider than the screen, in either direction.

Taken from the addresses like the role matrix: a page that is new is looked at from its first day, as every role that
may open it in turn until one answers with a page.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from alongside.domain.people.terms import Role
from tests.people import NOON

from .test_role_matrix import OURS, address, signed, somebody
from .url_samples import World

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
ROOT = Path(__file__).parents[2]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
STATIC = ROOT / "alongside" / "ui" / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
AXE_RUN = "rules => axe.run(document, {resultTypes: ['violations'], rules})"
PARTS = 4  # side by side, each in a browser of its own
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
# Whoever sees most comes first; the others have pages of their own.
IN_TURN = [
    Role.COORDINATOR, Role.ADMINISTRATOR, Role.MANAGER, Role.MASTER_MENTOR, Role.MENTOR, Role.IN_CHARGE, Role.ME_OFFICER,
    Role.MENTEE, Role.VERIFIER, Role.FINANCE,
]  # fmt: skip


@contextmanager
def chromium() -> Iterator:
    """Start a browser. What Django is asked for is asked before: a loop in this thread would get another connection."""
    sync_api = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("ALONGSIDE_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("Chromium is not installed here")
    with sync_api.sync_playwright() as play:
        shown = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield shown
        shown.close()


@pytest.fixture
def plain_static(settings):
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }  # fmt: skip


def pages(world: World, part: int) -> Iterator[tuple[str, str]]:
    """Yield (address, markup) of every page of a part, as the first role it opens to; and homes of roles."""
    world.merge(timezone.now())
    people = {role: somebody(world, role) for role in IN_TURN}
    clients = {role: signed(person) for role, person in people.items()}
    for name in sorted(OURS)[part::PARTS]:
        where = address(name, world)
        for role in IN_TURN:
            answer = clients[role].get(where)
            if answer.streaming:
                b"".join(answer)  # a list half read would keep the database to itself
            elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield f"{where} as {role}", answer.content.decode()
                break
    for role in IN_TURN[part::PARTS]:
        yield f"/ as {role}", clients[role].get("/").content.decode()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a page looks the same; shown on SQLite")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_clean_and_fits(plain_static, part):
    with time_machine.travel(NOON, tick=True):
        shown = list(pages(World(), part))

    with chromium() as browser:
        wrong = found_in(browser, shown)

    assert len(shown) > 20
    assert wrong == []


def found_in(browser: Any, shown: list[tuple[str, str]]) -> list[str]:
    """Return what is wrong with these pages, each with its address, width and direction."""
    page = browser.new_page(viewport=NARROW)
    now = {"markup": ""}

    def answer(route: Any, request: Any) -> None:
        path = request.url.split("://", 1)[1].partition("/")[2].partition("?")[0]
        if path == "page":
            route.fulfill(body=now["markup"], content_type="text/html; charset=utf-8")
        elif path.startswith("static/"):
            file = STATIC / path.removeprefix("static/")
            route.fulfill(body=file.read_bytes(), content_type=KINDS.get(file.suffix, "application/octet-stream"))
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", answer)
    wrong = []
    for where, now["markup"] in shown:
        page.goto("http://alongside.test/page", wait_until="load")
        page.evaluate(AXE)
        for size, direction, looked in (
            (NARROW, "rtl", True),
            (WIDE, "rtl", False),
            (WIDE, "ltr", True),
            (NARROW, "ltr", False),
        ):
            page.set_viewport_size(size)
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            how = f"{where} {size['width']} {direction}"
            if over := page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"):
                wrong.append(f"{how}: {over} px too wide")
            if looked:
                # Contrast takes most of the time and is the same at both widths.
                found = page.evaluate(AXE_RUN, {"color-contrast": {"enabled": size == NARROW}})["violations"]
                wrong += [f"{how}: {each['id']} {node['target']}" for each in found for node in each["nodes"][:2]]
    return wrong
