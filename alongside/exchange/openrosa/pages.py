"""The addresses that ODK Collect, KoboCollect and Enketo call. By a device's secret in the path, or Basic over TLS."""

import base64
import binascii
import functools
import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import authenticate
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from alongside.domain.encounters.commands import Read, attach_files, receive_submission
from alongside.domain.encounters.models import Submission
from alongside.domain.encounters.queries import arriving
from alongside.domain.encounters.queries import device as asked
from alongside.domain.people.commands import see_device
from alongside.domain.people.commands.accounts import digest_of
from alongside.domain.people.models import Device, Person
from alongside.kernel.errors import Refused
from alongside.kernel.ids import uuid_from
from alongside.ui.pages import anyone, declare

from . import answers, forms, keeping, parts, reading, translate

log = logging.getLogger(__name__)


class Denied(Exception):
    """Somebody who may not: the answer to give them."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def openrosa(view: Callable[..., HttpResponse]) -> Callable:
    """Let a view answer whoever brings a device's secret or, over TLS, a name and password; turn refusals into OpenRosa's words."""

    @functools.wraps(view)
    def run(request: HttpRequest, secret: str = "", **given: Any) -> HttpResponse:
        try:
            if request.headers.get("X-OpenRosa-Version") != answers.VERSION and view.__name__ not in {"form", "media"}:
                return answers.said(
                    _("This address speaks OpenRosa 1.0: the request lacks the header X-OpenRosa-Version."), status=400
                )
            person, device = _who(request, secret)
            response = view(request, person, secret=secret, device_id=device and device.device_id, **given)
            if device is not None and response.status_code < 500:
                _seen(device, request)
        except Denied as denied:
            response = denied.response
        except Refused as refused:
            response = answers.said(refused.message, status=refused.facts.get("status", 400))
        if request.method == "POST":
            response["Cache-Control"] = "no-store"
        return response

    # Who may is decided by the secret, not by a session; a stranger gets 401 or 403 in OpenRosa's own words.
    return declare(csrf_exempt(run), who=anyone)


@openrosa
def form_list(request: HttpRequest, person: Person, *, secret: str, **_given: Any) -> HttpResponse:
    """The forms a person can fill today. ?formID= names one; an unknown one is an empty list.

    ?listAllVersions=true names earlier versions beside them, for whoever reads records that were filled before.
    """
    wanted = request.GET.get("formID")
    every = request.GET.get("listAllVersions", "").lower() == "true"
    rows = []
    for version in asked.forms_for(person, on=timezone.localdate(), all_versions=every):
        code, number = version.instrument.code, str(version.number)
        if wanted is not None and code != wanted:
            continue
        rows.append(
            {
                "formID": code,
                "name": version.instrument.title,
                "version": number,
                "hash": forms.digest(forms.xform(version.pk, code, version.number)),
                "downloadUrl": _url(request, "form", secret, code=code, number=number),
                "manifestUrl": _url(request, "manifest", secret, code=code, number=number),
                "descriptionText": version.note if request.GET.get("verbose") == "true" else "",
            }
        )
    return answers.document(answers.form_list(rows), request)


@openrosa
def form(request: HttpRequest, person: Person, *, code: str, number: str, **_given: Any) -> HttpResponse:
    """One form. Versions that were approved once stay here, so that a phone can open what it began."""
    version = _version(code, number)
    content = forms.xform(version.version_id, code, version.number)
    return _bytes(request, content, "application/xml; charset=utf-8")


@openrosa
def manifest(
    request: HttpRequest, person: Person, *, secret: str, code: str, number: str, **_given: Any
) -> HttpResponse:
    """The lists that go with a form: the person's facilities, mentees and open actions."""
    _version(code, number)
    rows = [
        {
            "filename": name,
            "hash": forms.digest(content),
            "downloadUrl": _url(request, "media", secret, code=code, number=number, name=name),
            "integrityUrl": _url(request, "integrity", secret, name=name.removesuffix(".csv")),
        }
        for name, content in forms.lists(person).items()
    ]
    return answers.document(answers.manifest(rows), request)


@openrosa
def media(request: HttpRequest, person: Person, *, code: str, number: str, name: str, **_given: Any) -> HttpResponse:
    """One list as CSV; 304 where the device has it already."""
    _version(code, number)
    content = forms.lists(person).get(name)
    if content is None:
        return answers.said(_("There is no such file. Fetch the list of forms again."), status=404)
    return _bytes(request, content, "text/csv; charset=utf-8")


@openrosa
def integrity(request: HttpRequest, person: Person, *, name: str, **_given: Any) -> HttpResponse:
    """Which of the entities a device holds are gone from its person's lists; of an id that never was here, nothing."""
    content = forms.lists(person).get(f"{name}.csv")
    if content is None:
        return answers.said(_("There is no such list. Fetch the list of forms again."), status=404)
    here = {line.split(",", 1)[0] for line in content.decode().splitlines()[1:]}
    ids = {id: each for each in request.GET.get("id", "").split(",") if (id := translate.uuid(each))}
    known = asked.known_ids(name, ids)
    states = {each: str(id) not in here for id, each in ids.items() if id in known}
    return answers.document(answers.integrity(states), request)


