"""The life of a checklist version: drafted, reviewed, approved, replaced, retired."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.domain.instruments import access, queries
from alongside.domain.instruments.commands import (
    approve_version,
    draft_version,
    import_checklists,
    record_standard,
    retire_version,
    return_to_draft,
    send_to_review,
)
from alongside.domain.instruments.models import Instrument, Version
from alongside.domain.instruments.rules.definition import Definition, Item, Section
from alongside.domain.people.models import Grant, Person
from alongside.domain.people.terms import Role
from alongside.domain.places.models import OrgUnit
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid7
from alongside.kernel.models import Entry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 14, 9, tzinfo=UTC)
TODAY = date(2026, 4, 14)
HANDS = Definition(
    code="hand-hygiene",
    title={"en": "Hand hygiene"},
    area="ipc",
    clinical=True,
    children=(
        Section(
            "before",
            {"en": "Before"},
            (
                Item("greet", {"en": "Greets the client"}, scale="YN", respect=True),
                Item("rub", {"en": "Rubs both hands for 20 seconds"}, scale="YN", critical=True),
                Item("dry", {"en": "Lets the hands dry"}, scale="YN"),
            ),
        ),
    ),
)


def with_items(*items):
    return replace(HANDS, children=(replace(HANDS.children[0], children=items),))


GREET, RUB, DRY = HANDS.children[0].children


def holding(name, *roles):
    person = Person.objects.create(given_names=name, registered_at=NOON)
    country = OrgUnit.objects.first() or OrgUnit.objects.add_root({"name": "Mawari", "type": "country"})
    for role in roles:
        Grant.objects.create(person=person, role=role, place=country, since=date(2025, 1, 1))
    return person


@pytest.fixture
def daniel():
    return holding("Daniel", Role.MANAGER)


@pytest.fixture
def amina():
    return holding("Amina", Role.MENTOR)


@pytest.fixture
def neema():
    return holding("Neema", Role.MASTER_MENTOR)


def approved(definition, on=TODAY, by=None):
    version = draft_version(by=by, at=NOON, definition=definition)
    send_to_review(by=by, at=NOON, version=version)
    return approve_version(by=by, at=NOON, version=version, effective_on=on)


def refusal(act, **given):
    with pytest.raises(Refused) as refused:
        act(at=NOON, **given)
    return refused.value.code


def test_a_checklist_is_drafted_reviewed_and_approved_from_a_day_on(daniel, neema):
    draft = draft_version(by=neema, at=NOON, definition=HANDS, note="First of its kind")
    send_to_review(by=neema, at=NOON, version=draft)
    version = approve_version(by=daniel, at=NOON, version=draft, effective_on=TODAY)

    assert (version.number, version.status, version.approved_by_id, version.approved_by_its_drafter) == (
        1, "approved", daniel.pk, False,
    )  # fmt: skip
    assert version.definition == HANDS
    hands = version.instrument
    assert queries.version_on(hands, TODAY) == version
    assert queries.version_on(hands, TODAY - timedelta(1)) is None


def test_drafting_and_approving_alone_is_allowed_and_shows(daniel):
    version = approved(HANDS, by=daniel)

    assert version.approved_by_its_drafter


def test_the_same_definition_again_changes_nothing(daniel):
    first = draft_version(by=daniel, at=NOON, definition=HANDS)
    again = draft_version(by=daniel, at=NOON, definition=HANDS)

    assert (again, Version.objects.count()) == (first, 1)


def test_another_definition_is_the_next_version(daniel):
    draft_version(by=daniel, at=NOON, definition=HANDS)
    second = draft_version(by=daniel, at=NOON, definition=with_items(GREET, RUB))

    assert (second.number, Instrument.objects.count()) == (2, 1)


def test_sent_twice_is_drafted_once(daniel):
    act_id = uuid7()
    given = {"by": daniel, "at": NOON, "act_id": act_id, "definition": HANDS}

    assert draft_version(**given) == draft_version(**given)
    assert (Version.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_next_version_takes_the_place_of_the_one_before_on_its_day(daniel):
    first = approved(HANDS)
    second = approved(with_items(GREET, RUB), on=TODAY + timedelta(7))

    hands = first.instrument
    assert [queries.version_on(hands, TODAY + timedelta(days)) for days in (0, 6, 7)] == [first, first, second]
    assert queries.in_force(TODAY + timedelta(7)) == [second]


def test_a_retired_checklist_is_not_asked_any_more_and_earlier_versions_do_not_come_back(daniel):
    first = approved(HANDS, on=TODAY - timedelta(30))
    second = approved(with_items(GREET, RUB), on=TODAY - timedelta(1))

    retire_version(by=daniel, at=NOON, version=second)

    hands = first.instrument
    assert [queries.version_on(hands, TODAY - timedelta(days)) for days in (2, 1, 0)] == [first, second, None]


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (replace(HANDS, code="hand hygiene"), "instruments.no_code"),
        (replace(HANDS, code=""), "instruments.no_code"),
        (replace(HANDS, code="x" * 81), "instruments.no_code"),
        (replace(HANDS, children=(Section("empty", {"en": "Empty"}),)), "instruments.no_items"),
    ],
    ids=["a space in the code", "no code", "a code too long", "no items"],
)
def test_what_cannot_be_drafted(daniel, definition, code):
    assert refusal(draft_version, by=daniel, definition=definition) == code
    assert Version.objects.count() == 0


def test_a_clinical_checklist_without_the_respectful_care_block_needs_a_reason(daniel):
    version = draft_version(by=daniel, at=NOON, definition=with_items(RUB, DRY))
    send_to_review(by=daniel, at=NOON, version=version)

    assert refusal(approve_version, by=daniel, version=version, effective_on=TODAY) == "instruments.no_respect_block"
    version = approve_version(
        by=daniel, at=NOON, version=version, effective_on=TODAY, no_respect_reason="Done between clients"
    )
    assert (version.status, version.no_respect_reason) == ("approved", "Done between clients")


def test_findings_that_are_errors_keep_a_version_from_being_approved(daniel):
    findings = [{"severity": "error", "message": "Bands leave a gap"}, {"severity": "warning", "message": "No hint"}]
    version = draft_version(by=daniel, at=NOON, definition=HANDS, findings=findings)
    send_to_review(by=daniel, at=NOON, version=version)

    assert refusal(approve_version, by=daniel, version=version, effective_on=TODAY) == "instruments.has_errors"


def test_a_version_cannot_begin_before_the_one_it_follows(daniel):
    approved(HANDS, on=TODAY)
    version = draft_version(by=daniel, at=NOON, definition=with_items(GREET, RUB))
    send_to_review(by=daniel, at=NOON, version=version)

    early = {"by": daniel, "version": version, "effective_on": TODAY - timedelta(1)}
    assert refusal(approve_version, **early) == "instruments.effective_too_early"


@pytest.mark.parametrize(
    ("act", "given"),
    [
        (approve_version, {"effective_on": TODAY}),
        (return_to_draft, {}),
        (retire_version, {}),
    ],
    ids=["approve", "return", "retire"],
)
def test_a_draft_is_reviewed_before_anything_else(daniel, act, given):
    version = draft_version(by=daniel, at=NOON, definition=HANDS)

    assert refusal(act, by=daniel, version=version, **given) == "instruments.not_in_state"


def test_a_returned_version_is_a_draft_with_the_reason(daniel, neema):
    version = draft_version(by=neema, at=NOON, definition=HANDS)
    send_to_review(by=neema, at=NOON, version=version)

    version = return_to_draft(by=daniel, at=NOON, version=version, note="Say how long to rub")

    assert (version.status, version.note) == ("draft", "Say how long to rub")


def test_a_stranger_changes_nothing_in_the_library(amina, neema):
    version = draft_version(by=neema, at=NOON, definition=HANDS)

    for act, by, given in (
        (draft_version, amina, {"definition": HANDS}),
        (import_checklists, amina, {"checklists": [(HANDS, [])]}),
        (send_to_review, amina, {"version": version}),
        (approve_version, neema, {"version": version, "effective_on": TODAY}),
        (return_to_draft, neema, {"version": version}),
        (retire_version, neema, {"version": version}),
        (record_standard, amina, {"code": "who-ipc", "title": "Hand hygiene"}),
    ):
        assert refusal(act, by=by, **given) == "acts.not_yours"


def test_a_role_that_ended_opens_nothing(daniel):
    Grant.objects.update(until=date(2026, 1, 1))

    assert refusal(draft_version, by=daniel, definition=HANDS) == "acts.not_yours"


def test_a_file_of_checklists_comes_in_whole_or_not_at_all(daniel):
    other = replace(HANDS, code="sharps", title={"en": "Sharps"})

    both = import_checklists(by=daniel, at=NOON, checklists=[(HANDS, []), (other, [{"severity": "warning"}])])
    again = import_checklists(by=daniel, at=NOON, checklists=[(HANDS, []), (other, [])])

    assert [version.instrument.code for version in both] == ["hand-hygiene", "sharps"]
    assert (again, Version.objects.count()) == (both, 2)
    assert queries.latest(["sharps"])["sharps"].findings == [{"severity": "warning"}]
    half = [(replace(HANDS, code="third"), []), (replace(HANDS, code="no code"), [])]
    assert refusal(import_checklists, by=daniel, checklists=half) == "instruments.no_code"
    assert refusal(import_checklists, by=daniel, checklists=[]) == "instruments.nothing_to_import"
    assert Instrument.objects.count() == 2


def test_the_title_on_the_shelf_follows_what_is_approved(daniel):
    approved(HANDS)
    draft_version(by=daniel, at=NOON, definition=replace(HANDS, title={"en": "Clean hands"}))

    assert Instrument.objects.get().title == "Hand hygiene"
    approved(replace(HANDS, title={"en": "Clean hands"}))
    assert Instrument.objects.get().title == "Clean hands"


def test_drafts_are_for_those_who_keep_the_library(daniel, amina):
    approved(HANDS)
    draft_version(by=daniel, at=NOON, definition=replace(HANDS, code="sharps"))

    codes = [
        [shelf.instrument.code for shelf in queries.library(on=TODAY, seen_by=who)] for who in (daniel, amina, None)
    ]
    assert codes == [["hand-hygiene", "sharps"], ["hand-hygiene"], []]


def test_the_library_asks_as_much_for_three_as_for_one(daniel):
    def statements():
        daniel_now = Person.objects.get(pk=daniel.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.library(on=TODAY, seen_by=daniel_now)
            queries.in_force(TODAY)
        return len(asked)

    approved(HANDS)
    one = statements()
    approved(replace(HANDS, code="sharps"))
    approved(replace(HANDS, code="gloves"))

    assert statements() == one


def test_two_versions_compared():
    longer = replace(RUB, label={"en": "Rubs both hands for 30 seconds"})
    newer = replace(with_items(longer, GREET, Item("nails", {"en": "Short nails"}, scale="YN")), profile="PASS-85")

    found = queries.compare(HANDS, newer)

    assert ([item.id for item in found.added], [item.id for item in found.removed]) == (["nails"], ["dry"])
    assert [(change.item.id, change.fields) for change in found.changed] == [
        ("rub", {"label": (RUB.label, longer.label)}),
    ]
    assert (found.settings, found.reordered) == ({"profile": ("HNQIS-3", "PASS-85")}, True)
    assert queries.compare(HANDS, HANDS).same


def test_a_standard_is_kept_once_and_known_by_its_code(daniel):
    record_standard(by=daniel, at=NOON, code="who-ipc", title="Hand hygiene in health care", version="2009")
    record_standard(by=daniel, at=NOON, code="who-ipc", title="Hand hygiene in health care", version="2026")

    found = queries.standards(["who-ipc", "unknown"])
    assert {code: standard.version for code, standard in found.items()} == {"who-ipc": "2026"}


def test_the_roles_named_beside_people_are_roles_of_people():
    assert {str(role) for role in Role} >= access.DRAFT | access.APPROVE
