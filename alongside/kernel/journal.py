"""The journal: append-only, hash-chained. It serves audit and reaction, such as telling a device what changed; pages and indicators never read it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import Max
from django.utils import timezone

from . import beside
from .models import Chain, Entry

CHAINS = 16
_FOUND = ("id", "fingerprint", "result_type", "result_id")  # what tells a repeat, and what it made


def find(act_id: UUID) -> Entry | None:
    """Return the entry of an act that was already carried out."""
    # Asked at every write, and nearly always in vain: written out, it takes a fifth of the time.
    with beside.cursor() as cursor:
        id = act_id if connection.features.has_native_uuid_field else act_id.hex
        cursor.execute(f"SELECT {', '.join(_FOUND)} FROM kernel_entry WHERE act_id = %s", [id])
        row = cursor.fetchone()
    return None if row is None else Entry.from_db(None, _FOUND, row)


def write(
    *, act_id: UUID, act: str, by_id: UUID | None, at: datetime, fingerprint: str, given: dict, result: Any
) -> None:
    """Append one entry at the head of its chain, inside the caller's transaction."""
    kept = result if isinstance(result, models.Model) else None
    entry = Entry(
        act_id=act_id, act=act, by_id=by_id, at=at, recorded_at=timezone.now(), fingerprint=fingerprint,
        facts={name: value for name, value in ((name, _fact(value)) for name, value in given.items()) if value is not None},
        result_type=kept._meta.label_lower if kept else "", result_id=str(kept.pk) if kept else "",
        chain=act_id.int % CHAINS,
    )  # fmt: skip
    _append(entry)


def latest(result_type: str, ids: Iterable[Any]) -> dict[str, int]:
    """Return {id: number of the last entry whose act made or changed that row}, of those that have one; one statement.

    result_type: as entries have it, "room.model". The numbers grow with every entry, and no entry is ever taken out.
    """
    rows = Entry.objects.filter(result_type=result_type, result_id__in=[str(id) for id in ids])
    return dict(rows.values_list("result_id").annotate(number=Max("pk")))


def result_of(entry: Entry) -> Any:
    """Return what the act made, as it stands today, or None where it made nothing that is kept."""
    if not entry.result_type:
        return None
    return apps.get_model(entry.result_type)._default_manager.filter(pk=entry.result_id).first()


def fingerprint(act: str, by_id: UUID | None, given: dict) -> str:
    """Return the digest of what was asked, the same for the same request whatever the order of its arguments."""
    return hashlib.sha256(json.dumps([act, by_id, given], default=_plain, sort_keys=True).encode()).hexdigest()


def content(entry: Entry) -> str:
    """Return the digest of everything an entry says, apart from its place in the chain."""
    said = [
        entry.act_id, entry.act, entry.by_id, entry.at.timestamp(), entry.recorded_at.timestamp(), entry.fingerprint,
        entry.facts, entry.result_type, entry.result_id,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, default=_plain, sort_keys=True).encode()).hexdigest()


def broken_links() -> Iterator[str]:
    """Yield a sentence for every place where the journal was altered, shortened or reordered. None: it is whole."""
    heads = {chain.id: chain for chain in Chain.objects.all()}
    for number in range(CHAINS):
        seq, digest = 0, ""
        for entry in Entry.objects.filter(chain=number).order_by("seq").iterator():
            seq += 1
            digest = hashlib.sha256((digest + content(entry)).encode()).hexdigest()
            if entry.seq != seq:
                yield f"Chain {number}: entry {seq} is missing."
                seq = entry.seq
            if entry.digest != digest:
                yield f"Chain {number}: entry {entry.seq} ({entry.act}) was altered."
                digest = entry.digest
        head = heads.get(number)
        if (head.seq if head else 0) != seq or (head.head if head else "") != digest:
            yield f"Chain {number}: its end was cut off after entry {seq}."


def _append(entry: Entry) -> None:
    """Move the head of the entry's chain on, holding it until the transaction ends, and put the entry there.

    One statement where the database can say both at once.
    """
    sha256 = "encode(sha256(convert_to({}, 'UTF8')), 'hex')" if connection.vendor == "postgresql" else "SHA256({})"
    advance = (
        f"INSERT INTO kernel_chain (id, seq, head) VALUES (%s, 1, {sha256.format('%s')}) ON CONFLICT (id) DO UPDATE"
        f" SET seq = kernel_chain.seq + 1, head = {sha256.format('kernel_chain.head || %s')} RETURNING seq, head"
    )
    digest = content(entry)
    fields = [field for field in Entry._meta.concrete_fields if field.name not in ("id", "seq", "digest")]
    columns = ", ".join(field.column for field in fields)
    values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
    places = ", ".join(["%s"] * len(fields))
    with beside.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"WITH head AS ({advance}) INSERT INTO kernel_entry ({columns}, seq, digest)"
                f" VALUES ({places}, (SELECT seq FROM head), (SELECT head FROM head))",
                [entry.chain, digest, digest, *values],
            )
            return
        cursor.execute(advance, [entry.chain, digest, digest])
        head = cursor.fetchone()
        cursor.execute(f"INSERT INTO kernel_entry ({columns}, seq, digest) VALUES ({places}, %s, %s)", [*values, *head])


def _fact(value: Any) -> Any:
    """Return a value as the journal may keep it: ids, days, amounts and fixed words. Text is never copied."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, bool | int | Enum | UUID | date | datetime | Decimal | Fraction | timedelta):
        return _plain(value)
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, bool | int):
        return value
    if hasattr(value, "__dataclass_fields__"):
        # Its fields alone: what it worked out of them and remembers is no part of what was asked.
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    return str(value)