@openrosa
def submission(request: HttpRequest, person: Person, *, device_id: Any, **_given: Any) -> HttpResponse:
    """Take a filled form in; HEAD says how much may come at once."""
    if request.method == "HEAD":
        return answers.dressed(HttpResponse(status=204))
    if request.method != "POST":
        return answers.said(_("Send filled forms with POST."), status=405)
    body, files = parts.parts(request)
    sent = translate.opened(body)
    checklist = _version(sent.form_id, sent.form_version)
    # On the disk before the record says that they are there.
    attachments = [keeping.kept(name, content) for name, content in files]
    received = _received(sent, body, checklist, person, device_id, request)
    if received is None:
        busy = answers.said(_("The server can keep nothing just now. The record stays on the phone."), status=503)
        busy["Retry-After"] = "60"
        return busy
    if received.deleted_at is not None:
        return answers.said(_("This record was deleted on the server. It is not taken in again."), status=409)
    if attachments:
        attach_files(by=person, at=request.now, submission=received, files=attachments)  # type: ignore[attr-defined]
    if received.problem:
        words = _("Kept, and put before a person: {problem}").format(problem=received.problem)
    else:
        words = _("Received. Thank you.") if received.is_new else _("This record is here already.")
    return answers.said(words, status=201)


def _received(
    sent: translate.Sent, body: bytes, checklist: Any, person: Person, device_id: Any, request: HttpRequest
) -> Submission | None:
    """Return the submission as it is kept, also where it was kept before; None where the database takes nothing."""
    without = translate.without_care(sent.root)

    def receive(read: Read) -> Submission:
        return receive_submission(
            by=person, at=request.now, act_id=uuid_from("submission", sent.instance_id), instance_id=sent.instance_id,  # type: ignore[attr-defined]
            form_id=sent.form_id, form_version=sent.form_version, body=without or body, body_digest=sent.digest,
            checklist=checklist.version_id, read=read, replaces=sent.replaces, device_id=device_id,
        )  # fmt: skip

    try:
        read = reading.read(sent, checklist)
        try:
            return receive(read)
        except IntegrityError:
            return receive(read)  # another copy came at the same moment: now it is there, and this one is a repeat
    except Refused as refused:
        if refused.code != "acts.other_content":
            raise
        known = arriving.submission(sent.instance_id)
        # The same record from another phone, or after the person changed phones, is still the same record.
        if known is not None and known.body_digest == sent.digest:
            return known
        raise Refused(
            "openrosa.other_content",
            _("Another record with the same id is here already. Fill a new form instead of changing a sent one."),
            status=409,
        ) from None
    except OperationalError:
        log.exception("The database takes nothing; phones keep their records and try again.")
        return None
    except Exception:
        # Whatever our reading stumbles over, the record itself is kept and listed.
        log.exception("Record %s could not be read; it is kept as sent.", sent.instance_id)
        return receive(Read(problem=reading.unread()))


def _version(code: str, number: str, *, status: int = 404) -> Any:
    try:
        return asked.checklist(code, int(number))
    except (LookupError, ValueError):
        message = _(
            "This server has no form {code} in version {number}. Fetch the list of forms again; what you filled stays on the phone."
        )
        raise Denied(answers.said(message.format(code=code, number=number or "–"), status=status)) from None


def _who(request: HttpRequest, secret: str) -> tuple[Person, asked.Sender | None]:
    """Return the person who asks and their device (None by password)."""
    if secret:
        sends_only = request.method == "POST"  # then the roles of today are not asked for
        device = asked.device_of(digest_of(secret), roles_on=None if sends_only else timezone.localdate())
        if device is None:
            raise Denied(
                answers.said(_("This device is not known or was revoked. Ask for a new settings code."), status=403)
            )
        return device.person, device
    scheme, _blank, credentials = request.headers.get("Authorization", "").partition(" ")
    if not credentials or scheme.lower() != "basic":
        raise Denied(
            _asking_for_a_name(_("Sign in with your user name and password, or use the settings code of your device."))
        )
    if not request.is_secure():
        raise Denied(
            _asking_for_a_name(_("Passwords are taken over https only. Use the settings code of your device instead."))
        )
    try:
        username, _colon, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Denied(_asking_for_a_name(_("The name and password could not be read. Enter them again."))) from None
    account: Any = authenticate(request, username=username, password=password)
    if account is None or not account.is_active or not account.person.is_active:
        raise Denied(_asking_for_a_name(_("This name and password do not fit. Enter them again.")))
    return account.person, None


def _seen(device: asked.Sender, request: HttpRequest) -> None:
    """Note the day a device called, once a day. What it came for is done by then and does not hang on this."""
    today = timezone.localdate()
    if device.last_seen_on is not None and device.last_seen_on >= today:
        return
    try:
        see_device(by=None, at=request.now, device=Device(id=device.device_id), on=today)  # type: ignore[attr-defined]
    except OperationalError:
        log.exception("That device %s called today could not be noted.", device.device_id)


def _asking_for_a_name(message: str) -> HttpResponse:
    response = answers.said(message, status=401)
    response["WWW-Authenticate"] = 'Basic realm="Alongside", charset="UTF-8"'
    return response


def _bytes(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    tag = f'"{forms.digest(content).removeprefix("md5:")}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type=content_type)
    response["ETag"], response["Cache-Control"], response["Content-Language"] = (
        tag,
        "private, no-cache",
        get_language() or "en",
    )
    response["X-OpenRosa-Version"] = answers.VERSION
    return response


def _url(request: HttpRequest, view: str, secret: str, **given: str) -> str:
    name = f"openrosa:{view}-by-key" if secret else f"openrosa:{view}"
    return request.build_absolute_uri(reverse(name, kwargs={**given, **({"secret": secret} if secret else {})}))
