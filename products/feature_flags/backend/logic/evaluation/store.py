"""Compiled definitions in this process's memory: found by token or project, and new within a second of a change.

Requests never wait for a store that they do not need. Whether something changed is asked of Redis by one thread, at
most twice a second; reading again happens in a thread of its own with a limit of time. What is held stays valid while
stores are down. A process that holds nothing and can read nothing says so instead of answering.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import redis
import structlog
from django.db import DatabaseError, close_old_connections, connection

from common.sdk.errors import InvalidTokenError
from posthog import fast_reads, teams
from posthog.definitions import versions
from products.feature_flags.backend.facade.contracts import LocalDefinitions
from products.feature_flags.backend.facade.errors import DefinitionsUnavailableError
from products.feature_flags.backend.logic.evaluation import reading
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.quick_redis import quick_redis
from products.feature_flags.backend.logic.evaluation.selection import Selector

CHECK_SECONDS = 0.5
# Announcements can be lost, and cannot be heard while Redis is down; so what is held is read again anyway.
MAX_AGE_SECONDS = 30.0
MAX_AGE_WITHOUT_REDIS_SECONDS = 3.0
READ_SECONDS = 1.5
RETRY_SECONDS = 1.0
UNKNOWN_TOKEN_SECONDS = 5.0
MAX_UNKNOWN_TOKENS = 10_000
MAX_PROJECTS = 1_000
IN_USE_SECONDS = 600.0
logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Held:
    """One project's definitions and what is known of their age. `version` is -1 when Redis did not tell."""

    team_id: int
    definitions: Definitions
    selector: Selector
    version: int
    read_at: float
    used_at: float
    documents: dict[bool, LocalDefinitions] = field(default_factory=dict)
    """What is made of the definitions for SDKs, once; see documents.py."""


