"""Limits per person and project and minute: what is beyond is not stored, and counted where people see it.

Counted in Redis per batch, under the batch's own name: a batch that is taken again after a crash replaces its count
instead of adding to it, so that what was let through stays so.
"""

from collections import Counter
from collections.abc import Callable
from hashlib import blake2b

from posthog import metrics
from products.events.backend.facade.enums import WarningKind
from products.events.backend.logic.ingestion.normalise import PreparedEvent
from products.events.backend.logic.ingestion.warnings import IngestionWarning, raw_json
from products.events.backend.logic.protection.rules import Rules
from products.events.backend.logic.queue import connection

# Longer than a batch that is tried again and again needs for a try; short, since each person of each minute has a key.
KEPT_SECONDS = 300
Bucket = tuple[int, int, str]


def within_caps(
    events: list[PreparedEvent], rules_of: Callable[[int], Rules], *, batch: str
) -> tuple[list[PreparedEvent], list[IngestionWarning]]:
    """(events that may be stored, a warning for each that may not). Minutes are those of arrival."""
    capped = {team_id for team_id in {event.team_id for event in events} if _has_caps(rules_of(team_id))}
    if not capped:
        return events, []
    wanted = Counter(bucket for event in events if event.team_id in capped for bucket in _buckets(event, rules_of))
    room = _room(wanted, rules_of, batch)
    kept: list[PreparedEvent] = []
    warnings: list[IngestionWarning] = []
    for event in events:
        buckets = _buckets(event, rules_of) if event.team_id in capped else []
        full = next((bucket for bucket in buckets if room[bucket] <= 0), None)
        if full is None:
            for bucket in buckets:
                room[bucket] -= 1
            kept.append(event)
        else:
            warnings.append(_warning(event, full, rules_of(event.team_id)))
    metrics.events_rejected.labels(reason="over_cap").inc(len(warnings))
    return kept, warnings


def _has_caps(rules: Rules) -> bool:
    return rules.person_cap is not None or rules.project_cap is not None


def _buckets(event: PreparedEvent, rules_of: Callable[[int], Rules]) -> list[Bucket]:
    """What the event counts against: its person's, and the project's, minute."""
    rules = rules_of(event.team_id)
    minute = int(event.received_at.timestamp()) // 60
    found = [(event.team_id, minute, "")] if rules.project_cap is not None else []
    if rules.person_cap is not None:
        found.append((event.team_id, minute, event.distinct_id))
    return found


def _room(wanted: Counter[Bucket], rules_of: Callable[[int], Rules], batch: str) -> dict[Bucket, int]:
    """How many events of this batch each bucket still takes, after what other batches brought."""
    pipeline = connection.client().pipeline(transaction=False)
    for bucket, count in wanted.items():
        key = _key(bucket)
        pipeline.hset(key, batch, count)
        pipeline.hgetall(key)
        pipeline.expire(key, KEPT_SECONDS)
    answers = pipeline.execute()
    room = {}
    for bucket, counts in zip(wanted, answers[1::3], strict=True):
        others = sum(int(count) for name, count in counts.items() if name != batch.encode())
        rules = rules_of(bucket[0])
        cap = rules.person_cap if bucket[2] else rules.project_cap
        room[bucket] = max(0, (cap or 0) - others)
    return room


def _key(bucket: Bucket) -> str:
    team_id, minute, distinct_id = bucket
    who = blake2b(distinct_id.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest() if distinct_id else "all"
    return f"events:cap:{team_id}:{minute}:{who}"


def _warning(event: PreparedEvent, bucket: Bucket, rules: Rules) -> IngestionWarning:
    kind = WarningKind.PERSON_OVER_CAP if bucket[2] else WarningKind.PROJECT_OVER_CAP
    cap = rules.person_cap if bucket[2] else rules.project_cap
    details = {
        "reason": f"More than {cap} events in a minute.",
        "event": event.name,
        "distinct_id": event.distinct_id,
        "event_uuid": event.uuid,
    }
    return IngestionWarning(event.team_id, kind, event.received_at, details, raw_json(as_sent(event)))


def as_sent(event: PreparedEvent) -> dict[str, object]:
    """The event as it can be sent again by whoever decides that it was right after all."""
    return {
        "event": event.name,
        "uuid": event.uuid,
        "distinct_id": event.distinct_id,
        "timestamp": event.timestamp,
        "properties": event.properties,
    }
