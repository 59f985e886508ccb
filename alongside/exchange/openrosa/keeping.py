"""Where the files that come with a form are kept: by their digest, under a name we make."""

import hashlib
import os
import threading
from pathlib import Path

from django.conf import settings

from alongside.domain.encounters.models import Attachment
from alongside.kernel.errors import Refused
from alongside.kernel.safe_media import Accepted, accept


def digest(content: bytes) -> str:
    """Return the SHA-256 of what came, as hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def kept(name: str, content: bytes) -> Attachment:
    """Write a file below the media folder and return the row that will name it.

    Two files with the same bytes share one place on the disk. The file is safe on the disk before its row is.
    Whatever kind it is of, it is kept: a phone deletes what we said yes to, and sends for ever what we refuse. What no
    page would be let to upload is kept as bytes of no kind, which nothing opens.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    try:
        accepted = accept(name, content)
    except Refused:
        accepted = Accepted(digest(content), "application/octet-stream", "bin", len(content))
    stored_as = f"submissions/{accepted.name}"
    place = Path(settings.MEDIA_ROOT) / stored_as
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{os.getpid()}.{threading.get_ident()}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
        for folder in (place.parent, place.parent.parent):
            _sync(folder)
    return Attachment(
        name=name[:200],
        digest=accepted.sha256,
        content_type=accepted.content_type,
        size=len(content),
        stored_as=stored_as,
    )


def _sync(folder: Path) -> None:
    """Put the names in a folder on the disk: a file whose name is lost is lost."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
