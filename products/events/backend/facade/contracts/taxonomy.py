"""What the names of events and properties mean, and actions made of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from products.events.backend.facade.enums import PropertyOwnerKind, TextMatching


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made something."""

    id: int
    uuid: UUID
    first_name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDefinition:
    """An event name of a project. `last_seen_at` is exact to about an hour."""

    id: UUID
    team_id: int
    name: str
    description: str
    verified: bool
    hidden: bool
    tags: tuple[str, ...]
    owner: Author | None
    created_at: datetime
    last_seen_at: datetime | None
    last_updated_at: datetime
    action_id: int | None = None
    """The action that has the same name, if there is one: whoever asks for the name may mean either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyDefinition:
    """A property name of a project, and its type ("" while unknown)."""

    id: UUID
    team_id: int
    name: str
    owner: PropertyOwnerKind
    group_type_index: int | None
    property_type: str
    description: str
    verified: bool
    hidden: bool
    tags: tuple[str, ...]
    is_seen_on_filtered_events: bool | None = None
    """Whether the events that were asked about have it; None when none were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStep:
    """One way in which an event can match: everything that is given must hold, "" is not given.

    `selector`, `tag_name`, `text` and `href` are about what was clicked or something around it. `properties` is a JSON
    list of property filters.
    """

    event: str = ""
    url: str = ""
    url_matching: TextMatching = TextMatching.CONTAINS
    selector: str = ""
    tag_name: str = ""
    text: str = ""
    text_matching: TextMatching = TextMatching.EXACT
    href: str = ""
    href_matching: TextMatching = TextMatching.EXACT
    properties: str = "[]"
    selector_regex: str = ""
    """The pattern that the selector becomes; filled in answers, ignored in changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A named condition on events: any of its steps. Without steps it matches nothing."""

    id: int
    team_id: int
    name: str
    description: str
    tags: tuple[str, ...]
    steps: tuple[ActionStep, ...]
    pinned_at: datetime | None
    deleted: bool
    created_by: Author | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAction:
    """A new action."""

    name: str
    description: str = ""
    tags: tuple[str, ...] = ()
    steps: tuple[ActionStep, ...] = ()
    pinned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAction:
    """What to change; None leaves as it is. `unpin` takes the pin away."""

    name: str | None = None
    description: str | None = None
    tags: tuple[str, ...] | None = None
    steps: tuple[ActionStep, ...] | None = None
    pinned_at: datetime | None = None
    unpin: bool = False
    deleted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeEvent:
    """What a person says about an event name; None leaves as it is. Verified and hidden exclude each other."""

    description: str | None = None
    verified: bool | None = None
    hidden: bool | None = None
    tags: tuple[str, ...] | None = None
    owner_id: int | None = None
    """A member of the project; 0 for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeMany:
    """What is said about several definitions at once. Tags are added and removed; others stay."""

    ids: tuple[UUID, ...]
    verified: bool | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    set_tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How often something happened on one day of the project's calendar."""

    day: str  # ISO date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeProperty:
    """What a person says about a property; None leaves as it is. A type chosen here is not changed by events."""

    property_type: str | None = None
    description: str | None = None
    verified: bool | None = None
    hidden: bool | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCount:
    """A name and how often it was seen."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEventDefinitions:
    """Which event names to list. `kind` is "event" (all), "event_custom" or "event_posthog" (with a leading $)."""

    search: str = ""
    kind: str = "event"
    order: str = "name"
    include_hidden: bool = True
    tags: tuple[str, ...] = ()
    verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPropertyDefinitions:
    """Which property names to list. With `event_names`, those seen on one of them come first, or alone."""

    owner: PropertyOwnerKind = PropertyOwnerKind.EVENT
    group_type_index: int | None = None
    search: str = ""
    names: tuple[str, ...] = ()
    excluded_names: tuple[str, ...] = ()
    event_names: tuple[str, ...] = ()
    only_seen_on_events: bool = False
    is_numerical: bool | None = None
    is_feature_flag: bool | None = None
    exclude_core: bool = False
    include_hidden: bool = True
    tags: tuple[str, ...] = ()
    verified: bool | None = None
