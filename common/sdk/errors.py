"""What can be wrong with a request of an SDK before anybody looks at what it asks for."""

from common.errors import ErrorKind, ProductError


class RequestError(ProductError):
    """Base of these errors."""


class InvalidBodyError(RequestError):
    """The request holds nothing that can be read. Sending it again would not help."""

    code = "invalid_payload"


class UnsupportedEncodingError(RequestError):
    """The body is compressed in a way this server does not know."""

    code = "unsupported_encoding"


class BodyTooLargeError(RequestError):
    """The body, as sent or after decompression, is over the limit. Node halves the batch and tries again."""

    code = "payload_too_large"
    kind = ErrorKind.TOO_LARGE


class MissingTokenError(RequestError):
    code = "missing_api_key"
    kind = ErrorKind.UNAUTHENTICATED


class InvalidTokenError(RequestError):
    code = "invalid_api_key"
    kind = ErrorKind.UNAUTHENTICATED
