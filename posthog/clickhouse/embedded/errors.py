"""What can go wrong, with ClickHouse's error numbers, and the HTTP status each is answered with."""

import re

BAD_ARGUMENTS = 36
NOT_IMPLEMENTED = 48
SYNTAX_ERROR = 62
UNKNOWN_FORMAT = 73
CANNOT_DECOMPRESS = 271
UNKNOWN_SETTING = 115
QUERY_IS_TOO_LARGE = 276
TIMEOUT_EXCEEDED = 159
READONLY = 164
TOO_MANY_SIMULTANEOUS_QUERIES = 202
SOCKET_TIMEOUT = 209
QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING = 216
NOT_ENOUGH_SPACE = 243
SESSION_NOT_FOUND = 372
SESSION_IS_LOCKED = 373
QUERY_WAS_CANCELLED = 394
TOO_MANY_ROWS_OR_BYTES = 396
ACCESS_DENIED = 497
AUTHENTICATION_FAILED = 516
UNKNOWN_EXCEPTION = 1002

# The numbers and statuses of a ClickHouse server; everything not named here is a 500.
_STATUSES = {
    400: (
        6,
        7,
        10,
        25,
        26,
        27,
        38,
        36,
        41,
        43,
        44,
        53,
        62,
        67,
        72,
        117,
        155,
        166,
        167,
        168,
        321,
        376,
        427,
        441,
        675,
        676,
    ),
    403: (192, 193, 497, 516, 526),
    404: (46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 173, 336, 511),
    408: (159,),
    413: (276,),
    415: (710,),
    501: (48,),
    503: (76, 209, 439),
}
_STATUS_BY_CODE = {code: status for status, codes in _STATUSES.items() for code in codes}
_CODE = re.compile(r"Code: (\d+)")


class ServerError(Exception):
    """A failure that the client is told about, with ClickHouse's number for it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def status(self) -> int:
        return _STATUS_BY_CODE.get(self.code, 500)

    @classmethod
    def of(cls, code: int, name: str, sentence: str) -> "ServerError":
        """In the form in which ClickHouse writes its own errors, which clients parse."""
        return cls(code, f"Code: {code}. DB::Exception: {sentence} ({name})")

    @classmethod
    def from_engine(cls, text: str) -> "ServerError":
        found = _CODE.search(text)
        return cls(int(found[1]) if found else UNKNOWN_EXCEPTION, text)


class ClientGoneError(Exception):
    """The client closed its connection, so nobody waits for the answer."""
