"""People and groups as ingestion leaves them in Postgres, which is where evaluation reads them."""

from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from common.json import dumps


def given_person(team_id: int, *distinct_ids: str, **properties: Any) -> UUID:
    uuid = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_person (team_id, uuid, properties, is_identified, created_at, version)"
            " VALUES (%s, %s, %s, false, now(), 0) RETURNING id",
            [team_id, uuid, dumps(properties).decode()],
        )
        person_id = cursor.fetchone()[0]
        for distinct_id in distinct_ids:
            cursor.execute(
                "INSERT INTO events_persondistinctid (team_id, person_id, distinct_id, version) VALUES (%s, %s, %s, 0)",
                [team_id, person_id, distinct_id],
            )
    return uuid


def given_group_type(team_id: int, index: int, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_grouptypemapping"
            " (team_id, group_type, group_type_index, name_singular, name_plural, created_at)"
            " VALUES (%s, %s, %s, '', '', now())",
            [team_id, name, index],
        )


def given_group(team_id: int, index: int, key: str, **properties: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_group (team_id, group_type_index, group_key, group_properties, created_at, version)"
            " VALUES (%s, %s, %s, %s, now(), 0)",
            [team_id, index, key, dumps(properties).decode()],
        )
