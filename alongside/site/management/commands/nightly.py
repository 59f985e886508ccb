"""Do what happens by itself every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.site.jobs import run_nightly


class Command(BaseCommand):
    """`alongside nightly`: call it once a day, for example from cron."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Say in a line for each job how much it moved."""
        for name, moved in run_nightly(at=timezone.now()).items():
            self.stdout.write(f"{moved:6}  {name}")
