"""What of a person goes into the events of a batch: all of it, unless that would be a flood.

An event keeps its person's properties as they were. Of a large profile that is a flood: 50,000 events of half a megabyte
each, made of a request of one. So large profiles are copied as long as there is room in the batch; further events get
the small properties, by which one filters and breaks down, and the project is told.
"""

from typing import Any

import orjson

from products.events.backend.logic.persons.people import Person

# Up to here a profile is copied in any case. Those that browsers make have a third of it.
SMALL_BYTES = 8 * 1024
# For what is larger, of all events of a batch together; it is in memory until they are inserted.
MAX_LARGE_BYTES = 64 * 1024 * 1024
# What a value may take, with its name, to be kept where there is no room for all.
MAX_KEPT_VALUE_BYTES = 256


class Copies:
    """The copies of one batch."""

    def __init__(self) -> None:
        self._room = MAX_LARGE_BYTES
        # The small properties of those who were abridged, and of what.
        self._abridged: dict[int, tuple[bytes, bytes]] = {}

    def take(self, person: Person) -> tuple[bytes, bool]:
        """(what an event of the person is to have, whether it is the person's first that does not get all)."""
        text = person.text
        if len(text) <= SMALL_BYTES:
            return text, False
        if len(text) <= self._room:
            self._room -= len(text)
            return text, False
        known = self._abridged.get(id(person))
        if known is None or known[0] is not text:
            self._abridged[id(person)] = (text, _abridged(person.properties))
        return self._abridged[id(person)][1], known is None


def _abridged(properties: dict[str, Any]) -> bytes:
    """The first of the small properties, up to SMALL_BYTES."""
    kept: dict[str, Any] = {}
    room = SMALL_BYTES
    for name, value in properties.items():
        size = len(orjson.dumps(name)) + len(orjson.dumps(value)) + len(":,")
        if size <= MAX_KEPT_VALUE_BYTES:
            room -= size
            if room < len("{}"):
                break
            kept[name] = value
    return orjson.dumps(kept)
