"""What property filters mean, as one table that both back-ends are tested against.

Each case is an operator with the value of the filter, and values of a property that it matches and does not match.
`ABSENT` stands for a property that is not there. `memory_only` and `query_only` are the deliberate differences, each
with its reason beside it. By the rules of flags both back-ends agree on every value (docs/adr/0014).
"""

from dataclasses import dataclass
from typing import Any

from common.property_matching import MISSING as ABSENT

NOW = "2026-03-15T12:00:00+00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One filter with values it matches and values it does not."""

    operator: str
    value: Any = None
    matches: tuple[Any, ...] = ()
    rejects: tuple[Any, ...] = ()
    memory_only: tuple[Any, ...] = ()  # matches in memory, not in a query
    query_only: tuple[Any, ...] = ()  # matches in a query, not in memory
    not_in_flags: tuple[Any, ...] = ()  # matches in memory, but not by the rules of flags
    only_in_flags: tuple[Any, ...] = ()  # matches by the rules of flags alone

    @property
    def name(self) -> str:
        return f"{self.operator}:{self.value!r}"


# In memory `exact` ignores capitals, as flags do; in a query it does not, so that it can use an index.
CASES = (
    Case(
        operator="exact",
        value="Paris",
        matches=("Paris",),
        rejects=("Pariss", "", 5, True, ["Paris"], ABSENT),
        memory_only=("paris", "PARIS"),
    ),
    Case(operator="exact", value=["a", "b"], matches=("a", "b"), rejects=("c", "ab", ABSENT), memory_only=("A",)),
    # SDKs that decide flags tell 5.0 from 5, so flags do.
    Case(operator="exact", value="5", matches=(5, "5", 5.0), rejects=(5.5, "50", ABSENT), not_in_flags=(5.0,)),
    Case(operator="exact", value=5, matches=(5, "5", 5.0), rejects=(6, "five", ABSENT), not_in_flags=(5.0,)),
    Case(operator="exact", value=2.5, matches=(2.5, "2.5"), rejects=(2, "2,5", ABSENT)),
    Case(operator="exact", value=True, matches=(True, "true"), rejects=(False, "false", "yes", ABSENT)),
    Case(operator="exact", value=["true"], matches=(True, "true"), rejects=(False, "false", 1, ABSENT)),
    # In flags "false" asks for everything that is not true.
    Case(
        operator="exact",
        value="false",
        matches=(False, "false"),
        rejects=(True, "no", 0, ABSENT),
        only_in_flags=("no", 0),
    ),
    Case(operator="exact", value="", matches=("",), rejects=("a", 0, ABSENT)),
    Case(operator="exact", value='["x",1]', matches=(["x", 1],), rejects=(["x"], ABSENT)),
    Case(
        operator="exact", value='it\'s \\ `odd` "%_" 😀', matches=('it\'s \\ `odd` "%_" 😀',), rejects=("its", ABSENT)
    ),
    Case(
        operator="is_not", value="Paris", matches=("London", "", 5, ABSENT), rejects=("Paris",), query_only=("paris",)
    ),
    Case(operator="is_not", value=["a", 5], matches=("c", 6, ABSENT), rejects=("a", 5, "5")),
    Case(operator="is_not", value=True, matches=(False, ABSENT), rejects=(True, "true")),
    Case(operator="icontains", value="an", matches=("Banana", "AN", "an"), rejects=("b", "", ABSENT)),
    Case(operator="icontains", value="5", matches=(1.5, "x5", 50), rejects=(1, ABSENT)),
    Case(operator="icontains", value="100%", matches=("at 100% now",), rejects=("100", "1000", ABSENT)),
    Case(operator="icontains", value="É", matches=("CAFÉ",), rejects=("café", ABSENT)),
    # To the SDKs a list in a text operator is its JSON; `icontains_multi` is the one for lists.
    Case(
        operator="icontains",
        value=["x", "y"],
        matches=("ax", "Y"),
        rejects=("z", ABSENT),
        not_in_flags=("ax", "Y"),
    ),
    Case(operator="icontains_multi", value=["x", "y"], matches=("ax", "Y"), rejects=("z", ABSENT)),
    Case(operator="icontains", value='k":', matches=([{"k": 1}],), rejects=("k", ABSENT)),
    Case(operator="not_icontains", value="an", matches=("b", "", ABSENT), rejects=("Banana",)),
    Case(operator="not_icontains_multi", value=["x", "y"], matches=("z", ABSENT), rejects=("ax", "y")),
    Case(operator="starts_with", value="htt", matches=("https://x", "HTTP"), rejects=("xhttp", ABSENT)),
    Case(operator="not_starts_with", value="htt", matches=("xhttp", ABSENT), rejects=("https://x",)),
    Case(operator="ends_with", value=".pdf", matches=("a.PDF",), rejects=("a.pdfx", "apdf", ABSENT)),
    Case(operator="not_ends_with", value=".pdf", matches=("a.txt", ABSENT), rejects=("a.pdf",)),
    Case(operator="regex", value="^a.c$", matches=("abc", "a\\c"), rejects=("ABC", "abcd", "abc\n", ABSENT)),
    Case(operator="regex", value="b+", matches=("abbc",), rejects=("ac", "", ABSENT)),
    Case(operator="regex", value="^[0-9]+$", matches=(15, "15"), rejects=(1.5, "x", ABSENT)),
    Case(operator="regex", value=["^a", "z$"], matches=("ab", "xyz"), rejects=("ba", ABSENT)),
    Case(operator="not_regex", value="^a", matches=("b", "", ABSENT), rejects=("abc",)),
    Case(operator="gt", value=10, matches=(11, 10.5, "12"), rejects=(10, 9, "9", "abc", True, ABSENT)),
    Case(operator="gt", value="10", matches=(11,), rejects=(10, 9, ABSENT)),
    Case(operator="gte", value=10, matches=(10, 10.0, "10"), rejects=(9.99, "", ABSENT)),
    Case(operator="lt", value=0, matches=(-1, "-0.5"), rejects=(0, 1, "", "abc", False, ABSENT)),
    Case(operator="lte", value=2.5, matches=(2.5, 2), rejects=(3, ABSENT)),
    Case(operator="min", value=3, matches=(3, 4), rejects=(2, ABSENT)),
    Case(operator="max", value=3, matches=(3, 2), rejects=(4, ABSENT)),
    Case(operator="between", value=[1, 3], matches=(1, 2.5, "3"), rejects=(0, 4, "x", ABSENT)),
    Case(operator="not_between", value=[1, 3], matches=(0, 4, "x", ABSENT), rejects=(1, 2, 3)),
    # A null is stored nowhere in ClickHouse, so only memory can tell it from nothing.
    Case(operator="is_set", matches=("", 0, False, "x", [1], {"k": {"z": 1}}), rejects=(ABSENT,), memory_only=(None,)),
    Case(operator="is_not_set", matches=(ABSENT,), rejects=("", 0, False, {"k": 1}), query_only=(None,)),
    Case(
        operator="is_date_before",
        value="2026-03-01",
        matches=("2026-02-28", "2026-02-28T23:59:59Z", 1_700_000_000),
        rejects=("2026-03-01", "2026-03-01T00:00:00Z", "2026-03-02", "soon", ABSENT),
    ),
    Case(
        operator="is_date_after",
        value="2026-03-01",
        matches=("2026-03-01T00:00:01Z", "2026-03-02"),
        rejects=("2026-03-01", "2026-02-28", "soon", ABSENT),
    ),
    Case(
        operator="is_date_exact",
        value="2026-03-01",
        matches=("2026-03-01", "2026-03-01T23:59:59Z"),
        rejects=("2026-03-02T00:00:00Z", "2026-02-28", "soon", ABSENT),
    ),
    Case(
        operator="is_date_exact",
        value="2026-03-01T10:00:00Z",
        matches=("2026-03-01T10:00:00Z", "2026-03-01T11:00:00+01:00"),
        rejects=("2026-03-01T10:00:01Z", ABSENT),
    ),
    Case(
        operator="is_date_after",
        value="-7d",
        matches=("2026-03-09", "2026-03-15T11:00:00Z"),
        rejects=("2026-03-08T11:00:00Z", "2026-03-01", ABSENT),
    ),
    Case(
        operator="is_date_before",
        value="-24h",
        matches=("2026-03-14T11:59:59Z",),
        rejects=("2026-03-14T12:00:01Z", ABSENT),
    ),
    Case(
        operator="is_date_exact",
        value="-1d",
        matches=("2026-03-14", "2026-03-14T23:00:00Z"),
        rejects=("2026-03-13", "2026-03-15", ABSENT),
    ),
    Case(
        operator="semver_eq",
        value="1.2.3",
        matches=("1.2.3", "v1.2.3", "1.2.3-beta.1"),
        rejects=("1.2.4", "x", "", ABSENT),
    ),
    Case(
        operator="semver_eq",
        value="1.2",
        matches=("1.2.0", "1.2", 1.2, "V1.2", "1.2."),
        rejects=("1.2.1", "1.x", ABSENT),
    ),
    Case(operator="semver_neq", value="1.2.3", matches=("1.2.4",), rejects=("1.2.3", "x", ABSENT)),
    Case(operator="semver_gt", value="1.9.0", matches=("1.10.0", "2"), rejects=("1.9.0", "1.8.9", "latest", ABSENT)),
    Case(operator="semver_gte", value="1.9.0", matches=("1.9", "1.10.0"), rejects=("1.8.99", ABSENT)),
    Case(operator="semver_lt", value="1.10.0", matches=("1.9.9", "0.1"), rejects=("1.10.0", "1.11", "x", ABSENT)),
    Case(operator="semver_lte", value="1.10.0", matches=("1.10.0", "1.9"), rejects=("1.10.1", "", ABSENT)),
    Case(operator="semver_tilde", value="1.2.3", matches=("1.2.3", "1.2.9"), rejects=("1.2.2", "1.3.0", "x", ABSENT)),
    Case(operator="semver_caret", value="1.2.3", matches=("1.2.3", "1.9.0"), rejects=("2.0.0", "1.2.2", ABSENT)),
    Case(operator="semver_caret", value="0.2.3", matches=("0.2.9",), rejects=("0.3.0", ABSENT)),
    Case(operator="semver_caret", value="0.0.3", matches=("0.0.3",), rejects=("0.0.4", ABSENT)),
    Case(operator="semver_wildcard", value="1.*", matches=("1.0.0", "1.99"), rejects=("2.0", "0.9", ABSENT)),
    Case(operator="semver_wildcard", value="1.2.*", matches=("1.2.0", "1.2.7"), rejects=("1.3.0", ABSENT)),
    Case(
        operator="is_cleaned_path_exact",
        value="/docs/",
        matches=("/docs", "/docs/?q=1", "/docs#top"),
        rejects=("/doc", "/docs/x", ABSENT),
    ),
)
