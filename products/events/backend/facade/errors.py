"""Everything that can go wrong with events in a way that a caller can act on."""

from common.errors import ErrorKind, ProductError


class EventsError(ProductError):
    """Base of this product's errors."""


class QueueUnavailableError(EventsError):
    """The queue cannot take events now. Clients keep them and try again."""

    code = "queue_unavailable"
    kind = ErrorKind.UNAVAILABLE


class ProjectQueueFullError(QueueUnavailableError):
    """The queue has room for other projects, and no more for this one. Clients keep their events and try again."""

    code = "project_queue_full"


class PersonNotFoundError(EventsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class EventNotFoundError(EventsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class DefinitionNotFoundError(EventsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class GroupNotFoundError(EventsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class DefinitionExistsError(EventsError):
    code = "unique"


class InvalidDefinitionError(EventsError):
    """What is said about a definition contradicts itself."""

    code = "invalid_definition"


class ChangeRefusedError(EventsError):
    """What somebody wants to change by hand breaks a rule of ingestion."""

    code = "change_refused"


class StoresUnavailableError(EventsError):
    """A database does not answer, so a change is not in all of them yet."""

    code = "stores_unavailable"
    kind = ErrorKind.UNAVAILABLE


class ActionNotFoundError(EventsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class InvalidActionError(EventsError):
    """A step of the action cannot be matched against events, or the action means nothing."""

    code = "invalid_action"


class ActionNameTakenError(EventsError):
    """Another action of the project has this name."""

    code = "unique"


class ErasureNotFoundError(EventsError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


class InvalidSettingsError(EventsError):
    """A setting has a value that it cannot have."""

    code = "invalid_settings"


class OriginNotAllowedError(EventsError):
    """The project takes events from some pages only, and this is none of them."""

    code = "origin_not_allowed"
    kind = ErrorKind.FORBIDDEN


class InvalidProtectionError(EventsError):
    """Settings against misuse of the token that contradict one another."""

    code = "invalid_protection"
