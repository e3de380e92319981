"""Cohorts of Quillboard's people: by what they are, by what they do or stopped doing, by other cohorts, and a list."""

from typing import Any

from common.json import dumps
from posthog.demo import DemoProject
from products.cohorts.backend.facade import CohortsAPI
from products.cohorts.backend.facade.contracts import Cohort, CreateCohort
from products.cohorts.backend.models import Cohort as CohortRow
from products.events.backend.facade import ActionsAPI

AFTER = ("events",)

FIRST_TO_ASK = """
SELECT person_id FROM events WHERE event = 'assistant asked' GROUP BY person_id ORDER BY min(timestamp) LIMIT 50
"""


def furnish(project: DemoProject) -> None:
    if CohortRow.objects.for_team(project.team_id).exists():
        return
    paying = _define(
        project,
        name="Paying people",
        description="Members of companies on a paid plan.",
        criteria=(_person_is("plan", ["pro", "team"]),),
    )
    busy = _define(
        project,
        name="Power users",
        description="Add at least 15 cards a month. Who gets new things of the assistant first.",
        criteria=(_did("card added", "performed_event_multiple", operator="gte", operator_value=15),),
    )
    _define(
        project,
        name="Paying power users",
        description="Whom to ask for a customer story.",
        criteria=(_in(paying), _in(busy)),
    )
    _define(
        project,
        name="Slipping away",
        description="Added cards in the last three months, and none for three weeks.",
        criteria=(_did("card added", days=90), _did("card added", days=21, negation=True)),
    )
    if (action_id := _action_named("Looked at prices", project.team_id)) is not None:
        looked = _did(action_id, days=14, event_type="actions")
        _define(
            project,
            name="Thinking about paying",
            description="On the free plan, and looked at prices in the last two weeks.",
            criteria=(_person_is("plan", ["free"]), looked),
        )
    _create(
        project,
        CreateCohort(
            name="First to ask the assistant",
            description="The 50 people who tried it first. A list: nobody joins or leaves by themselves.",
            is_static=True,
            query=dumps({"kind": "HogQLQuery", "query": FIRST_TO_ASK}).decode(),
        ),
    )


def _define(project: DemoProject, *, name: str, description: str, criteria: tuple[dict[str, Any], ...]) -> Cohort:
    """People of whom all criteria are true."""
    filters = {"properties": {"type": "AND", "values": list(criteria)}}
    return _create(project, CreateCohort(name=name, description=description, filters=dumps(filters).decode()))


def _create(project: DemoProject, new: CreateCohort) -> Cohort:
    return CohortsAPI.create_cohort(new, team_id=project.team_id, actor=None)


def _person_is(key: str, value: list[str]) -> dict[str, Any]:
    return {"type": "person", "key": key, "value": value, "operator": "exact"}


def _did(event: str | int, behavior: str = "performed_event", *, days: int = 30, **more: Any) -> dict[str, Any]:
    window = {"time_value": days, "time_interval": "day"}
    return {"type": "behavioral", "value": behavior, "key": event, "event_type": "events", **window, **more}


def _in(cohort: Cohort) -> dict[str, Any]:
    return {"type": "cohort", "key": "id", "value": cohort.id}


def _action_named(name: str, team_id: int) -> int | None:
    found = ActionsAPI.list_actions(team_id=team_id, search=name, limit=100, offset=0).items
    return next((action.id for action in found if action.name == name), None)
