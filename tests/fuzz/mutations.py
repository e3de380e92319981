"""Requests of real SDKs, changed at random: in what they say, in how they are packed, and in single bytes."""

import base64
import copy
import gzip
import json
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

import brotli
import zstandard

from tests.fuzz.targets import RECORDED

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**30, -(10**400), 2**63),
    *("", " ", "\x00", "a\x00b", "\ud800", "\u202e", "x" * 300, "null", "NaN", "0", "$set", "ü" * 70_000),
    *("2026-13-45T99:00:00Z", "9999999999999", "-1", "1970-01-01", "3000-01-01T00:00:00Z", "not-a-uuid"),
    *([], {}, [[]], [None], {"": ""}, {"$set": 1}, {"a.b": {"c": []}}, {"$set": {"$set": {"$set": {}}}}),
)
KEYS = (
    *("event", "distinct_id", "properties", "timestamp", "offset", "uuid", "$set", "$set_once", "$unset", "batch"),
    *("token", "api_key", "sent_at", "sentAt", "historical_migration", "$groups", "$elements", "$group_type", "alias"),
    *("$anon_distinct_id", "$process_person_profile", "$cookieless_mode", "", "\x00", "a.b", "`", "'"),
)
Packer = Callable[[bytes], tuple[bytes, dict[str, str], str]]
PACKERS: dict[str, Packer] = {
    "plain": lambda text: (text, {"Content-Type": "application/json"}, ""),
    "gzip": lambda text: (gzip.compress(text, 1), {"Content-Encoding": "gzip"}, ""),
    "gzip unannounced": lambda text: (gzip.compress(text, 1), {"Content-Type": "text/plain"}, ""),
    "gzip by query": lambda text: (gzip.compress(text, 1), {}, "compression=gzip-js"),
    "gzip twice": lambda text: (gzip.compress(gzip.compress(text, 1)), {"Content-Encoding": "gzip"}, ""),
    "deflate": lambda text: (zlib.compress(text), {"Content-Encoding": "deflate"}, ""),
    "zstd": lambda text: (zstandard.compress(text), {"Content-Encoding": "zstd"}, ""),
    "brotli": lambda text: (brotli.compress(text, quality=1), {"Content-Encoding": "br"}, ""),
    "base64": lambda text: (base64.b64encode(text), {}, "compression=base64"),
    "form": lambda text: (
        b"data=" + quote(base64.b64encode(text)).encode(),
        {"Content-Type": "application/x-www-form-urlencoded"},
        "",
    ),
    "form of JSON": lambda text: (b"data=" + quote(text).encode(), {}, ""),
}
LIES: tuple[dict[str, str], ...] = (
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "br"},
    {"Content-Encoding": "x-compress"},
    {"Content-Encoding": "gzip, gzip, identity"},
    {"Content-Type": "multipart/form-data; boundary="},
    {"Content-Type": "application/json; charset=utf-7"},
    {"X-Forwarded-For": "no address, 300.1.1.1"},
    {"Origin": "null"},
    {"User-Agent": ""},
)
QUERIES = (
    "_=1",
    "_=-1",
    "_=9" * 9,
    "compression=lz64",
    "compression=gzip",
    "ip=1&ver=1.57.4",
    "%00=%ff",
    "data=",
    "v=9",
)


@dataclass(kw_only=True)
class Fuzzed:
    """A request to send, and how many events it holds, or None when nobody can tell any more."""

    path: str
    query: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    events: int | None


def recorded(*paths: str) -> list[dict[str, Any]]:
    """Recorded requests to these addresses that have a body, each content once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted(RECORDED.glob("*.json")):
        for request in json.loads(path.read_text())["requests"]:
            if request["path"] in paths and request["method"] == "POST" and request["body"]:
                found.setdefault((request["path"], json.dumps(sorted(shape(request["body"])))), request)
    return list(found.values())


def shape(body: Any) -> set[str]:
    """The event names of a body, or its keys."""
    events = body.get("batch", [body]) if isinstance(body, dict) else body
    return {str(event.get("event", sorted(event))) for event in events}


def changed_meaning(request: dict[str, Any], number: int, token: str, rng: random.Random) -> Fuzzed:
    """The request with some values of its JSON replaced, and packed in any of the ways."""
    body = json.loads(json.dumps(request["body"]).replace("phc_test", token))
    for event in events_of(body) or [body]:
        # Twice the same event, which $insert_id tells as well, would rightly be stored once.
        event["uuid"] = str(UUID(int=rng.getrandbits(128), version=4))
        event.setdefault("properties", {}).pop("$insert_id", None)
        event["properties"]["fuzz"] = number
    holder = {"body": body}
    for _ in range(rng.randint(1, 3)):
        change_something(holder, rng)
    body = holder["body"]
    packed, headers, query = PACKERS[rng.choice(list(PACKERS))](json.dumps(body).encode())
    found = events_of(body)
    return Fuzzed(
        path=request["path"],
        query="&".join(filter(None, [query, request["query_string"].replace("compression=base64", "")])),
        body=packed,
        headers=headers,
        events=1 if found is None else len(found),
    )


def changed_bytes(request: Fuzzed, rng: random.Random) -> Fuzzed:
    """The request with bytes lost, added, doubled or turned, or with headers and a query that lie."""
    body = bytearray(request.body)
    for _ in range(rng.randint(0, 5)):
        start = rng.randint(0, len(body))
        end = min(len(body), start + rng.choice((1, 2, 8, 200)))
        kind = rng.randint(0, 3)
        if kind == 0:
            del body[start:end]
        elif kind == 1:
            body[start:start] = rng.randbytes(rng.choice((1, 4, 64)))
        elif kind == 2:
            body[start:start] = body[start:end]
        else:
            body[start:end] = bytes(byte ^ (1 << rng.randint(0, 7)) for byte in body[start:end])
    headers = {**request.headers, **(rng.choice(LIES) if rng.random() < 0.5 else {})}
    query = "&".join(filter(None, [request.query, rng.choice(QUERIES) if rng.random() < 0.5 else ""]))
    return Fuzzed(path=request.path, query=query, body=bytes(body), headers=headers, events=None)


def events_of(body: Any) -> list[Any] | None:
    """The list of events in a body, or None when it is one event, or nothing known."""
    if isinstance(body, dict):
        batch = body.get("batch")
        return batch if isinstance(batch, list) else None
    return body if isinstance(body, list) else None


def change_something(root: dict[str, Any], rng: random.Random) -> None:
    """Replace, remove, add or double one value, somewhere between the root and the leaves."""
    parent: Any = root
    key: Any = "body"
    while isinstance(parent[key], dict | list) and parent[key] and rng.random() < 0.95:
        parent = parent[key]
        key = rng.choice(list(parent)) if isinstance(parent, dict) else rng.randrange(len(parent))
    kind = rng.randint(0, 5)
    if kind == 0 and parent is not root:
        del parent[key]
    elif kind == 1 and isinstance(parent, dict) and parent is not root:
        parent[rng.choice(KEYS)] = copy.deepcopy(rng.choice(ODD))
    elif kind == 2 and isinstance(parent, list):
        double = copy.deepcopy(parent[key])
        if isinstance(double, dict) and "uuid" in double:
            del double["uuid"]
        parent.append(double)
    elif kind == 3:
        parent[key] = nested(rng.choice((10, 70, 300)))
    else:
        parent[key] = copy.deepcopy(rng.choice(ODD))


def nested(depth: int) -> Any:
    value: Any = "deep"
    for level in range(depth):
        value = [value] if level % 2 else {"d": value}
    return value
