"""The library: what each role sees, a version's life on its page, files in and out."""

import base64
import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alongside.domain.instruments.commands import approve_version, draft_version, send_to_review
from alongside.domain.instruments.models import Version
from alongside.domain.instruments.rules.definition import to_json
from alongside.site.wiring import plug_in
from alongside.web.checklists.formats import READERS, WRITERS
from tests.observed import TODAY
from tests.people import NOON, sign_in
from tests.shared import shared_data
from tests.web.reading import columns, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(mawari):
    definition = replace(mawari.version.definition, code="hand-hygiene", title={"en": "Hand hygiene"}, clinical=True)
    return draft_version(by=None, at=NOON, definition=definition)


def opened(client, who, version):
    return sign_in(client, who).get(address(version))


def address(version):
    return reverse("checklists:version", args=[version.instrument.code, version.number])


def sent(client, who, version, **answers):
    return sign_in(client, who).post(address(version), answers)


def test_the_library_shows_drafts_to_its_keepers_only(client, mawari, draft):
    seen = [words(sign_in(client, who).get(reverse("checklists:library"))) for who in (mawari.daniel, mawari.amina)]

    assert [("Third stage of labour" in each, "Hand hygiene" in each) for each in seen] == [(True, True), (True, False)]
    assert opened(client, mawari.amina, draft).status_code == 404


def test_a_version_shows_how_it_is_asked_and_scored(client, mawari):
    response = opened(client, mawari.amina, mawari.version)

    said = words(response)
    assert columns(response)[0] == ["Item", "Answered by", "What is said when it was missed"]
    for part in ("Step 1 Yes / No Try 1.", "Competent: every critical item done", "1 item of respectful care"):
        assert part in said


def test_a_draft_goes_through_review_to_use_on_its_page(client, mawari, draft):
    assert sent(client, mawari.daniel, draft, step="review").status_code == 302
    assert sent(client, mawari.daniel, draft, step="approve", effective_on=TODAY.isoformat()).status_code == 302

    draft.refresh_from_db()
    assert (draft.status, draft.effective_on, draft.approved_by_id) == ("approved", TODAY, mawari.daniel.pk)
    assert sent(client, mawari.daniel, draft, step="retire").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "retired"


def test_a_version_is_returned_with_what_should_change(client, mawari, draft):
    send_to_review(by=None, at=NOON, version=draft)

    assert "Enter what should change" in words(sent(client, mawari.daniel, draft, step="return", note=""))
    sent(client, mawari.daniel, draft, step="return", note="Say how long")
    draft.refresh_from_db()
    assert (draft.status, draft.note) == ("draft", "Say how long")


def test_a_refusal_is_said_on_the_page(client, mawari, draft):
    bare = draft_version(
        by=None, at=NOON, definition=replace(draft.definition, children=(replace(draft.definition.children[0], children=draft.definition.children[0].children[2:]),)),
    )  # fmt: skip
    send_to_review(by=None, at=NOON, version=bare)

    said = words(sent(client, mawari.daniel, bare, step="approve", effective_on=TODAY.isoformat()))

    assert "This clinical checklist has no respectful-care items." in said


def test_nobody_takes_a_step_that_is_not_theirs(client, mawari, draft):
    send_to_review(by=None, at=NOON, version=draft)

    assert sent(client, mawari.officer, draft, step="approve", effective_on=TODAY.isoformat()).status_code == 200
    draft.refresh_from_db()
    assert draft.status == "review"


def test_two_versions_are_compared(client, mawari, draft):
    items = draft.definition.children[0].children
    shorter = replace(draft.definition, children=(replace(draft.definition.children[0], children=items[:9]),))
    newer = draft_version(by=None, at=NOON, definition=shorter)
    send_to_review(by=None, at=NOON, version=newer)
    approve_version(by=None, at=NOON, version=newer, effective_on=TODAY)

    page = sign_in(client, mawari.daniel).get(reverse("checklists:compare", args=["hand-hygiene", 2, 1]))
    assert "0 items added, 1 taken out, 0 changed" in words(page)
    assert "Step 10" in words(page)


def test_a_checklist_opens_at_the_version_in_use(client, mawari):
    response = sign_in(client, mawari.amina).get(reverse("checklists:checklist", args=["third-stage"]))

    assert response.url == address(mawari.version)
    assert client.get(reverse("checklists:checklist", args=["no-such"])).status_code == 404


@pytest.mark.parametrize(("form", "begins"), [("xlsform", b"PK\x03\x04"), ("xform", b"<?xml"), ("json", b"{")])
def test_a_version_is_taken_away_as_a_file(client, mawari, form, begins):
    response = sign_in(client, mawari.amina).get(reverse("checklists:take", args=["third-stage", 1, form]))

    assert response.content[: len(begins)] == begins


def test_an_unknown_file_form_is_not_found(client, mawari):
    assert (
        sign_in(client, mawari.amina).get(reverse("checklists:take", args=["third-stage", 1, "pdf"])).status_code == 404
    )


