"""The dashboard's page, its metrics and its API document, as plain Django views."""

import ipaddress
import secrets
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_safe

from common.json import dumps
from posthog import disk
from posthog import metrics as prometheus
from posthog.api.errors import error_body, not_found
from posthog.api.openapi import build_document

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Prickle</title>
<body style="font:16px/1.6 system-ui;max-width:36rem;margin:15vh auto;padding:0 1rem">
<h1>Prickle is running</h1>
<p>The API answers, but the pages have not been built. Install Node 20.19 or newer, then run
<code>bin/hogli build:frontend</code> and reload.</p></body></html>"""


@require_safe
def page(request: HttpRequest, page: str = "") -> HttpResponse:
    """The dashboard's one HTML file, or how to get it."""
    if page.rsplit("/", 1)[-1].endswith((".php", ".env", ".git", ".xml", ".json", ".js", ".map")):
        # Scanners ask for such names; a page that looks like a hit invites more of them.
        return not_found(request)
    index = settings.FRONTEND_DIST / "index.html"
    try:
        body = index.read_bytes()
    except OSError:
        return HttpResponse(NOT_BUILT, status=503)
    response = HttpResponse(body)
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Metrics for Prometheus: with METRICS_TOKEN from anywhere, else only from this machine and not through a proxy."""
    if not _may_read_metrics(request):
        detail = "Set METRICS_TOKEN and send it as `Authorization: Bearer …`, or ask from this machine."
        return HttpResponse(dumps(error_body(403, "forbidden", detail)), status=403, content_type="application/json")
    # Looks at the disk, if nobody has lately.
    disk.level()
    return HttpResponse(prometheus.render(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(offered.encode(), settings.METRICS_TOKEN.encode())
    try:
        local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        local = False
    return local and "X-Forwarded-For" not in request.headers


@require_GET
def openapi_document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document of this version."""
    return HttpResponse(dumps(_document()), content_type="application/json")


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    return build_document()
