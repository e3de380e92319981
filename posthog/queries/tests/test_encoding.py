from datetime import UTC, datetime
from decimal import Decimal
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest

from posthog.queries.encoding import decode, encode


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2**64 - 1, 2**64 - 1),
        (2**200, str(2**200)),
        ([[{"n": -(2**100)}]], [[{"n": str(-(2**100))}]]),
        (Decimal("1.25"), 1.25),
        (float("nan"), None),
        (float("-inf"), None),
        (b"\xffok", "\ufffdok"),
        ((1, (2,)), [1, [2]]),
        ({"b", "a"}, ["a", "b"]),
        ({1: "x", UUID(int=1): "y"}, {"1": "x", str(UUID(int=1)): "y"}),
        ({(1, 2): "x"}, {"[1,2]": "x"}),
        ({2**70: "x"}, {str(2**70): "x"}),
        (ip_address("::1"), "::1"),
        ("\ud800", "?"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00Z"),
    ],
)
def test_whatever_clickhouse_has_becomes_json(value: Any, expected: Any) -> None:
    assert decode(encode({"value": value})) == {"value": expected}
