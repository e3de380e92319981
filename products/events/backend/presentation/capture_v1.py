"""`POST /i/v1/analytics/events`: capture with an answer for each event. SDKs use it when they are told to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from common import clock
from common.errors import ErrorKind, ProductError
from common.json import dumps
from common.sdk.errors import MissingTokenError
from common.sdk.tokens import check_token
from posthog import metrics
from posthog.api.address import client_address
from posthog.api.cors import allow_origin, preflight
from posthog.api.errors import STATUS_BY_KIND
from posthog.api.sdk import reading_json
from products.events.backend.facade import EventsAPI
from products.events.backend.facade.contracts import CaptureEvents
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.wire.capture_v1 import Opened, as_batch, open_v1

MAX_BYTES = 20 * 1024 * 1024
MAX_HEADER_LENGTH = 100


@csrf_exempt
def analytics_events(request: HttpRequest) -> HttpResponse:
    """Store a batch; the answer names what was dropped and why. Failures of the whole are 4xx, or 503 to be repeated."""
    if request.method == "OPTIONS":
        return preflight(request)
    if request.method != "POST":
        response = _failure(405, "method_not_allowed", f"Send events with POST, not with {request.method}.")
        response["Allow"] = "POST, OPTIONS"
        return allow_origin(request, response)
    try:
        opened = _take(request)
    except ProductError as error:
        if error.kind != ErrorKind.UNAVAILABLE:
            metrics.events_rejected.labels(reason=error.code).inc()
        IngestionAPI.note_refusal(
            token=request.META.get("HTTP_AUTHORIZATION", "").partition(" ")[2].strip(),
            reason=error.code,
            detail=error.message,
            origin=request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", ""),
        )
        response = _failure(STATUS_BY_KIND[error.kind], error.code, error.message)
        if error.retry_after_seconds is not None:
            response["Retry-After"] = str(error.retry_after_seconds)
        return allow_origin(request, response)
    metrics.events_accepted.labels(endpoint="i/v1/analytics/events").inc(len(opened.events))
    return allow_origin(request, _json({"results": opened.results}, 200))


def _take(request: HttpRequest) -> Opened:
    received_at = clock.now()
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer":
        raise MissingTokenError("No project token; send it as `Authorization: Bearer phc_…`.")
    token = check_token(token)
    team_id = IngestionAPI.authorize_token(token)
    limit = min(MAX_BYTES, settings.EVENT_BODY_MAX_BYTES)
    with reading_json(request, max_bytes=limit, max_unpacked_bytes=settings.EVENT_BODY_MAX_BYTES) as body:
        opened = open_v1(body, sdk=_header(request, "HTTP_POSTHOG_SDK_INFO"))
        if opened.events:
            sent_at = _header(request, "HTTP_POSTHOG_REQUEST_TIMESTAMP")
            events = CaptureEvents(
                body=as_batch(opened, token=token, sent_at=sent_at),
                token=token,
                distinct_id=opened.distinct_id,
                received_at=received_at,
                ip=client_address(request),
                sent_at_ms=0,
                as_identify=False,
                origin=request.META.get("HTTP_ORIGIN", ""),
                referer=request.META.get("HTTP_REFERER", ""),
                user_agent=request.META.get("HTTP_USER_AGENT", ""),
            )
            EventsAPI.capture(events, team_id=team_id)
    metrics.events_rejected.labels(reason="dropped_v1").inc(
        sum(result["result"] == "drop" for result in opened.results.values())
    )
    return opened


def _header(request: HttpRequest, name: str) -> str:
    return str(request.META.get(name, ""))[:MAX_HEADER_LENGTH].strip()


def _failure(status: int, code: str, description: str) -> HttpResponse:
    return _json({"error": code, "error_description": description, "error_uri": None}, status)


def _json(content: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(dumps(content), status=status, content_type="application/json")
