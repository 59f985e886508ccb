"""What is plugged into what in this installation: rooms and foreign systems that may not know each other."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from alongside.domain.encounters.commands import deriving
from alongside.domain.encounters.queries import programme as figures
from alongside.domain.encounters.queries import standings
from alongside.domain.encounters.terms import Source
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.lint import Reading
from alongside.domain.mentors import queries as mentors
from alongside.domain.mentors.commands import standing
from alongside.domain.pairings import commands as of_relationships
from alongside.domain.pairings import queries as relationships
from alongside.domain.pairings.models import Relationship
from alongside.domain.pairings.queries import matching
from alongside.domain.pairings.terms import RelationshipStatus
from alongside.domain.plans import commands as plans
from alongside.domain.plans import queries as of_plans
from alongside.domain.programmes.models import Programme
from alongside.domain.programmes.queries import ASKED
from alongside.domain.programmes.rules.course import Share
from alongside.exchange.checklist_file import file as checklist_file
from alongside.exchange.hnqis import translate as hnqis
from alongside.exchange.kenya_workbook import translate as kenya_workbook
from alongside.exchange.openrosa import forms as openrosa
from alongside.exchange.openrosa.reading import read_again
from alongside.exchange.openrosa.settings_code import settings_code
from alongside.exchange.xlsform import translate as xlsform
from alongside.exchange.xlsform import write as xlsform_file
from alongside.kernel.errors import Refused
from alongside.kernel.paths import within
from alongside.kernel.safe_zip import open_zip
from alongside.web.checklists.formats import READERS, WRITERS, Reader, Writer
from alongside.web.staff import devices

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RECENT = timedelta(days=90)  # what the principles of a programme are read from
SURVEY_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*name=["']survey["']""", re.IGNORECASE)


def plug_in() -> None:
    """Fill the tables of the rooms that ask for what others can do. Said twice it is so once."""
    for reader in (
        Reader("hnqis", _("HNQIS export"), (".zip",), _has_tables, _read_hnqis),
        Reader("xlsform", _("XLSForm"), (".xlsx", ".xls"), _has_survey, _read_xlsform),
        Reader("checklist_file", _("Alongside checklist"), (".json",), checklist_file.knows, _read_checklist_file),
        Reader("kenya_workbook", _("Kenyan mentorship workbook"), (".xlsx",), _is_workbook, _read_kenya_workbook),
    ):
        READERS[reader.code] = reader
    for writer in (
        Writer("xlsform", _("XLSForm (.xlsx)"), ".xlsx", WORKBOOK, _write_xlsform),
        Writer("xform", _("XForm (.xml)"), ".xml", "application/xml", _write_xform),
        Writer("json", _("Alongside checklist (.json)"), ".json", "application/json", _write_checklist_file),
    ):
        WRITERS[writer.code] = writer
    deriving.READERS[Source.OPENROSA] = read_again
    openrosa.WRITERS[:] = [xlsform_file.to_visit_xform]
    devices.SETTINGS_CODES["ODK Collect"] = settings_code
    standing.RELATIONSHIPS_HELD[:] = [relationships.open_of]
    of_relationships.BEFORE_BEGINNING[:] = [plans.why_not_begun, standings.why_no_baseline]
    of_relationships.BEFORE_COMPLETING[:] = [plans.why_not_summed_up]
    of_relationships.GOALS_ACHIEVED[:] = [plans.goals_are_achieved]
    of_relationships.AFTER_STEP[:] = [_plan_follows]
    of_plans.STANDINGS[:] = [standings.standings]
    matching.TO_WORK_ON[:] = [of_plans.areas_of_goals, standings.areas_to_practise]
    # Budgets are asked for too; nobody keeps them yet, and the pages say so.
    ASKED["certified_mentors"] = _certified_mentors
    ASKED["proficient"] = _proficient_mentors
    ASKED["contacts"] = _recent_contacts
    ASKED["feedback"] = _recent_feedback
    ASKED["goals"] = _with_goals


def _plan_follows(relationship: Relationship, at: datetime) -> None:
    """The plan goes with its relationship; of a completed one the levels are kept as they are."""
    if relationship.status == RelationshipStatus.COMPLETED:
        plans.graduate(relationship, at)
    plans.follow(by=None, at=at, relationship=relationship)


def _certified_mentors(programme: Programme, on: date) -> Share:
    return Share(mentors.can_mentor(on=on).filter(within(programme.place.path, field="area_path")).count())


def _proficient_mentors(programme: Programme, on: date) -> Share:
    here = mentors.can_mentor(on=on).filter(within(programme.place.path, field="area_path"))
    certified = list(here.values_list("pk", flat=True))
    return Share(len(mentors.areas_of(certified, on=on)), len(certified))


def _recent_contacts(programme: Programme, on: date) -> Share:
    return Share(*figures.contacts_in_person(programme, since=on - RECENT))


def _with_goals(programme: Programme, on: date) -> Share:
    return Share(*of_plans.with_goals(programme))


def _recent_feedback(programme: Programme, on: date) -> Share:
    return Share(*figures.followed_by_feedback(programme, since=on - RECENT))


def _has_tables(content: bytes, name: str) -> bool:
    return any(entry.endswith("Question.csv") for entry in _entries(content))


def _has_survey(content: bytes, name: str) -> bool:
    if content.startswith(OLD_WORKBOOK):
        return True
    return _is_workbook(content, name) and SURVEY_SHEET.search(open_zip(content).read("xl/workbook.xml")) is not None


def _is_workbook(content: bytes, name: str) -> bool:
    return "xl/workbook.xml" in _entries(content)


def _entries(content: bytes) -> list[str]:
    """Return the names inside a packed file; none where it is no such file. Refuses a hostile one (kernel.safe_zip)."""
    try:
        return open_zip(content).names
    except Refused as refused:
        if refused.code == "zip.damaged":
            return []
        raise


def _read_hnqis(content: bytes, name: str, accepted: Collection[str]) -> Reading:
    container = open_zip(content)
    tables = {entry.rsplit("/", 1)[-1]: container.read(entry) for entry in container.names if entry.endswith(".csv")}
    return hnqis.read(tables, accepted=accepted)


def _read_xlsform(content: bytes, name: str, accepted: Collection[str]) -> Reading:
    return xlsform.read(content, filename=name, accepted=accepted)


def _read_kenya_workbook(content: bytes, name: str, accepted: Collection[str]) -> Reading:
    return kenya_workbook.read(content, accepted=accepted)


def _write_xlsform(version: Version) -> bytes:
    return xlsform_file.to_xlsx(version.definition)


def _write_xform(version: Version) -> bytes:
    return xlsform_file.to_xform(version.definition)


def _read_checklist_file(content: bytes, name: str, accepted: Collection[str]) -> Reading:
    return checklist_file.read(content, accepted=accepted)


def _write_checklist_file(version: Version) -> bytes:
    return checklist_file.write(version.definition)
