"""Whether this instance works, for load balancers, orchestrators and `bin/hogli doctor`.

`/_livez` asks nobody: the process answers. `/_readyz` asks each store and is 503 while one does not answer. `/_health`
is the narrower question an event sender has: is what I send accepted and kept? That needs Redis and room on the disk.
Answers name stores, never addresses, errors or figures, because anyone may ask.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.disk import Level
from posthog import disk
from posthog.supervisor import probes

logger = structlog.get_logger(__name__)

PROBE_SECONDS = 2.0
# Everyone who asks within this time shares one answer, so that asking fast does not become work for the stores.
ANSWER_SECONDS = 1.0

_PROBES: dict[str, tuple[str, Callable[..., None]]] = {
    "postgres": ("DATABASE_URL", probes.postgres),
    "redis": ("REDIS_URL", probes.redis_server),
    "clickhouse": ("CLICKHOUSE_URL", probes.clickhouse),
}


class _Answers:
    """The last answer of each store, shared by the threads of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, bool]] = {}

    def of(self, urls: dict[str, str]) -> dict[str, bool]:
        """Whether the store at each URL answers; asks those whose last answer is too old, all at once."""
        with self._lock:
            now = time.monotonic()
            stale = [name for name, url in urls.items() if now - self._known.get(url, (0.0, False))[0] > ANSWER_SECONDS]
            if stale:
                with ThreadPoolExecutor(len(stale)) as pool:
                    answers = pool.map(_ask, stale, [urls[name] for name in stale])
                    for name, answer in zip(stale, answers, strict=True):
                        self._known[urls[name]] = (time.monotonic(), answer)
            return {name: self._known[url][1] for name, url in urls.items()}


_answers = _Answers()


def _ask(name: str, url: str) -> bool:
    try:
        _PROBES[name][1](url, seconds=PROBE_SECONDS)
    except probes.ProbeError as error:
        logger.warning("health.store_down", store=name, reason=str(error))
        return False
    return True


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as this process can answer at all."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 and each store's state when all of them answer, otherwise 503 with the same body."""
    return _render(_ask_stores(tuple(_PROBES)))


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while events are accepted and kept, which needs Redis and room on the disk; otherwise 503.

    A disk that is filling up is told of before it is too late: `disk` is then "warning", and the answer still 200.
    """
    level = disk.level()
    return _render(_ask_stores(("redis",)), works=level is not Level.FULL, disk=level.value)


def _ask_stores(names: tuple[str, ...]) -> dict[str, bool]:
    return _answers.of({name: getattr(settings, _PROBES[name][0]) for name in names})


def _render(answers: dict[str, bool], *, works: bool = True, **also: str) -> JsonResponse:
    ready = works and all(answers.values())
    body = {
        "status": "ok" if ready else "down",
        "stores": {name: "ok" if answer else "down" for name, answer in answers.items()},
        **also,
    }
    response = JsonResponse(body, status=200 if ready else 503)
    if not ready:
        response["Retry-After"] = "5"
    return response
