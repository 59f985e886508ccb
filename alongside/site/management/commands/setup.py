"""`alongside setup`: the first country, the first administrator, the checklists that come with Alongside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alongside.domain.instruments import commands as instruments
from alongside.domain.people import commands as people
from alongside.domain.people.models import Cadre, Grant
from alongside.domain.people.terms import Role
from alongside.domain.places import commands as places
from alongside.domain.places.terms import PlaceType
from alongside.domain.programmes import commands as programmes
from alongside.domain.programmes.models import Competency
from alongside.kernel.acts import writing
from alongside.kernel.errors import Refused
from alongside.site.demonstration.checklists import CHECKLISTS, MANAGEMENT_CHECKLISTS


class Command(BaseCommand):
    help = "Begin an empty installation: a country, an office in it, an administrator, and the shipped checklists as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--country", required=True, help="its name, as people write it")
        parser.add_argument(
            "--administrator", required=True, metavar="NAMES", help='given and family name, such as "Grace Phiri"'
        )
        parser.add_argument("--username", default="admin", help="user name of the administrator (default: %(default)s)")
        parser.add_argument("--without-checklists", action="store_true", help="leave the library empty")

    def handle(
        self, *args: Any, country: str, administrator: str, username: str, without_checklists: bool, **options: Any
    ) -> None:
        if Grant.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError(
                "This installation has an administrator already. They give further accounts under Staff."
            )
        given, _blank, family = administrator.strip().rpartition(" ")
        now = timezone.now()
        try:
            with writing():
                top = places.open_area(by=None, at=now, under=None, name=country, type=PlaceType.COUNTRY)
                office = places.open_facility(
                    by=None, at=now, under=top, name=f"{country} programme office", type=PlaceType.DISTRICT_TEAM
                )
                person = people.register_person(
                    by=None, at=now, given_names=given or family, family_name=family if given else "", cadre=Cadre.objects.get(pk="manager"),
                    place=office, since=timezone.localdate(), post="Administrator",
                )  # fmt: skip
                people.grant_role(
                    by=None, at=now, person=person, role=Role.ADMINISTRATOR, place=None, since=timezone.localdate()
                )
                account = people.give_account(by=None, at=now, person=person, username=username)
                if not without_checklists:
                    self._bring_checklists(now)
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(
            f"{person.name} signs in as {username} with the one-time password {account.one_time_password}"
        )
        self.stdout.write(
            "Next: `alongside doctor`, then `alongside serve`; bring in facilities and staff under Lists."
        )

    def _bring_checklists(self, now: Any) -> None:
        """Put the shipped checklists into the library as drafts: a ministry approves, nobody else."""
        for definition in (*CHECKLISTS, *MANAGEMENT_CHECKLISTS):
            version = instruments.draft_version(
                by=None, at=now, definition=definition, note="Came with Alongside; for demonstration until approved"
            )
            if competency := Competency.objects.filter(pk=definition.competency).first():
                programmes.use_checklist(by=None, at=now, competency=competency, instrument=version.instrument)
