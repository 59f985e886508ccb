"""`alongside serve`: serve the site after looking whether that is safe."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.site.doctor import examine, gather
from alongside.site.serve import serve


class Command(BaseCommand):
    help = "Collect static files, ask the doctor, serve. Refuses to start where records would be in danger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default: %(default)s)")
        parser.add_argument("--processes", type=int, help="default: 1 on SQLite, one per processor on PostgreSQL")
        parser.add_argument("--threads", type=int, default=8, help="per process (default: %(default)s)")

    def handle(self, *args: Any, bind: str, processes: int | None, threads: int, **options: Any) -> None:
        call_command("collectstatic", interactive=False, verbosity=0)
        for finding in examine(gather()):
            if finding.level == "unfit":
                raise CommandError(f"{finding.says} {finding.do}")
        serve(bind=bind, processes=processes, threads=threads)
