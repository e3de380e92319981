"""Connections and their limits: who may ask, how many at once, and what happens when a client goes away.

One event loop does all network work; queries run in threads. Reading and writing have lanes of their own, so that a
row of slow reports cannot keep events from being stored.
"""

import asyncio
import base64
import binascii
import contextlib
import hmac
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from posthog.clickhouse.embedded import http, limits, statements
from posthog.clickhouse.embedded.connection import ClientConnection
from posthog.clickhouse.embedded.engine import Engine
from posthog.clickhouse.embedded.errors import (
    AUTHENTICATION_FAILED,
    QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING,
    TOO_MANY_SIMULTANEOUS_QUERIES,
    ClientGoneError,
    ServerError,
)
from posthog.clickhouse.embedded.exchange import Answer, BodyPieces
from posthog.clickhouse.embedded.queries import QueryJob
from posthog.clickhouse.embedded.sessions import Sessions

_SWEEP_SECONDS = 5.0
_KILL_AGAIN_SECONDS = 0.25
_MEMORY_CHECK_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a server is to run. `readers` and `writers` are the queries of each kind that run at once."""

    host: str
    port: int
    user: str
    password: str
    default_database: str
    spool_directory: Path
    readers: int = 16
    writers: int = 8
    stop_seconds: float = 6.0


class Lane:
    """A bounded number of threads with a bounded queue before them."""

    def __init__(self, name: str, size: int) -> None:
        self.threads = ThreadPoolExecutor(max_workers=size, thread_name_prefix=name)
        self._free = asyncio.Semaphore(size)
        self._waiting = 0

    async def enter(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        if self._waiting >= limits.MAX_WAITING:
            raise self._too_many()
        self._waiting += 1
        try:
            await asyncio.wait_for(self._free.acquire(), limits.WAIT_SECONDS)
        except TimeoutError as error:
            raise self._too_many() from error
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        self._free.release()

    @staticmethod
    def _too_many() -> ServerError:
        name = "TOO_MANY_SIMULTANEOUS_QUERIES"
        return ServerError.of(TOO_MANY_SIMULTANEOUS_QUERIES, name, "Too many simultaneous queries; try again later.")


class Server:
    """Serves one engine until `stop`."""

    def __init__(self, engine: Engine, options: Options) -> None:
        self.engine = engine
        self.options = options
        self.sessions = Sessions()
        self.connections: set[ClientConnection] = set()
        self.is_stopping = False
        self._jobs: dict[str, QueryJob] = {}
        self._readers = Lane("reader", options.readers)
        self._writers = Lane("writer", options.writers)
        self._control = ThreadPoolExecutor(max_workers=2, thread_name_prefix="control")
        self._listener: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._last_activity = time.monotonic()

    async def start(self) -> int:
        """Begin to listen; returns the port, which the system chose if the options say 0."""
        loop = asyncio.get_running_loop()
        _raise_file_limit()
        self._listener = await loop.create_server(
            lambda: ClientConnection(self), self.options.host, self.options.port, backlog=1024
        )
        self._tasks = [loop.create_task(self._sweep()), loop.create_task(self._watch_memory())]
        return int(self._listener.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Take no more, let running queries end for a while, then cancel what is left."""
        self.is_stopping = True
        if self._listener is not None:
            self._listener.close()
        for connection in list(self.connections):
            connection.close_if_idle()
        deadline = time.monotonic() + self.options.stop_seconds
        while self._jobs and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        for job in list(self._jobs.values()):
            await self._kill(job)
        deadline = time.monotonic() + 2.0
        while self._jobs and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        for task in self._tasks:
            task.cancel()
        for connection in list(self.connections):
            connection.abort()
        self.sessions.close_idle()

    @property
    def is_idle(self) -> bool:
        return not self._jobs

    async def answer(self, connection: ClientConnection, request: http.Request) -> bool:
        """Answer one request; returns whether the connection may be used for another."""
        keep_alive = request.keeps_alive and not self.is_stopping
        if request.path == "/ping" or request.path == "/replicas_status":
            return await self._answer_text(connection, request, 200, "Ok.\n", keep_alive)
        if request.path != "/":
            return await self._answer_text(connection, request, 404, f"There is no handle {request.path}\n", False)
        if request.method not in ("GET", "POST", "PUT", "HEAD"):
            return await self._answer_text(connection, request, 501, "Only GET, HEAD and POST are known here.\n", False)
        if not self._is_authentic(request):
            await asyncio.sleep(limits.REFUSAL_SECONDS)
            return await self._refuse(connection, request)
        if request.method in ("GET", "HEAD") and "query" not in request.parameters:
            return await self._answer_text(connection, request, 200, "Ok.\n", keep_alive)
        return await self._answer_query(connection, request, keep_alive)

    async def _answer_query(self, connection: ClientConnection, request: http.Request, keep_alive: bool) -> bool:
        if request.expects_continue:
            await connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        connection.expect_body()
        decoder = http.BodyDecoder(request)
        begun = await _preread(connection, decoder)
        line = await connection.lend(with_reading=not decoder.is_complete)
        loop = asyncio.get_running_loop()

        def take_back() -> None:
            loop.call_soon_threadsafe(connection.take_back, b"")

        answer = Answer(
            push=line.send,
            is_head=request.method == "HEAD",
            is_http_1_1=request.is_http_1_1,
            keep_alive=keep_alive,
            spool_directory=self.options.spool_directory,
        )
        job = QueryJob(
            engine=self.engine,
            sessions=self.sessions,
            default_database=self.options.default_database,
            request=request,
            body=BodyPieces(begun, decoder, line, take_back),
            answer=answer,
        )
        try:
            await self._run(connection, job, is_writing=_is_writing(request, begun))
        except ServerError as error:
            answer.fail(error)
        finally:
            line.close()
        connection.take_back(b"")
        await _discard(connection, decoder, limits.DISCARDED_BYTES)
        connection.take_back(decoder.rest)
        # What is left of a refused insert's body cannot be told from the next request.
        return answer.keep_alive and decoder.is_complete

    async def _run(self, connection: ClientConnection, job: QueryJob, *, is_writing: bool) -> None:
        lane = self._writers if is_writing else self._readers
        await lane.enter()
        try:
            if job.query_id in self._jobs:
                name = "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING"
                sentence = f"Query with id = {job.query_id} is already running."
                raise ServerError.of(QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING, name, sentence)
            if connection.is_gone:
                raise ClientGoneError
            self._jobs[job.query_id] = job
            try:
                await self._watch(connection, job, lane)
            finally:
                del self._jobs[job.query_id]
                self._last_activity = time.monotonic()
        finally:
            lane.leave()

    async def _watch(self, connection: ClientConnection, job: QueryJob, lane: Lane) -> None:
        """Run the job in its lane, and stop it when nobody waits for it any more."""
        running = asyncio.get_running_loop().run_in_executor(lane.threads, job.run)
        gone = connection.gone
        await asyncio.wait((running, gone), return_when=asyncio.FIRST_COMPLETED)
        while not running.done():
            # An insert whose data is complete is finished for its sender, who may have stopped listening by mistake.
            if not (job.is_insert and job.body.is_complete):
                await self._kill(job)
            # Again, because the query may not have reached the engine when the first call came.
            await asyncio.wait((running,), timeout=_KILL_AGAIN_SECONDS)
        await running

    async def _kill(self, job: QueryJob) -> None:
        await asyncio.get_running_loop().run_in_executor(self._control, job.cancel)

    def _is_authentic(self, request: http.Request) -> bool:
        user, password = _credentials(request)
        right_user = hmac.compare_digest(user.encode(), self.options.user.encode())
        right_password = hmac.compare_digest(password.encode(), self.options.password.encode())
        return right_user and right_password

    async def _refuse(self, connection: ClientConnection, request: http.Request) -> bool:
        user, _ = _credentials(request)
        error = ServerError.of(
            AUTHENTICATION_FAILED,
            "AUTHENTICATION_FAILED",
            f"{user}: Authentication failed: password is incorrect, or there is no user with such name.",
        )
        headers = {"X-ClickHouse-Exception-Code": str(error.code)}
        await self._answer_text(connection, request, error.status, error.message + "\n", False, headers)
        await _discard(connection, http.BodyDecoder(request), limits.MAX_HEAD_BYTES)
        return False

    async def _answer_text(
        self,
        connection: ClientConnection,
        request: http.Request,
        status: int,
        text: str,
        keep_alive: bool,
        headers: dict[str, str] | None = None,
    ) -> bool:
        keep_alive = keep_alive and not request.has_body
        body = text.encode(errors="replace")
        head = http.answer_head(
            status,
            {
                "Content-Type": "text/plain; charset=UTF-8",
                **(headers or {}),
                "Content-Length": str(len(body)),
                "Connection": "keep-alive" if keep_alive else "close",
            },
        )
        await connection.send(head if request.method == "HEAD" else head + body)
        return keep_alive

    async def _sweep(self) -> None:
        """Close connections that have kept us waiting for too long, and sessions nobody uses."""
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            now = asyncio.get_running_loop().time()
            for connection in list(self.connections):
                if connection.deadline < now:
                    connection.abort()
            self.sessions.close_expired()

    async def _watch_memory(self) -> None:
        """Give memory back whenever the server has come to rest, and now and then while it has not."""
        released_at = 0.0
        while True:
            await asyncio.sleep(_MEMORY_CHECK_SECONDS)
            now = time.monotonic()
            has_worked = self._last_activity > released_at
            if has_worked and ((self.is_idle and now - self._last_activity > 1.0) or now - released_at > 30.0):
                released_at = now
                await asyncio.get_running_loop().run_in_executor(self._control, self.engine.release_memory)


