"""Letting pages of any origin send events and read the answers. The endpoints know no cookies, so nothing is at risk."""

from django.http import HttpRequest, HttpResponse

METHODS = "GET, POST, OPTIONS"
# How long a browser need not ask again before it sends uncompressed JSON.
MAX_AGE_SECONDS = 86400


def allow_origin(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add what a browser needs to hand the answer to the page. `Retry-After` is hidden from it unless exposed."""
    origin = request.META.get("HTTP_ORIGIN")
    if origin:
        headers = response.headers
        headers["Access-Control-Allow-Origin"] = origin
        headers["Access-Control-Allow-Credentials"] = "true"
        headers["Access-Control-Expose-Headers"] = "Retry-After"
        headers["Vary"] = "Origin"
    return response


def preflight(request: HttpRequest) -> HttpResponse:
    """The answer to OPTIONS: whatever headers the page wants to send may be sent."""
    response = allow_origin(request, HttpResponse(status=204, content_type="text/plain"))
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = request.META.get(
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "Content-Type, Content-Encoding"
    )
    response.headers["Access-Control-Max-Age"] = str(MAX_AGE_SECONDS)
    return response
