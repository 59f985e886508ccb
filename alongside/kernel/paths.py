"""Subtrees of the area tree as ranges of path strings.

A path is a row of four-character steps over 0-9A-Z. `path >= p and path < after(p)` uses the index on both
databases; `startswith` does not on SQLite (measured 30 to 75 times slower).
"""

from collections.abc import Iterable

from django.db.models import Q

STEP = 4


def after(path: str) -> str:
    """Return the smallest string above every path below `path`: its last character, raised by one code point."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def within(path: str, *, field: str = "path") -> Q:
    """Return the condition that `field` lies in the subtree of `path`, itself included. "" means everywhere."""
    if not path:
        return Q(**{f"{field}__gte": ""})
    return Q(**{f"{field}__gte": path, f"{field}__lt": after(path)})


def within_any(paths: Iterable[str], *, field: str = "path") -> Q:
    """Return the condition that `field` lies in one of the subtrees. No paths means nowhere."""
    condition = Q(pk__in=[])
    for path in outermost(paths):
        condition |= within(path, field=field)
    return condition


def outermost(paths: Iterable[str]) -> list[str]:
    """Return the paths that are not inside another of them, sorted."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


def ancestors(path: str) -> list[str]:
    """Return the paths above `path`, the root first, `path` itself last."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]
