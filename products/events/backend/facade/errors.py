"""Everything that can go wrong with events in a way that a caller can act on."""

from common.errors import ErrorKind, ProductError


class EventsError(ProductError):
    """Base of this product's errors."""


class InvalidBodyError(EventsError):
    """The request holds nothing that can be read as events. Sending it again would not help."""

    code = "invalid_payload"


class UnsupportedEncodingError(EventsError):
    """The body is compressed in a way this server does not know."""

    code = "unsupported_encoding"


class BodyTooLargeError(EventsError):
    """The body, as sent or after decompression, is over the limit. Node halves the batch and tries again."""

    code = "payload_too_large"
    kind = ErrorKind.TOO_LARGE


class MissingTokenError(EventsError):
    code = "missing_api_key"
    kind = ErrorKind.UNAUTHENTICATED


class InvalidTokenError(EventsError):
    code = "invalid_api_key"
    kind = ErrorKind.UNAUTHENTICATED


class QueueUnavailableError(EventsError):
    """The queue cannot take events now. Clients keep them and try again."""

    code = "queue_unavailable"
    kind = ErrorKind.UNAVAILABLE


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


class InvalidDefinitionError(EventsError):
    """What is said about a definition contradicts itself."""

    code = "invalid_definition"
