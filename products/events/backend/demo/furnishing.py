"""What Quillboard's team says about its events: actions, and descriptions of the names that matter."""

from dataclasses import dataclass, replace

from common import clock
from common.json import dumps
from posthog.demo import DemoProject
from products.events.backend.facade import ActionsAPI, DefinitionsAPI
from products.events.backend.facade.contracts import (
    ActionStep,
    CreateAction,
    DescribeEvent,
    DescribeProperty,
    ListEventDefinitions,
    ListPropertyDefinitions,
)
from products.events.backend.facade.enums import PropertyOwnerKind, TextMatching
from products.events.backend.models import Action

FROM_FREE = dumps([{"type": "event", "key": "from_plan", "value": ["free"], "operator": "exact"}]).decode()

ACTIONS = (
    CreateAction(
        name="Looked at prices",
        description="Before signing up, or in the settings afterwards.",
        tags=("money",),
        steps=(
            ActionStep(event="$pageview", url="/pricing"),
            ActionStep(event="$pageview", url="/settings/billing"),
        ),
    ),
    CreateAction(
        name="Opened a board",
        description="One board, not the list of them.",
        tags=("boards",),
        steps=(ActionStep(event="$pageview", url=r"/boards/\d+$", url_matching=TextMatching.REGEX),),
    ),
    CreateAction(
        name="Pressed Create account",
        description="The button at the end of the form, which not everybody gets past.",
        tags=("sign-up",),
        steps=(
            ActionStep(event="$autocapture", selector="button#create-account", text="Create account", url="/signup"),
        ),
    ),
    CreateAction(
        name="Filtered a board",
        tags=("boards",),
        steps=(ActionStep(event="$autocapture", selector="#board-filter"),),
    ),
    CreateAction(
        name="Did real work",
        description="What boards are for; looking at one does not count.",
        tags=("boards", "activation"),
        steps=tuple(ActionStep(event=event) for event in ("card added", "card moved", "comment posted")),
    ),
    CreateAction(
        name="Began to pay",
        tags=("money",),
        steps=(ActionStep(event="plan upgraded", properties=FROM_FREE),),
    ),
)
PINNED = "Did real work"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said about one name."""

    name: str
    description: str
    tags: tuple[str, ...] = ()
    verified: bool = True


EVENTS = (
    Said(name="signed up", description="An account exists. Sent by the browser after $identify.", tags=("sign-up",)),
    Said(name="workspace created", description="The founder of a company is in.", tags=("sign-up",)),
    Said(
        name="onboarding step completed",
        description="Profile, tour or notifications; its number is in step.",
        tags=("sign-up", "activation"),
    ),
    Said(name="board created", description="The first one counts as activation.", tags=("boards", "activation")),
    Said(name="card added", description="The measure of how much people work with boards.", tags=("boards",)),
    Said(name="assistant asked", description="One question to the assistant.", tags=("assistant",), verified=False),
    Said(name="plan upgraded", description="A company pays more than before; mrr_change says how much.", tags=("money",)),
    Said(name="invoice paid", description="Sent by the server; amount is in US dollars.", tags=("money",)),
    Said(name="subscription cancelled", description="Sent by the server, with the reason that was given.", tags=("money",)),
)  # fmt: skip

PROPERTIES = {
    PropertyOwnerKind.EVENT: (
        Said(name="amount", description="US dollars, before tax.", tags=("money",)),
        Said(name="mrr_change", description="By how much monthly revenue rose or fell, US dollars.", tags=("money",)),
        Said(name="template", description="What a board began as, blank for nothing."),
        Said(name="$feature/onboarding-flow", description="The variant of the onboarding test.", tags=("experiment",)),
    ),
    PropertyOwnerKind.PERSON: (
        Said(name="plan", description="The plan of the person's company.", tags=("money",)),
        Said(name="signup_source", description="Where they came from when they signed up; never changes."),
        Said(name="role", description="As they said in onboarding, so often missing.", verified=False),
    ),
}


def furnish(project: DemoProject) -> None:
    if Action.objects.for_team(project.team_id).exists():
        return
    for action in ACTIONS:
        new = replace(action, pinned_at=clock.now()) if action.name == PINNED else action
        ActionsAPI.create_action(new, team_id=project.team_id, actor=None)
    for said in EVENTS:
        _describe_event(said, project.team_id)
    for owner, properties in PROPERTIES.items():
        for said in properties:
            _describe_property(said, owner, project.team_id)


def _describe_event(said: Said, team_id: int) -> None:
    """A short history may lack the event; nothing is said then."""
    asked = ListEventDefinitions(search=said.name)
    found = DefinitionsAPI.list_event_definitions(asked, team_id=team_id, limit=100, offset=0).items
    change = DescribeEvent(description=said.description, tags=said.tags, verified=said.verified)
    for definition in found:
        if definition.name == said.name:
            DefinitionsAPI.describe_event(change, team_id=team_id, definition_id=definition.id)


def _describe_property(said: Said, owner: PropertyOwnerKind, team_id: int) -> None:
    asked = ListPropertyDefinitions(owner=owner, names=(said.name,))
    found = DefinitionsAPI.list_property_definitions(asked, team_id=team_id, limit=1, offset=0).items
    change = DescribeProperty(description=said.description, tags=said.tags, verified=said.verified)
    for definition in found:
        DefinitionsAPI.describe_property(change, team_id=team_id, definition_id=definition.id)
