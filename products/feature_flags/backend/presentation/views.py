"""Managing feature flags over HTTP: parse, call the facade, render, status."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from common.pages import Page
from posthog.api.pagination import paginate
from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import CreateFeatureFlag, FeatureFlag
from products.feature_flags.backend.presentation.serializers import CreateFeatureFlagSerializer, FeatureFlagSerializer


class FeatureFlagViewSet(TeamViewSet):
    scope_object = "feature_flag"
    lookup_field = "flag_id"
    lookup_value_converter = "int"

    @extend_schema(responses=FeatureFlagSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Feature flags, the newest first."""

        def fetch(limit: int, offset: int) -> Page[FeatureFlag]:
            return FeatureFlagsAPI.list_flags(team_id=self.team_id, limit=limit, offset=offset)

        return paginate(request, fetch, FeatureFlagSerializer)

    @extend_schema(responses=FeatureFlagSerializer)
    def retrieve(self, request: Request, flag_id: int, **_: str) -> Response:
        """One feature flag."""
        flag = FeatureFlagsAPI.get_flag(team_id=self.team_id, flag_id=flag_id)
        return Response(FeatureFlagSerializer(flag).data)

    @extend_schema(request=CreateFeatureFlagSerializer, responses={201: FeatureFlagSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Add a feature flag."""
        form = parse(CreateFeatureFlagSerializer, request)
        new = CreateFeatureFlag(**{**form, "filters": dumps(form.get("filters", {})).decode()})
        flag = FeatureFlagsAPI.create_flag(new, team_id=self.team_id, actor=self.actor)
        return Response(FeatureFlagSerializer(flag).data, status=201)
