"""Whom a flag is about: how many people or groups a release condition reaches, and by which id a person is asked for."""

from typing import Any
from uuid import UUID

from common.json import loads
from common.property_matching import FLAG_RULES, InvalidFilterError
from posthog import teams
from posthog.clickhouse.client import QueryTag
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.property import property_to_expr
from posthog.hogql.query import execute_hogql
from products.events.backend.facade import PersonsAPI
from products.events.backend.facade.errors import PersonNotFoundError
from products.feature_flags.backend.facade.contracts import BlastRadius
from products.feature_flags.backend.facade.errors import InvalidFlagError
from products.feature_flags.backend.logic.management.definition import checked_condition
from products.feature_flags.backend.logic.management.surroundings import surroundings_for

MAX_SECONDS = 15


def count_reached(*, team_id: int, condition: str, group_type_index: int | None) -> BlastRadius:
    """Of all people, or groups of a kind, those whose properties satisfy the condition. Its share is not applied.

    By the rules of flags, so that those are counted for whom the flag is on.
    Raises InvalidFlagError for a condition that a flag could not have, and for one that depends on another flag: what
    that one answers is known only when somebody asks.
    """
    checked = checked_condition(loads(condition), group_type_index, surroundings_for(team_id))
    index = checked.get("aggregation_group_type_index", group_type_index)
    for position, item in enumerate(checked["properties"]):
        if item["type"] == "flag":
            raise InvalidFlagError(
                "Whom another flag reaches cannot be counted beforehand.",
                attr=f"condition__properties__{position}__type",
            )
    team = teams.get_team(team_id)
    context = HogQLContext(team_id=team_id, timezone=team.timezone, week_start_day=team.week_start_day)
    try:
        where = property_to_expr(
            checked["properties"],
            context,
            scope="persons" if index is None else "groups",
            attr="condition__properties",
            rules=FLAG_RULES,
        )
        affected, total = _count(where, index, context)
    except (InvalidFilterError, ExposedHogQLError) as error:
        raise InvalidFlagError(str(error), attr=getattr(error, "attr", None) or "condition") from error
    return BlastRadius(affected=affected, total=total)


def _count(where: ast.Expr, index: int | None, context: HogQLContext) -> tuple[int, int]:
    placeholders: dict[str, Any] = {"where": where, "index": index}
    if index is None:
        query = "SELECT countIf({where}), count() FROM persons"
    else:
        query = "SELECT countIf({where}), count() FROM groups WHERE index = {index}"
    rows = execute_hogql(
        query,
        context=context,
        placeholders=placeholders,
        settings={"max_execution_time": MAX_SECONDS},
        tag=QueryTag(team_id=context.team_id, product="feature_flags", kind="blast_radius"),
    ).rows
    affected, total = rows[0]
    return int(affected), int(total)


def distinct_id_of(*, team_id: int, person_uuid: UUID) -> str:
    """An id of a person; raises InvalidFlagError when there is no such person, or none with an id."""
    try:
        person = PersonsAPI.get_person(team_id=team_id, person_uuid=person_uuid)
    except PersonNotFoundError as error:
        raise InvalidFlagError("There is no such person in this project.", attr="person_id") from error
    if not person.distinct_ids:
        raise InvalidFlagError("This person has no distinct id left.", attr="person_id")
    return person.distinct_ids[0]
