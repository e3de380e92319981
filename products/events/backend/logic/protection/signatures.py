"""Signed identity: a project may require that who speaks as an identified person can prove it.

The proof is an HMAC-SHA256 of the distinct id, made by the project's backend with a secret that pages never see, and
sent as the property `$identity_hmac` (several, as a list, where an event names two people). It proves an id, so what
somebody has signed for themself says nothing about anybody else.

An id is free to be used without proof only while it is nobody's in particular: a UUID, as SDKs make up for anonymous
visitors, of a person who is not identified. Without the first half somebody could lay hands on a name before its owner
comes.
"""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from products.events.backend.wire.identifiers import is_uuid

PROPERTY = "$identity_hmac"
VERIFIED = "$identity_verified"
MAX_SIGNATURES = 4


def proven_among(ids: Iterable[str], signatures: Any, keys: tuple[bytes, ...]) -> frozenset[str]:
    """Those of the ids that one of the signatures was made for."""
    offered = signatures if isinstance(signatures, list) else [signatures]
    texts = [text.strip().lower() for text in offered[:MAX_SIGNATURES] if isinstance(text, str) and text.isascii()]
    if not texts:
        return frozenset()
    return frozenset(
        distinct_id
        for distinct_id in ids
        for key in keys
        if distinct_id and any(hmac.compare_digest(signature(distinct_id, key), text) for text in texts)
    )


def signature(distinct_id: str, key: bytes) -> str:
    return hmac.new(key, distinct_id.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def is_anonymous(distinct_id: str) -> bool:
    """Whether the id looks like those that SDKs make up for visitors they do not know."""
    return is_uuid(distinct_id)
