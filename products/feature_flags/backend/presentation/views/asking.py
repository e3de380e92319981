"""Questions about a flag: what it is good for, who depends on it, what it was, whom a condition reaches."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.presentation.serializers.flags import (
    ActiveDependentsSerializer,
    BlastRadiusSerializer,
    CountReachedSerializer,
    FlagReferenceSerializer,
    FlagStatusSerializer,
    FlagVersionSerializer,
)

VERSION = OpenApiParameter("version", OpenApiTypes.INT, OpenApiParameter.PATH)


class AskingViews(TeamViewSet):
    """Actions of the flags' viewset that change nothing."""

    @extend_schema(responses=FlagStatusSerializer)
    @action(detail=True, methods=["get"])
    def status(self, request: Request, flag_id: int, **_: str) -> Response:
        """Whether the flag is active, stale, disabled, archived or deleted, and why."""
        status = FeatureFlagsAPI.get_flag(team_id=self.team_id, flag_id=flag_id).status
        return Response({"status": status.state.value, "reason": status.reason})

    @extend_schema(responses=FlagVersionSerializer, parameters=[VERSION])
    @action(detail=True, methods=["get"], url_path="versions/<int:version>")
    def versions(self, request: Request, flag_id: int, version: int, **_: str) -> Response:
        """The flag as it was in one version, from the activity log."""
        found = FeatureFlagsAPI.get_version(team_id=self.team_id, flag_id=flag_id, version=version)
        return Response(FlagVersionSerializer(found).data)

    @extend_schema(responses=FlagReferenceSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def dependent_flags(self, request: Request, flag_id: int, **_: str) -> Response:
        """The flags whose conditions ask for this one."""
        found = FeatureFlagsAPI.list_dependents(team_id=self.team_id, flag_id=flag_id)
        return Response(FlagReferenceSerializer(found, many=True).data)

    @extend_schema(request=None, responses=ActiveDependentsSerializer)
    @action(detail=True, methods=["post"])
    def has_active_dependents(self, request: Request, flag_id: int, **_: str) -> Response:
        """Whether the flag can be disabled or deleted without taking something from an active flag."""
        found = FeatureFlagsAPI.list_dependents(team_id=self.team_id, flag_id=flag_id, active_only=True)
        return Response(
            {
                "has_active_dependents": bool(found),
                "dependent_flags": FlagReferenceSerializer(found, many=True).data,
            }
        )

    @extend_schema(request=CountReachedSerializer, responses=BlastRadiusSerializer)
    @action(detail=False, methods=["post"])
    def user_blast_radius(self, request: Request, **_: str) -> Response:
        """How many people, or groups, a release condition reaches. Its share is not applied."""
        form = parse(CountReachedSerializer, request, ignored=())
        reached = FeatureFlagsAPI.count_reached(
            team_id=self.team_id,
            condition=dumps(form["condition"]).decode(),
            group_type_index=form.get("group_type_index"),
        )
        return Response(BlastRadiusSerializer(reached).data)
