"""Identifiers and tokens."""

import os
import secrets
import time
from uuid import UUID

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7): 48 bits of milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def random_token(prefix: str, length: int = 43) -> str:
    """An unguessable token with a readable prefix; 43 characters carry 256 bits."""
    return prefix + "".join(secrets.choice(ALPHANUMERIC) for _ in range(length))


def short_id(length: int = 8) -> str:
    """A short random id for URLs that people share."""
    return random_token("", length)
