"""What a record sent over OpenRosa says, when it comes and when it is read again."""

import logging

from django.utils.translation import gettext as _

from alongside.domain.encounters.commands import Read
from alongside.domain.encounters.queries import device as asked
from alongside.kernel.errors import Refused

from . import translate

log = logging.getLogger(__name__)


def read(sent: translate.Sent, checklist: asked.Checklist) -> Read:
    """Return what a record says, with the checklist it was made from."""
    if sent.is_encrypted:
        return Read(problem=_("The record is encrypted. It is kept as sent; it can be read where the key is."))
    return Read(translate.filled(sent.root, checklist.definition), checklist)


def read_again(body: bytes) -> Read:
    """Return what a record says that was kept as it was sent, or why it still cannot be read."""
    try:
        sent = translate.opened(body)
        return read(sent, asked.checklist(sent.form_id, int(sent.form_version)))
    except Refused as refused:
        return Read(problem=str(refused.message))
    except (LookupError, ValueError):
        return Read(problem=_("This server has no approved checklist in the version of this record."))
    except Exception:
        # Whatever our reading stumbles over, the record itself stays.
        log.exception("A record that is read again could not be read.")
        return Read(problem=unread())


def unread() -> str:
    """Return what is said of a record that our own reading stumbled over."""
    return _("This server could not read the record. It is kept; tell your administrator.")
