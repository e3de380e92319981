"""HTTP sessions: a connection kept between requests that name the same `session_id`, for SET and temporary tables.

clickhouse-connect names a session in every request by default and rarely needs one. So a session begins only with a
statement that leaves something behind; until then each request gets a fresh connection, and may run beside others.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from posthog.clickhouse.embedded.engine import Connection, Engine
from posthog.clickhouse.embedded.errors import BAD_ARGUMENTS, SESSION_IS_LOCKED, SESSION_NOT_FOUND, ServerError

DEFAULT_TIMEOUT_SECONDS = 60
MAX_TIMEOUT_SECONDS = 3600
MAX_SESSIONS = 200


@dataclass(slots=True)
class _Session:
    connection: Connection
    expires_at: float
    is_busy: bool = False


@dataclass(slots=True)
class Sessions:
    """All open sessions. Those unused past their timeout are closed by `close_expired`."""

    _sessions: dict[str, _Session] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def connect(
        self, engine: Engine, parameters: Mapping[str, str], *, begin: bool
    ) -> Iterator[tuple[Connection, bool]]:
        """The session's connection and True, or a fresh one and False; `begin` starts the session if there is none."""
        session_id = parameters.get("session_id", "")
        timeout = _timeout(parameters.get("session_timeout", str(DEFAULT_TIMEOUT_SECONDS)))
        self.close_expired()
        session = self._take(engine, session_id, begin=begin) if session_id else None
        if session is None:
            if parameters.get("session_check", "0") == "1":
                raise ServerError.of(SESSION_NOT_FOUND, "SESSION_NOT_FOUND", f"Session {session_id} not found.")
            with engine.connect() as connection:
                yield connection, False
            return
        try:
            yield session.connection, True
        finally:
            self._give_back(session_id, session, timeout)

    def close_expired(self) -> None:
        now = time.monotonic()
        with self._lock:
            expired = [
                name for name, session in self._sessions.items() if not session.is_busy and session.expires_at < now
            ]
            closing = [self._sessions.pop(name) for name in expired]
        for session in closing:
            session.connection.close()

    def close_idle(self) -> None:
        """Close every session that is not in use; for the end of the server."""
        with self._lock:
            closing = [session for session in self._sessions.values() if not session.is_busy]
            self._sessions.clear()
        for session in closing:
            session.connection.close()

    def _take(self, engine: Engine, session_id: str, *, begin: bool) -> _Session | None:
        with self._lock:
            session = self._sessions.get(session_id)
            if session is None:
                if not begin:
                    return None
                self._evict_oldest()
                session = _Session(connection=engine.connect(), expires_at=0.0)
                self._sessions[session_id] = session
            elif session.is_busy:
                raise ServerError.of(
                    SESSION_IS_LOCKED, "SESSION_IS_LOCKED", f"Session {session_id} is locked by a concurrent client."
                )
            session.is_busy = True
            return session

    def _give_back(self, session_id: str, session: _Session, timeout: float) -> None:
        with self._lock:
            session.is_busy = False
            session.expires_at = time.monotonic() + timeout
            if self._sessions.get(session_id) is not session:
                session.connection.close()

    def _evict_oldest(self) -> None:
        idle = [(session.expires_at, name) for name, session in self._sessions.items() if not session.is_busy]
        if len(self._sessions) >= MAX_SESSIONS and idle:
            self._sessions.pop(min(idle)[1]).connection.close()


def _timeout(text: str) -> float:
    if not text.isdigit() or int(text) > MAX_TIMEOUT_SECONDS:
        raise ServerError.of(
            BAD_ARGUMENTS, "BAD_ARGUMENTS", f"session_timeout must be between 0 and {MAX_TIMEOUT_SECONDS} seconds."
        )
    return float(text)
