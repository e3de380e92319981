"""chDB as this server uses it: cheap connections, one per query, each with its own settings and current database.

Opening a connection costs 0.1 ms once the engine runs, so none is shared and no setting can leak from one request to
the next. All calls block and let other threads run; queries on different connections run truly in parallel.
"""

import contextlib
import ctypes
import importlib.machinery
import importlib.util
import re
import sys
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posthog.clickhouse.embedded.errors import UNKNOWN_SETTING, ServerError

_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NOT_STREAMABLE = "Streaming query is not supported"

_DEFAULT_MAX_QUERY_SIZE = "262144"
_LONG_STATEMENT_BYTES = 200_000

# A client's query id goes here, because chDB always makes its own. Nothing else reads this setting.
QUERY_ID_SETTING = "chdb_client_name"

# chDB starts from clickhouse-local's habits; these make a connection behave like one of a server.
_SERVER_HABITS: dict[str, str] = {"implicit_select": "0", "allow_introspection_functions": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of a result, already in the output format; the counts are of this piece."""

    data: bytes
    rows: int
    read_rows: int
    read_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an insert stored."""

    rows: int
    bytes: int


def quote_text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


class Engine:
    """The one engine of this process, bound to one directory until `close`."""

    def __init__(self, directory: Path, *, configuration: Path) -> None:
        self._module = _load_module()
        # The server handles signals itself; a crash should leave the system's usual trace.
        self._module.set_signal_handlers_enabled(0)
        self._path = str(directory)
        try:
            # Held open for as long as the server runs: the engine stops with its last connection.
            self._root = self._module.connect(f"{self._path}?config-file={configuration}")
        except RuntimeError as error:
            raise ServerError.from_engine(str(error)) from error
        self._libc = ctypes.CDLL(None)

    def connect(self) -> "Connection":
        return Connection(self._module.connect(self._path))

    def kill(self, query_id: str) -> None:
        """Ask the query to stop; it ends with an error of its own. Harmless when it has ended."""
        self._command(f"KILL QUERY WHERE Settings['{QUERY_ID_SETTING}'] = {quote_text(query_id)} ASYNC")

    def release_memory(self) -> None:
        """Hand unused memory back to the system, which the allocators would otherwise keep for later."""
        self._command("SYSTEM JEMALLOC PURGE")
        if sys.platform == "linux":
            self._libc.malloc_trim(0)

    def close(self) -> None:
        self._root.close()

    def _command(self, sql: str) -> None:
        # At the memory limit any statement may fail, these too. Both are asked again before long.
        with contextlib.suppress(ServerError), self.connect() as connection:
            connection.run(sql.encode(), "TSV")


class Connection:
    """One client's view of the engine. Use it as a context manager; not for two threads at once."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._raw.close()

    def use(self, database: str) -> None:
        name = database.replace("\\", "\\\\").replace("`", "\\`")
        self._query(f"USE `{name}`".encode())

    def configure(self, query_id: str, settings: Mapping[str, str], parameters: Mapping[str, str]) -> None:
        """Apply settings in one statement, so that `readonly` takes effect only after all of them."""
        assignments = {**_SERVER_HABITS, **settings, QUERY_ID_SETTING: query_id}
        for name, value in parameters.items():
            assignments[f"param_{name}"] = value
        for name in assignments:
            if not _SETTING.fullmatch(name):
                raise ServerError.of(UNKNOWN_SETTING, "UNKNOWN_SETTING", f"Unknown setting '{name}'.")
        statement = f"SET {', '.join(f'{name} = {quote_text(value)}' for name, value in assignments.items())}".encode()
        if len(statement) > _LONG_STATEMENT_BYTES:
            # The size of parameters has its own limit, before they come here.
            self._query(f"SET max_query_size = {len(statement) + 1000}".encode())
            asked = settings.get("max_query_size", _DEFAULT_MAX_QUERY_SIZE)
            statement += f", max_query_size = {quote_text(asked)}".encode()
        self._query(statement)

    def reset(self, names: tuple[str, ...]) -> None:
        """Back to defaults; for a connection that outlives its request."""
        if names:
            self._query(f"SET {', '.join(f'{name} = DEFAULT' for name in names)}".encode())

    def count_statements(self, sql: bytes) -> int:
        """How many statements the text holds; 0 when it does not parse."""
        return int(self._raw.classify_query(sql)["statement_count"])

    def stream(self, sql: bytes, output_format: str) -> Generator[Chunk]:
        """Run a statement and yield its result in pieces; one that cannot be streamed comes in a single piece.

        Each piece is formatted as if it were alone: right for rows after rows, wrong for JSON with a head and an end.
        """
        with _translated():
            try:
                stream = self._raw.send_query(sql, output_format, params={})
            except RuntimeError as error:
                if _NOT_STREAMABLE not in str(error):
                    raise
                stream = None
        if stream is None:
            yield self._query(sql, output_format)
            return
        finished = False
        try:
            while True:
                with _translated():
                    chunk = _to_chunk(self._raw.streaming_fetch_result(stream))
                if not chunk.data and not chunk.rows:
                    break
                yield chunk
            finished = True
        finally:
            if not finished:
                # The error that ended the loop, if any, matters more than one from cleaning up after it.
                with contextlib.suppress(RuntimeError):
                    self._raw.streaming_cancel_query(stream)

    def run_whole(self, sql: bytes, output_format: str) -> Generator[Chunk]:
        """Like `stream`, for formats that cannot be cut; never more than one piece."""
        yield self._query(sql, output_format)

    def run(self, sql: bytes, output_format: str) -> Chunk:
        """Run a statement and return its whole result, with what it read or wrote."""
        return self._query(sql, output_format)

    def insert(self, sql: bytes, input_format: str) -> "Insert":
        """Begin an insert whose data follows; `sql` has no FORMAT clause and no VALUES."""
        with _translated():
            return Insert(self._raw, self._raw.send_insert(sql, input_format))

    def _query(self, sql: bytes, output_format: str = "TSV") -> Chunk:
        with _translated():
            return _to_chunk(self._raw.query(sql, output_format, params={}))


class Insert:
    """An insert under way. Nothing is promised to be stored before `finish` returns."""

    def __init__(self, raw: Any, handle: Any) -> None:
        self._raw = raw
        self._handle = handle

    def append(self, data: bytes) -> None:
        with _translated():
            self._raw.insert_append(self._handle, data)

    def finish(self) -> Written:
        with _translated():
            result = self._raw.insert_done(self._handle)
        return Written(rows=result.rows_written(), bytes=result.bytes_written())

    def cancel(self) -> None:
        with contextlib.suppress(RuntimeError):
            self._raw.insert_cancel(self._handle)


def _to_chunk(result: Any) -> Chunk:
    if result.has_error():
        raise ServerError.from_engine(result.error_message())
    return Chunk(
        data=result.bytes(),
        rows=result.rows_read(),
        read_rows=result.storage_rows_read(),
        read_bytes=result.storage_bytes_read(),
    )


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        # The message quotes bytes of the query that are not text.
        raise ServerError.from_engine(error.object.decode(errors="replace")) from error
    except RuntimeError as error:
        raise ServerError.from_engine(str(error)) from error


def _load_module() -> Any:
    """The extension module alone: importing the package `chdb` also starts an engine in memory, and pandas."""
    package = importlib.util.find_spec("chdb")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("chdb-core is not installed; embedded ClickHouse needs it.")
    library = str(Path(package.origin).with_name("_chdb.abi3.so"))
    loader = importlib.machinery.ExtensionFileLoader("_chdb", library)
    spec = importlib.util.spec_from_loader("_chdb", loader)
    if spec is None:
        raise ImportError(f"{library} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
