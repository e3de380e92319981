"""What is too heavy to be read is refused, and nothing that an SDK sends is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.sdk import weight
from common.sdk.errors import BodyTooLargeError

MAX_BYTES = 20 * 1024 * 1024
RECORDED = Path(__file__).resolve().parents[3] / "tests" / "data" / "recorded"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(alphabet='"\\{}[]:,a\u00e9\n', max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet='"\\{[:,', max_size=4), inner),
    max_leaves=30,
)


def filled(unit: bytes) -> bytes:
    return b"[" + b",".join([unit] * ((MAX_BYTES - 1) // (len(unit) + 1))) + b"]"


def weight_of(value: Any) -> weight.Weight:
    """The same, of a value that was parsed."""
    found, queue = weight.Weight(), [value]
    while queue:
        inner = queue.pop()
        if isinstance(inner, dict | list):
            found.containers += 1
            found.values += max(0, len(inner) - 1)
            found.keys += len(inner) if isinstance(inner, dict) else 0
            queue += inner.values() if isinstance(inner, dict) else inner
    return found


@given(value=JSON, escaped=st.booleans(), chunk=st.sampled_from([1, 2, 3, 7, 1000]))
def test_structure_within_strings_does_not_count(value: Any, escaped: bool, chunk: int) -> None:
    text = json.dumps(value, ensure_ascii=escaped).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weight, "_CHUNK_BYTES", chunk)
        assert weight._outside_of_strings(text) == weight_of(value)


@pytest.mark.parametrize("unit", [b"{}", b"[]", b"0", b'"a":', b'""', b'{"a":1}', b"[[1]]", b"["])
def test_twenty_megabytes_of_next_to_nothing_are_refused(unit: bytes) -> None:
    with pytest.raises(BodyTooLargeError, match=r"at most \d+ can be read at once"):
        weight.check_weight(filled(unit))


def _busiest_recording() -> bytes:
    """Of all recorded events the one with most lists, objects and names for its length."""

    def density(event: Any) -> float:
        found = weight_of(event)
        return (200 * found.containers + 60 * found.keys) / len(orjson.dumps(event))

    requests = [
        request["body"] for path in RECORDED.glob("*.json") for request in json.loads(path.read_text())["requests"]
    ]
    batches = [body["batch"] for body in requests if isinstance(body, dict) and isinstance(body.get("batch"), list)]
    return orjson.dumps(max((event for batch in batches for event in batch), key=density))


HONEST: dict[str, Callable[[], bytes]] = {
    "the busiest recorded event": _busiest_recording,
    "the shortest event": lambda: (
        b'{"event":"x","distinct_id":"u","properties":{"$set":{"a":1},"b":{"c":true}},"pad":"x"}'
    ),
    "vectors": lambda: b'{"event":"x","distinct_id":"u","properties":{"v":[%b]}}' % b",".join([b"0.12345678"] * 3072),
    "prose": lambda: b'{"event":"x","distinct_id":"u","properties":{"text":"%b"}}' % (b"ah, oh, " * 1000),
    "JSON in strings": lambda: orjson.dumps({"event": "x", "properties": {"text": json.dumps([{"a": [1, 2]}] * 999)}}),
}


@pytest.mark.parametrize("name", HONEST)
def test_twenty_megabytes_of_what_sdks_send_are_read(name: str) -> None:
    # More than 50,000 events are refused in any case.
    unit = HONEST[name]()
    weight.check_weight(b"[" + b",".join([unit] * min(50_000, (MAX_BYTES - 1) // (len(unit) + 1))) + b"]")
