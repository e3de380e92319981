"""Sends a history to a running instance, and keeps each person's events in order.

A request's place in the queue follows from its first event's distinct id. Events are therefore collected in lanes, one
for each partition, and a request carries events of one lane.
"""

from collections.abc import Callable, Iterable

from common.json import dumps
from products.events.backend.demo.sitting import Event
from products.events.backend.importing.errors import ImportFailedError
from products.events.backend.importing.sending import Sender

EVENTS_PER_REQUEST = 1000


class DemoError(ImportFailedError):
    """The project cannot be filled; the message says why and what to do."""


class Delivery:
    """Events on their way through a `Sender`. `finish` sends what is left."""

    def __init__(self, sender: Sender, *, lane_of: Callable[[str], int]) -> None:
        """`lane_of` tells for a distinct id which partition its events go to."""
        self._sender = sender
        self._lane_of = lane_of
        self._lanes: dict[int, list[bytes]] = {}
        self.sent = 0

    def add(self, events: Iterable[Event]) -> None:
        """Take events, oldest first, and send those that fill a request."""
        for event in events:
            number = self._lane_of(event["distinct_id"])
            lane = self._lanes.setdefault(number, [])
            lane.append(dumps(event))
            if len(lane) >= EVENTS_PER_REQUEST:
                self._send(number)

    def finish(self) -> None:
        """Send what is left and close the connection."""
        for number in self._lanes:
            self._send(number)
        self._sender.close()

    def _send(self, number: int) -> None:
        lane = self._lanes[number]
        if lane:
            self._sender.send(lane)
            self.sent += len(lane)
            self._lanes[number] = []
