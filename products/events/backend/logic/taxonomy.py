"""The team's definitions as HogQL asks for them.

Every process keeps a copy per team; a counter in Redis says when it is out of date. Ingestion and the API raise the
counter after they have changed a definition.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import redis
import structlog

from posthog.hogql.taxonomy import GroupType, PropertyKind, PropertyType
from posthog.redis import get_client
from products.events.backend.models import GroupTypeMapping, PropertyDefinition, PropertyOwner

MAX_TEAMS = 500
# How long a copy may be used while Redis does not answer.
OFFLINE_SECONDS = 60
_KINDS = {
    PropertyOwner.EVENT: PropertyKind.EVENT,
    PropertyOwner.PERSON: PropertyKind.PERSON,
    PropertyOwner.GROUP: PropertyKind.GROUP,
}

logger = structlog.get_logger(__name__)
_lock = Lock()
_copies: "OrderedDict[int, TeamTaxonomy]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class TeamTaxonomy:
    """A team's definitions at one moment. Answers posthog.hogql.taxonomy.Taxonomy."""

    types: dict[tuple[PropertyKind, str, int | None], PropertyType]
    groups: tuple[GroupType, ...]
    revision: bytes | str | None
    loaded_at: float

    def property_type(self, kind: PropertyKind, name: str, group_type_index: int | None = None) -> PropertyType | None:
        return self.types.get((kind, name, group_type_index if kind == PropertyKind.GROUP else None))

    def group_types(self) -> tuple[GroupType, ...]:
        return self.groups


def taxonomy_of(team_id: int) -> TeamTaxonomy:
    """The team's definitions, at most as old as the last change to them."""
    copy = _copies.get(team_id)
    try:
        revision = get_client().get(_key(team_id))
    except redis.RedisError:
        if copy is not None and time.monotonic() - copy.loaded_at < OFFLINE_SECONDS:
            return copy
        revision = None
    if copy is None or revision is None or copy.revision != revision:
        copy = _load(team_id, revision)
        with _lock:
            _copies[team_id] = copy
            while len(_copies) > MAX_TEAMS:
                _copies.popitem(last=False)
    return copy


def definitions_changed(*team_ids: int) -> None:
    """Tell every process that these teams' definitions are not what they were. Failing costs freshness only."""
    try:
        with get_client().pipeline(transaction=False) as pipeline:
            for team_id in team_ids:
                pipeline.incr(_key(team_id))
                pipeline.expire(_key(team_id), 7 * 24 * 3600)
            pipeline.execute()
    except redis.RedisError as error:
        logger.warning("events.taxonomy_revision_not_raised", teams=len(team_ids), error=type(error).__name__)


def _load(team_id: int, revision: bytes | str | None) -> TeamTaxonomy:
    types = {
        (_KINDS[PropertyOwner(owner)], name, group_type_index): PropertyType(property_type)
        for owner, name, group_type_index, property_type in PropertyDefinition.objects.for_team(team_id)
        .exclude(property_type="")
        .values_list("owner", "name", "group_type_index", "property_type")
    }
    groups = tuple(
        GroupType(name=name, index=index)
        for name, index in GroupTypeMapping.objects.for_team(team_id)
        .order_by("group_type_index")
        .values_list("group_type", "group_type_index")
    )
    return TeamTaxonomy(types=types, groups=groups, revision=revision, loaded_at=time.monotonic())


def _key(team_id: int) -> str:
    return f"events:taxonomy:{team_id}"
