"""What must be true after all that happened, asked of the stores themselves."""

import json
from typing import Any

import redis
import requests

from tests.chaos.load import EVENTS_EACH, Load, Person, expected_person
from tests.support.instance import Instance, Project, eventually

SETTLED_SECONDS = 120


def environment(instance: Instance) -> dict[str, str]:
    """The variables of the running instance."""
    return dict(json.loads((instance.data_dir / "run" / "env.json").read_text()))


def clickhouse(instance: Instance, sql: str) -> str:
    """The answer of ClickHouse itself: no project's predicate, no looking at the newest version of a row only."""
    url = environment(instance)["CLICKHOUSE_URL"]
    server, _, database = url.rpartition("/")
    response = requests.post(server, params={"database": database}, data=sql.encode(), timeout=60)
    if response.status_code != 200:
        raise AssertionError(response.text)
    return response.text


def stop_merges(instance: Instance) -> None:
    """From now on no merge hides that a row is there twice. Kept in the table, so it outlasts the server."""
    clickhouse(
        instance,
        "ALTER TABLE events MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1, "
        "max_bytes_to_merge_at_min_space_in_pool = 1, parts_to_delay_insert = 100000, parts_to_throw_insert = 100000",
    )


def queue_lengths(instance: Instance) -> dict[str, int]:
    """Entries in each stream of the queue, the one of entries put aside included."""
    with redis.Redis.from_url(environment(instance)["REDIS_URL"]) as client:
        found: Any = client.keys("events:stream:*")
        return {name.decode(): int(client.xlen(name)) for name in [*found, b"events:dead"]}


def check(instance: Instance, load: Load) -> None:
    """Everything accepted is there exactly once, people are as expected, and nothing is left to do."""
    assert load.problems == []

    def left() -> Any:
        try:
            return sum(queue_lengths(instance).values())
        except (redis.RedisError, OSError) as error:
            return repr(error)

    assert eventually(left, lambda entries: entries == 0, seconds=SETTLED_SECONDS) == 0, queue_lengths(instance)
    check_events(instance, load.project, load.accepted)
    check_people(load)


def check_events(instance: Instance, project: Project, uuids: set[str]) -> None:
    """The project has these events and no others, each in exactly one row."""
    stored = rows_of(instance, project)
    assert len(stored) == len(uuids)
    assert {uuid for uuid, _ in stored} == uuids
    assert [uuid for uuid, times in stored if times != 1] == []


def rows_of(instance: Instance, project: Project) -> list[tuple[str, int]]:
    """Each stored uuid and how many rows have it."""
    lines = clickhouse(
        instance, f"SELECT uuid, count() FROM events WHERE team_id = {project.id} GROUP BY uuid FORMAT TSV"
    ).splitlines()
    return [(uuid, int(times)) for uuid, times in (line.split("\t") for line in lines)]


def check_people(load: Load) -> None:
    """Postgres knows everybody as expected, and in ClickHouse every event is its person's."""
    assert load.people
    known = people_of(load.project)
    expected = {expected_person(person) for person in load.people}
    unlike = sorted(known - expected, key=str)[:3] + sorted(expected - known, key=str)[:3]
    assert not unlike, "\n".join(
        [
            f"{len(known)} people are known, {len(expected)} expected. Some that differ:",
            *map(str, unlike),
            _warnings(load),
        ]
    )
    counted = load.project.sql(
        "SELECT count(), min(events), max(events) FROM (SELECT person_id, count() AS events FROM events GROUP BY person_id)"
    )
    assert counted == [[len(load.people), EVENTS_EACH, EVENTS_EACH]]


def _warnings(load: Load) -> str:
    """What ingestion had to say, which may tell why a person is unlike what was expected."""
    return clickhouse(
        load.project.instance,
        f"SELECT type, details FROM ingestion_warnings WHERE team_id = {load.project.id} LIMIT 10 FORMAT TSV",
    )


def people_of(project: Project) -> set[Person]:
    """All people of the project, with what the load says of them."""
    people: set[Person] = set()
    offset = 0
    while True:
        page = project.get("persons/", limit=500, offset=offset)["results"]
        for person in page:
            said = {name: value for name, value in person["properties"].items() if not name.startswith("$")}
            people.add((frozenset(person["distinct_ids"]), tuple(sorted(said.items()))))
        if len(page) < 500:
            return people
        offset += 500
