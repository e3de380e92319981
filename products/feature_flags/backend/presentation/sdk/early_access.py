"""`GET /api/early_access_features/?token=…`: what the browser's library shows people to opt into."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from common.errors import ProductError
from common.json import dumps, loads
from posthog.api.cors import allow_origin, preflight
from posthog.api.errors import error_body, error_response
from products.feature_flags.backend.facade.contracts import EarlyAccessFeature
from products.feature_flags.backend.facade.enums import EarlyAccessStage
from products.feature_flags.backend.facade.planning import EarlyAccessAPI
from products.feature_flags.backend.facade.system import FlagTokensAPI

KNOWN_STAGES = {stage.value: stage for stage in EarlyAccessStage}


@csrf_exempt
def early_access_features(request: HttpRequest) -> HttpResponse:
    """The offers of the project with this public token, in the stages named, beta when none is."""
    if request.method == "OPTIONS":
        return preflight(request)
    if request.method != "GET":
        body = error_body(405, "method_not_allowed", "Early access features are read with GET.")
        refusal = HttpResponse(dumps(body), status=405, content_type="application/json")
        refusal["Allow"] = "GET, OPTIONS"
        return allow_origin(request, refusal)
    try:
        team_id = FlagTokensAPI.find_team(request.GET.get("token") or request.GET.get("api_key") or "")
        # Stages that this version does not know have no features.
        named = request.GET.getlist("stage")
        stages = tuple(KNOWN_STAGES[name] for name in named if name in KNOWN_STAGES)
        found = () if named and not stages else EarlyAccessAPI.list_offered(team_id=team_id, stages=stages)
    except ProductError as error:
        return allow_origin(request, error_response(error))
    document = {"earlyAccessFeatures": [_as_wire(feature) for feature in found]}
    return allow_origin(request, HttpResponse(dumps(document), content_type="application/json"))


def _as_wire(feature: EarlyAccessFeature) -> dict[str, object]:
    return {
        "id": str(feature.id),
        "name": feature.name,
        "description": feature.description,
        "stage": feature.stage.value,
        "documentationUrl": feature.documentation_url,
        "payload": loads(feature.payload),
        "flagKey": feature.flag.key,
    }
