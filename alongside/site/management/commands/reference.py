"""`alongside reference`: write docs/reference/ from the code."""

from pathlib import Path

from django.core.management.base import BaseCommand

from alongside.site.reference import PACKAGE, PAGES


class Command(BaseCommand):
    help = "Write the reference pages (acts, refusals, settings, roles) from the code into docs/reference/."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        folder = Path(PACKAGE).parent / "docs" / "reference"
        folder.mkdir(parents=True, exist_ok=True)
        for name, write in PAGES.items():
            (folder / f"{name}.md").write_text(write())
            self.stdout.write(f"docs/reference/{name}.md")