class DefinitionStore:
    """All projects that this process has been asked about lately. Safe to use from many threads."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, Held] = OrderedDict()
        self._team_ids: dict[str, int] = {}
        self._unknown: OrderedDict[str, float] = OrderedDict()
        self._changed: set[int] = set()
        self._reads: dict[int, Future[None]] = {}
        self._lock = threading.Lock()
        self._checking = threading.Lock()
        self._check_at = 0.0
        self._hears_redis = True
        self._retry_at: dict[int, float] = {}
        self._executor: ThreadPoolExecutor | None = None

    def find_team(self, token: str) -> int:
        """The project with this token; raises InvalidTokenError, or DefinitionsUnavailableError when nobody can tell."""
        team_id = self._team_ids.get(token)
        if team_id is not None:
            return team_id
        if self._unknown.get(token, 0.0) > time.monotonic():
            raise _unknown_token()
        found = self._in_time(lambda: _read_team_id(token))
        with self._lock:
            if found is None:
                self._unknown[token] = time.monotonic() + UNKNOWN_TOKEN_SECONDS
                while len(self._unknown) > MAX_UNKNOWN_TOKENS:
                    self._unknown.popitem(last=False)
                raise _unknown_token()
            self._team_ids[token] = found
        return found

    def get(self, team_id: int, *, at_once: bool = False) -> Held:
        """The project's definitions; with `at_once` also those that changed a moment ago in another process.

        Raises DefinitionsUnavailableError when this process holds none and cannot read them.
        """
        now = time.monotonic()
        if now >= self._check_at:
            self._check(now)
        held = self._held.get(team_id)
        if at_once and held is not None:
            found = self._versions([team_id])
            if found is not None and found[team_id] != held.version:
                self._changed.add(team_id)
        if held is None or team_id in self._changed:
            held = self._refreshed(team_id)
        elif now - held.read_at > (MAX_AGE_SECONDS if self._hears_redis else MAX_AGE_WITHOUT_REDIS_SECONDS):
            self._read_in_background(held)
        held.used_at = now
        return held

    def note_change(self, team_id: int) -> None:
        """Something changed in this very process, so the next request here must already see it."""
        self._changed.add(team_id)

    def forget(self) -> None:
        """Start empty, as a process that has just begun."""
        with self._lock:
            self._held.clear()
            self._team_ids.clear()
            self._unknown.clear()
            self._changed.clear()
            self._retry_at.clear()
            self._check_at = 0.0

    def _check(self, now: float) -> None:
        """One thread asks Redis which projects changed; the others go on with what they have."""
        if not self._checking.acquire(blocking=False):
            return
        try:
            if now < self._check_at:
                return
            self._check_at = time.monotonic() + CHECK_SECONDS
            in_use = [held for held in list(self._held.values()) if now - held.used_at < IN_USE_SECONDS]
            found = self._versions([held.team_id for held in in_use])
            if found is not None:
                self._changed |= {held.team_id for held in in_use if found[held.team_id] != held.version}
        finally:
            self._checking.release()

    def _versions(self, team_ids: list[int]) -> dict[int, int] | None:
        """None while Redis does not answer; it is then left alone for a second."""
        if not self._hears_redis and time.monotonic() < self._retry_at.get(0, 0.0):
            return None
        try:
            found = versions(quick_redis(), team_ids)
        except redis.RedisError as error:
            if self._hears_redis:
                logger.warning("feature_flags.redis_does_not_answer", error=type(error).__name__)
            self._hears_redis = False
            self._retry_at[0] = time.monotonic() + RETRY_SECONDS
            return None
        self._hears_redis = True
        return found

    def _refreshed(self, team_id: int) -> Held:
        """Definitions read just now; the old ones when that fails, if there are any."""
        held = self._held.get(team_id)
        if time.monotonic() >= self._retry_at.get(team_id, 0.0):
            try:
                self._read_once(team_id)
            except DefinitionsUnavailableError:
                self._retry_at[team_id] = time.monotonic() + RETRY_SECONDS
                if held is None:
                    raise
            held = self._held.get(team_id)
        if held is None:
            raise DefinitionsUnavailableError
        return held

    def _read_once(self, team_id: int) -> None:
        """Read in a thread of its own, together with all who want the same, and wait for it."""
        if connection.in_atomic_block:
            # Only this thread sees the rows of a transaction that is still open.
            self._read(team_id)
            return
        with self._lock:
            future = self._reads.get(team_id)
            if future is None or future.done():
                future = self._reads[team_id] = self._pool().submit(self._read_and_close, team_id)
        _wait_for(future)

    def _read_in_background(self, held: Held) -> None:
        # Moved on first, so that one thread and not all of them asks for it.
        held.read_at = time.monotonic()
        if not connection.in_atomic_block and not fast_reads.is_paused():
            with self._lock:
                self._reads[held.team_id] = self._pool().submit(self._read_and_close, held.team_id)

    def _read_and_close(self, team_id: int) -> None:
        try:
            self._read(team_id)
        except DatabaseError:
            connection.close()
            raise
        finally:
            close_old_connections()

    def _read(self, team_id: int) -> None:
        # The number first: what is read afterwards is at least as new as it says.
        self._changed.discard(team_id)
        found = self._versions([team_id])
        try:
            sources = reading.read_sources(team_id)
            token = _read_token(team_id)
        except BaseException:
            self._changed.add(team_id)
            raise
        held = self._held.get(team_id)
        version, now = -1 if found is None else found[team_id], time.monotonic()
        if held is not None and held.definitions.sources == sources:
            held.version, held.read_at = version, now
        else:
            definitions = Definitions(sources)
            held = Held(team_id, definitions, Selector(definitions), version, now, now)
        with self._lock:
            self._held[team_id] = held
            self._held.move_to_end(team_id)
            while len(self._held) > MAX_PROJECTS:
                self._held.popitem(last=False)
            for known in [known for known, owner in self._team_ids.items() if owner == team_id and known != token]:
                # The token was replaced or the project deleted.
                del self._team_ids[known]

    def _in_time(self, read: "_Read") -> int | None:
        if connection.in_atomic_block:
            return read()
        if fast_reads.is_paused():
            raise DefinitionsUnavailableError

        def run() -> int | None:
            try:
                return read()
            except DatabaseError:
                connection.close()
                raise
            finally:
                close_old_connections()

        return _wait_for(self._pool().submit(run))

    def _pool(self) -> ThreadPoolExecutor:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=4, thread_name_prefix="flag-definitions")
        return self._executor


_Read = Callable[[], int | None]
_T = TypeVar("_T")


def _wait_for(future: "Future[_T]") -> _T:
    try:
        return future.result(timeout=READ_SECONDS)
    except (TimeoutError, DatabaseError) as error:
        raise DefinitionsUnavailableError from error


def _read_team_id(token: str) -> int | None:
    team = teams.find_team_by_token(token)
    return team.id if team else None


def _read_token(team_id: int) -> str | None:
    try:
        return teams.get_team(team_id).api_token
    except teams.TeamNotFoundError:
        return None


def _unknown_token() -> InvalidTokenError:
    return InvalidTokenError("No project has this token; copy it from the project's settings.", attr="api_key")


store = DefinitionStore()
