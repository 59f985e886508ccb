"""Acts: the one door for every write. Who may, one transaction, once per act id, one journal entry."""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from . import journal
from .errors import Refused
from .ids import uuid7

REGISTRY: dict[str, Callable] = {}
# SQLite lets one writer in at a time and its busy retry is not fair: waiting here, first come first served,
# took the slowest one in a hundred from 160-330 ms to 25 ms at eight writers.
_one_writer = threading.RLock()
_all_or_nothing: ContextVar[bool] = ContextVar("all_or_nothing", default=False)


def act(name: str, *, may: Callable[..., bool]) -> Callable[[Callable], Callable]:
    """Make a function the act `room.name`.

    may: called with `by` and the act's arguments; False refuses with `acts.not_yours`.
    The act takes `by` (a Person, or None for the installation itself), `at` (an instant) and optionally `act_id`:
    a second call with the same id and the same arguments changes nothing and returns what the first one made.
    """

    def decorate(carry_out: Callable) -> Callable:
        @functools.wraps(carry_out)
        def run(*, by: Any, at: datetime, act_id: UUID | None = None, **given: Any) -> Any:
            asked = journal.fingerprint(name, by and by.pk, given)
            with writing():
                # An id minted here cannot have been used: only one that came with the request is looked for.
                if act_id and (earlier := journal.find(act_id)):
                    if earlier.fingerprint != asked:
                        raise Refused(
                            "acts.other_content",
                            _("This was already sent with other content. Open it and correct it instead."),
                        )
                    return journal.result_of(earlier)
                if by is not None and not may(by, **given):
                    raise Refused(
                        "acts.not_yours",
                        _("Your role does not allow this here. Ask your administrator which role you need."),
                    )
                result = carry_out(by=by, at=at, **given)
                journal.write(
                    act_id=act_id or uuid7(),
                    act=name,
                    by_id=by and by.pk,
                    at=at,
                    fingerprint=asked,
                    given=given,
                    result=result,
                )
            return result

        run.name, run.may = name, may  # type: ignore[attr-defined]
        REGISTRY[name] = run
        return run

    return decorate


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction; on SQLite, one at a time in this process. Inside another it can be undone by itself."""
    savepoint = not _all_or_nothing.get()
    if connection.vendor != "sqlite":
        with transaction.atomic(savepoint=savepoint):
            yield
        return
    with _one_writer, transaction.atomic(savepoint=savepoint):
        yield


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One write transaction for thousands of acts, none of which can be undone by itself: one refused, nothing is kept."""
    with writing():
        token = _all_or_nothing.set(True)
        try:
            yield
        finally:
            _all_or_nothing.reset(token)
