"""What a flag would have answered at a moment that has passed, and how that would have come about.

The flag and all that it depends on are those of then, read from the activity log; so are the properties of the person and
of groups, read from the events until then. What nobody keeps the past of is as it is now, and the answer says so.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from common import clock
from posthog.fast_reads import ReadFailedError
from products.events.backend.facade import GroupsAPI, PersonsAPI
from products.feature_flags.backend.facade.contracts import AsOf, EvaluateFlags, FlagExplanation
from products.feature_flags.backend.facade.enums import FromNow
from products.feature_flags.backend.facade.errors import FlagNotFoundError, InvalidFlagError
from products.feature_flags.backend.logic.evaluation import service
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.explaining import explanation_of, selection_of
from products.feature_flags.backend.logic.evaluation.selection import Selection
from products.feature_flags.backend.logic.evaluation.sources import FlagSource
from products.feature_flags.backend.logic.evaluation.store import store
from products.feature_flags.backend.logic.evaluation.values import Asked, Properties
from products.feature_flags.backend.logic.management.definition import dependencies_of
from products.feature_flags.backend.logic.management.flags import get_flag, snapshot
from products.feature_flags.backend.logic.management.history import PastVersion, version_at


def explain_at(request: EvaluateFlags, at: datetime, *, flag_id: int, team_id: int) -> FlagExplanation:
    """Raises InvalidFlagError for a time to come or one at which there was no such flag, FlagVersionNotFoundError."""
    if at > clock.now():
        raise InvalidFlagError("That time is to come. Choose one that has passed, or leave it out.", attr="timestamp")
    definitions = definitions_at(at, flag_id=flag_id, team_id=team_id)
    flag = definitions.by_id[flag_id]
    selection = selection_of(flag, definitions)
    asked = service.gather(request, definitions, selection, team_id)
    asked.now = at
    known_from = _put_person_back(asked, request, team_id)
    _put_groups_back(asked, request, definitions, team_id)
    as_of = AsOf(
        timestamp=at,
        flag_version=flag.source.version,
        person_known_from=known_from,
        from_now=_from_now(definitions.sources.flags, selection),
    )
    return explanation_of(flag, definitions, asked, as_of=as_of)


def definitions_at(at: datetime, *, flag_id: int, team_id: int) -> Definitions:
    """The flag and all that it depended on; raises as `explain_at` does. Cohorts and kinds of groups are those of now."""
    sources = _sources_at(at, flag_id=flag_id, team_id=team_id)
    return Definitions(replace(store.get(team_id, at_once=True).definitions.sources, flags=sources))


def _sources_at(at: datetime, *, flag_id: int, team_id: int) -> tuple[FlagSource, ...]:
    """The flag and all that it depended on; what did not exist is left out, as it would have been."""
    row = get_flag(team_id=team_id, flag_id=flag_id)
    past = version_at(row, snapshot(row), at)
    if past is None:
        raise InvalidFlagError(
            f"The flag '{row.key}' was made at {row.created_at:%Y-%m-%d %H:%M:%S} UTC. Choose a later time."
            if at < row.created_at
            else f"The flag '{row.key}' was deleted at that time, so nobody got an answer for it.",
            attr="timestamp",
        )
    found: dict[int, FlagSource | None] = {flag_id: _source(flag_id, past)}
    waiting = list(dependencies_of(past.values["filters"]))
    while waiting:
        other_id = waiting.pop()
        if other_id in found:
            continue
        found[other_id] = source = _find_source(other_id, team_id, at)
        waiting += dependencies_of(source.filters) if source else ()
    return tuple(source for _, source in sorted(found.items()) if source is not None)


def _find_source(flag_id: int, team_id: int, at: datetime) -> FlagSource | None:
    try:
        row = get_flag(team_id=team_id, flag_id=flag_id)
    except FlagNotFoundError:
        return None
    past = version_at(row, snapshot(row), at)
    return _source(flag_id, past) if past else None


def _source(flag_id: int, past: PastVersion) -> FlagSource:
    values: dict[str, Any] = past.values
    return FlagSource(
        id=flag_id,
        key=values["key"],
        name=values["name"],
        filters=values["filters"],
        active=values["active"],
        archived=values["archived"],
        version=values["version"],
        ensure_experience_continuity=values["ensure_experience_continuity"],
        evaluation_runtime=values["evaluation_runtime"],
        evaluation_contexts=tuple(values["evaluation_contexts"]),
        bucketing_identifier=values["bucketing_identifier"],
        is_remote_configuration=values["is_remote_configuration"],
        has_encrypted_payloads=values["has_encrypted_payloads"],
    )


def _put_person_back(asked: Asked, request: EvaluateFlags, team_id: int) -> datetime | None:
    """Give the person the properties they had; answers since when they were known to have them."""
    try:
        profile = PersonsAPI.find_profile(team_id=team_id, distinct_id=request.distinct_id)
    except ReadFailedError:
        # Gathering could not read them either, so the person is known to be incomplete.
        return None
    past = profile and PersonsAPI.find_past_properties(team_id=team_id, person_uuid=profile.person_uuid, at=asked.now)
    stored = service.stored_properties(past.properties) if past else {}
    asked.person = Properties({**stored, **service.sent_of_person(request)})
    return past.known_from if past else None


def _put_groups_back(asked: Asked, request: EvaluateFlags, definitions: Definitions, team_id: int) -> None:
    sent = service.sent_of_groups(request)
    groups: dict[int, Properties] = {}
    for index, key in asked.group_keys.items():
        past = GroupsAPI.find_past_properties(team_id=team_id, group_type_index=index, group_key=key, at=asked.now)
        stored = service.stored_properties(past) if past else {}
        groups[index] = Properties({**stored, **sent[definitions.group_types[index]]})
    asked.groups = groups


def _from_now(sources: tuple[FlagSource, ...], selection: Selection) -> tuple[FromNow, ...]:
    taken = {
        FromNow.COHORTS: any(_asks_for_cohort(source) for source in sources),
        FromNow.KEPT_IDS: bool(selection.continuity_ids),
    }
    return tuple(each for each, is_taken in taken.items() if is_taken)


def _asks_for_cohort(source: FlagSource) -> bool:
    conditions = source.filters.get("groups") or ()
    return any(item.get("type") == "cohort" for one in conditions for item in one.get("properties") or ())
