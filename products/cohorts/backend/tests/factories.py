"""Cohorts for tests, with obvious defaults."""

from typing import Any

from common import json
from posthog.contracts import Actor
from posthog.models import User
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import Cohort, CreateCohort


def actor(user: User) -> Actor:
    return Actor(user_id=user.pk, user_uuid=user.uuid, email=user.email)


def person_is(key: str, value: Any, operator: str = "exact", **more: Any) -> dict[str, Any]:
    return {"type": "person", "key": key, "value": value, "operator": operator, **more}


def in_cohort(cohort: Cohort | int, **more: Any) -> dict[str, Any]:
    cohort_id = cohort if isinstance(cohort, int) else cohort.id
    return {"type": "cohort", "key": "id", "value": cohort_id, **more}


def did(event: str | None, behavior: str = "performed_event", **more: Any) -> dict[str, Any]:
    window = {} if "explicit_datetime" in more else {"time_value": 30, "time_interval": "day"}
    return {"type": "behavioral", "value": behavior, "key": event, "event_type": "events", **window, **more}


def all_of(*values: Any) -> dict[str, Any]:
    return {"properties": {"type": "AND", "values": list(values)}}


def any_of(*values: Any) -> dict[str, Any]:
    return {"properties": {"type": "OR", "values": list(values)}}


ON_PRO = all_of(person_is("plan", "pro"))


def make_cohort(
    team_id: int, user: User, *, name: str = "On pro", filters: Any = None, is_static: bool = False
) -> Cohort:
    text = "" if is_static else json.dumps(filters or ON_PRO).decode()
    new = CreateCohort(name=name, filters=text, is_static=is_static)
    return CohortsAPI.create_cohort(new, team_id=team_id, actor=actor(user))