def test_only_keepers_bring_files_in(client, mawari):
    status = {
        who: sign_in(client, getattr(mawari, who)).get(reverse("checklists:bring")).status_code
        for who in ("admin", "daniel", "officer", "amina", "grace", "joseph")
    }
    assert status == {"admin": 200, "daniel": 200, "officer": 200, "amina": 403, "grace": 403, "joseph": 403}


def brought(client, who, content, name, **answers):
    client = sign_in(client, who)
    if answers:
        answers |= {"content": base64.b64encode(content).decode(), "name": name}
        return client.post(reverse("checklists:bring"), answers)
    return client.post(reverse("checklists:bring"), {"file": SimpleUploadedFile(name, content)})


def test_our_own_file_comes_back_as_nothing_new(client, mawari):
    content = WRITERS["xlsform"].write(mawari.version)

    said = words(brought(client, mawari.admin, content, "third-stage.xlsx"))

    assert ("XLSForm" in said, "Third stage of labour" in said, Version.objects.count()) == (True, True, 1)


def test_a_file_is_kept_as_a_draft_after_it_was_looked_at(client, mawari, draft):
    newer = replace(draft.definition, code="gloves", title={"en": "Gloves"})
    content = WRITERS["xlsform"].write(Version(definition_json=to_json(newer)))

    assert "a new checklist" in words(brought(client, mawari.admin, content, "gloves.xlsx"))
    response = brought(client, mawari.admin, content, "gloves.xlsx", step="keep", note="Asked for by the ministry")

    kept = Version.objects.get(instrument__code="gloves")
    assert (response.url, kept.status, kept.note) == (address(kept), "draft", "Asked for by the ministry")


def test_a_version_taken_as_json_becomes_the_same_checklist_elsewhere(client, mawari, draft):
    newer = replace(draft.definition, code="gloves", title={"en": "Gloves"})
    content = WRITERS["json"].write(Version(definition_json=to_json(newer)))

    assert "a new checklist" in words(brought(client, mawari.admin, content, "gloves.json"))
    brought(client, mawari.admin, content, "gloves.json", step="keep", note="From the neighbour")
    assert Version.objects.get(instrument__code="gloves").definition == newer
    broken = words(brought(client, mawari.admin, content[:-30], "gloves.json"))
    assert "This is no JSON file, or it was cut off" in broken


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"not a workbook", "form.xlsx"), (b"PK\x03\x04 broken", "form.xlsx"), (b"a,b\n1,2", "form.csv"), (b"", "x.zip")],
    ids=["words", "broken", "another kind", "empty"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, mawari, content, name):
    said = words(brought(client, mawari.admin, content or b" ", name))

    assert "is no XLSForm, Kenyan mentorship workbook, HNQIS export or Alongside checklist" in said


def test_a_file_that_did_not_arrive_whole_is_asked_for_again(client, mawari):
    response = sign_in(client, mawari.admin).post(reverse("checklists:bring"), {"content": "?", "name": "x.xlsx"})

    assert "did not arrive whole" in words(response)


def test_the_kenyan_workbook_is_looked_at_and_kept(client, mawari):
    content = shared_data("checklists/kenya_mentorship/mentorship_checklists_part.xlsx").read_bytes()

    said = words(brought(client, mawari.admin, content, "kenya.xlsx"))
    assert "Kenyan mentorship workbook · 11 checklists" in said
    assert (brought(client, mawari.admin, content, "kenya.xlsx", step="keep").status_code, Version.objects.count()) == (
        302,
        12,
    )


def test_a_real_form_comes_in_after_the_fix_that_is_offered(client, mawari):
    content = shared_data("xlsforms/liberia_s3m/liberiaCoverageVillageForm.xlsx").read_bytes()
    reading = READERS["xlsform"].read(content, "liberiaCoverageVillageForm.xlsx", ())

    said = words(brought(client, mawari.admin, content, "liberiaCoverageVillageForm.xlsx"))
    assert "Fixes that are offered" in said
    fixed = brought(
        client, mawari.admin, content, "liberiaCoverageVillageForm.xlsx", step="read", fix=list(reading.fixes)
    )
    assert "accepted" in words(fixed)
    assert (
        brought(
            client, mawari.admin, content, "liberiaCoverageVillageForm.xlsx", step="keep", fix=list(reading.fixes)
        ).status_code
        == 302
    )


def test_an_hnqis_export_is_known_by_its_tables(client, mawari):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in sorted(shared_data("checklists/hnqis_kenya_icm").glob("*.csv")):
            archive.write(table, table.name)

    assert "HNQIS export" in words(brought(client, mawari.admin, packed.getvalue(), "hnqis.zip"))


def test_plugging_in_twice_changes_nothing():
    before = dict(READERS), dict(WRITERS)

    plug_in()

    assert (list(READERS), list(WRITERS)) == (list(before[0]), list(before[1]))
