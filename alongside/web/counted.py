"""What was counted by a code, put into the words of a page."""

from collections.abc import Mapping
from typing import Any


def in_words(found: Mapping[str, int], words: Any) -> list[tuple[Any, int]]:
    """Return what was counted with its word, the most first; nothing of which there is none. words: the choices."""
    return [(words(key).label, n) for key, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])) if n]
