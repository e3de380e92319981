"""The criteria of a cohort as values: groups of criteria about properties, other cohorts and behaviour."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.dates import Unit
from common.property_matching import Operator, PropertyFilter
from products.cohorts.backend.facade.enums import Behavior, EventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCriterion:
    """A property of the person, as it is now. Negation is the filter's own."""

    filter: PropertyFilter

    @property
    def negated(self) -> bool:
        return self.filter.negation


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortCriterion:
    """Membership in another cohort."""

    cohort_id: int
    negated: bool
    attr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMatch:
    """What must have happened: an event by name (None for any event), or an action by id."""

    kind: EventKind
    name: str | None = None
    action_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time, `count` units of the calendar."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """From when until when: `last` counts back from now; else dates as written, `until` empty for now."""

    last: Span | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BehaviorCriterion:
    """What a person did or stopped doing. Which fields are set follows from `behavior`; `attr` names its place.

    `times` is compared with `operator`. `then` must follow the event within `within`; for what stopped or started
    again `within` is the recent part of the window. `periods` of the last `of_periods` periods of length `window.last`
    must have the event.
    """

    behavior: Behavior
    event: EventMatch
    window: TimeWindow
    event_filters: tuple[PropertyFilter, ...] = ()
    operator: Operator = Operator.GTE
    times: int = 1
    then: EventMatch | None = None
    within: Span | None = None
    periods: int = 0
    of_periods: int = 0
    negated: bool = False
    attr: str = ""


Criterion = PersonCriterion | CohortCriterion | BehaviorCriterion


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaGroup:
    """Criteria of which all, or with `any_of` at least one, must hold. `attr` names its place."""

    any_of: bool
    values: tuple["Criterion | CriteriaGroup", ...]
    attr: str = ""


def criteria_of(group: CriteriaGroup) -> Iterator[Criterion]:
    """Every criterion, whatever group it is in."""
    for value in group.values:
        if isinstance(value, CriteriaGroup):
            yield from criteria_of(value)
        else:
            yield value


def cohorts_in(group: CriteriaGroup) -> tuple[CohortCriterion, ...]:
    """The other cohorts that are asked for."""
    return tuple(each for each in criteria_of(group) if isinstance(each, CohortCriterion))
