"""One batch, from raw entries to committed: the whole life of an event after capture, in order.

    decode → normalise → drop what was stored before → people and groups (one transaction, with its outbox)
    → definitions → ClickHouse → commit in the queue

Every step may be repeated: people are told in a transaction that notes the batch, definitions converge, the outbox
carries versions, the insert carries a token and is preceded by a look at what is there when an earlier attempt may have
got that far.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from django.db import IntegrityError, OperationalError, transaction

from posthog import geoip, known_teams, metrics
from posthog.known_teams import find_team, find_team_by_token
from posthog.teams import mark_event_ingested
from products.events.backend.logic import definitions, groups, outbox
from products.events.backend.logic.ingestion.existing import stored_among
from products.events.backend.logic.ingestion.insert import (
    MAX_NESTED_VALUES_PER_INSERT,
    insert_events,
    insert_warnings,
)
from products.events.backend.logic.ingestion.normalise import PreparedEvent, normalise_entry
from products.events.backend.logic.ingestion.progress import (
    Progress,
    give_way_when_asleep,
    note_settled,
    progress_of,
)
from products.events.backend.logic.ingestion.warnings import IngestionWarning
from products.events.backend.logic.persons.contention import is_passing
from products.events.backend.logic.persons.resolve import mentioned_ids, merging_ids, resolve
from products.events.backend.logic.persons.store import RacedError, load_people, write_people
from products.events.backend.logic.protection.caps import within_caps
from products.events.backend.logic.protection.examine import examine
from products.events.backend.logic.protection.rules import rules_of
from products.events.backend.logic.queue import resend_window
from products.events.backend.logic.queue.entry import Entry, decode_entry
from products.events.backend.logic.queue.partition import Partition, RawBatch
from products.events.backend.logic.settings import settings_of

# Each failed try means that another worker got through, so this many are never needed in practice.
MAX_TRIES = 20
FOREIGN_KEY_VIOLATION = "23503"
logger = structlog.get_logger(__name__)
_teams_with_events: set[int] = set()


class ProjectGoneError(Exception):
    """A project was deleted while its events were in the batch. Normalised again, the batch comes without them."""


@dataclass(slots=True)
class _Work:
    """What a batch consists of after normalisation."""

    events: list[PreparedEvent] = field(default_factory=list)
    warnings: list[IngestionWarning] = field(default_factory=list)
    # Events that may be in ClickHouse already.
    to_check: list[PreparedEvent] = field(default_factory=list)
    members: list[bytes] = field(default_factory=list)
    nested_values: int = 0


def process_batch(partition: Partition, batch: RawBatch) -> int:
    """Bring the batch into both stores and commit it; returns how many events were new."""
    started = time.monotonic()
    token = f"{partition.number}:{batch.first_id}:{batch.last_id}"
    progress = progress_of(partition.number)
    work = _normalise(batch)
    events, members = _without_known(work, batch_was_settled=progress.covers(batch))
    events, over_cap = within_caps(events, rules_of, batch=token)
    work.warnings += over_cap
    try:
        work.warnings += _settle_people(partition, batch, progress, events)
        events = [event for event in events if not event.is_refused]
        work.warnings += definitions.learn(events)
    except IntegrityError as error:
        # What hangs on a row that is gone cannot be written, and would hold up everybody else in the partition.
        if known_teams.forget_deleted({event.team_id for event in events}):
            raise ProjectGoneError from error
        raise
    events = [event for event in events if not event.is_stored]
    partition.check_still_ours()
    work.warnings += insert_events(events, token=token)
    insert_warnings(work.warnings, token=token)
    partition.commit(batch, members)
    _announce(work.events)
    _measure(work, events, started)
    return len(events)


def _normalise(batch: RawBatch) -> _Work:
    work = _Work()
    for entry_id, fields in batch.entries:
        try:
            entry = decode_entry(entry_id, fields)
        except (KeyError, ValueError, TypeError):
            # Not written by capture; nobody could say whose it is.
            logger.error("events.entry_unreadable", entry=entry_id.decode())
            metrics.events_rejected.labels(reason="unreadable_entry").inc()
            continue
        _normalise_entry(entry, work, may_be_stored=_milliseconds(entry) <= batch.check_until)
    return work


def _normalise_entry(entry: Entry, work: _Work, *, may_be_stored: bool) -> None:
    received = entry.received
    team = find_team(received.team_id) if received.team_id else find_team_by_token(received.token)
    if team is None:
        # The token was taken on trust while Postgres was down, or the project was deleted meanwhile.
        metrics.events_rejected.labels(reason="unknown_project").inc()
        return
    rules = rules_of(team.id)
    options = settings_of(team.id)
    for item in normalise_entry(
        entry,
        team_id=team.id,
        anonymize_ips=team.anonymize_ips,
        cookieless_enabled=options.cookieless_enabled,
        person_processing=not options.person_processing_opt_out,
        max_age_hours=options.drop_events_older_than_hours,
        find_place=geoip.finder(),
    ):
        if isinstance(item, IngestionWarning):
            work.warnings.append(item)
        elif refusal := examine(item, rules, bot=received.bot):
            work.warnings.append(refusal)
        else:
            work.nested_values += item.nested_values
            item.part = work.nested_values // MAX_NESTED_VALUES_PER_INSERT
            work.events.append(item)
            if may_be_stored or item.is_historical:
                work.to_check.append(item)


def _without_known(work: _Work, *, batch_was_settled: bool) -> tuple[list[PreparedEvent], list[bytes]]:
    """(events not stored before, how they are all remembered). The first of several with one uuid is kept.

    Of a batch whose people were settled by an earlier attempt those stay that it has stored: each event's people are
    those of its place in the whole.
    """
    first: dict[bytes, PreparedEvent] = {}
    for event in work.events:
        first.setdefault(resend_window.member(event.team_id, event.uuid), event)
    members = list(first)
    known = resend_window.known_among(members)
    stored = stored_among(work.to_check) if work.to_check else set()
    fresh = [event for member, event in first.items() if member not in known]
    if stored:
        for event in fresh:
            event.is_stored = (event.team_id, event.uuid) in stored
        if not batch_was_settled:
            fresh = [event for event in fresh if not event.is_stored]
    metrics.events_deduplicated.inc(len(work.events) - sum(not event.is_stored for event in fresh))
    return fresh, members


def _settle_people(
    partition: Partition, batch: RawBatch, progress: Progress, events: list[PreparedEvent]
) -> list[IngestionWarning]:
    """Resolve people and groups, and have both stores know them. Starts over when another worker was faster.

    Where people have had the batch it only tells whose each event is. Should one of them have been deleted since, they
    get it again.
    """
    warnings = groups.assign_groups(events)
    keys, merging = mentioned_ids(events), merging_ids(events)
    for attempt in range(1, MAX_TRIES + 1):
        try:
            with transaction.atomic():
                give_way_when_asleep()
                people = load_people(keys, merging=merging, lock=attempt > 1)
                found = resolve(events, people)
                if progress.covers(batch) and not people.to_insert():
                    return warnings + found
                rows = write_people(people)
                groups.describe_groups(events, rows)
                letters = outbox.save(partition.number, rows) if rows.by_table else []
                note_settled(progress, batch)
        except (RacedError, IntegrityError, OperationalError) as error:
            if attempt == MAX_TRIES or not _may_succeed_later(error, events):
                raise
            logger.info("events.people_raced", partition=partition.number, attempt=attempt, error=str(error)[:100])
            time.sleep(0.01 * attempt)
        else:
            outbox.send(letters)
            return warnings + found
    raise AssertionError("unreachable")


def _may_succeed_later(error: Exception, events: Iterable[PreparedEvent]) -> bool:
    """Deadlocks and serialisation failures are settled by trying again; a lost connection or project is not."""
    if isinstance(error, OperationalError):
        return is_passing(error)
    state = getattr(error.__cause__, "sqlstate", None)
    return state != FOREIGN_KEY_VIOLATION or not known_teams.forget_deleted({event.team_id for event in events})


def _announce(events: Iterable[PreparedEvent]) -> None:
    """A project's first event ends its onboarding."""
    for team_id in {event.team_id for event in events} - _teams_with_events:
        mark_event_ingested(team_id)
        _teams_with_events.add(team_id)


def _measure(work: _Work, events: list[PreparedEvent], started: float) -> None:
    seconds = time.monotonic() - started
    metrics.events_ingested.inc(len(events))
    metrics.batch_events.observe(len(events))
    metrics.batch_seconds.observe(seconds)
    logger.info(
        "events.batch_ingested",
        events=len(events),
        repeated=len(work.events) - len(events),
        warnings=len(work.warnings),
        ms=round(seconds * 1000),
    )


def _milliseconds(entry: Entry) -> int:
    return int(entry.id.partition("-")[0])
