"""Quillboard's feature flags: one of each kind, as old as the story says, and what is planned for them.

Keys, variants and shares of those that the history asks for are the ones in `products/events/backend/demo/questions.py`.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from common import clock
from common.json import dumps
from posthog.demo import DemoProject
from products.cohorts.backend.facade import CohortsAPI
from products.events.backend.facade import GroupsAPI
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import CreateFeatureFlag, FeatureFlag, OfferFeature, ScheduleChange
from products.feature_flags.backend.facade.enums import EarlyAccessStage, ScheduledOperation
from products.feature_flags.backend.facade.planning import EarlyAccessAPI, ScheduledChangesAPI
from products.feature_flags.backend.logic.management import usage
from products.feature_flags.backend.models import FeatureFlag as FlagRow

AFTER = ("events", "cohorts")

EVERYBODY: dict[str, Any] = {"properties": [], "rollout_percentage": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A flag of the story. `since` is the moment at which somebody made it."""

    key: str
    name: str
    filters: dict[str, Any]
    since: str
    tags: tuple[str, ...] = ()
    active: bool = True
    is_remote_configuration: bool = False


FLAGS = (
    Invented(
        key="csv-import-v1",
        name="The old import. Off since the launch; to be removed from the code.",
        filters={"groups": [EVERYBODY]},
        since="automations",
        active=False,
        tags=("boards",),
    ),
    Invented(
        key="automations",
        name="Automations. Everybody has them, and the code no longer asks.",
        filters={"groups": [EVERYBODY]},
        since="automations",
        tags=("release", "boards"),
    ),
    Invented(
        key="pricing-banner",
        name="What the banner above the prices says; changed without a release.",
        filters={
            "groups": [EVERYBODY],
            "payloads": {
                "true": '{"text": "Two months free with a yearly plan", "link": "/pricing", "colour": "amber"}'
            },
        },
        since="calendar",
        tags=("website",),
        is_remote_configuration=True,
    ),
    Invented(
        key="onboarding-flow",
        name="Which onboarding helps new people most: none, a checklist, or a guided tour.",
        filters={
            "groups": [{**EVERYBODY, "description": "Everybody who signs up"}],
            "multivariate": {
                "variants": [
                    {"key": "control", "name": "As it was", "rollout_percentage": 34},
                    {"key": "checklist", "name": "A checklist of first steps", "rollout_percentage": 33},
                    {"key": "guided-tour", "name": "A tour through an example board", "rollout_percentage": 33},
                ]
            },
            "payloads": {"checklist": '{"steps": 4}', "guided-tour": '{"board": "Summer launch", "skippable": true}'},
        },
        since="onboarding test",
        tags=("experiment", "onboarding"),
    ),
    Invented(
        key="new-board-editor",
        name="The new editor, to more people every week.",
        filters={"groups": [{"properties": [], "rollout_percentage": 40, "description": "Gradual rollout"}]},
        since="new board editor",
        tags=("release", "boards"),
    ),
)


def furnish(project: DemoProject) -> None:
    if FlagRow.objects.for_team(project.team_id).exists():
        return
    made = {each.key: _make(each, project) for each in (*FLAGS, *_for_cohort(project), *_for_companies(project))}
    _plan(made["new-board-editor"], project)
    _offer(project)
    # The list then says at once when each was last asked for.
    usage.sync_team(project.team_id)


def _for_cohort(project: DemoProject) -> tuple[Invented, ...]:
    """A flag for the people of a cohort, where there is the cohort."""
    name = "Power users"
    found = CohortsAPI.list_cohorts(team_id=project.team_id, search=name).items
    cohort_ids = [cohort.id for cohort in found if cohort.name == name]
    if not cohort_ids:
        return ()
    condition = {"type": "cohort", "key": "id", "value": cohort_ids[0], "operator": "in"}
    return (
        Invented(
            key="assistant-drafts",
            name="The assistant drafts whole boards, for those who use boards most.",
            filters={"groups": [{"properties": [condition], "rollout_percentage": 100, "description": name}]},
            since="calendar",
            tags=("assistant",),
        ),
    )


def _for_companies(project: DemoProject) -> tuple[Invented, ...]:
    """A flag that decides for whole companies, where there are some."""
    kinds = GroupsAPI.list_group_types(team_id=project.team_id)
    index = next((kind.group_type_index for kind in kinds if kind.group_type == "company"), None)
    if index is None:
        return ()
    paying = {"type": "group", "group_type_index": index, "key": "plan", "value": ["pro", "team"], "operator": "exact"}
    condition = {"properties": [paying], "rollout_percentage": 100, "description": "Companies on a paid plan"}
    return (
        Invented(
            key="audit-log",
            name="The audit log, for a company and everybody in it.",
            filters={"groups": [condition], "aggregation_group_type_index": index},
            since="assistant",
            tags=("billing",),
        ),
    )


def _make(invented: Invented, project: DemoProject) -> FeatureFlag:
    new = CreateFeatureFlag(
        key=invented.key,
        name=invented.name,
        filters=dumps(invented.filters).decode(),
        active=invented.active,
        tags=invented.tags,
        is_remote_configuration=invented.is_remote_configuration,
    )
    flag = FeatureFlagsAPI.create_flag(new, team_id=project.team_id, actor=None)
    # No caller may say when a flag was made; a flag of the story is as old as its events, and only so can it be stale.
    since = project.moments[invented.since]
    FlagRow.objects.for_team(project.team_id).filter(pk=flag.id).update(created_at=since, updated_at=since)
    return flag


def _plan(flag: FeatureFlag, project: DemoProject) -> None:
    """The next step of the rollout, on the Monday after next, in the morning."""
    today = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    wider = {"groups": [{"properties": [], "rollout_percentage": 70, "description": "Second step of the rollout"}]}
    ScheduledChangesAPI.schedule_change(
        ScheduleChange(
            flag_id=flag.id,
            operation=ScheduledOperation.ADD_RELEASE_CONDITION,
            value=dumps(wider).decode(),
            scheduled_at=today + timedelta(days=14 - today.weekday()),
        ),
        team_id=project.team_id,
        actor=None,
    )


def _offer(project: DemoProject) -> None:
    for new in (
        OfferFeature(
            name="Calendar view",
            description="Cards with a due date, on a calendar.",
            stage=EarlyAccessStage.BETA,
            documentation_url="https://quillboard.example.com/docs/calendar",
        ),
        OfferFeature(
            name="Offline boards",
            description="Work on a train, and have it there when the net is back.",
            stage=EarlyAccessStage.CONCEPT,
        ),
    ):
        feature = EarlyAccessAPI.offer_feature(new, team_id=project.team_id, actor=None)
        since = project.moments["calendar"]
        FlagRow.objects.for_team(project.team_id).filter(pk=feature.flag.id).update(created_at=since, updated_at=since)
