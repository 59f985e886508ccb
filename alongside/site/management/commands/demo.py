"""`alongside demo`: the demonstration programme, ready to walk through."""

import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alongside.site.demonstration import load
from alongside.site.serve import serve


class Command(BaseCommand):
    help = "Set up the database, load the demonstration programme Mawari where it is not there, serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default: %(default)s)")
        parser.add_argument("--load-only", action="store_true", help="load, print the accounts and stop")

    def handle(self, *args: Any, bind: str, load_only: bool, **options: Any) -> None:
        host, _, port = bind.rpartition(":")
        if not load_only and _taken(host, int(port)):
            raise CommandError(
                f"Something already answers on {bind}. Stop it, or choose another: alongside demo --bind 127.0.0.1:8001"
            )
        self.stdout.write(f"Preparing the database ({settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}) …")
        call_command("migrate", verbosity=0)
        if load.is_loaded():
            self.stdout.write("The demonstration programme is already here.")
        else:
            self.stdout.write("Loading Mawari: places, people, checklists, nine months of visits …")
            self.stdout.write(load.load(now=timezone.now()))
        self.stdout.write(f"\n  Alongside   http://{bind}/\n\n  Sign in with the password  {load.PASSWORD}  as")
        for username, says in load.ACCOUNTS:
            self.stdout.write(f"    {username:<20} {says}")
        self.stdout.write("\n  Stop with Ctrl-C. `make clean` forgets everything.\n")
        if not load_only:
            serve(bind=bind, processes=1)


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0
