"""Addresses that SDKs ask for things this server does not have, answered so that they neither insist nor are misled.

Lists are empty lists. What is sent to be stored, and is not, gets a 404 that says so: SDKs drop it and report it, while
any success would have them believe in it, and a 5xx would bring it back for ever. Both with CORS, since a browser takes
an answer it may not read for a broken network, and tries again.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from common.errors import ProductError
from common.json import dumps
from common.sdk.tokens import check_token
from posthog.api.cors import allow_origin, preflight
from posthog.api.errors import error_body, error_response
from products.events.backend.facade.system import IngestionAPI

View = Callable[[HttpRequest], HttpResponse]
CACHE_SECONDS = 60


def empty_list(key: str) -> View:
    """`{key: []}` for the token of an existing project."""
    body = dumps({key: []})

    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight(request)
        try:
            IngestionAPI.authorize_token(check_token(request.GET.get("token", "")))
        except ProductError as error:
            return allow_origin(request, error_response(error))
        response = HttpResponse(body, content_type="application/json")
        response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
        return allow_origin(request, response)

    return csrf_exempt(view)


def not_stored(what: str) -> View:
    """Refuses what cannot be kept, in a way that ends it."""
    body = dumps(error_body(404, "not_supported", f"This server does not store {what}; what was sent is dropped."))

    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight(request)
        return allow_origin(request, HttpResponse(body, status=404, content_type="application/json"))

    return csrf_exempt(view)
