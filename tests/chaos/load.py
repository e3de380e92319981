"""A steady load whose outcome is known beforehand: every event by its uuid, every person by what was said of them.

Each person lives the same life, in requests that belong to one distinct id each and follow one another: visits as an
anonymous visitor, visits of the account, an identify that joins the two, more visits, an alias. What is set comes from
one distinct id only, so the outcome does not depend on which of several partitions was faster.
"""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import requests

from tests.support.instance import Project

NAMESPACE = UUID("6f1d1c5e-5d0e-4b52-9f43-0f1f4d1f2a10")
VISITS = 4
EVENTS_EACH = 3 * VISITS + 3
RETRY_SECONDS = 0.25
Person = tuple[frozenset[str], tuple[tuple[str, Any], ...]]


def life(project: int, person: int) -> Iterator[list[dict[str, Any]]]:
    """The requests of one person, in order."""
    anonymous, account, alias = f"anon-{person}", f"user-{person}", f"alias-{person}"
    numbers = iter(range(EVENTS_EACH))

    def event(name: str, distinct_id: str, **properties: Any) -> dict[str, Any]:
        number = next(numbers)
        return {
            "uuid": str(uuid5(NAMESPACE, f"{project}:{person}:{number}")),
            "event": name,
            "distinct_id": distinct_id,
            "timestamp": "2026-06-15T12:00:00Z",
            "properties": {"number": number, **properties},
        }

    def visits(distinct_id: str, prefix: str) -> list[dict[str, Any]]:
        first = VISITS * 10
        return [
            event(
                "visit",
                distinct_id,
                **{
                    "$set": {f"{prefix}_last": visit, f"{prefix}_passing": True},
                    "$set_once": {f"{prefix}_first": first + visit},
                    "$unset": [f"{prefix}_gone"] if visit else [],
                },
            )
            for visit in range(VISITS)
        ]

    yield visits(anonymous, "anon")
    yield visits(account, "user")
    yield [event("$identify", account, **{"$anon_distinct_id": anonymous, "$set": {"user_email": f"{account}@x.org"}})]
    yield [*visits(account, "later"), event("$set", account, **{"$unset": ["later_passing"]})]
    yield [event("$create_alias", account, alias=alias)]


def expected_person(person: int) -> Person:
    """What must be known of a person after their life."""
    properties: dict[str, Any] = {"user_email": f"user-{person}@x.org"}
    for prefix in ("anon", "user", "later"):
        properties |= {f"{prefix}_last": VISITS - 1, f"{prefix}_first": VISITS * 10, f"{prefix}_passing": True}
    del properties["later_passing"]
    ids = frozenset({f"anon-{person}", f"user-{person}", f"alias-{person}"})
    return ids, tuple(sorted(properties.items()))


@dataclass(kw_only=True)
class Load:
    """Several senders, each with people of their own. Sends each request until it is answered with 200, as SDKs do."""

    project: Project
    senders: int = 4
    pause_seconds: float = 0.02
    accepted: set[str] = field(default_factory=set)
    people: list[int] = field(default_factory=list)
    retries: int = 0
    refused: int = 0
    """Requests that no repetition can help, because the project is gone."""
    problems: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Load":
        for sender in range(self.senders):
            thread = threading.Thread(target=self._send_lives, args=(sender,), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Let everybody live to the end, then rest."""
        self._stop.set()
        for thread in self._threads:
            thread.join(180)
            if thread.is_alive():
                self.problems.append("A sender did not come to its end within three minutes.")

    def wait_for(self, events: int, *, seconds: float) -> None:
        """Until this many more events have been accepted."""
        wanted = len(self.accepted) + events
        deadline = time.monotonic() + seconds
        while len(self.accepted) < wanted:
            assert time.monotonic() < deadline, f"{len(self.accepted)} of {wanted} events: {self.problems}"
            time.sleep(0.05)

    def _send_lives(self, sender: int) -> None:
        chance = random.Random(sender)
        person = sender
        with requests.Session() as session:
            while not self._stop.is_set():
                for batch in life(self.project.id, person):
                    if not self._send(session, batch):
                        return
                    time.sleep(chance.uniform(0, 2 * self.pause_seconds))
                self.people.append(person)
                person += self.senders

    def _send(self, session: requests.Session, batch: list[dict[str, Any]]) -> bool:
        body = {"api_key": self.project.api_token, "batch": batch}
        deadline = time.monotonic() + 170
        while time.monotonic() < deadline:
            try:
                response = session.post(f"{self.project.instance.url}/batch/", json=body, timeout=10)
            except requests.RequestException:
                response = None
            if response is not None and response.status_code == 200:
                with self._lock:
                    self.accepted.update(event["uuid"] for event in batch)
                return True
            if response is not None and response.status_code < 500:
                self.refused += 1
                return False
            with self._lock:
                self.retries += 1
            time.sleep(RETRY_SECONDS)
        self.problems.append(f"Never accepted: {batch[0]['uuid']}")
        return False
