"""The kinds of query that the core answers by itself. Products register theirs beside these."""

from posthog.queries import registry
from posthog.queries.nodes.rows import DatabaseSchemaQuery, EventsQuery, HogQLMetadata, HogQLQuery
from posthog.queries.nodes.trends import TrendsQuery
from posthog.queries.rows.events import EventsQueryRunner
from posthog.queries.rows.hogql import HogQLQueryRunner
from posthog.queries.rows.metadata import DatabaseSchemaRunner, HogQLMetadataRunner
from posthog.queries.trends.runner import TrendsQueryRunner


def register_builtin_queries() -> None:
    """Called once, when the core starts. A repeat changes nothing."""
    registry.register(TrendsQuery, TrendsQueryRunner)
    registry.register(EventsQuery, EventsQueryRunner)
    registry.register(HogQLQuery, HogQLQueryRunner)
    registry.register(HogQLMetadata, HogQLMetadataRunner)
    registry.register(DatabaseSchemaQuery, DatabaseSchemaRunner)
