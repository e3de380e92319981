"""The fixed words of cohorts."""

from enum import StrEnum


class CohortType(StrEnum):
    """What a cohort is made of, which decides where it can be evaluated."""

    STATIC = "static"
    # Properties of the person, or other cohorts: as decidable as those are.
    PERSON_PROPERTY = "person_property"
    # Events: only the computed membership knows.
    BEHAVIORAL = "behavioral"


class EventKind(StrEnum):
    """How a behavioural criterion names what happened."""

    EVENTS = "events"
    ACTIONS = "actions"


class Behavior(StrEnum):
    """The kinds of behaviour a cohort can ask for."""

    PERFORMED = "performed_event"
    MULTIPLE = "performed_event_multiple"
    SEQUENCE = "performed_event_sequence"
    FIRST_TIME = "performed_event_first_time"
    REGULARLY = "performed_event_regularly"
    STOPPED = "stopped_performing_event"
    RESTARTED = "restarted_performing_event"
