"""`/flags/` and the older `/decide/`: the answers of all flags for one person."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from common import clock
from common.errors import ProductError
from common.json import dumps
from posthog import metrics
from posthog.api.cors import METHODS, allow_origin, preflight
from posthog.api.errors import error_body, error_response
from posthog.remote_config import remote_config_for
from products.feature_flags.backend.facade.contracts import FlagAnswer, FlagEvaluations
from products.feature_flags.backend.facade.errors import FlagQuotaUsedUpError
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI
from products.feature_flags.backend.facade.system import FlagTokensAPI
from products.feature_flags.backend.presentation.sdk.asking import asks_for_nothing, find_token, read_body, to_request
from products.feature_flags.backend.presentation.sdk.turns import turns

NOTHING = FlagEvaluations(answers=())
# SDKs keep the flags they have. Go reads the second spelling.
OVER_QUOTA: dict[str, object] = {"quotaLimited": ["feature_flags"], "quota_limited": ["feature_flags"]}
# Browsers' SDK of 2023 captures clicks only where it is told this, and asks nobody else.
DECIDE_CONFIG: dict[str, object] = {"config": {"enable_collect_everything": True}}
Shape = Callable[[FlagEvaluations], dict[str, object]]


@csrf_exempt
def flags(request: HttpRequest) -> HttpResponse:
    """`POST /flags/?v=2`"""
    query = request.META.get("QUERY_STRING", "")
    version = request.GET.get("v", "") if query else ""
    wants_config = "config=" in query and request.GET.get("config", "").lower() in ("true", "1")
    shape = _pair if version == "1" else _records
    return _answer(request, shape, wants_config=wants_config, endpoint="flags")


@csrf_exempt
def decide(request: HttpRequest) -> HttpResponse:
    """`POST /decide/?v=3`, which always brings the config along."""
    version = request.GET.get("v", "1")
    shape = {"1": _keys, "2": _enabled, "3": _pair}.get(version, _records if version.isdecimal() else _keys)
    return _answer(request, shape, wants_config=True, endpoint="decide")


def _answer(request: HttpRequest, shape: Shape, *, wants_config: bool, endpoint: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return preflight(request)
    if request.method == "GET" and "data=" not in request.META.get("QUERY_STRING", ""):
        return allow_origin(request, _json(shape(NOTHING)))
    if request.method not in ("POST", "GET"):
        return allow_origin(request, _method_not_allowed(request.method or ""))
    try:
        body = read_body(request)
    except ProductError as error:
        return _refused(request, error, endpoint)
    # Not earlier: whoever sends slowly would keep the turn meanwhile.
    with turns.mine():
        return _decided(request, body, shape, wants_config=wants_config, endpoint=endpoint)


def _decided(
    request: HttpRequest, body: dict[str, Any], shape: Shape, *, wants_config: bool, endpoint: str
) -> HttpResponse:
    more: dict[str, object] = {}
    outcome = "answered"
    try:
        token = find_token(body, request)
        team_id = FlagTokensAPI.find_team(token)
        if asks_for_nothing(body):
            found = NOTHING
        else:
            asked = to_request(body, request)
            FlagEvaluationAPI.take_from_quota(team_id=team_id)
            found = FlagEvaluationAPI.evaluate(asked, team_id=team_id)
            outcome = "errors" if found.has_errors else outcome
    except FlagQuotaUsedUpError as error:
        found, more, outcome = NOTHING, OVER_QUOTA, error.code
    except ProductError as error:
        return _refused(request, error, endpoint)
    metrics.flag_requests.labels(endpoint=endpoint, outcome=outcome).inc()
    answer = {**shape(found), **more}
    if endpoint == "decide":
        answer = {**DECIDE_CONFIG, **answer}
    if wants_config:
        answer = {**remote_config_for(team_id, token), **answer}
    return allow_origin(request, _json(answer))


def _refused(request: HttpRequest, error: ProductError, endpoint: str) -> HttpResponse:
    metrics.flag_requests.labels(endpoint=endpoint, outcome=error.code).inc()
    return allow_origin(request, error_response(error))


def _json(answer: dict[str, object]) -> HttpResponse:
    answer["requestId"] = str(uuid4())
    answer["evaluatedAt"] = int(clock.now().timestamp() * 1000)
    body = orjson.dumps(answer)
    # With a length the answer goes out in one packet instead of chunks.
    return HttpResponse(body, headers={"Content-Type": "application/json", "Content-Length": str(len(body))})


def _records(found: FlagEvaluations) -> dict[str, object]:
    return {
        "flags": {answer.key: orjson.Fragment(answer.record) for answer in found.answers},
        "errorsWhileComputingFlags": found.has_errors,
    }


def _pair(found: FlagEvaluations) -> dict[str, object]:
    return {
        "featureFlags": {answer.key: answer.value for answer in found.answers},
        "featureFlagPayloads": _payloads(found.answers),
        "errorsWhileComputingFlags": found.has_errors,
    }


def _enabled(found: FlagEvaluations) -> dict[str, object]:
    return {
        "featureFlags": {answer.key: answer.value for answer in found.answers if answer.enabled},
        "errorsWhileComputingFlags": found.has_errors,
    }


def _keys(found: FlagEvaluations) -> dict[str, object]:
    return {
        "featureFlags": [answer.key for answer in found.answers if answer.enabled],
        "errorsWhileComputingFlags": found.has_errors,
    }


def _payloads(answers: tuple[FlagAnswer, ...]) -> dict[str, str]:
    return {answer.key: answer.payload for answer in answers if answer.payload is not None}


def _method_not_allowed(method: str) -> HttpResponse:
    body = error_body(405, "method_not_allowed", f"Ask for flags with POST, not with {method}.")
    response = HttpResponse(dumps(body), status=405, content_type="application/json")
    response.headers["Allow"] = METHODS
    return response