async def _preread(connection: ClientConnection, decoder: http.BodyDecoder) -> bytes:
    parts: list[bytes] = []
    size = 0
    while not decoder.is_complete and size < limits.PREREAD_BYTES:
        parts.append(decoder.feed(await connection.read_some()))
        size += len(parts[-1])
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def _discard(connection: ClientConnection, decoder: http.BodyDecoder, limit: int) -> None:
    """Read on for a while after an error: a client that is still sending would see a reset instead of the answer."""
    size = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(limits.DISCARD_SECONDS):
            while not decoder.is_complete and size < limit:
                data = await connection.read_some()
                size += len(data)
                decoder.feed(data)


def _is_writing(request: http.Request, begun: bytes) -> bool:
    """Which lane a request belongs to. A packed statement cannot be looked at yet; drivers pack only inserts."""
    if query := request.parameters.get("query"):
        return statements.first_word(query.encode()) == b"INSERT"
    return "content-encoding" in request.headers or statements.first_word(begun[:4096]) == b"INSERT"


def _credentials(request: http.Request) -> tuple[str, str]:
    """User and password, from the headers of ClickHouse's own, from Basic, or from the URL, as ClickHouse looks."""
    headers = request.headers
    if "x-clickhouse-user" in headers or "x-clickhouse-key" in headers:
        return headers.get("x-clickhouse-user", "default"), headers.get("x-clickhouse-key", "")
    scheme, _, encoded = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return user, password
    return request.parameters.get("user", "default"), request.parameters.get("password", "")


def _raise_file_limit() -> None:
    """Each connection and each part being read is an open file; the usual soft limit of 1024 is soon reached."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = hard if hard != resource.RLIM_INFINITY else 65536
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
