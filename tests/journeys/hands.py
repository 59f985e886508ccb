"""A person at a page: looks, fills boxes by their names, presses what is offered. Everything goes through Chromium."""

from typing import Any

from django.urls import reverse


class Hand:
    """One person with a browser of their own."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url
        page.set_default_timeout(8_000)

    def open(self, view: str, *args: Any, query: str = "") -> "Hand":
        answer = self.page.goto(self.url + reverse(view, args=args) + query)
        assert answer.status == 200, f"{view}: {answer.status}"
        return self

    def follow(self, words: str) -> "Hand":
        """Follow the first link with these words."""
        self.page.locator("main").get_by_role("link", name=words).first.click()
        return self

    def fill(self, **given: Any) -> "Hand":
        """Fill boxes by name; a list ticks several, True one box. Folded parts are opened first."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        for name, value in given.items():
            box = self.page.locator(f'main [name="{name}"]')
            kind = box.first.evaluate("each => each.tagName === 'SELECT' ? 'select' : each.type")
            if kind == "select":
                box.select_option(str(value))
            elif kind in ("radio", "checkbox"):
                for each in value if isinstance(value, list) else [value]:
                    one = box if each is True else self.page.locator(f'main [name="{name}"][value="{each}"]')
                    one.check()
            else:
                box.fill(str(value))
        return self

    def press(self, words: str = "") -> "Hand":
        """Press the button with these words, or the first of the form; what is in the way fails the journey in its words."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=words) if words else main.locator("form .button")
        with self.page.expect_navigation():
            button.first.click()
        refused = self.page.locator("main .notice.refusal, main .error")
        assert not refused.count(), refused.all_inner_texts()
        return self

    @property
    def reads(self) -> str:
        """What stands on the page, in one line."""
        return " ".join(self.page.locator("main").inner_text().split())
