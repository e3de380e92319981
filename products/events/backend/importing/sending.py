"""Sending parts of a file to a running instance, patiently: an import outlives a restart of what it imports into."""

import http.client
import time
import zlib
from urllib.parse import urlsplit

from common.json import dumps, loads
from products.events.backend.importing.errors import ImportFailedError

TIMEOUT_SECONDS = 60
# A full queue empties in minutes; something that is still down after this needs a person.
PATIENCE_SECONDS = 600.0
LONGEST_WAIT_SECONDS = 15.0


class Sender:
    """A connection to one instance, for one project."""

    def __init__(self, url: str, *, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ImportFailedError(f"'{url}' is not an address; it should look like http://127.0.0.1:8000.")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_SECONDS)
        self._path = parts.path.rstrip("/") + "/batch/"
        self._url = url
        self._head = b'{"api_key":' + dumps(token) + b',"historical_migration":true,"batch":['

    def send(self, events: list[bytes]) -> None:
        """Send events and return when they are accepted; raises ImportFailedError when they never will be."""
        body = zlib.compress(self._head + b",".join(events) + b"]}", level=1, wbits=zlib.MAX_WBITS | 16)
        deadline = time.monotonic() + PATIENCE_SECONDS
        attempt = 0
        while True:
            status, answer, wait = self._post(body)
            if status == 200:
                return
            if 400 <= status < 500 and status not in (408, 429):
                raise ImportFailedError(f"{self._url} refused the events with status {status}: {_reason(answer)}")
            if time.monotonic() > deadline:
                raise ImportFailedError(
                    f"{self._url} has not taken the events for {PATIENCE_SECONDS:.0f} s: {answer!r}"
                )
            attempt += 1
            time.sleep(min(LONGEST_WAIT_SECONDS, max(wait, 0.2 * 2**attempt)))

    def close(self) -> None:
        self._connection.close()

    def _post(self, body: bytes) -> tuple[int, bytes, float]:
        """(status, body, seconds to wait); status 0 when nobody answers."""
        try:
            headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
            self._connection.request("POST", self._path, body, headers)
            response = self._connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return 0, str(error).encode(), 0.0
        retry_after = response.headers.get("Retry-After", "")
        return response.status, answer, float(retry_after) if retry_after.isdecimal() else 0.0


def _reason(answer: bytes) -> str:
    try:
        return str(loads(answer)["detail"])
    except (ValueError, KeyError, TypeError):
        return answer[:200].decode(errors="replace")
