"""Definitions for SDKs that decide flags by themselves, and payloads of remote config. For servers with a secret key.

SDKs ask every half minute and mostly get 304. Asked in a project's address without a key, the session decides.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request

from common.errors import ProductError
from common.json import dumps
from posthog.api.errors import error_body, error_response
from posthog.api.readers import authenticate_reader
from posthog.api.viewsets import TeamViewSet
from products.feature_flags.backend.facade.errors import FlagQuotaUsedUpError
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI

SCOPE = "feature_flag"


@csrf_exempt
def definitions(request: HttpRequest) -> HttpResponse:
    """`GET /flags/definitions` and `GET /api/feature_flag/local_evaluation/`"""
    return _definitions_for_key(request, "@current")


@csrf_exempt
def definitions_in_project(request: HttpRequest, project_id: str) -> HttpResponse:
    """`GET /api/projects/:id/feature_flags/local_evaluation/`"""
    if _has_key(request):
        return _definitions_for_key(request, project_id)
    return DefinitionsViewSet.as_view({"get": "definitions"})(request, project_id=project_id)


@csrf_exempt
def remote_config(request: HttpRequest, project_id: str, key: str) -> HttpResponse:
    """`GET /api/projects/:id/feature_flags/:key/remote_config/`"""
    if not _has_key(request):
        return DefinitionsViewSet.as_view({"get": "remote_config"})(request, project_id=project_id, key=key)
    try:
        reader = authenticate_reader(request, scope_object=SCOPE, project_id=project_id)
        return _unless_get(request) or _payload(reader.team_id, key, in_clear=True)
    except ProductError as error:
        return error_response(error)


class DefinitionsViewSet(TeamViewSet):
    """The same for people who are logged in."""

    scope_object = SCOPE

    def definitions(self, request: Request, **_: str) -> HttpResponse:
        return _definitions(request, self.team_id)

    def remote_config(self, request: Request, key: str, **_: str) -> HttpResponse:
        # Pages have no use for what is encrypted, and scripts in them shall not find it.
        return _payload(self.team_id, key, in_clear=False)


def _has_key(request: HttpRequest) -> bool:
    return request.headers.get("Authorization", "").partition(" ")[2].strip().startswith(("phx_", "phs_"))


def _definitions_for_key(request: HttpRequest, project_id: str) -> HttpResponse:
    try:
        reader = authenticate_reader(request, scope_object=SCOPE, project_id=project_id)
        return _unless_get(request) or _definitions(request, reader.team_id)
    except ProductError as error:
        return error_response(error)


def _definitions(request: HttpRequest | Request, team_id: int) -> HttpResponse:
    try:
        FlagEvaluationAPI.take_definitions_from_quota(team_id=team_id)
    except FlagQuotaUsedUpError as error:
        return _over_quota(error)
    found = FlagEvaluationAPI.local_definitions(team_id=team_id, with_cohorts="send_cohorts" in request.GET)
    headers = {"ETag": found.etag, "Cache-Control": "private, must-revalidate"}
    if matches_tag(request.headers.get("If-None-Match", ""), found.etag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(
        found.body, content_type="application/json", headers={**headers, "Content-Length": str(len(found.body))}
    )


def matches_tag(header: str, etag: str) -> bool:
    """Whether one of the tags a client names is this one; a proxy that compressed the answer has made it a weak one."""
    return header.strip() == "*" or any(tag.strip().removeprefix("W/") == etag for tag in header.split(","))


def _over_quota(error: FlagQuotaUsedUpError) -> HttpResponse:
    """The 402 by which SDKs tell a used up quota from a wrong key or too quick a poll; they stop deciding by themselves."""
    body = {"type": "quota_limited", "code": "payment_required", "detail": error.message, "attr": None}
    return HttpResponse(
        dumps(body),
        status=402,
        content_type="application/json",
        headers={"Retry-After": str(error.retry_after_seconds)},
    )


def _payload(team_id: int, key: str, *, in_clear: bool) -> HttpResponse:
    payload = FlagEvaluationAPI.remote_config_payload(team_id=team_id, key=key, in_clear=in_clear).payload
    # A text that holds JSON, as the published service answers.
    return HttpResponse(dumps(payload), content_type="application/json", headers={"Cache-Control": "private, no-store"})


def _unless_get(request: HttpRequest) -> HttpResponse | None:
    if request.method in ("GET", "HEAD"):
        return None
    body: dict[str, Any] = error_body(405, "method_not_allowed", f"Read with GET, not with {request.method}.")
    return HttpResponse(dumps(body), status=405, content_type="application/json", headers={"Allow": "GET, HEAD"})
