"""One request carried out: what it asks, run in the engine, answered. Runs in a thread of its own lane."""

import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain

from posthog.clickhouse.embedded import compression, limits, statements
from posthog.clickhouse.embedded.engine import QUERY_ID_SETTING, Connection, Engine
from posthog.clickhouse.embedded.errors import (
    NOT_ENOUGH_SPACE,
    NOT_IMPLEMENTED,
    QUERY_IS_TOO_LARGE,
    QUERY_WAS_CANCELLED,
    READONLY,
    SYNTAX_ERROR,
    ServerError,
)
from posthog.clickhouse.embedded.exchange import Answer, BodyPieces
from posthog.clickhouse.embedded.http import BadRequestError, Request, parse_form
from posthog.clickhouse.embedded.sessions import Sessions

# How much of a body is looked at for the place where an insert's data begins.
_INSERT_HEAD_BYTES = 256 * 1024

# Parameters of the URL that speak to the server; all others are settings of the query.
_RESERVED = frozenset(
    {
        "add_http_cors_header",
        "buffer_size",
        "cancel_http_readonly_queries_on_client_close",
        "client_protocol_version",
        "close_session",
        "compress",
        "database",
        "decompress",
        "default_format",
        "enable_http_compression",
        "http_headers_progress_interval_ms",
        "password",
        "query",
        "query_id",
        "quota_key",
        "role",
        "send_progress_in_http_headers",
        "session_check",
        "session_id",
        "session_timeout",
        "user",
        "wait_end_of_query",
        QUERY_ID_SETTING,
    }
)
_PARAMETER_PREFIX = "param_"
# Formats that are rows after rows, so that pieces of a result can simply follow one another. All others have a head or
# an end, and the engine can only write them whole; such a result is held in memory and must not be larger than this.
_STREAMED_FORMATS = frozenset(
    name.lower()
    for name in (
        *("Native", "RowBinary", "MsgPack", "Null", "CSV", "TSKV", "LineAsString"),
        *("TSV", "TSVRaw", "TabSeparated", "TabSeparatedRaw"),
        *("JSONEachRow", "JSONLines", "JSONL", "NDJSON"),
        *("JSONCompactEachRow", "JSONStringsEachRow", "JSONCompactStringsEachRow"),
    )
)
_MAX_WHOLE_RESULT_BYTES = 256 * 1024 * 1024
_CONTENT_TYPES = (
    (("JSONEachRow", "JSONCompactEachRow", "JSONStringsEachRow"), "application/x-ndjson; charset=UTF-8"),
    (("JSON",), "application/json; charset=UTF-8"),
    (("CSV",), "text/csv; charset=UTF-8"),
    (("TabSeparated", "TSV"), "text/tab-separated-values; charset=UTF-8"),
    (("Native", "RowBinary", "Parquet", "Arrow", "ORC", "Avro", "Npy", "BSON"), "application/octet-stream"),
)


