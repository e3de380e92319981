"""Remote config: what posthog-js and React Native ask before they settle how to send.

Says only what this server can do. In particular gzip, without which browsers send plain JSON and a preflight before
each request; and that flags, recordings, surveys and heatmaps need not be asked for.
"""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from common.errors import ProductError
from posthog.api.errors import error_response
from products.events.backend.facade.system import IngestionAPI
from products.events.backend.presentation.cors import allow_origin, preflight
from products.events.backend.wire.envelope import check_token

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
    try:
        entry = {"config": _config(token), "siteApps": []}
    except ProductError as error:
        return allow_origin(request, error_response(error))
    script = (
        "(function() {\n"
        "  window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};\n"
        f"  window._POSTHOG_REMOTE_CONFIG[{_script(token)}] = {_script(entry)};\n"
        "})();\n"
    )
    return _cacheable(request, HttpResponse(script, content_type="application/javascript; charset=utf-8"))


def _config(token: str) -> dict[str, Any]:
    IngestionAPI.authorize_token(check_token(token))
    return {
        "token": token,
        "supportedCompression": ["gzip", "gzip-js"],
        "hasFeatureFlags": False,
        "analytics": {"endpoint": "/i/v0/e/"},
        "autocapture_opt_out": False,
        "elementsChainAsString": True,
        "capturePerformance": {"network_timing": True, "web_vitals": False, "web_vitals_allowed_metrics": None},
        "captureDeadClicks": False,
        "autocaptureExceptions": False,
        "errorTracking": {"autocaptureExceptions": False, "suppressionRules": []},
        "heatmaps": False,
        "sessionRecording": False,
        "defaultIdentifiedOnly": True,
        "productTours": False,
        "conversations": False,
        "siteApps": [],
        "isAuthenticated": False,
        "toolbarParams": {},
    }


def _script(value: object) -> str:
    """The value as a script literal that cannot end the script element it may be inlined in."""
    return orjson.dumps(value).decode().replace("<", "\\u003c")


def _cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={CACHE_SECONDS}"
    return allow_origin(request, response)
