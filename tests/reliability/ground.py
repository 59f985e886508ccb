"""What every proof stands on: an installation of its own, filled forms, a server that can be killed, and a look inside.

An installation is a folder (SQLite) or a database made for it (DATABASE_URL); it is reached through processes of its
own, so that what is asked of it is what the disk holds. `python -m tests.reliability.ground lay|look|statements`
are those.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

ROOT = Path(__file__).resolve().parents[2]
CI = os.environ.get("CI") == "true"
MENTORS, MENTEES, STEPS = 8, 24, 36
TODAY = date.today()


@dataclass(frozen=True)
class Stage:
    """What stands in an installation: secrets of devices, ids of mentees and of the facility they work at."""

    secrets: list[str]
    mentees: list[str]
    place: str
    form_id: str
    version: str
    steps: list[str]

    def filled(self, number: int, *, instance_id: str = "") -> tuple[str, bytes]:
        """Return (instance id, XML) of a checklist: four people a visit, a visit a day, back from today."""
        instance_id = instance_id or f"uuid:{uuid4()}"
        turn = number // MENTORS
        day = TODAY - timedelta(7 * (turn // 4 % 900))  # further apart than the days of one stay
        mentee = self.mentees[(turn + number * 4) % len(self.mentees)]
        steps = "".join(
            f"<{step}>{'no' if (number + n) % 5 == 0 else 'yes'}</{step}>" for n, step in enumerate(self.steps)
        )
        opened = f"{day.isoformat()}T09:{number % 60:02}:00.000+03:00"
        closed = f"{day.isoformat()}T10:{number % 60:02}:00.000+03:00"
        return instance_id, (
            f'<data xmlns:orx="http://openrosa.org/xforms" id="{self.form_id}" version="{self.version}">'
            f"<al_start>{opened}</al_start><al_end>{closed}</al_end>"
            f"<al_visit><al_date>{day}</al_date><al_facility>{self.place}</al_facility><al_mentee>{mentee}</al_mentee>"
            "<al_done_actions/><al_setting>simulation</al_setting><al_permission/>"
            "<al_observer_context>relationship_mentor</al_observer_context></al_visit>"
            f"<al_checklist><all>{steps}</all></al_checklist>"
            "<al_score><al_parts>1</al_parts><al_earned>28</al_earned><al_possible>36</al_possible>"
            "<al_percent>77.8</al_percent><al_answered>36</al_answered><al_asked>36</al_asked>"
            "<al_critical_missed>0</al_critical_missed><al_enough>1</al_enough><al_class/></al_score>"
            "<al_feedback><al_strengths>Explained every step before doing it</al_strengths>"
            "<al_improvement>Controlled traction came late</al_improvement>"
            "<al_next_step>Practise on the model with Grace</al_next_step>"
            "<al_completeness>comprehensive</al_completeness><al_resource_limited>no</al_resource_limited>"
            "<al_resource/><al_intervened>no</al_intervened></al_feedback>"
            f"<orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta></data>"
        ).encode()

    def address(self, mentor: int) -> str:
        return f"/openrosa/key/{self.secrets[mentor % len(self.secrets)]}/submission"


@dataclass
class Installation:
    """A home folder and, where DATABASE_URL is set, a database of its own."""

    home: Path
    database_url: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LD_PRELOAD"}},
            "ALONGSIDE_HOME": str(self.home), "ALONGSIDE_PLAIN_STATIC": "1", "ALONGSIDE_SECRET_KEY": "reliability-" + "x" * 40,
            "DJANGO_SETTINGS_MODULE": "alongside.site.settings",
            **({"DATABASE_URL": self.database_url} if self.database_url else {}),
        }  # fmt: skip

    def ask(self, what: str) -> dict:
        """Run one of this module's own commands in a fresh process and return its answer."""
        said = subprocess.run(
            [sys.executable, "-m", "tests.reliability.ground", what],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout.splitlines()[-1])

    def lay(self) -> Stage:
        laid = self.ask("lay")
        (self.home / "stage.json").write_text(json.dumps(laid))
        return Stage(**laid)

    def look(self) -> dict:
        """Return what is stored: instance ids with their digests, and everything that should not be."""
        return self.ask("look")


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Give an empty installation, on the kind of database that DATABASE_URL asks for; a scratch one is dropped after."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield Installation(folder)
        return
    import psycopg

    name = f"reliability_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield Installation(folder, urlsplit(url)._replace(path=f"/{name}").geturl())
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Server:
    """The product as it is served, in a process group of its own."""

    def __init__(self, at: Installation, *options: str) -> None:
        self.at, self.options = at, options
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start, and come back once it answers."""
        with (self.at.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "alongside.site.command", "serve", "--bind", f"127.0.0.1:{self.port}", *self.options],
                cwd=ROOT, env=self.at.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        for _ in range(600):
            assert self.process.poll() is None, (self.at.home / "server.log").read_text()[-3000:]
            try:
                httpx.get(f"{self.url}/openrosa/key/none/formList", timeout=5)
                return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(
            "The server did not answer within 30 s: " + (self.at.home / "server.log").read_text()[-3000:]
        )

    def kill(self) -> None:
        """End the whole group at once, as a power switch would end the programs."""
        if self.process is not None:
            with suppress(ProcessLookupError):  # it ended by itself; whoever waits for its answer says so
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def lay() -> dict:
    """Make the database and a small programme in it."""
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from alongside.domain.instruments.models import Version
    from alongside.domain.instruments.rules.definition import Item
    from alongside.domain.people.commands import add_device
    from alongside.domain.people.models import Employment, Grant
    from alongside.domain.people.terms import Role
    from alongside.domain.programmes.models import Enrolment, Programme
    from tests.observed import Mawari
    from tests.people import a_grant, a_person

    mawari = Mawari()
    items = tuple(
        Item(f"step{number}", {"en": f"Step {number}"}, scale="YN", critical=number == 1)
        for number in range(1, STEPS + 1)
    )
    version = mawari.a_version(2, items)
    mentors = [a_person(f"Amina {turn}") for turn in range(MENTORS)]
    mentees = [a_person(f"Joseph {turn}", works_at=mawari.mtoni) for turn in range(MENTEES)]
    for mentor in mentors:
        a_grant(mentor, Role.MENTOR, mawari.kivuma)
    for mentee in mentees:
        mawari.enrol(mentee)
    # The records reach far back, and count by the role, post and programme of their own day.
    long_ago = date(2000, 1, 1)
    for table in (Grant, Employment, Enrolment):
        table.objects.update(since=long_ago)
    Programme.objects.update(starts_on=long_ago)
    Version.objects.update(effective_on=long_ago)
    devices = [add_device(by=None, at=timezone.now(), person=mentor, name="phone") for mentor in mentors]
    return {
        "secrets": [device.secret for device in devices], "mentees": [str(mentee.pk) for mentee in mentees],
        "place": str(mawari.mtoni.pk), "form_id": mawari.instrument.code, "version": str(version.number),
        "steps": [item.id for item in items],
    }  # fmt: skip


def look() -> dict:
    """Say what is stored and what is broken."""
    from django.db import connection
    from django.db.models import Count

    from alongside.domain.encounters.models import Attendance, Encounter, Observation, Submission, Visit
    from alongside.kernel.journal import broken_links
    from alongside.kernel.models import Entry

    journalled = {
        entry.result_id for entry in Entry.objects.filter(act="encounters.receive_submission").only("result_id")
    }
    kept = {
        str(pk): (instance_id, digest)
        for pk, instance_id, digest in Submission.objects.values_list("pk", "instance_id", "body_digest")
    }
    integrity = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            integrity += "".join(str(row) for row in cursor.execute("PRAGMA foreign_key_check").fetchall())
    return {
        "stored": dict(kept.values()),
        "problems": sorted(Submission.objects.exclude(problem="").values_list("problem", flat=True).distinct()),
        "observations": Observation.objects.count(),
        "unseen": Observation.objects.exclude(steps_done__gt=0).count(),
        "doubled": Submission.objects.values("instance_id").annotate(n=Count("pk")).filter(n__gt=1).count()
        + Observation.objects.values("submission").annotate(n=Count("pk")).filter(n__gt=1).count(),
        "half": list(Submission.objects.filter(problem="", observation=None).values_list("instance_id", flat=True))
        + [kept[pk][0] for pk in kept.keys() - journalled]
        + sorted(journalled - kept.keys())
        + [str(pk) for pk in Encounter.objects.exclude(pk__in=Attendance.objects.values("encounter")).values_list("pk", flat=True)]
        + [str(pk) for pk in Visit.objects.filter(mentors=None).values_list("pk", flat=True)],
        "broken": list(broken_links()),
        "integrity": integrity,
    }  # fmt: skip


def statements() -> dict:
    """Say how many statements one more record costs: of a new visit, of another person, of a visit that is there, repeated."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from alongside.site.wsgi import application

    from .ingest import send

    stage = Stage(**json.loads((Path(os.environ["ALONGSIDE_HOME"]) / "stage.json").read_text()))
    turns = {"first of a visit": 3200 * MENTORS, "another person": 3201 * MENTORS, "same encounter": 3201 * MENTORS}
    said, texts = {}, {}
    sent = ""
    send(application, stage.address(0), stage.filled(3100 * MENTORS)[1])  # what a process reads once is read
    for path, turn in {**turns, "repeated": 0}.items():
        body = sent if path == "repeated" else stage.filled(turn)[1]
        with CaptureQueriesContext(connection) as asked:
            assert send(application, stage.address(0), body) == 201
        sent = body
        texts[path] = [each["sql"] for each in asked]
        said[path] = len(asked)
    return {"statements": said, "texts": texts}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"lay": lay, "look": look, "statements": statements}[sys.argv[1]]()))
