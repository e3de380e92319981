"""Who is in a share of people: the hash that every SDK computes too, so nothing here may ever change.

SHA-1 of `<flag key>.<id><salt>`, its first 15 hexadecimal digits as a number, divided by the largest such number.
"""

from hashlib import sha1

SCALE = float(0xFFFFFFFFFFFFFFF)
VARIANT_SALT = "variant"


def share_of(key: str, identifier: str, salt: str = "") -> float:
    """The place from 0 to 1 that an id has for a flag."""
    return _share(f"{key}.{identifier}{salt}")


def holdout_share_of(identifier: str) -> float:
    """The place that an id has for holdouts: the same for every flag, and joined with a hyphen."""
    return _share(f"holdout-{identifier}")


def _share(text: str) -> float:
    # Not for security, and a lone surrogate from a client must not end the request.
    digest = sha1(text.encode("utf-8", "replace"), usedforsecurity=False).digest()
    return (int.from_bytes(digest[:8], "big") >> 4) / SCALE
