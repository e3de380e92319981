"""Forgets which readings of properties were guesses: from here on the same reading is the same node."""

from dataclasses import replace
from typing import Any

from posthog.hogql import plan, planning


def settle_readings(query: plan.Query) -> plan.Query:
    """The query with all properties read as they are read now."""
    return planning.rewrite(query, _settle)


def _settle(part: Any) -> Any:
    if isinstance(part, plan.Property) and part.guessed:
        return replace(part, guessed=False)
    return part
