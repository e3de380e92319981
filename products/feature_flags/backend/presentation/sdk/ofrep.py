"""OFREP, the protocol by which every OpenFeature SDK can ask a server for flags: one flag, or all with a tag.

The context's `targetingKey` is the distinct id, `groups` an object of group keys; everything else are properties of
the person. The project token goes into `Authorization: Bearer` or `X-API-Key`.
"""

import hashlib
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from common.errors import ErrorKind, ProductError
from common.json import dumps
from common.sdk.errors import InvalidBodyError, MissingTokenError
from common.sdk.tokens import check_token
from posthog import metrics
from posthog.api.authentication import BEARER
from posthog.api.cors import allow_origin, preflight
from posthog.api.errors import STATUS_BY_KIND
from products.feature_flags.backend.facade.contracts import FlagAnswer, FlagEvaluations
from products.feature_flags.backend.facade.enums import Reason
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI
from products.feature_flags.backend.facade.system import FlagTokensAPI
from products.feature_flags.backend.presentation.sdk.asking import read_body, to_request
from products.feature_flags.backend.presentation.sdk.definitions import matches_tag

REASONS = {
    Reason.CONDITION_MATCH: "TARGETING_MATCH",
    Reason.SUPER_CONDITION_VALUE: "TARGETING_MATCH",
    Reason.OUT_OF_ROLLOUT_BOUND: "SPLIT",
    Reason.HOLDOUT_CONDITION_VALUE: "SPLIT",
    Reason.FLAG_DISABLED: "DISABLED",
}
NOT_CONTEXT = ("targetingKey", "groups", "group_properties", "device_id")


@csrf_exempt
def flag(request: HttpRequest, key: str) -> HttpResponse:
    """`POST /ofrep/v1/evaluate/flags/{key}`"""
    if request.method == "OPTIONS":
        return preflight(request)
    try:
        found = _evaluate(request, (key,))
    except ProductError as error:
        return allow_origin(request, _refusal(error, key))
    if found.answers:
        return allow_origin(request, _json(_record(found.answers[0])))
    if found.has_errors:
        return allow_origin(request, _json(_undecided(key), status=503))
    body = {"key": key, "errorCode": "FLAG_NOT_FOUND", "errorDetails": f"This project has no flag '{key[:100]}'."}
    return allow_origin(request, _json(body, status=404))


@csrf_exempt
def flags(request: HttpRequest) -> HttpResponse:
    """`POST /ofrep/v1/evaluate/flags`: all flags, or 304 when the client has these answers already."""
    if request.method == "OPTIONS":
        return preflight(request)
    try:
        found = _evaluate(request, None)
    except ProductError as error:
        return allow_origin(request, _refusal(error, None))
    records = [_record(answer) for answer in found.answers] + [_undecided(key) for key in found.undecided]
    body = orjson.dumps({"flags": records, "metadata": {}})
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if matches_tag(request.headers.get("If-None-Match", ""), etag):
        return allow_origin(request, HttpResponse(status=304, headers={"ETag": etag}))
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    response = allow_origin(request, response)
    if "Access-Control-Expose-Headers" in response.headers:
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response


def _evaluate(request: HttpRequest, keys: tuple[str, ...] | None) -> FlagEvaluations:
    if request.method != "POST":
        raise InvalidBodyError(f"Ask for flags with POST, not with {request.method}.")
    team_id = FlagTokensAPI.find_team(_token(request))
    context = read_body(request).get("context")
    asked = to_request(_as_body(context, keys), request)
    FlagEvaluationAPI.take_from_quota(team_id=team_id)
    found = FlagEvaluationAPI.evaluate(asked, team_id=team_id)
    metrics.flag_requests.labels(endpoint="ofrep", outcome="errors" if found.has_errors else "answered").inc()
    return found


def _token(request: HttpRequest) -> str:
    match = BEARER.match(request.headers.get("Authorization", ""))
    token = match.group(1) if match else request.headers.get("X-API-Key", "")
    if not token:
        raise MissingTokenError("Send the project token as 'Authorization: Bearer …' or 'X-API-Key'.", attr="token")
    return check_token(token)


def _as_body(context: Any, keys: tuple[str, ...] | None) -> dict[str, Any]:
    if not isinstance(context, dict):
        raise InvalidContextError("The body needs a context, an object with a targetingKey.", attr="context")
    if not context.get("targetingKey"):
        raise TargetingKeyMissingError(
            "The context needs a targetingKey, the distinct id.", attr="context.targetingKey"
        )
    return {
        "distinct_id": context["targetingKey"],
        "groups": context.get("groups"),
        "group_properties": context.get("group_properties"),
        "device_id": context.get("device_id"),
        "person_properties": {name: value for name, value in context.items() if name not in NOT_CONTEXT},
        "flag_keys": None if keys is None else list(keys),
    }


class InvalidContextError(InvalidBodyError):
    code = "INVALID_CONTEXT"


class TargetingKeyMissingError(InvalidBodyError):
    code = "TARGETING_KEY_MISSING"


def _record(answer: FlagAnswer) -> dict[str, Any]:
    record: dict[str, Any] = {
        "key": answer.key,
        "value": answer.value,
        "variant": answer.variant or ("on" if answer.enabled else "off"),
        "reason": REASONS.get(answer.reason, "DEFAULT"),
        "metadata": {"id": answer.flag_id, "version": answer.version, "description": answer.description},
    }
    if answer.payload is not None:
        record["metadata"]["payload"] = answer.payload
    return record


def _undecided(key: str) -> dict[str, Any]:
    return {"key": key, "errorCode": "GENERAL", "errorDetails": "The person or group could not be read; ask again."}


def _refusal(error: ProductError, key: str | None) -> HttpResponse:
    status = STATUS_BY_KIND[error.kind]
    codes = {ErrorKind.INVALID: "PARSE_ERROR", ErrorKind.TOO_LARGE: "PARSE_ERROR"}
    code = error.code if error.code.isupper() else codes.get(error.kind, "GENERAL")
    body: dict[str, Any] = {"errorCode": code, "errorDetails": error.message}
    response = _json({"key": key, **body} if key is not None else body, status=status)
    if error.retry_after_seconds is not None:
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


def _json(body: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(dumps(body), status=status, content_type="application/json")
