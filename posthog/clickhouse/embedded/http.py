"""HTTP/1.1 as this server speaks it: reading a request's head, unframing its body, writing an answer's head.

Strict where leniency would let two readers see two different requests: one length only, no folded headers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from posthog.clickhouse.embedded import limits

_MAX_CHUNK_LINE_BYTES = 1024
# What a chunked body brings next.
_SIZE_LINE, _DATA, _CHUNK_END, _TRAILER = range(4)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    408: "Request Timeout",
    411: "Length Required",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    503: "Service Unavailable",
    505: "HTTP Version Not Supported",
}


class BadRequestError(Exception):
    """The bytes are not a request that can be answered; the connection ends with this status."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request's head. `body_length` is None for a chunked body; header names are in small letters."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    is_http_1_1: bool
    body_length: int | None

    @property
    def keeps_alive(self) -> bool:
        connection = self.headers.get("connection", "").lower()
        return "close" not in connection and (self.is_http_1_1 or "keep-alive" in connection)

    @property
    def has_body(self) -> bool:
        return self.body_length != 0

    @property
    def expects_continue(self) -> bool:
        return self.has_body and self.headers.get("expect", "").lower() == "100-continue"


def parse_head(head: bytes) -> Request:
    """Read a head up to, and without, its empty line; raises BadRequestError."""
    lines = head.split(b"\r\n")
    parts = lines[0].split(b" ")
    if len(parts) != 3 or not _TOKEN.fullmatch(parts[0]):
        raise BadRequestError(400, "The request line is not METHOD TARGET VERSION.")
    if parts[2] not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise BadRequestError(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.")
    headers = _parse_headers(lines[1:])
    path, parameters = _parse_target(parts[1])
    return Request(
        method=parts[0].decode(),
        path=path,
        parameters=parameters,
        headers=headers,
        is_http_1_1=parts[2] == b"HTTP/1.1",
        body_length=_body_length(headers),
    )


def _parse_headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not _TOKEN.fullmatch(name):
            raise BadRequestError(400, "A header line is not NAME: VALUE.")
        key = name.decode().lower()
        text = value.strip(b" \t").decode("latin-1")
        if key in ("content-length", "transfer-encoding") and headers.get(key, text) != text:
            raise BadRequestError(400, f"The header {key} is given twice.")
        headers[key] = text
    return headers


def _parse_target(target: bytes) -> tuple[str, dict[str, str]]:
    if not target.startswith((b"/", b"http://")):
        raise BadRequestError(400, "The request target is not a path.")
    try:
        parts = urlsplit(target.decode("ascii"))
        pairs = parse_qsl(
            parts.query, keep_blank_values=True, max_num_fields=limits.MAX_PARAMETERS, errors="strict", encoding="utf-8"
        )
        return unquote(parts.path, errors="strict"), dict(pairs)
    except ValueError as error:
        raise BadRequestError(400, "The request target cannot be read.") from error


def _body_length(headers: Mapping[str, str]) -> int | None:
    length = headers.get("content-length")
    if (coding := headers.get("transfer-encoding")) is not None:
        if coding.lower() != "chunked":
            raise BadRequestError(501, "The only transfer encoding known here is chunked.")
        if length is not None:
            raise BadRequestError(400, "Content-Length and Transfer-Encoding exclude each other.")
        return None
    if length is None:
        return 0
    if not (length.isascii() and length.isdigit()) or len(length) > 18:
        raise BadRequestError(400, "Content-Length is not a number.")
    return int(length)


class BodyDecoder:
    """Takes a body out of the bytes that follow its head, whichever way it is framed. Knows no socket."""

    def __init__(self, request: Request) -> None:
        self._is_chunked = request.body_length is None
        # Of the whole body, or of the current chunk.
        self._left = request.body_length or 0
        self._line = bytearray()
        self._expects = _SIZE_LINE if self._is_chunked else _DATA
        self.is_complete = request.body_length == 0
        # What came after the body: the beginning of the next request.
        self.rest = b""

    def feed(self, data: bytes) -> bytes:
        """The body's bytes within `data`; raises BadRequestError when the framing is broken."""
        if not self._is_chunked:
            return self._take(data)[0]
        parts: list[bytes] = []
        while data and not self.is_complete:
            if self._expects == _DATA:
                part, data = self._take(data)
                parts.append(part)
            else:
                data = self._feed_line(data)
        if self.is_complete:
            self.rest += data
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _take(self, data: bytes) -> tuple[bytes, bytes]:
        part, rest = (data, b"") if len(data) <= self._left else (data[: self._left], data[self._left :])
        self._left -= len(part)
        if not self._left:
            if self._is_chunked:
                self._expects = _CHUNK_END
            else:
                self.is_complete = True
                self.rest += rest
        return part, rest

    def _feed_line(self, data: bytes) -> bytes:
        self._line += data
        end = self._line.find(b"\r\n")
        if end > _MAX_CHUNK_LINE_BYTES or (end < 0 and len(self._line) > _MAX_CHUNK_LINE_BYTES):
            raise BadRequestError(400, "A line between chunks is too long.")
        if end < 0:
            return b""
        line, rest = bytes(self._line[:end]), bytes(self._line[end + 2 :])
        self._line.clear()
        self._read_line(line)
        return rest

    def _read_line(self, line: bytes) -> None:
        if self._expects == _TRAILER:
            self.is_complete = not line
        elif self._expects == _CHUNK_END:
            if line:
                raise BadRequestError(400, "A chunk does not end where it says.")
            self._expects = _SIZE_LINE
        else:
            size = line.partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", size):
                raise BadRequestError(400, "A chunk's size is not a number.")
            self._left = int(size, 16)
            self._expects = _DATA if self._left else _TRAILER


def answer_head(status: int, headers: Mapping[str, str]) -> bytes:
    """The head of an answer with its empty line. Values come from us or are checked for line breaks here."""
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Unknown')}"]
    for name, value in headers.items():
        lines.append(f"{name}: {value}".replace("\r", " ").replace("\n", " "))
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", errors="replace")


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


LAST_CHUNK = b"0\r\n\r\n"


def parse_form(content_type: str, body: bytes) -> dict[str, bytes]:
    """The plain fields of a multipart form, by name; raises BadRequestError, also for an uploaded file."""
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    if not found:
        raise BadRequestError(400, "The form names no boundary.")
    fields: dict[str, bytes] = {}
    for part in body.split(b"--" + found[1].encode("latin-1"))[1:-1]:
        head, _, value = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        disposition = re.search(rb'content-disposition:[^\r\n]*?\bname="([^"]*)"([^\r\n]*)', head, re.IGNORECASE)
        if not disposition:
            raise BadRequestError(400, "A part of the form has no name.")
        if b"filename=" in disposition[2]:
            raise BadRequestError(501, "External data is not supported by the embedded server.")
        fields[disposition[1].decode(errors="replace")] = value.removesuffix(b"\r\n")
    return fields
