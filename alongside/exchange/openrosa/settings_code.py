"""The settings code of ODK Collect: one picture that sets a phone up. It holds the device's secret, so it is shown once."""

import base64
import json
import zlib
from dataclasses import dataclass
from io import BytesIO

import segno


@dataclass(frozen=True)
class SettingsCode:
    """address: what a person types where no camera works. svg: the QR code, with the words it holds nowhere else."""

    address: str
    svg: str


def settings_code(*, root: str, secret: str, name: str) -> SettingsCode:
    """Return the code for a device. root: address of this site, such as https://mentoring.example. name: of the person.

    Keys left out are reset to the app's defaults, so what matters is said (getodk/docs, collect-import-export).
    """
    address = f"{root.rstrip('/')}/openrosa/key/{secret}"
    general = {
        "server_url": address,
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "delete_send": False,
        "metadata_username": name,
    }
    settings = {
        "general": general,
        "admin": {"change_server": False},
        "project": {"name": "Alongside", "icon": "A", "color": "#0b4547"},
    }
    packed = base64.b64encode(zlib.compress(json.dumps(settings, separators=(",", ":")).encode())).decode()
    drawn = BytesIO()
    segno.make(packed, error="l", micro=False).save(
        drawn, kind="svg", scale=4, border=4, xmldecl=False, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return SettingsCode(address, drawn.getvalue().decode())
