"""First cut of the embedded ClickHouse server: chDB behind ClickHouse's HTTP protocol (threads; being replaced)."""

import argparse
import gzip
import importlib.machinery
import importlib.util
import os
import re
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lz4.frame
import zstandard

RESERVED = frozenset(
    {
        "query",
        "database",
        "default_format",
        "user",
        "password",
        "query_id",
        "session_id",
        "compress",
        "decompress",
        "session_timeout",
        "session_check",
        "enable_http_compression",
        "wait_end_of_query",
        "buffer_size",
        "client_protocol_version",
        "quota_key",
        "role",
        "send_progress_in_http_headers",
        "http_headers_progress_interval_ms",
        "cancel_http_readonly_queries_on_client_close",
    }
)
INSERT = re.compile(rb"^\s*insert\s+into\b.*?\bformat\s+(\w+)[ \t]*;?[ \t]*\r?\n?", re.IGNORECASE | re.DOTALL)
VALUES = re.compile(rb"^\s*insert\s+into\b[^;']*?\bvalues\b", re.IGNORECASE | re.DOTALL)
STATUS = {"60": 404, "81": 404, "46": 404, "62": 400, "47": 404, "159": 408, "516": 401, "36": 400, "27": 400}


def load_engine() -> Any:
    spec = importlib.util.find_spec("chdb")
    assert spec is not None and spec.origin is not None  # noqa: S101
    path = str(Path(spec.origin).with_name("_chdb.abi3.so"))
    loader = importlib.machinery.ExtensionFileLoader("_chdb", path)
    module_spec = importlib.util.spec_from_loader("_chdb", loader)
    assert module_spec is not None  # noqa: S101
    module = importlib.util.module_from_spec(module_spec)
    loader.exec_module(module)
    return module


def quote(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            data = b"".join(parts)
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match self.headers.get("Content-Encoding", ""):
            case "gzip":
                return gzip.decompress(data)
            case "lz4":
                return bytes(lz4.frame.decompress(data))
            case "zstd":
                return zstandard.ZstdDecompressor().decompressobj().decompress(data)
        return data

    def serve(self) -> None:
        url = urlsplit(self.path)
        args = dict(parse_qsl(url.query, keep_blank_values=True))
        body = self.body()
        if url.path in ("/ping", "/replicas_status"):
            return self.answer(200, b"Ok.\n", {})
        user = self.headers.get("X-ClickHouse-User") or args.get("user", "default")
        password = self.headers.get("X-ClickHouse-Key") or args.get("password", "")
        authorization = self.headers.get("Authorization", "")
        if authorization.startswith("Basic "):
            import base64

            user, _, password = base64.b64decode(authorization[6:]).decode().partition(":")
        if (user, password) != self.server.credentials:
            message = f"Code: 516. DB::Exception: {user}: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)\n"
            return self.answer(403, message.encode(), {"X-ClickHouse-Exception-Code": "516"})
        try:
            data = self.run(args, body)
        except RuntimeError as error:
            text = str(error)
            found = re.match(r"Code: (\d+)", text)
            code = found[1] if found else "1002"
            return self.answer(STATUS.get(code, 500), text.encode() + b"\n", {"X-ClickHouse-Exception-Code": code})
        encoding = {}
        if data and args.get("enable_http_compression") == "1" and "lz4" in self.headers.get("Accept-Encoding", ""):
            data, encoding = lz4.frame.compress(data), {"Content-Encoding": "lz4"}
        self.answer(200, data, encoding)

    def run(self, args: dict[str, str], body: bytes) -> bytes:
        statement = args.get("query", "").encode()
        if statement and body:
            statement += b"\n"
        full = statement + body
        connection = self.server.engine.connect(self.server.path)
        try:
            settings = ", ".join(
                f"{name} = {quote(value)}"
                for name, value in args.items()
                if name not in RESERVED and not name.startswith("param_")
            )
            params = {name[6:]: value for name, value in args.items() if name.startswith("param_")}
            if database := args.get("database") or self.headers.get("X-ClickHouse-Database"):
                connection.query("USE `" + database.replace("`", "\\`") + "`", "TSV", params={})
            if settings:
                connection.query(f"SET {settings}", "TSV", params={})
            fmt = self.headers.get("X-ClickHouse-Format") or args.get("default_format") or "TabSeparated"
            insert = INSERT.match(full[:100_000]) or VALUES.match(full[:100_000])
            if insert:
                head = insert[0].decode()
                name = insert[1].decode() if insert.re is INSERT else "Values"
                head = head[: insert.start(1)].rstrip()[:-6] if insert.re is INSERT else head[:-6]
                handle = connection.send_insert(head, name)
                connection.insert_append(handle, full[insert.end() :])
                connection.insert_done(handle)
                return b""
            return bytes(connection.query(full.decode().rstrip().rstrip(";"), fmt, params=params).bytes())
        finally:
            connection.close()

    def answer(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-ClickHouse-Timezone": "UTC",
            **headers,
        }.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self._headers_buffer.append(b"\r\n" + data)  # type: ignore[attr-defined]
        self.flush_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    engine: Any
    path: str
    credentials: tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(prog="posthog.clickhouse.embedded")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--user", default="default")
    parser.add_argument("--password-file", type=Path)
    options = parser.parse_args()
    password = (
        options.password_file.read_text().strip()
        if options.password_file
        else os.environ.get("CLICKHOUSE_EMBEDDED_PASSWORD", "")
    )
    options.data_dir.mkdir(parents=True, exist_ok=True)
    engine = load_engine()
    root = engine.connect(str(options.data_dir / "store"))
    server = Server((options.host, options.port), Handler)
    server.engine, server.path, server.credentials = engine, str(options.data_dir / "store"), (options.user, password)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stderr.write(f"ClickHouse answers on http://{options.host}:{server.server_port}\n")
    server.serve_forever()
    root.close()


if __name__ == "__main__":
    main()
