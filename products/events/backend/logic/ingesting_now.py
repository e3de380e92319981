"""What people change by hand goes through ingestion, like what SDKs send, but within the request.

The same rules apply, both stores learn of it, the change is an event that explains it later, and whoever made it sees
it when they read back. The queue is left out: it would answer before the change is made.
"""

import os
import time
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

from common import clock
from common.json import dumps
from posthog import teams
from posthog.clickhouse.client import ClickHouseError
from products.events.backend.facade.errors import ChangeRefusedError, StoresUnavailableError
from products.events.backend.logic import definitions, groups, outbox
from products.events.backend.logic.ingestion.insert import insert_events
from products.events.backend.logic.ingestion.normalise import PreparedEvent, normalise_entry
from products.events.backend.logic.ingestion.warnings import IngestionWarning
from products.events.backend.logic.outbox import ClickHouseRows
from products.events.backend.logic.persons.resolve import mentioned_ids, merging_ids, resolve
from products.events.backend.logic.persons.store import RacedError, load_people, write_people
from products.events.backend.logic.queue.entry import Entry, Received
from products.events.backend.models import ClickHouseOutbox
from products.events.backend.wire import names
from products.events.backend.wire.identifiers import MAX_DISTINCT_ID_LENGTH

MAX_TRIES = 10
# Left-over rows of a crash are sent before the next batch of this partition.
OUTBOX_PARTITION = 0
LIBRARY = "prickle-web"
# The outbox keeps what Postgres has taken, whatever happens to this request.
KEPT = "The change is kept, but ClickHouse does not answer, so lists may not show it yet."


def ingest_now(*, team_id: int, name: str, distinct_id: str, properties: dict[str, Any]) -> None:
    """Bring one event into both stores; raises ChangeRefusedError, with nothing changed, when ingestion refuses it."""
    event = _prepared(team_id, name, distinct_id, properties)
    _refuse(groups.assign_groups([event]))
    letters = _settle(event)
    definitions.learn([event])
    send_now(letters)
    try:
        _refuse(insert_events([event], token=f"now:{event.uuid}"))
    except ClickHouseError as error:
        raise StoresUnavailableError(KEPT, retry_after_seconds=10) from error


def describe_group_now(*, team_id: int, group_type: str, group_key: str, properties: dict[str, Any]) -> None:
    """Set properties of a group in both stores, as `$groupidentify` does. No event: nobody did anything, no person is made."""
    stated = {"$group_type": group_type, "$group_key": group_key, "$group_set": properties}
    event = _prepared(team_id, names.GROUP_IDENTIFY, f"${group_type}_{group_key}"[:MAX_DISTINCT_ID_LENGTH], stated)
    _refuse(groups.assign_groups([event]))
    with transaction.atomic():
        rows = ClickHouseRows()
        groups.describe_groups([event], rows)
        letters = outbox.save(OUTBOX_PARTITION, rows) if rows.by_table else []
    definitions.learn([event])
    send_now(letters)


def send_now(letters: Sequence[ClickHouseOutbox]) -> None:
    """Let ClickHouse have what Postgres has taken; raises StoresUnavailableError when it does not answer."""
    try:
        outbox.send(letters)
    except ClickHouseError as error:
        raise StoresUnavailableError(KEPT, retry_after_seconds=10) from error


def _settle(event: PreparedEvent) -> list[Any]:
    for attempt in range(1, MAX_TRIES + 1):
        try:
            with transaction.atomic():
                people = load_people(mentioned_ids([event]), merging=merging_ids([event]), lock=True)
                _refuse(resolve([event], people))
                rows = write_people(people)
                groups.describe_groups([event], rows)
                return outbox.save(OUTBOX_PARTITION, rows) if rows.by_table else []
        except (RacedError, IntegrityError, OperationalError):
            if attempt == MAX_TRIES:
                raise
            time.sleep(0.01 * attempt)
    raise AssertionError("unreachable")


def _prepared(team_id: int, name: str, distinct_id: str, properties: dict[str, Any]) -> PreparedEvent:
    team = teams.get_team(team_id)
    body = {"event": name, "distinct_id": distinct_id, "properties": {"$lib": LIBRARY, **properties}}
    received = Received(request_id=os.urandom(12).hex(), team_id=team_id, token=team.api_token, received_at=clock.now())
    entry = Entry(id="0-0", received=received, body=dumps(body))
    items = list(normalise_entry(entry, team_id=team_id, anonymize_ips=True))
    _refuse([item for item in items if isinstance(item, IngestionWarning)])
    return next(item for item in items if isinstance(item, PreparedEvent))


def _refuse(warnings: list[IngestionWarning]) -> None:
    if warnings:
        details = warnings[0].details
        reason = str(details.get("reason") or warnings[0].type.replace("_", " "))
        raise ChangeRefusedError(f"Ingestion refuses this change: {reason}.")
