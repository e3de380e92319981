"""What the variants of a flag and their payloads may be."""

import math
from typing import Any

from common.json import loads
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.fields import (
    choice,
    json_list,
    json_object,
    percentage,
    refuse_other_keys,
    short_text,
    shown,
)

MAX_VARIANTS = 100
MAX_PAYLOAD_BYTES = 128 * 1024
MAX_PAYLOAD_DEPTH = 60
MAX_VARIANT_KEY_LENGTH = 400
MAX_NAME_LENGTH = 1_000
_VARIANT = frozenset({"key", "name", "rollout_percentage"})


def read_variants(data: object, attr: str) -> list[dict[str, Any]]:
    if data is None:
        return []
    given = json_object(data, attr)
    refuse_other_keys(given, frozenset({"variants"}), attr)
    attr = f"{attr}__variants"
    variants = [
        _variant(item, f"{attr}__{i}")
        for i, item in enumerate(json_list(given.get("variants"), attr, MAX_VARIANTS, "variants"))
    ]
    seen: set[str] = set()
    for position, variant in enumerate(variants):
        if variant["key"] in seen:
            raise InvalidFlagError(
                f"Two variants have the key {shown(variant['key'])}. Every variant needs a key of its own.",
                attr=f"{attr}__{position}__key",
            )
        seen.add(variant["key"])
    total = math.fsum(variant["rollout_percentage"] for variant in variants)
    if variants and abs(total - 100) > 1e-6:
        raise InvalidFlagError(f"The shares of the variants must add up to 100, they add up to {total:g}.", attr=attr)
    return variants


def _variant(data: object, attr: str) -> dict[str, Any]:
    given = json_object(data, attr)
    refuse_other_keys(given, _VARIANT, attr)
    key = given.get("key")
    if not isinstance(key, str) or not key.strip():
        raise InvalidFlagError("A variant needs a key, a text that is not empty.", attr=f"{attr}__key")
    if len(key) > MAX_VARIANT_KEY_LENGTH:
        raise InvalidFlagError(f"A key has at most {MAX_VARIANT_KEY_LENGTH} characters.", attr=f"{attr}__key")
    share = percentage(given.get("rollout_percentage"), f"{attr}__rollout_percentage")
    if share is None:
        raise InvalidFlagError(
            "A variant needs a share, rollout_percentage from 0 to 100.", attr=f"{attr}__rollout_percentage"
        )
    stored: dict[str, Any] = {"key": key, "rollout_percentage": share}
    if name := short_text(given.get("name"), f"{attr}__name", MAX_NAME_LENGTH):
        stored["name"] = name
    return stored


def read_payloads(data: object, variants: tuple[str, ...], attr: str) -> dict[str, str]:
    if data is None:
        return {}
    allowed = variants or ("true",)
    payloads: dict[str, str] = {}
    for key, value in json_object(data, attr).items():
        if value is None:
            continue
        if key not in allowed:
            raise InvalidFlagError(
                f"There is a payload for {shown(key)}, which this flag never evaluates to. "
                f"{choice('Payloads are possible for', allowed)}",
                attr=f"{attr}__{key}"[:200],
            )
        payloads[key] = _payload(value, f"{attr}__{key}")
    return payloads


def _payload(value: object, attr: str) -> str:
    if not isinstance(value, str):
        raise InvalidFlagError(
            """A payload is JSON written as a text, such as "{\\"color\\": \\"red\\"}". Encode the value as JSON.""",
            attr=attr,
        )
    size = len(value.encode("utf-8", "surrogatepass"))
    if size > MAX_PAYLOAD_BYTES:
        raise InvalidFlagError(
            f"A payload may have {MAX_PAYLOAD_BYTES:,} bytes, this one has {size:,}. It is sent to every client with "
            "every answer; put large things behind an address.",
            attr=attr,
        )
    try:
        parsed = loads(value)
    except ValueError as error:
        raise InvalidFlagError(
            f"The payload is not JSON: {error}. A text needs quotation marks around it.", attr=attr
        ) from error
    if _deeper_than(parsed, MAX_PAYLOAD_DEPTH):
        raise InvalidFlagError(f"A payload may be nested {MAX_PAYLOAD_DEPTH} levels deep.", attr=attr)
    return value


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit + 1):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)
