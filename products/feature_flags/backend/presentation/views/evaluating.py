"""What flags answer for somebody, for people who look at it: with reasons, with every condition, and for themselves."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from posthog.api.authentication import signed_in_user
from posthog.api.parsing import parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import EvaluateFlags, FlagAnswer
from products.feature_flags.backend.facade.evaluation import FlagEvaluationAPI
from products.feature_flags.backend.presentation.serializers.evaluation import (
    REASONS,
    EvaluationReasonsQuerySerializer,
    FlagExplanationSerializer,
    FlagTestSerializer,
    MyFlagSerializer,
)

# Written out, because the generator knows no serializer for an object whose keys are data.
REASONS_BY_KEY = OpenApiResponse(
    {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "value": {"description": "true, false or a variant."},
                "evaluation": {
                    "type": "object",
                    "properties": {
                        "reason": {"type": "string", "enum": REASONS},
                        "condition_index": {"type": ["integer", "null"]},
                        "description": {"type": "string"},
                    },
                    "required": ["reason", "condition_index", "description"],
                },
            },
            "required": ["value", "evaluation"],
        },
    },
    description="By key.",
)


class EvaluatingViews(TeamViewSet):
    """Actions of the flags' viewset that evaluate."""

    @extend_schema(request=FlagTestSerializer, responses=FlagExplanationSerializer)
    @action(detail=True, methods=["post"])
    def test_evaluation(self, request: Request, flag_id: int, **_: str) -> Response:
        """What the flag answers for a person, and how each of its conditions came out; now, or as of `timestamp`."""
        flag = FeatureFlagsAPI.get_flag(team_id=self.team_id, flag_id=flag_id)
        form = parse(FlagTestSerializer, request, ignored=())
        distinct_id = form.get("distinct_id") or FeatureFlagsAPI.distinct_id_of(
            team_id=self.team_id, person_uuid=form["person_id"]
        )
        asked = EvaluateFlags(
            distinct_id=distinct_id,
            groups=tuple(form.get("groups", {}).items()),
            person_properties=dumps(form.get("person_properties", {})),
        )
        found = FlagEvaluationAPI.explain(asked, flag_id=flag.id, team_id=self.team_id, at=form.get("timestamp"))
        return Response(FlagExplanationSerializer(found).data)

    @extend_schema(parameters=[EvaluationReasonsQuerySerializer], responses={200: REASONS_BY_KEY})
    @action(detail=False, methods=["get"], pagination_class=None)
    def evaluation_reasons(self, request: Request, **_: str) -> Response:
        """What every flag answers for a person, and why."""
        form = parse_query(EvaluationReasonsQuerySerializer, request)
        asked = EvaluateFlags(distinct_id=form["distinct_id"], groups=tuple(form.get("groups", {}).items()))
        found = FlagEvaluationAPI.evaluate(asked, team_id=self.team_id)
        return Response({answer.key: _with_reason(answer) for answer in found.answers})

    @extend_schema(responses=MyFlagSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def my_flags(self, request: Request, **_: str) -> Response:
        """What the flags answer for whoever asks, as a user of this dashboard."""
        asked = EvaluateFlags(distinct_id=signed_in_user(request).distinct_id)
        found = {answer.flag_id: answer for answer in FlagEvaluationAPI.evaluate(asked, team_id=self.team_id).answers}
        flags = FeatureFlagsAPI.list_flags(team_id=self.team_id, limit=1000).items
        mine = [{"feature_flag": flag, "value": found[flag.id].value} for flag in flags if flag.id in found]
        return Response(MyFlagSerializer(mine, many=True).data)


def _with_reason(answer: FlagAnswer) -> dict[str, Any]:
    return {
        "value": answer.value,
        "evaluation": {
            "reason": answer.reason.value,
            "condition_index": answer.condition_index,
            "description": answer.description,
        },
    }
