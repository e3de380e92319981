"""Which saved insights use an action or a cohort: in a filter, as a series, or in HogQL; and whether the filter of test
users does, which insights apply. Asked by those that own these.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from common.json import loads
from posthog import teams
from posthog.contracts import Reference
from posthog.references import Used
from products.product_analytics.backend.models import Insight


def find_insights_using_action(used: Used, most: int) -> tuple[Reference, ...]:
    """Insights whose question has the action as a series or a filter, or calls it in HogQL."""
    called = re.compile(rf"(?i:matchesAction)\(\s*{_spellings(used)}\s*\)")

    def mentions(value: Any) -> bool:
        if isinstance(value, dict):
            return used.id == (value.get("id") if value.get("kind") == "ActionsNode" else value.get("actionId"))
        return isinstance(value, str) and called.search(value) is not None

    return _find_insights(used, most, "action", mentions)


def find_insights_using_cohort(used: Used, most: int) -> tuple[Reference, ...]:
    """Insights that filter by the cohort, or ask for it in HogQL, which may be a breakdown or the whole query."""
    return _find_insights(used, most, "cohort", _mentions_cohort(used))


def find_test_filters_using_cohort(used: Used, _most: int) -> tuple[Reference, ...]:
    """The project's filter of internal and test users, which every insight may apply: none of them could be answered
    without the cohort, so it blocks a deletion.
    """
    filters = loads(teams.get_team(used.team_id).test_account_filters)
    mentions = _mentions_cohort(used)
    if not any(mentions(value) for value in _values_in(filters)):
        return ()
    name = "Filter of internal and test users"
    return (Reference(type="test_account_filters", id=str(used.team_id), name=name, blocks_deletion=True),)


def _mentions_cohort(used: Used) -> Callable[[Any], bool]:
    asked = re.compile(rf"(?i:\bin\s+cohort)\s+{_spellings(used)}")

    def mentions(value: Any) -> bool:
        if isinstance(value, dict):
            return value.get("type") == "cohort" and str(value.get("value")) == str(used.id)
        return isinstance(value, str) and asked.search(value) is not None

    return mentions


def _find_insights(used: Used, most: int, word: str, mentions: Callable[[Any], bool]) -> tuple[Reference, ...]:
    """None of them blocks a deletion: an insight says what it misses, whenever somebody looks at it."""
    # The text is only a first sieve; what it leaves is looked at properly.
    rows = Insight.objects.for_team(used.team_id).filter(deleted=False, query__icontains=word).order_by("name", "pk")
    found: list[Reference] = []
    for row in rows.iterator(chunk_size=200):
        if len(found) >= most:
            break
        if any(mentions(value) for value in _values_in(row.query)):
            found.append(Reference(type="insight", id=row.short_id, name=row.name or row.short_id))
    return tuple(found)


def _spellings(used: Used) -> str:
    """How HogQL may call it, as a pattern: its id, or its name in quotes, which are doubled or escaped within."""
    name = used.name.replace("\\", "\\\\")
    quoted = {"'" + name.replace("'", escaped) + "'" for escaped in ("''", "\\'")}
    return "(?:" + "|".join([rf"{used.id}\b", *map(re.escape, sorted(quoted))]) + ")"


def _values_in(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _values_in(each)
