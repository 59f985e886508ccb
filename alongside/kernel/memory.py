"""What is done about memory where very many objects are made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile.

    For work that makes hundreds of thousands of objects which all stay: the collector walks through them again and
    again and frees nothing. That took a third of the time of a large run of matching.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
