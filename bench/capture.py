"""Capture: requests and events a second that one web worker takes, against a view that does nothing.

The web server runs alone, with real Postgres and Redis behind it and nobody to work off the queue, so that only
answering is measured. Clients keep their connections and send prepared bytes.
"""

import gzip
import json
import multiprocessing
import socket
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import redis

from bench.stack import web_stack

CLIENTS = 8
SECONDS = 6.0
QUICK_SECONDS = 1.5
# Rounds in turn, and the best of each: a busy machine slows one round down, not all.
ROUNDS = 3
EVENTS_IN_BATCH = 100
ONE_EVENT_BUDGET = 0.3
BATCH_BUDGET = 60_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One kind of request, as bytes."""

    name: str
    request: bytes
    events: int


def run(quick: bool) -> list[dict[str, Any]]:
    """Requests a second of each load; batches also as events a second."""
    seconds = QUICK_SECONDS if quick else SECONDS
    with web_stack() as stack:
        port, queue = stack.port, redis.Redis.from_url(stack.urls["REDIS_URL"])
        loads = _loads(port, stack.token)
        best = dict.fromkeys(loads, 0.0)
        for _ in range(1 if quick else ROUNDS):
            for key, load in loads.items():
                best[key] = max(best[key], _measure(port, load, seconds))
                queue.flushdb()
    noop = best["noop"]
    return [
        {"name": "no-op view", "value": noop, "unit": "requests/s"},
        _line("one event a request, JSON", best["one"], noop),
        _line("one event a request, gzip as posthog-js sends it", best["one gzip"], noop),
        _batch_line("100 events a request, JSON", best["batch"]),
        _batch_line("100 events a request, gzip", best["batch gzip"]),
    ]


def _line(name: str, value: float, noop: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": value,
        "unit": "requests/s",
        "baseline": "no-op view",
        "baseline_value": noop,
        "budget": f"≥ {ONE_EVENT_BUDGET} × baseline",
        "ok": value >= ONE_EVENT_BUDGET * noop,
    }


def _batch_line(name: str, value: float) -> dict[str, Any]:
    events = value * EVENTS_IN_BATCH
    return {"name": name, "value": events, "unit": "events/s", "budget": "≥ 60,000", "ok": events >= BATCH_BUDGET}


def _loads(port: int, token: str) -> dict[str, Load]:
    one = json.dumps({"api_key": token, **_event(0)}).encode()
    batch = json.dumps({"api_key": token, "batch": [_event(number) for number in range(EVENTS_IN_BATCH)]}).encode()
    packed = {"Content-Type": "text/plain"}
    return {
        "noop": Load(name="noop", request=_request(port, "GET", "/_livez", b"", {}), events=0),
        "one": Load(name="one", request=_request(port, "POST", "/e/", one, {}), events=1),
        "one gzip": Load(name="one gzip", request=_request(port, "POST", "/e/", gzip.compress(one), packed), events=1),
        "batch": Load(name="batch", request=_request(port, "POST", "/batch/", batch, {}), events=EVENTS_IN_BATCH),
        "batch gzip": Load(
            name="batch gzip",
            request=_request(port, "POST", "/batch/", gzip.compress(batch), packed),
            events=EVENTS_IN_BATCH,
        ),
    }


def _event(number: int) -> dict[str, Any]:
    """An ordinary event of a server SDK, about 500 bytes."""
    return {
        "event": "order placed",
        "uuid": str(uuid4()),
        "distinct_id": f"user-{number}",
        "timestamp": "2026-01-02T03:04:05.678901+00:00",
        "properties": {
            "plan": "pro",
            "amount": 12.5 + number,
            "currency": "EUR",
            "items": [{"sku": "A-1", "quantity": 2}, {"sku": "B-7", "quantity": 1}],
            "$groups": {"company": "acme"},
            "$lib": "posthog-python",
            "$lib_version": "7.91.1",
            "$python_version": "3.11.7",
            "$os": "Linux",
            "$is_server": True,
            "$geoip_disable": True,
        },
    }


def _request(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in ({"Content-Type": "application/json"} | headers).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _measure(port: int, load: Load, seconds: float) -> float:
    """Requests a second over all clients; raises when one is not answered with 200."""
    context = multiprocessing.get_context("fork")
    answers: Any = context.Queue()
    start = time.monotonic() + 0.3
    clients = [
        context.Process(target=_client, args=(port, load.request, start, seconds, answers)) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    counts = [answers.get(timeout=seconds + 30) for _ in clients]
    for client in clients:
        client.join()
    failed = [count for count in counts if isinstance(count, str)]
    if failed:
        raise RuntimeError(f"{load.name}: {failed[0]}")
    return float(sum(counts)) / seconds


def _client(port: int, request: bytes, start: float, seconds: float, answers: Any) -> None:
    """Send one request after the other on one connection and count the answers."""
    count = 0
    with socket.create_connection(("127.0.0.1", port)) as channel:
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        time.sleep(max(0.0, start - time.monotonic()))
        while time.monotonic() < start + seconds:
            channel.sendall(request)
            answer = _answer(channel)
            if not answer.startswith(b"HTTP/1.1 200"):
                answers.put(answer[:300].decode(errors="replace"))
                return
            count += 1
    answers.put(count)


def _answer(channel: socket.socket) -> bytes:
    """One whole answer, with a length or in chunks."""
    answer = channel.recv(65536)
    while True:
        head, separator, body = answer.partition(b"\r\n\r\n")
        if separator and b"chunked" in head:
            if body.endswith(b"0\r\n\r\n"):
                return answer
        elif separator:
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            if len(body) >= length:
                return answer
        more = channel.recv(65536)
        if not more:
            return answer
        answer += more
