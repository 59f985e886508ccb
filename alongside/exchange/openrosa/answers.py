"""OpenRosa's words: XML shapes and headers, as its clients check them."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

VERSION = "1.0"
ACCEPTED_LENGTH = 20_000_000  # bytes of one post, attachments included; clients split above it
_RESPONSE = '<OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n    <message nature="{nature}">{message}</message>\n  </OpenRosaResponse>'


def said(message: object, *, status: int, nature: str = "") -> HttpResponse:
    """Return a message that clients show to the person. Collect takes 200 for a captive portal: never answer 200 here."""
    body = _RESPONSE.format(nature=nature or ("error" if status >= 400 else "submit_success"), message=escape(message))
    return dressed(HttpResponse(body, status=status, content_type="text/xml; charset=utf-8"))


def document(xml: str, request: HttpRequest) -> HttpResponse:
    """Return an XML document; clients take nothing but text/xml with the version header for OpenRosa."""
    response = HttpResponse('<?xml version="1.0" encoding="UTF-8"?>\n' + xml, content_type="text/xml; charset=utf-8")
    return dressed(response)


def dressed(response: HttpResponse) -> HttpResponse:
    """Add the headers that every OpenRosa answer carries."""
    response["X-OpenRosa-Version"] = VERSION
    response["X-OpenRosa-Accept-Content-Length"] = str(ACCEPTED_LENGTH)
    response.headers.setdefault("Content-Language", "en")
    response["Cache-Control"] = "private, no-cache"
    return response


def form_list(forms: list[dict[str, str]]) -> str:
    """Return a form list. Each form: formID, name, version, hash, downloadUrl, and manifestUrl or descriptionText."""
    rows = "".join(f"  <xform>\n{_children(form, 4)}  </xform>\n" for form in forms)
    return f'<xforms xmlns="http://openrosa.org/xforms/xformsList">\n{rows}</xforms>'


def manifest(files: list[dict[str, str]]) -> str:
    """Return a manifest of entity lists. Each file: filename, hash, downloadUrl, integrityUrl."""
    rows = "".join(f'  <mediaFile type="entityList">\n{_children(file, 4)}  </mediaFile>\n' for file in files)
    return f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">\n{rows}</manifest>'


def integrity(states: dict[str, bool]) -> str:
    """Return which entities are gone. states: {id: whether it is deleted}."""
    rows = "".join(
        f'    <entity id="{escape(id)}"><deleted>{str(gone).lower()}</deleted></entity>\n'
        for id, gone in states.items()
    )
    return f"<data>\n  <entities>\n{rows}  </entities>\n</data>"


def _children(values: dict[str, str], indent: int) -> str:
    return "".join(f"{' ' * indent}<{name}>{escape(value)}</{name}>\n" for name, value in values.items() if value)
