"""What acts of every room ask before they write."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import Refused
from .free_text import scan


def day_of(at: datetime) -> date:
    """Return the day of an instant where this programme runs."""
    return timezone.localtime(at).date()


def refuse(reason: Refused | None) -> None:
    """Raise the reason, if there is one."""
    if reason:
        raise reason


def locked(row: Any) -> Any:
    """Return a row as it is now, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def refuse_names(confirmed: bool, **texts: str) -> None:
    """Refuse texts that may name a client, unless the person looked and says they do not. {field: text}."""
    refuse(why_not_plain(texts, confirmed=confirmed))


def why_not_plain(texts: Mapping[str, str], *, confirmed: bool) -> Refused | None:
    """Return why these texts may name a client, or None; confirmed: the person looked and says nobody is named (R191).

    texts: {field of the form: what was typed}.
    """
    if confirmed:
        return None
    for field, text in texts.items():
        if found := scan(text or ""):
            return Refused(
                "text.names_somebody",
                _("The text may name a client: “%(found)s”. Take it out, or confirm that no client is named.")
                % {"found": "”, “".join(each.shown for each in found)},
                field=field,
                found=[each.shown for each in found],
                kinds=sorted({each.kind for each in found}),
            )
    return None
