"""Remote config over HTTP, as JSON, as a script, and ahead of posthog-js. What it says is put together in `posthog/remote_config.py`."""

import gzip
from functools import lru_cache

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from common.errors import ProductError
from common.sdk.tokens import check_token
from posthog.api import browser_sdk
from posthog.api.cors import allow_origin, preflight
from posthog.api.errors import error_response, not_found
from posthog.remote_config import remote_config_for
from products.events.backend.facade.system import IngestionAPI

CACHE_SECONDS = 60


@csrf_exempt
def config_json(request: HttpRequest, token: str) -> HttpResponse:
    """`GET /array/<token>/config`"""
    if request.method == "OPTIONS":
        return preflight(request)
    try:
        response: HttpResponse = JsonResponse(_config(token))
    except ProductError as error:
        response = error_response(error)
    return _cacheable(request, response)


@csrf_exempt
def config_js(request: HttpRequest, token: str) -> HttpResponse:
    """`GET /array/<token>/config.js`: the same as a script that leaves it where posthog-js looks for it."""
    if request.method == "OPTIONS":
        return preflight(request)
    try:
        script = _assignment(token)
    except ProductError as error:
        return allow_origin(request, error_response(error))
    return _cacheable(request, HttpResponse(script, content_type=browser_sdk.CONTENT_TYPE))


@csrf_exempt
def array_js(request: HttpRequest, token: str) -> HttpResponse:
    """`GET /array/<token>/array.js`: posthog-js with the config before it, which saves the page a request."""
    if request.method == "OPTIONS":
        return preflight(request)
    try:
        config = _assignment(token)
    except ProductError as error:
        return allow_origin(request, error_response(error))
    source = browser_sdk.loader_source()
    if not source:
        return not_found(request)
    packs = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "").lower()
    body = _packed(config, source) if packs else config + source
    response = HttpResponse(body, content_type=browser_sdk.CONTENT_TYPE)
    if packs:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return browser_sdk.for_other_origins(response)


@lru_cache(maxsize=16)
def _packed(config: bytes, source: bytes) -> bytes:
    """Compressing takes some milliseconds, and all visitors of a page ask for the same."""
    return gzip.compress(config + source, 6)


def _assignment(token: str) -> bytes:
    entry = {"config": _config(token), "siteApps": []}
    return (
        "(function() {\n"
        "  window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};\n"
        f"  window._POSTHOG_REMOTE_CONFIG[{_script(token)}] = {_script(entry)};\n"
        "})();\n"
    ).encode()


def _config(token: str) -> dict[str, object]:
    token = check_token(token)
    return remote_config_for(IngestionAPI.authorize_token(token), token)


def _script(value: object) -> str:
    """The value as a script literal that cannot end the script element it may be inlined in."""
    return orjson.dumps(value).decode().replace("<", "\\u003c")


def _cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return allow_origin(request, response)
