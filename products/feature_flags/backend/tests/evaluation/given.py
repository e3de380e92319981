"""Flags and askers for tests of evaluation, with obvious defaults. No database."""

from datetime import UTC, datetime
from typing import Any

from common.property_matching import parse_properties
from products.feature_flags.backend.facade.contracts import FlagAnswer
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.sources import CohortSource, FlagSource, Sources
from products.feature_flags.backend.logic.evaluation.values import Asked, Properties

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def flag(
    flag_id: int = 1, key: str = "beta", *, groups: list[dict[str, Any]] | None = None, **fields: Any
) -> FlagSource:
    """A flag; what is no field of a flag goes into its filters."""
    names = FlagSource.__dataclass_fields__
    filters = {name: value for name, value in fields.items() if name not in names}
    if groups is not None:
        filters["groups"] = groups
    defaults: dict[str, Any] = {
        "id": flag_id,
        "key": key,
        "name": "",
        "filters": filters,
        "active": True,
        "archived": False,
        "version": 1,
        "ensure_experience_continuity": False,
        "evaluation_runtime": "all",
        "evaluation_contexts": (),
        "bucketing_identifier": "distinct_id",
    }
    return FlagSource(**{**defaults, **{name: value for name, value in fields.items() if name in names}})


def when(*properties: dict[str, Any], rollout: Any = 100, **more: Any) -> dict[str, Any]:
    """A condition set."""
    return {"properties": list(properties), "rollout_percentage": rollout, **more}


def person(key: str, value: Any = None, operator: str = "exact", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": "person", "value": value, "operator": operator, **more}


def depends(flag_id: int, value: Any = True) -> dict[str, Any]:
    return {"key": str(flag_id), "type": "flag", "value": value, "operator": "flag_evaluates_to"}


def definitions(
    *flags: FlagSource, cohorts: dict[int, Any] | None = None, group_types: dict[int, str] | None = None
) -> Definitions:
    """`cohorts` are filters as JSON by id; None for one whose membership is computed."""
    return Definitions(
        Sources(
            flags=flags,
            cohorts=tuple(
                CohortSource(id=cohort_id, filters=None if data is None else parse_properties(data))
                for cohort_id, data in (cohorts or {}).items()
            ),
            group_types=tuple((group_types or {}).items()),
        )
    )


def asked(distinct_id: str = "user", person: dict[str, Any] | None = None, **more: Any) -> Asked:
    return Asked(distinct_id=distinct_id, now=NOW, person=more.pop("known", Properties(person or {})), **more)


def answer(made: Definitions, key: str, who: Asked) -> FlagAnswer:
    return made.evaluate((made.by_key[key],), who)[0]
