"""What is true for every request before routing: one canonical address, security headers, and the built pages' files."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from common.sdk.errors import BodyTooLargeError
from posthog.api.errors import error_response

GetResponse = Callable[[HttpRequest], HttpResponse]

ENVIRONMENTS = re.compile(r"^/api/environments(?=/|$)")
# Scripts only from here: captured texts can never become code in the dashboard (attack: stored XSS).
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class RequestShapeMiddleware:
    """`/api/environments/…` is `/api/projects/…`, and the slash at the end of an API address is optional.

    Rewritten in place, never redirected: a redirected POST loses its body in several SDKs.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith("/api/"):
            path = ENVIRONMENTS.sub("/api/projects", path)
            request.path_info = path if path.endswith("/") else path + "/"
        return self.get_response(request)


class BodyLimitMiddleware:
    """Refuses what is longer than the largest file there is to upload, before anything reads it.

    Django's check of the CSRF token would, and keeps files of any length on the disk meanwhile. What SDKs send to is left
    out: it limits more tightly, and looks at what is too long to say whose it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        is_for_sdks = getattr(view, "csrf_exempt", False) and not hasattr(view, "cls")
        if is_for_sdks or not length.isdecimal() or int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return None
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024
        return error_response(BodyTooLargeError(f"The body is longer than {megabytes} MiB. Send less."))


class SecurityHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        if headers.get("Content-Type", "").startswith("text/html"):
            headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            headers.setdefault("X-Frame-Options", "DENY")
        return response


class BuiltFilesMiddleware:
    """WhiteNoise, which lists the files of the pages once, with a new list after each build.

    Otherwise a build under a running server would leave everybody a blank page: index.html, which is read for each
    request, would name files that are not in the list.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._built = _time_of_build()
        self._files = WhiteNoiseMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL):
            self._list_again_after_a_build()
        response: HttpResponse = self._files(request)
        return response

    def _list_again_after_a_build(self) -> None:
        # Taken before the listing: what a build that still runs adds meanwhile is seen the next time.
        built = _time_of_build()
        if built == self._built:
            return
        try:
            # A list of its own, so that other threads have the old one until it is complete.
            self._files = WhiteNoiseMiddleware(self.get_response)
        except OSError:
            # A build deleted something during the listing; the next request tries again.
            return
        self._built = built


def _time_of_build() -> int | None:
    """Changes whenever a file is added to or taken from the assets, in nanoseconds; None when there are none."""
    try:
        return (settings.FRONTEND_DIST / "assets").stat().st_mtime_ns
    except OSError:
        return None
