"""Projects as the open endpoints and ingestion need them: by token and by id, from memory, without making a client wait.

A process remembers what it has found for a minute and what it has not found for a few seconds, so that a new project
works at once and a wrong token costs Postgres next to nothing. While Postgres is down, what was known stays valid and
what was not is decided later, or refused for now.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Generic, TypeVar

import structlog
from django.db import DatabaseError

from posthog import teams
from posthog.contracts import TeamContext

FOUND_SECONDS = 60.0
NOT_FOUND_SECONDS = 5.0
MAX_REMEMBERED = 20_000
# How long nobody is sent to a Postgres that has just failed.
POSTGRES_PAUSE_SECONDS = 2.0
Key = TypeVar("Key", int, str)
logger = structlog.get_logger(__name__)


class TokenNotCheckedError(Exception):
    """Postgres does not answer, so nobody can say whether a project has this token."""


class _Memory(Generic[Key]):
    """Answers by key with an age limit. Bounded: random tokens push out the oldest answers, not memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: OrderedDict[Key, tuple[float, TeamContext | None]] = OrderedDict()

    def get(self, key: Key) -> tuple[bool, TeamContext | None]:
        """(still valid, answer); an answer that is not valid any more is better than none."""
        entry = self._answers.get(key)
        if entry is None:
            return False, None
        return time.monotonic() < entry[0], entry[1]

    def put(self, key: Key, team: TeamContext | None) -> None:
        seconds = NOT_FOUND_SECONDS if team is None else FOUND_SECONDS
        with self._lock:
            self._answers[key] = (time.monotonic() + seconds, team)
            self._answers.move_to_end(key)
            while len(self._answers) > MAX_REMEMBERED:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        self._answers.clear()


_by_token: _Memory[str] = _Memory()
_by_id: _Memory[int] = _Memory()
_ask_postgres_from = 0.0


def find_team_by_token(token: str) -> TeamContext | None:
    """The project with this token, or None; raises TokenNotCheckedError when it cannot be known now."""
    global _ask_postgres_from
    is_valid, team = _by_token.get(token)
    if is_valid:
        return team
    if time.monotonic() >= _ask_postgres_from:
        try:
            team = teams.find_team_by_token(token)
            _by_token.put(token, team)
            return team
        except DatabaseError as error:
            # Each failed attempt may take seconds, and every request would wait for its own.
            _ask_postgres_from = time.monotonic() + POSTGRES_PAUSE_SECONDS
            logger.warning("teams.token_not_checked", error=type(error).__name__)
    if team is None:
        raise TokenNotCheckedError
    return team


def find_team(team_id: int) -> TeamContext | None:
    """The project with this id, or None when it was deleted; raises DatabaseError when it cannot be known."""
    is_valid, team = _by_id.get(team_id)
    if is_valid:
        return team
    try:
        found: TeamContext | None = teams.get_team(team_id)
    except teams.TeamNotFoundError:
        found = None
    _by_id.put(team_id, found)
    return found


def forget_deleted(team_ids: Iterable[int]) -> set[int]:
    """Ask Postgres about these, whatever is remembered; returns and from now on knows which are gone."""
    gone: set[int] = set()
    for team_id in team_ids:
        try:
            _by_id.put(team_id, teams.get_team(team_id))
        except teams.TeamNotFoundError:
            _by_id.put(team_id, None)
            gone.add(team_id)
    return gone


def forget() -> None:
    """Start with an empty memory, for tests whose rows are rolled back."""
    global _ask_postgres_from
    _ask_postgres_from = 0.0
    _by_token.clear()
    _by_id.clear()
