"""A phone for tests: fills the visit form by hand, as ODK Collect would send it, and sends it over Django's client."""

from uuid import uuid4
from xml.sax.saxutils import escape

from django.core.files.uploadedfile import SimpleUploadedFile

from alongside.domain.people.commands.accounts import digest_of
from alongside.domain.people.models import Device
from tests.observed import TODAY
from tests.people import NOON

SECRET = "s3cret-of-aminas-phone"
VERSION = {"X-OpenRosa-Version": "1.0"}


def a_device(person, secret=SECRET, **more):
    return Device.objects.create(
        person=person, name="Phone", secret_digest=digest_of(secret), added_at=NOON, **more
    )  # fmt: skip


def a_record(
    mawari, *, instance_id=None, done=8, mentee=None, place=None, on=TODAY, version=1, replaces="", form="third-stage",
    setting="real_client", permission="granted", strengths="Calm and clear", extra="", actions=(), **visit,
):  # fmt: skip
    """Return a filled visit form of the ten steps, the first `done` of them done."""
    items = list(mawari.version.definition.items())
    steps = "".join(f"<{each.id}>{1 if n < done else 0}</{each.id}>" for n, each in enumerate(items))
    asked = {
        "al_date": on.isoformat(), "al_facility": (place or mawari.mtoni).pk, "al_mentee": (mentee or mawari.joseph).pk,
        "al_setting": setting, "al_permission": permission, "al_observer_context": "relationship_mentor", **visit,
    }  # fmt: skip
    header = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in asked.items() if value is not None)
    agreed = "".join(
        f"<al_action><al_action_text>{escape(text)}</al_action_text><al_action_owner>{owner}</al_action_owner>"
        f"<al_action_due>{due}</al_action_due></al_action>"
        for text, owner, due in actions
    )
    clinical = (
        f"<al_checklist><all>{steps}</all></al_checklist>"
        f"<al_score><al_parts>2</al_parts><al_earned>{2 * done}</al_earned><al_possible>20</al_possible>"
        f"<al_percent>{done * 10}</al_percent><al_class>competent</al_class></al_score>"
        f"<al_feedback><al_strengths>{escape(strengths)}</al_strengths>{agreed}"
        f"<al_completeness>comprehensive</al_completeness>{extra}</al_feedback>"
    )
    instance = "" if instance_id == "" else f"<orx:instanceID>{instance_id or f'uuid:{uuid4()}'}</orx:instanceID>"
    deprecated = f"<orx:deprecatedID>{replaces}</orx:deprecatedID>" if replaces else ""
    return (
        f'<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="{version}">'
        f"<al_start>{on}T09:00:00.000+03:00</al_start><al_end>{on}T09:25:00.000+03:00</al_end>"
        f"<al_visit>{header}</al_visit>{clinical}<orx:meta>{instance}{deprecated}</orx:meta></data>"
    ).encode()


class Phone:
    """Sends in the name of a device."""

    def __init__(self, client, secret=SECRET):
        self.client, self.base = client, f"/openrosa/key/{secret}"

    def get(self, way, **headers):
        return self.client.get(f"{self.base}/{way}", headers={**VERSION, **headers})

    def send(self, record, *, files=(), fields=None, **headers):
        parts = {"xml_submission_file": SimpleUploadedFile("record.xml", record, "text/xml"), **(fields or {})}
        for name, content in files:
            parts[name] = SimpleUploadedFile(name, content, "application/octet-stream")
        return self.client.post(f"{self.base}/submission", parts, headers={**VERSION, **headers})
