"""The base of everything that answers a query: settle defaults, build a HogQL tree, run it, shape the answer.

A runner knows nothing of caches, background work or HTTP; `service` does that around it.
"""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from posthog.contracts import TeamContext
from posthog.queries.cache import cache_key
from posthog.queries.execution import Execution
from posthog.queries.modes import Freshness
from posthog.queries.nodes.base import QueryNode
from posthog.queries.nodes.responses import QueryResponse

Q = TypeVar("Q", bound=QueryNode)


class QueryRunner(ABC, Generic[Q]):
    """Answers one query. Subclasses implement `calculate` and, where there are defaults to settle, `settle`."""

    # The form of the answer, for the documentation.
    response: ClassVar[type[BaseModel]] = QueryResponse
    # False for answers that are cheap or must be of this moment: they never enter the cache.
    cacheable: ClassVar[bool] = True
    # Raise when the same query gets another answer than before, so that older cached answers are forgotten.
    version: ClassVar[int] = 1

    def __init__(self, query: Q, execution: Execution) -> None:
        self.query = self.settle(query, execution.team)
        self.execution = execution
        self.team = execution.team

    @classmethod
    def settle(cls, query: Q, team: TeamContext) -> Q:
        """The same query with every default made explicit; equal questions become equal values."""
        return query

    @property
    def freshness(self) -> Freshness:
        """How quickly the answer grows old."""
        return Freshness.NONE

    @cached_property
    def cache_key(self) -> str:
        """The name of the answer to the settled query for this project, as names in it are understood now.

        Kept from the start of a run, so that what was meant before a change is never stored as meant after it.
        """
        name = f"{type(self).__module__}.{type(self).__qualname__}:{self.version}"
        return cache_key(runner=name, payload=self.query.cache_payload(), team=self.team)

    @abstractmethod
    def calculate(self) -> dict[str, Any]:
        """The answer's own fields: `results` and what belongs to it. JSON values, datetimes and UUIDs only."""
