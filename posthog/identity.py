"""What happens to people, for whoever keeps rows about them: they become one (merges), and they are forgotten (erasures).

People belong to the product `events`, which knows no product that builds on it. Products that keep something per person,
such as membership in cohorts, register here in their `apps.py`:

    register_merge_listener(move_memberships)      # (team_id, merges), inside the transaction of the merge
    register_person_eraser(remove_memberships, remaining=count_memberships)
    register_people_table(PeopleTable(table=COHORT_PEOPLE, person="toString(person_id)", written_at="changed_at"))

The first two run inside the Postgres transaction that changes the people, so they see what it sees, and are undone with it when it
starts over. They should be a few statements for all people at once, touch Postgres only, and lock rows in a fixed order.
From ClickHouse's tables erasures remove the rows themselves, soon after, and prove it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from posthog.clickhouse.cluster import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerge:
    """`from_person` is about to be removed: all of its distinct ids belong to `into_person` from now on."""

    from_person: UUID
    into_person: UUID
    from_distinct_ids: tuple[str, ...]


MergeListener = Callable[[int, tuple[PersonMerge, ...]], None]
# (team id, people) to the number of rows by table; as an eraser rows removed, as a counter rows still there.
PersonEraser = Callable[[int, tuple[UUID, ...]], Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Eraser:
    erase: PersonEraser
    remaining: PersonEraser


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleTable:
    """A table in ClickHouse with a `team_id` that names people. Both texts are SQL: `person` their uuid as a text,
    `written_at` when the row came to be."""

    table: Table
    person: str
    written_at: str


_people_tables: list[PeopleTable] = []
_merge_listeners: list[MergeListener] = []
_erasers: list[_Eraser] = []


def register_merge_listener(listener: MergeListener) -> None:
    """Have `listener(team_id, merges)` called with every batch of merges, before the merged people are removed.

    Within one call nobody is merged into a person who is merged away in the same call.
    """
    _merge_listeners.append(listener)


def register_person_eraser(erase: PersonEraser, *, remaining: PersonEraser) -> None:
    """Have `erase(team_id, people)` remove all rows about these people when they are deleted.

    `remaining` counts the same rows without touching them: receipts are verified with it, months later.
    """
    _erasers.append(_Eraser(erase=erase, remaining=remaining))


def register_people_table(table: PeopleTable) -> None:
    """Have the rows of this table removed when the people they name are deleted."""
    _people_tables.append(table)


def people_tables() -> tuple[PeopleTable, ...]:
    return tuple(_people_tables)


def announce_merges(team_id: int, merges: tuple[PersonMerge, ...]) -> None:
    """Tell every listener. For the owner of people, inside its transaction."""
    for listener in _merge_listeners:
        listener(team_id, merges)


def erase_people(team_id: int, people: tuple[UUID, ...]) -> dict[str, int]:
    """Let everybody remove what they keep about these people; rows removed by table. Inside a transaction."""
    return _summed(eraser.erase(team_id, people) for eraser in _erasers)


def rows_about_people(team_id: int, people: tuple[UUID, ...]) -> dict[str, int]:
    """What everybody still keeps about these people, as rows by table; all 0 after an erasure."""
    return _summed(eraser.remaining(team_id, people) for eraser in _erasers)


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for by_table in counts:
        total.update(by_table)
    return dict(total)
