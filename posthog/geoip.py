"""Where addresses are, by the database that the operator has set (`GEOIP_DATABASE`).

A process opens the file when it first needs it, and looks once a minute whether another one lies there. Whatever is
wrong with it stops nobody: the log says so once, and nothing is known about addresses until it is mended.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from django.conf import settings

from common import clock
from common.geoip import Fact, GeoDatabase, GeoDatabaseError

LOOK_EVERY_SECONDS = 60.0
Finder = Callable[[str], dict[str, Fact]]
# Which file: its path, and what tells it from another one there.
_Stamp = tuple[str, int, int, int]
logger = structlog.get_logger(__name__)


class _Watch:
    """The file as it was when last looked at. Safe to use from many threads."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._path = ""
        self._next_look = float("-inf")
        self._stamp: _Stamp | None = None
        self._database: GeoDatabase | None = None
        self._complaint = ""

    def database(self, path: str) -> GeoDatabase | None:
        if path == self._path and time.monotonic() < self._next_look:
            return self._database
        with self._looking:
            if path != self._path or time.monotonic() >= self._next_look:
                self._look(path)
            return self._database

    def look_again(self) -> None:
        self._next_look = float("-inf")

    def _look(self, path: str) -> None:
        try:
            found = Path(path).stat()
            stamp = (path, found.st_ino, found.st_size, found.st_mtime_ns)
            if stamp != self._stamp or self._database is None:
                self._database = None
                self._database = _opened(path)
                self._complaint = ""
            self._stamp = stamp
        except OSError as error:
            self._give_up(f"{path} cannot be read ({error.strerror}).")
        except GeoDatabaseError as error:
            self._give_up(str(error))
        self._path, self._next_look = path, time.monotonic() + LOOK_EVERY_SECONDS

    def _give_up(self, reason: str) -> None:
        self._database = None
        if reason != self._complaint:
            logger.warning("geoip.database_unusable", reason=reason)
        self._complaint = reason


def _opened(path: str) -> GeoDatabase:
    database = GeoDatabase(Path(path))
    about = {"kind": database.kind, "built_at": database.built_at.isoformat()}
    if database.is_outdated(clock.now()):
        logger.warning("geoip.database_outdated", **about)
    else:
        logger.info("geoip.database_opened", **about)
    return database


_watch = _Watch()


def finder() -> Finder | None:
    """How to find what is known about an address, `$geoip_…` by name; None where there is no database."""
    path = settings.GEOIP_DATABASE
    database = _watch.database(path) if path else None
    return database.find if database else None


def look_again() -> None:
    """Look at the file at the next question, because it has just been replaced."""
    _watch.look_again()
