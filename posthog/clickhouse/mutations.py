"""Mutations (`ALTER TABLE … UPDATE` and `DELETE`) that are still under way, however long ago who asked for them gave up.

ClickHouse works them off one after the other, on and on, through restarts too; the statement that waited for one may
have run into a time limit or died meanwhile. Whoever asks for another one then only adds to the queue. So who mutates a
table regularly asks `is_settled` first, and waits for its next turn.

A mutation that fails is tried again for ever and holds up all that come after it. One that has failed for a while is
taken out of the way; its owner's next turn asks for it anew.

ClickHouse also keeps the last hundred that are done, with their text, in which every value that was bound stands written
out. Who removes what is to be forgotten has those records removed as well (`forget_finished`), and its statements kept
out of the query log (`UNLOGGED`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings

from common import clock
from posthog.clickhouse import client, migrator
from posthog.clickhouse.cluster import Table, quote_identifier

# A failure that has gone by itself by then (no memory, no disk) was none.
PATIENCE = timedelta(minutes=10)
# Settings of statements whose values must not be kept in `system.query_log`, where an operator has that.
UNLOGGED: Mapping[str, object] = {"log_queries": 0}
_TAG = client.QueryTag(kind="mutations")
_KILLED_AT_A_TIME = 200
_OF_TABLE = "database = currentDatabase() AND table = {table:String}"
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """`failure` is what went wrong last, "" while all is well."""

    mutation_id: str
    command: str
    since: datetime
    failure: str


def unfinished(table: Table) -> tuple[Mutation, ...]:
    """What is still to be done to the table, on any node, the oldest first."""
    sql = (
        f"SELECT mutation_id, any(command), min(create_time), max(latest_fail_reason) FROM {_mutations()} "  # noqa: S608
        f"WHERE {_OF_TABLE} AND NOT is_done GROUP BY mutation_id ORDER BY min(create_time), mutation_id"
    )
    rows = client.query(sql, {"table": migrator.current_cluster().storage_name(table)}, tag=_TAG).rows
    return tuple(
        Mutation(mutation_id=mutation_id, command=command, since=since, failure=failure)
        for mutation_id, command, since, failure in rows
    )


def is_settled(table: Table) -> bool:
    """Whether nothing is under way on the table. Takes what has been failing for long out of the way."""
    waiting = unfinished(table)
    failing = [each for each in waiting if each.failure and clock.now() - each.since > PATIENCE]
    for mutation in failing:
        logger.error(
            "clickhouse.mutation_killed",
            table=table.name,
            # Not its command, which may name what was to be forgotten.
            mutation_id=mutation.mutation_id,
            failure=mutation.failure[:300],
        )
        _kill(table, mutation.mutation_id)
    if len(waiting) > len(failing):
        logger.warning("clickhouse.mutations_under_way", table=table.name, count=len(waiting) - len(failing))
        return False
    return True


def forget_finished(table: Table) -> int:
    """Remove the records of what has been done to the table on every node; how many.

    Fails while a node does not answer, since it may not be done there. Killing what is done undoes nothing: every part
    has it behind it, and what is inserted later never was meant.
    """
    cluster = migrator.current_cluster()
    sql = (
        f"SELECT mutation_id FROM {_mutations()} WHERE {_OF_TABLE} "  # noqa: S608
        "GROUP BY mutation_id HAVING min(is_done) = 1 ORDER BY mutation_id"
    )
    finished = [row[0] for row in client.query(sql, {"table": cluster.storage_name(table)}, tag=_TAG).rows]
    for start in range(0, len(finished), _KILLED_AT_A_TIME):
        _kill(table, *finished[start : start + _KILLED_AT_A_TIME])
    return len(finished)


def _kill(table: Table, *mutation_ids: str) -> None:
    cluster = migrator.current_cluster()
    client.command(
        f"KILL MUTATION{cluster.on_cluster} WHERE {_OF_TABLE} AND mutation_id IN {{mutation_ids:Array(String)}} SYNC",
        {"table": cluster.storage_name(table), "mutation_ids": list(mutation_ids)},
        tag=_TAG,
    )


def _mutations() -> str:
    if not settings.CLICKHOUSE_CLUSTER:
        return "system.mutations"
    return f"clusterAllReplicas({quote_identifier(settings.CLICKHOUSE_CLUSTER)}, system.mutations)"
