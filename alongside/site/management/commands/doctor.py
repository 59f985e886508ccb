"""`alongside doctor`: say whether this installation is fit to keep records."""

import sys

from django.core.management.base import BaseCommand

from alongside.site.doctor import examine, gather

SIGNS = {"good": "ok  ", "attention": "look", "unfit": "BAD "}


class Command(BaseCommand):
    help = (
        "Check the database, disk, clock, keys and folders of this installation. Ends with 1 when something is unfit."
    )
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        facts = gather()
        facts.python = sys.version_info[:3]
        findings = examine(facts)
        for finding in findings:
            self.stdout.write(f"{SIGNS[finding.level]}  {finding.check:<18} {finding.says}")
            if finding.do:
                self.stdout.write(f"{'':<26}{finding.do}")
        if any(finding.level == "unfit" for finding in findings):
            sys.exit(1)
