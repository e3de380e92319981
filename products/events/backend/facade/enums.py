"""The closed sets of values in this product's contracts."""

from enum import IntEnum, StrEnum


class DrainOutcome(StrEnum):
    """Why work on a partition of the queue ended, which says what has to happen next."""

    EMPTY = "empty"  # nothing; the next request calls a worker
    MORE = "more"  # call again at once
    RESTING = "resting"  # call again after a moment
    TAKEN = "taken"  # nothing; another worker is at it
    FAILED = "failed"  # nothing; the safety net comes back


class PropertyOwnerKind(IntEnum):
    """Whose property a definition is about. The numbers are PostHog's."""

    EVENT = 1
    PERSON = 2
    GROUP = 3


class BotFilter(StrEnum):
    """What happens to events of programs that visit pages."""

    OFF = "off"
    MARK = "mark"
    DROP = "drop"


class ListName(StrEnum):
    """The lists whose columns people can choose."""

    ACTIVITY = "activity"
    PERSONS = "persons"
    GROUPS = "groups"


class TextMatching(StrEnum):
    """How a step of an action compares a text. RE2 reads regular expressions, so none can hang."""

    CONTAINS = "contains"
    REGEX = "regex"
    EXACT = "exact"


class ErasureStatus(StrEnum):
    """How far the deletion of a person has come."""

    PENDING = "pending"  # the profile is gone; rows in ClickHouse are still to be removed
    ERASED = "erased"  # everything is removed and the proof was taken
    VERIFIED = "verified"  # looked for again a while later, when nothing could be under way any more
