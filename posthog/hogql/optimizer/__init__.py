"""Physical tree to physical tree: an ordered tuple of steps, each a pure function, each correct on its own.

The last two bring a query into the one shape that the printer accepts: every physical table alone in its SELECT.
"""

from collections.abc import Callable

from posthog.hogql import plan
from posthog.hogql.optimizer.days import compare_moments_of_days
from posthog.hogql.optimizer.guards import relax_guards
from posthog.hogql.optimizer.isolate import isolate_tables
from posthog.hogql.optimizer.keys import read_keys_alike
from posthog.hogql.optimizer.moments import compare_stored_moments
from posthog.hogql.optimizer.prewhere import filter_early
from posthog.hogql.optimizer.pushdown import push_properties_down
from posthog.hogql.optimizer.settle import settle_readings

Step = Callable[[plan.Query], plan.Query]

STEPS: tuple[Step, ...] = (
    settle_readings,
    read_keys_alike,
    compare_moments_of_days,
    relax_guards,
    compare_stored_moments,
    push_properties_down,
    isolate_tables,
    filter_early,
)


def optimize(query: plan.Query) -> plan.Query:
    """The query after all steps."""
    for step in STEPS:
        query = step(query)
    return query
