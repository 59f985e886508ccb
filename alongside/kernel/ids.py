"""Identifiers that a device without a network can mint and that sort by the time they were made."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """Return a version 7 UUID (RFC 9562): 48 bits of milliseconds since 1970, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def uuid_from(*parts: object) -> uuid.UUID:
    """Return the same UUID for the same parts: the act id of a reaction or of a row of an imported file."""
    return uuid.uuid5(uuid.UUID("0197a7a0-0000-7000-8000-a1095e0de000"), "\x1f".join(str(part) for part in parts))
