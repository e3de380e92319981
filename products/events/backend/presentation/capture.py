"""The capture endpoints: plain Django views, as every SDK request of every visitor comes through here.

Parse, call, render, like any view; parsing is what SDKs make hard, and `wire/` does it. Nothing here touches sessions,
cookies or Postgres (projects are found in memory), and every answer may be read from any origin.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from common import clock
from common.errors import ErrorKind, ProductError
from common.json import dumps
from posthog import metrics
from posthog.api.address import client_address
from posthog.api.cors import METHODS, allow_origin, preflight
from posthog.api.errors import error_body, error_response
from posthog.api.sdk import reading_json, refused_token
from products.events.backend.facade import EventsAPI
from products.events.backend.facade.contracts import CaptureEvents
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.wire.envelope import check_events, find_token, open_envelope

# What one request may hold as it is sent. Unpacked, EVENT_BODY_MAX_BYTES holds for all of them.
BROWSER_MAX_BYTES = 2 * 1024 * 1024
MAX_BYTES = {"batch": 20 * 1024 * 1024, "i/v0/ai/batch": 20 * 1024 * 1024}
ACCEPTED = b'{"status": 1}'
# With a length the answer goes out in one packet instead of chunks.
ACCEPTED_HEADERS = {"Content-Type": "application/json", "Content-Length": str(len(ACCEPTED))}


def capture(endpoint: str, *, as_identify: bool = False) -> Callable[[HttpRequest], HttpResponse]:
    """A view for one endpoint. `as_identify` is for the long gone `/engage/`."""
    accepted = metrics.events_accepted.labels(endpoint=endpoint)

    def view(request: HttpRequest) -> HttpResponse:
        if request.method not in ("POST", "GET"):
            return preflight(request) if request.method == "OPTIONS" else _method_not_allowed(request)
        try:
            max_bytes = min(MAX_BYTES.get(endpoint, BROWSER_MAX_BYTES), settings.EVENT_BODY_MAX_BYTES)
            accepted.inc(_take(request, clock.now(), max_bytes=max_bytes, as_identify=as_identify))
        except ProductError as error:
            if error.kind != ErrorKind.UNAVAILABLE:
                metrics.events_rejected.labels(reason=error.code).inc()
            IngestionAPI.note_refusal(
                token=refused_token(request),
                reason=error.code,
                detail=error.message,
                origin=request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", ""),
            )
            return allow_origin(request, error_response(error))
        return allow_origin(request, HttpResponse(ACCEPTED, headers=ACCEPTED_HEADERS))

    return csrf_exempt(view)


def _take(request: HttpRequest, received_at: datetime, *, max_bytes: int, as_identify: bool) -> int:
    """Put the request's events into the queue; returns how many there are."""
    with reading_json(request, max_bytes=max_bytes, max_unpacked_bytes=settings.EVENT_BODY_MAX_BYTES) as body:
        envelope = open_envelope(body)
        token = find_token(envelope)
        distinct_id = check_events(envelope, as_identify=as_identify)
        events = CaptureEvents(
            body=body,
            token=token,
            distinct_id=distinct_id,
            received_at=received_at,
            ip=client_address(request),
            sent_at_ms=_sent_at(request),
            as_identify=as_identify,
            origin=request.META.get("HTTP_ORIGIN", ""),
            referer=request.META.get("HTTP_REFERER", ""),
            user_agent=request.META.get("HTTP_USER_AGENT", ""),
        )
        EventsAPI.capture(events, team_id=IngestionAPI.authorize_token(token))
        return len(envelope.events)


def _method_not_allowed(request: HttpRequest) -> HttpResponse:
    body = error_body(405, "method_not_allowed", f"Send events with POST, not with {request.method}.")
    response = HttpResponse(dumps(body), status=405, content_type="application/json")
    response.headers["Allow"] = METHODS
    return allow_origin(request, response)


def _sent_at(request: HttpRequest) -> int:
    query = request.META.get("QUERY_STRING", "")
    if "_=" not in query and "sent_at=" not in query:
        return 0
    value = request.GET.get("_") or request.GET.get("sent_at") or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else 0