@dataclass(slots=True, kw_only=True)
class QueryJob:
    """A request to the query endpoint. `run` blocks; `cancel` may come from any thread."""

    engine: Engine
    sessions: Sessions
    default_database: str
    request: Request
    body: BodyPieces
    answer: Answer
    query_id: str = ""
    is_insert: bool = False
    _is_cancelled: threading.Event = field(default_factory=threading.Event)
    _form: Mapping[str, bytes] = field(default_factory=dict)
    _started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.query_id = self.request.parameters.get("query_id") or str(uuid.uuid4())

    def cancel(self) -> None:
        """Stop the query soon; what the client was promised so far stays true."""
        self._is_cancelled.set()
        self.engine.kill(self.query_id)

    def run(self) -> None:
        """Carry the request out and answer it; raises ClientGoneError when nobody is there to answer."""
        try:
            self._describe_answer()
            self._run()
            self.answer.finish()
        except ServerError as error:
            self.answer.fail(error)
        except OSError as error:
            # Only an answer that is held on disk can do this.
            sentence = f"The answer cannot be held on disk ({error.strerror})."
            self.answer.fail(ServerError.of(NOT_ENOUGH_SPACE, "NOT_ENOUGH_SPACE", sentence))
        finally:
            self.answer.discard()

    def _run(self) -> None:
        parameters = self.request.parameters
        for name in ("compress", "decompress"):
            if parameters.get(name, "0") not in ("", "0", "false"):
                other = "Accept-Encoding with enable_http_compression=1" if name == "compress" else "Content-Encoding"
                raise ServerError.of(NOT_IMPLEMENTED, "NOT_IMPLEMENTED", f"{name}=1 is not supported; use {other}.")
        if self.request.headers.get("content-type", "").startswith("multipart/form-data"):
            text = self._read_form()
            data: Iterator[bytes] = iter(())
        else:
            text, data = self._read_statement()
        head = statements.find_insert(text)
        settings = self._settings()
        if head is None:
            text = _whole(text, data)
            if not self._is_streamed(text):
                settings.setdefault("max_result_bytes", str(_MAX_WHOLE_RESULT_BYTES))
        begin = head is None and statements.changes_session(text)
        with self.sessions.connect(self.engine, parameters, begin=begin) as (connection, is_kept):
            if is_kept:
                _check_readonly(settings.pop("readonly", "0"), text)
            try:
                self._configure(connection, settings, is_kept=is_kept)
                if head is None:
                    self._run_statement(connection, text)
                else:
                    self._run_insert(connection, head, chain((text[head.data_start :],), data))
            finally:
                if is_kept:
                    connection.reset(tuple(settings))

    def _read_form(self) -> bytes:
        body = _whole(b"", compression.decode(self._content_encoding, self.body))
        try:
            self._form = parse_form(self.request.headers["content-type"], body)
        except BadRequestError as error:
            code = NOT_IMPLEMENTED if error.status == 501 else SYNTAX_ERROR
            name = "NOT_IMPLEMENTED" if error.status == 501 else "SYNTAX_ERROR"
            raise ServerError.of(code, name, error.sentence) from error
        return self.request.parameters.get("query", "").encode() + self._form.get("query", b"")

    def _read_statement(self) -> tuple[bytes, Iterator[bytes]]:
        """The beginning of the statement, enough to see an insert's data, and the rest of the body."""
        text = self.request.parameters.get("query", "").encode()
        if text and self.request.has_body:
            text += b"\n"
        data = iter(compression.decode(self._content_encoding, self.body))
        if not text or statements.find_insert(text) is None:
            for piece in data:
                text += piece
                if len(text) >= _INSERT_HEAD_BYTES or statements.find_insert(text) is not None:
                    break
        return text, data

    @property
    def _content_encoding(self) -> str:
        return self.request.headers.get("content-encoding", "").strip().lower()

    def _settings(self) -> dict[str, str]:
        settings = {
            name: value
            for name, value in self.request.parameters.items()
            if name not in _RESERVED and not name.startswith(_PARAMETER_PREFIX)
        }
        if self.request.method in ("GET", "HEAD"):
            # As ClickHouse does: a link must not change anything.
            settings.setdefault("readonly", "2")
        return settings

    def _configure(self, connection: Connection, settings: Mapping[str, str], *, is_kept: bool) -> None:
        named = {**self.request.parameters, **{name: raw.decode(errors="replace") for name, raw in self._form.items()}}
        bound = {
            name.removeprefix(_PARAMETER_PREFIX): value
            for name, value in named.items()
            if name.startswith(_PARAMETER_PREFIX)
        }
        database = self.request.parameters.get("database") or self.request.headers.get("x-clickhouse-database")
        if database or not is_kept:
            connection.use(database or self.default_database)
        connection.configure(self.query_id, settings, bound)

    def _run_statement(self, connection: Connection, text: bytes) -> None:
        statements.check_allowed(text)
        if connection.count_statements(text) > 1:
            raise ServerError.of(SYNTAX_ERROR, "SYNTAX_ERROR", "Multi-statements are not allowed.")
        word = statements.first_word(text)
        if word == b"KILL":
            text = statements.translate_kill(text)
        output_format = self._output_format(text)
        self.answer.headers["Content-Type"] = _content_type(output_format)
        gives_result = statements.reads(text)
        if gives_result:
            self.answer.headers["X-ClickHouse-Format"] = output_format
            self._describe_encoding()
        self._check_cancelled()
        rows = read_rows = read_bytes = 0
        # Closed here, because a stream left to the garbage collector outlives its connection.
        run = connection.stream if self._is_streamed(text) else connection.run_whole
        with closing(run(text, output_format)) as chunks:
            for chunk in chunks:
                self._check_cancelled()
                rows += chunk.rows
                read_rows += chunk.read_rows
                read_bytes += chunk.read_bytes
                self.answer.write(chunk.data)
        self._summarize(read_rows=read_rows, read_bytes=read_bytes, result_rows=rows)

    def _run_insert(self, connection: Connection, head: statements.InsertHead, data: Iterator[bytes]) -> None:
        self.is_insert = True
        self._check_cancelled()
        insert = connection.insert(head.sql, head.input_format)
        try:
            for piece in data:
                self._check_cancelled()
                if piece:
                    insert.append(piece)
            written = insert.finish()
        except BaseException:
            insert.cancel()
            raise
        self._summarize(read_rows=written.rows, read_bytes=written.bytes, written_rows=written.rows)

    def _check_cancelled(self) -> None:
        if self._is_cancelled.is_set():
            raise ServerError.of(QUERY_WAS_CANCELLED, "QUERY_WAS_CANCELLED", "Query was cancelled.")

    def _is_streamed(self, text: bytes) -> bool:
        wraps_rows = "output_format_json_array_of_rows"
        if wraps_rows in self.request.parameters or wraps_rows.encode() in text:
            return False
        return self._output_format(text).lower() in _STREAMED_FORMATS

    def _output_format(self, text: bytes) -> str:
        asked = self.request.headers.get("x-clickhouse-format") or self.request.parameters.get("default_format")
        return statements.find_output_format(text) or asked or "TabSeparated"

    def _describe_answer(self) -> None:
        parameters = self.request.parameters
        self.answer.headers["X-ClickHouse-Query-Id"] = self.query_id
        self.answer.headers["X-ClickHouse-Timezone"] = "UTC"
        self.answer.headers["X-ClickHouse-Server-Display-Name"] = "prickle-embedded"
        self.answer.headers["Content-Type"] = "text/plain; charset=UTF-8"
        self.answer.waits_for_end = parameters.get("wait_end_of_query", "0") in ("1", "true")

    def _describe_encoding(self) -> None:
        if self.request.parameters.get("enable_http_compression", "0") not in ("1", "true"):
            return
        if chosen := compression.encoder_for(self.request.headers.get("accept-encoding", "")):
            self.answer.headers["Content-Encoding"], self.answer.encoder = chosen

    def _summarize(self, *, read_rows: int, read_bytes: int, result_rows: int = 0, written_rows: int = 0) -> None:
        summary = {
            "read_rows": read_rows,
            "read_bytes": read_bytes,
            "written_rows": written_rows,
            "written_bytes": read_bytes if written_rows else 0,
            "total_rows_to_read": read_rows,
            "result_rows": result_rows or written_rows,
            "elapsed_ns": int((time.monotonic() - self._started) * 1e9),
        }
        self.answer.headers["X-ClickHouse-Summary"] = json.dumps({name: str(value) for name, value in summary.items()})


def _check_readonly(readonly: str, text: bytes) -> None:
    """In a kept session `readonly` cannot be set, because nothing could unset it again."""
    if readonly not in ("", "0") and not statements.reads(text):
        raise ServerError.of(READONLY, "READONLY", "Cannot execute query in readonly mode.")


def _whole(begun: bytes, pieces: Iterator[bytes]) -> bytes:
    parts = [begun]
    size = len(begun)
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > limits.MAX_STATEMENT_BYTES:
            raise ServerError.of(
                QUERY_IS_TOO_LARGE,
                "QUERY_IS_TOO_LARGE",
                f"The statement is longer than {limits.MAX_STATEMENT_BYTES} bytes.",
            )
    return b"".join(parts)


def _content_type(output_format: str) -> str:
    for prefixes, content_type in _CONTENT_TYPES:
        if output_format.startswith(prefixes):
            return content_type
    return "text/plain; charset=UTF-8"
