"""People as the published rules make them when one event comes after the other. Knows nothing of the code under test.

The rules leave the outcome to the order of events: who is identified first is not merged away by the other. So what is
allowed after a race is every outcome that some order gives, as long as events of one lane stay in theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

# In no one's interest: see the protocol's list of placeholders.
PLACEHOLDER = "undefined"


class Kind(Enum):
    PLAIN = "$set"
    WITHOUT_PROFILE = "page"
    IDENTIFY = "$identify"
    ALIAS = "$create_alias"
    MERGE = "$merge_dangerously"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One event. `number` is its place in the example: its time, and the value it writes, so that writes can be told apart."""

    number: int
    kind: Kind
    who: str
    other: str = ""
    assign: str = ""
    assign_once: str = ""
    unset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Human:
    """`named` is the id that the person's uuid follows from; `value` is that of the one property looked at."""

    ids: tuple[str, ...]
    named: str
    born: int
    identified: bool = False
    value: int | None = None


World = frozenset[Human]


def outcomes(lanes: Sequence[Sequence[Action]], key: str) -> set[World]:
    """Every world that some order of the lanes' events leads to. Follows one property, whose name is `key`."""
    reached: dict[tuple[int, ...], set[World]] = {(0,) * len(lanes): {frozenset()}}
    for _ in range(sum(map(len, lanes))):
        following: dict[tuple[int, ...], set[World]] = {}
        for places, worlds in reached.items():
            for lane, place in enumerate(places):
                if place < len(lanes[lane]):
                    after = (*places[:lane], place + 1, *places[lane + 1 :])
                    action = lanes[lane][place]
                    following.setdefault(after, set()).update(happen(action, world, key) for world in worlds)
        reached = following
    [worlds] = reached.values()
    return worlds


def happen(action: Action, world: World, key: str) -> World:
    if action.kind is Kind.WITHOUT_PROFILE:
        return world
    if action.kind is not Kind.PLAIN:
        world = _joined(action, world)
    return _described(action, *_made(action, world), key)


def _joined(action: Action, world: World) -> World:
    if PLACEHOLDER in (action.who, action.other):
        return world
    if not action.other or action.other == action.who:
        return _identified(*_made(action, world)) if action.kind is Kind.IDENTIFY else world
    target, source = _owner(action.who, world), _owner(action.other, world)
    if target is None and source is None:
        return world | {
            Human(ids=_sorted(action.who, action.other), named=action.who, born=action.number, identified=True)
        }
    if target is None or source is None:
        known, new = (source, action.who) if source else (target, action.other)
        assert known is not None
        grown = Human(
            ids=_sorted(*known.ids, new), named=known.named, born=known.born, identified=True, value=known.value
        )
        return (world - {known}) | {grown}
    if target == source:
        return _identified(target, world)
    if source.identified and action.kind is not Kind.MERGE:
        return world
    both = Human(
        ids=_sorted(*target.ids, *source.ids),
        named=target.named,
        born=min(target.born, source.born),
        identified=True,
        value=source.value if target.value is None else target.value,
    )
    return (world - {target, source}) | {both}


def _described(action: Action, human: Human, world: World, key: str) -> World:
    value = human.value
    if action.assign == key or (action.assign_once == key and value is None):
        value = action.number
    if action.unset == key:
        value = None
    after = Human(ids=human.ids, named=human.named, born=human.born, identified=human.identified, value=value)
    return (world - {human}) | {after}


def _made(action: Action, world: World) -> tuple[Human, World]:
    human = _owner(action.who, world)
    if human is None:
        human = Human(ids=(action.who,), named=action.who, born=action.number)
        world |= {human}
    return human, world


def _identified(human: Human, world: World) -> World:
    after = Human(ids=human.ids, named=human.named, born=human.born, identified=True, value=human.value)
    return (world - {human}) | {after}


def _owner(distinct_id: str, world: World) -> Human | None:
    return next((human for human in world if distinct_id in human.ids), None)


def _sorted(*ids: str) -> tuple[str, ...]:
    return tuple(sorted(ids))


class Unions:
    """Who is one with whom, when every merge is wanted: union-find."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, name: str) -> str:
        self._parent.setdefault(name, name)
        while self._parent[name] != name:
            name = self._parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        self._parent[self.find(one)] = self.find(other)

    def groups(self) -> set[frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name in list(self._parent):
            found.setdefault(self.find(name), set()).add(name)
        return {frozenset(group) for group in found.values()}


def as_event(action: Action) -> dict[str, Any]:
    """The action as an SDK sends it."""
    properties: dict[str, Any] = {"n": action.number}
    properties.update(_changes(action))
    if action.kind is Kind.WITHOUT_PROFILE:
        properties["$process_person_profile"] = False
    elif action.kind is Kind.IDENTIFY:
        properties["$anon_distinct_id"] = action.other
    elif action.kind is not Kind.PLAIN:
        properties["alias"] = action.other
    return {
        "event": action.kind.value,
        "distinct_id": action.who,
        "timestamp": f"2026-01-01T00:{action.number // 60:02}:{action.number % 60:02}Z",
        "properties": properties,
    }


def _changes(action: Action) -> Iterator[tuple[str, Any]]:
    if action.assign:
        yield "$set", {action.assign: action.number}
    if action.assign_once:
        yield "$set_once", {action.assign_once: action.number}
    if action.unset:
        yield "$unset", [action.unset]


def mentioned(actions: Iterable[Action]) -> set[str]:
    return {name for action in actions for name in (action.who, action.other) if name}
