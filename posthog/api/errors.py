"""Every failure becomes one body: `{type, code, detail, attr}`. The only place that knows which kind is which status."""

import sys
from typing import Any

import psycopg
import redis
import structlog
from django import db
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from common.errors import ErrorKind, ProductError
from common.json import dumps

logger = structlog.get_logger(__name__)

STATUS_BY_KIND = {
    ErrorKind.INVALID: status.HTTP_400_BAD_REQUEST,
    ErrorKind.UNAUTHENTICATED: status.HTTP_401_UNAUTHORIZED,
    ErrorKind.FORBIDDEN: status.HTTP_403_FORBIDDEN,
    ErrorKind.NOT_FOUND: status.HTTP_404_NOT_FOUND,
    ErrorKind.CONFLICT: status.HTTP_409_CONFLICT,
    ErrorKind.TOO_LARGE: status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    ErrorKind.OVER_LIMIT: status.HTTP_429_TOO_MANY_REQUESTS,
    ErrorKind.TIMED_OUT: status.HTTP_504_GATEWAY_TIMEOUT,
    ErrorKind.UNAVAILABLE: status.HTTP_503_SERVICE_UNAVAILABLE,
}
# By SQLSTATE's beginning: the connection failed, the server is out of something, it is stopping or not up yet.
POSTGRES_IS_DOWN = ("08", "53", "57P")
STORE_RETRY_SECONDS = 5
TYPE_BY_STATUS = {400: "validation_error", 401: "authentication_error", 429: "throttled_error"}


def error_body(http_status: int, code: str, detail: str, attr: str | None = None) -> dict[str, Any]:
    """The body of a failed request, whatever failed."""
    kind = "server_error" if http_status >= 500 else TYPE_BY_STATUS.get(http_status, "invalid_request")
    return {"type": kind, "code": code, "detail": detail, "attr": attr}


def error_response(error: ProductError) -> HttpResponse:
    """The answer to a ProductError outside DRF, such as in a capture view."""
    http_status = STATUS_BY_KIND[error.kind]
    response = HttpResponse(
        dumps(error_body(http_status, error.code, error.message, error.attr)),
        status=http_status,
        content_type="application/json",
    )
    if error.retry_after_seconds is not None:
        response["Retry-After"] = str(error.retry_after_seconds)
    return response


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook. Anything it does not know stays an exception, which is a bug and becomes a logged 500."""
    if isinstance(error, ProductError):
        return _product_error_response(error)
    if store := _store_that_is_down(error):
        logger.warning("api.store_down", store=store, error=str(error)[:200])
        return Response(_store_down(store), status=503, headers={"Retry-After": str(STORE_RETRY_SECONDS)})
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        return Response(error_body(413, "payload_too_large", "The request body is too large."), status=413)
    if not isinstance(error, exceptions.APIException):
        return None
    code, detail, attr = _first_problem(error.get_full_details())
    response = Response(error_body(error.status_code, code, detail, attr), status=error.status_code)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def _store_that_is_down(error: BaseException | None) -> str | None:
    """The name of the store whose absence is the whole reason, which passes without anybody changing the request."""
    if isinstance(error, redis.ConnectionError | redis.TimeoutError):
        return "Redis"
    if isinstance(error, db.InterfaceError):
        return "Postgres"
    if isinstance(error, db.OperationalError):
        state = error.__cause__.sqlstate if isinstance(error.__cause__, psycopg.Error) else None
        return "Postgres" if state is None or state.startswith(POSTGRES_IS_DOWN) else None
    return None


def _store_down(store: str) -> dict[str, Any]:
    return error_body(503, f"{store.lower()}_unavailable", f"{store} does not answer. Try again in a moment.")


def _product_error_response(error: ProductError) -> Response:
    http_status = STATUS_BY_KIND[error.kind]
    body = error_body(http_status, error.code, error.message, error.attr)
    if extra := getattr(error, "extra", None):
        body["extra"] = extra
    response = Response(body, status=http_status)
    if error.retry_after_seconds is not None:
        response["Retry-After"] = str(error.retry_after_seconds)
    return response


def _first_problem(details: Any, path: str | None = None) -> tuple[str, str, str | None]:
    """(code, detail, attr) of the first problem in DRF's nested structure; attr is a path such as `steps__0__event`."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        return str(details["code"]), str(details["message"]), path
    if isinstance(details, dict):
        key, value = next(iter(details.items()))
        name = None if key == "non_field_errors" else str(key)
        return _first_problem(value, "__".join(part for part in (path, name) if part) or None)
    if isinstance(details, list):
        for index, item in enumerate(details):
            if item:
                inner = isinstance(item, dict) and set(item) != {"message", "code"}
                return _first_problem(item, f"{path or ''}__{index}".strip("_") if inner else path)
    return "invalid", "Invalid input.", path


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500: the cause is in the log, not in the answer. A store that is down is no bug, and a 503."""
    if store := _store_that_is_down(sys.exc_info()[1]):
        response = HttpResponse(dumps(_store_down(store)), status=503, content_type="application/json")
        response["Retry-After"] = str(STORE_RETRY_SECONDS)
        return response
    return HttpResponse(
        dumps(error_body(500, "error", "Something went wrong on the server. It has been logged.")),
        status=500,
        content_type="application/json",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(
        dumps(error_body(404, "not_found", "There is nothing at this address.")),
        status=404,
        content_type="application/json",
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(
        dumps(error_body(400, "bad_request", "The request could not be understood.")),
        status=400,
        content_type="application/json",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    body = error_body(403, "csrf_failed", "The CSRF token is missing or wrong. Reload the page and try again.")
    return HttpResponse(dumps(body), status=403, content_type="application/json")
