"""Sends events to a running instance's `/batch/` endpoint, as an SDK would, and keeps each person's events in order.

A request's place in the queue follows from its first event's
distinct id; events are therefore collected in lanes, one for each partition, and a request carries events of one lane.
"""

import http.client
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from common.json import dumps, loads
from products.events.backend.demo.sitting import Event

EVENTS_PER_REQUEST = 1000
TRIES = 60
LONGEST_WAIT_SECONDS = 10.0


class DemoError(Exception):
    """The project cannot be filled; the message says why and what to do."""


class Delivery:
    """A connection to one instance, for one project. `finish` sends what is left."""

    def __init__(self, url: str, *, token: str, lane_of: Callable[[str], int]) -> None:
        """`lane_of` tells for a distinct id which partition its events go to."""
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise DemoError(f"'{url}' is not an address; it should look like http://127.0.0.1:8000.")
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=60)
        self._path = parts.path.rstrip("/") + "/batch/"
        self._url = url
        self._token = token
        self._lane_of = lane_of
        self._lanes: dict[int, list[Event]] = {}
        self.sent = 0

    def add(self, events: Iterable[Event]) -> None:
        """Take events, oldest first, and send those that fill a request."""
        for event in events:
            number = self._lane_of(event["distinct_id"])
            lane = self._lanes.setdefault(number, [])
            lane.append(event)
            if len(lane) >= EVENTS_PER_REQUEST:
                self._send(lane)
                self._lanes[number] = []

    def finish(self) -> None:
        """Send what is left and close the connection."""
        for lane in self._lanes.values():
            if lane:
                self._send(lane)
        self._lanes = {}
        self._connection.close()

    def _send(self, events: list[Event]) -> None:
        body = dumps({"api_key": self._token, "historical_migration": True, "batch": events})
        for attempt in range(TRIES):
            status, answer, retry_after = self._post(body)
            if status == 200:
                self.sent += len(events)
                return
            if status not in (429, 503):
                raise DemoError(f"{self._url} refused the events with status {status}: {_detail(answer)}")
            time.sleep(min(LONGEST_WAIT_SECONDS, retry_after or 0.5 * (attempt + 1)))
        raise DemoError(f"{self._url} could not take the events for minutes. Check the instance, then run this again.")

    def _post(self, body: bytes) -> tuple[int, bytes, float]:
        """(status, body, seconds to wait). A connection that was closed while idle is opened once more."""
        for is_last in (False, True):
            try:
                self._connection.request("POST", self._path, body, {"Content-Type": "application/json"})
                response = self._connection.getresponse()
                return response.status, response.read(), _seconds(response.headers.get("Retry-After"))
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()
                if is_last:
                    raise DemoError(f"{self._url} does not answer: {error}. Is the instance running?") from error
        raise AssertionError("unreachable")


def _seconds(retry_after: str | None) -> float:
    """What `Retry-After` says; 0 when it is missing or a date."""
    try:
        return float(retry_after or 0)
    except ValueError:
        return 0.0


def _detail(answer: bytes) -> str:
    try:
        return str(loads(answer)["detail"])
    except (ValueError, KeyError, TypeError):
        return answer[:200].decode(errors="replace")
