"""Where the files that come with a form are kept: by their digest, under a name we make."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from alongside.domain.encounters.models import Attachment
from alongside.kernel.safe_media import accept


def digest(content: bytes) -> str:
    """Return the SHA-256 of what came, as hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def kept(name: str, content: bytes) -> Attachment:
    """Write a file below the media folder and return the row that will name it. Refuses: media.* (not what it may be).

    Two files with the same bytes share one place on the disk. The file is safe on the disk before its row is.
    """
    accepted = accept(name, content)
    stored_as = f"submissions/{accepted.name}"
    place = Path(settings.MEDIA_ROOT) / stored_as
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    return Attachment(
        name=name[:200],
        digest=accepted.sha256,
        content_type=accepted.content_type,
        size=len(content),
        stored_as=stored_as,
    )
