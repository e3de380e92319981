"""Payloads that only servers with a secret key may read: encrypted at rest, redacted wherever people and logs look.

The keys are FLAG_ENCRYPTION_KEYS: the first encrypts, all decrypt, so a key is replaced by putting a new one in front.
Without any the key follows from SECRET_KEY.
"""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# What is shown instead of an encrypted payload. Given back unchanged, it leaves the stored one as it is.
REDACTED = '"********* (encrypted)"'


def encrypt(payload: str) -> str:
    """The payload as a token that only this installation can read."""
    return _keys().encrypt(payload.encode()).decode()


def decrypt(token: str) -> str | None:
    """The payload of a token; None when none of the keys made it."""
    try:
        return _keys().decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def redacted(filters: dict[str, Any]) -> dict[str, Any]:
    """The same definition with every payload replaced."""
    return {**filters, "payloads": dict.fromkeys(filters.get("payloads") or {}, REDACTED)}


def with_encrypted_payloads(filters: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """A checked definition as it is stored: new payloads encrypted, redacted ones taken from `before`."""
    known = before.get("payloads") or {}
    payloads = {
        key: known[key] if value == REDACTED and key in known else encrypt(value)
        for key, value in (filters.get("payloads") or {}).items()
    }
    return {**filters, "payloads": payloads}


def _keys() -> MultiFernet:
    given = settings.FLAG_ENCRYPTION_KEYS or (_derived(settings.SECRET_KEY),)
    return MultiFernet([Fernet(key) for key in given])


def _derived(secret: str) -> bytes:
    digest = hashlib.sha256(b"feature flag payloads:" + secret.encode()).digest()
    return base64.urlsafe_b64encode(digest)
