"""Flags of one project: making, changing, switching and finding them."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from common.pages import Page
from posthog.api.activity import ActivityMixin
from posthog.api.pagination import paginate
from posthog.api.parsing import fields_of, parse, parse_query
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import (
    ChangeFeatureFlag,
    CreateFeatureFlag,
    FeatureFlag,
)
from products.feature_flags.backend.presentation.serializers.flags import (
    ChangeFeatureFlagSerializer,
    CreateFeatureFlagSerializer,
    FeatureFlagSerializer,
    FeatureFlagsQuerySerializer,
    FlagCohortAnswerSerializer,
    FlagIdsFoundSerializer,
    FlagTagsSerializer,
    ListFeatureFlagsSerializer,
)
from products.feature_flags.backend.presentation.views.asking import AskingViews
from products.feature_flags.backend.presentation.views.evaluating import EvaluatingViews
from products.feature_flags.backend.presentation.views.forms import flag_from, list_flags_from
from products.feature_flags.backend.presentation.views.many import BulkViews

# What clients send back of an answer, this one's or PostHog's, whose pages, libraries and Terraform provider know more.
IGNORED_FIELDS = fields_of(FeatureFlagSerializer) | {
    *(
        "analytics_dashboards",
        "can_edit",
        "creation_context",
        "ensure_persistence",
        "evaluation_tags",
        "experiment_set",
    ),
    *("experiment_set_metadata", "has_enriched_analytics", "is_simple_flag", "is_used_in_replay_settings"),
    *("performed_rollback", "rollback_conditions", "rollout_percentage", "surveys", "usage_dashboard"),
    *("user_access_level", "_create_in_folder", "_should_create_usage_dashboard"),
}


class FeatureFlagViewSet(AskingViews, EvaluatingViews, BulkViews, ActivityMixin):
    scope_object = "feature_flag"
    lookup_field = "flag_id"
    lookup_value_converter = "int"
    activity_scope = "FeatureFlag"
    read_actions = ("user_blast_radius", "has_active_dependents", "bulk_keys", "test_evaluation")

    def activity_item_id(self) -> str:
        return str(FeatureFlagsAPI.get_flag(team_id=self.team_id, flag_id=self.kwargs["flag_id"]).id)

    @extend_schema(parameters=[FeatureFlagsQuerySerializer], responses=FeatureFlagSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Feature flags, the newest first."""
        form = parse_query(FeatureFlagsQuerySerializer, request)
        asked = list_flags_from(form)

        def fetch(limit: int, offset: int) -> Page[FeatureFlag]:
            return FeatureFlagsAPI.list_flags(asked, team_id=self.team_id, limit=limit, offset=offset)

        response = paginate(request, fetch, FeatureFlagSerializer)
        for flag in response.data["results"]:
            for name in form.get("excluded_properties", ()):
                del flag[name]
        return response

    @extend_schema(responses=FeatureFlagSerializer)
    def retrieve(self, request: Request, flag_id: int, **_: str) -> Response:
        """One feature flag."""
        flag = FeatureFlagsAPI.get_flag(team_id=self.team_id, flag_id=flag_id)
        return Response(FeatureFlagSerializer(flag).data)

    @extend_schema(request=CreateFeatureFlagSerializer, responses={201: FeatureFlagSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Add a feature flag."""
        new = CreateFeatureFlag(**flag_from(parse(CreateFeatureFlagSerializer, request, ignored=IGNORED_FIELDS)))
        flag = FeatureFlagsAPI.create_flag(new, team_id=self.team_id, actor=self.actor)
        return Response(FeatureFlagSerializer(flag).data, status=201)

    @extend_schema(request=ChangeFeatureFlagSerializer, responses=FeatureFlagSerializer)
    def partial_update(self, request: Request, flag_id: int, **_: str) -> Response:
        """Change a feature flag; what is left out stays. Deleting is `{"deleted": true}`."""
        form = flag_from(parse(ChangeFeatureFlagSerializer, request, ignored=IGNORED_FIELDS))
        return self._changed(ChangeFeatureFlag(flag_id=flag_id, **form))

    @extend_schema(request=None, responses=FeatureFlagSerializer)
    @action(detail=True, methods=["post"])
    def enable(self, request: Request, flag_id: int, **_: str) -> Response:
        """Switch a flag on; an archived one must be taken out of the archive first."""
        return self._changed(ChangeFeatureFlag(flag_id=flag_id, active=True))

    @extend_schema(request=None, responses=FeatureFlagSerializer)
    @action(detail=True, methods=["post"])
    def disable(self, request: Request, flag_id: int, **_: str) -> Response:
        """Switch a flag off, unless active flags depend on it."""
        return self._changed(ChangeFeatureFlag(flag_id=flag_id, active=False))

    @extend_schema(request=None, responses=FeatureFlagSerializer)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, flag_id: int, **_: str) -> Response:
        """Switch a flag off and put it out of the way, unless active flags depend on it."""
        return self._changed(ChangeFeatureFlag(flag_id=flag_id, active=False, archived=True))

    @extend_schema(request=None, responses=FeatureFlagSerializer)
    @action(detail=True, methods=["post"])
    def unarchive(self, request: Request, flag_id: int, **_: str) -> Response:
        """Take a flag out of the archive; it stays off."""
        return self._changed(ChangeFeatureFlag(flag_id=flag_id, archived=False))

    @extend_schema(responses=FlagTagsSerializer)
    @action(detail=False, methods=["get"])
    def tags(self, request: Request, **_: str) -> Response:
        """Every tag in use."""
        return Response({"tags": list(FeatureFlagsAPI.list_tags(team_id=self.team_id))})

    @extend_schema(parameters=[ListFeatureFlagsSerializer], responses=FlagIdsFoundSerializer)
    @action(detail=False, methods=["get"], pagination_class=None)
    def matching_ids(self, request: Request, **_: str) -> Response:
        """The ids of all flags that the same parameters list, for what is done to many at once."""
        asked = list_flags_from(parse_query(ListFeatureFlagsSerializer, request))
        ids = FeatureFlagsAPI.list_ids(asked, team_id=self.team_id)
        return Response({"ids": [*ids], "total": len(ids)})

    @extend_schema(request=None, responses={201: FlagCohortAnswerSerializer})
    @action(detail=True, methods=["post"])
    def create_static_cohort_for_flag(self, request: Request, flag_id: int, **_: str) -> Response:
        """A new static cohort of the people for whom the flag is on now.

        Of many people, a worker gathers the rest after ten seconds; the cohort `is_calculating` until it is complete.
        """
        made = FeatureFlagsAPI.create_cohort(team_id=self.team_id, flag_id=flag_id, actor=self.actor)
        return Response(FlagCohortAnswerSerializer({"cohort": made}).data, status=201)

    def _changed(self, change: ChangeFeatureFlag) -> Response:
        flag = FeatureFlagsAPI.change_flag(change, team_id=self.team_id, actor=self.actor)
        return Response(FeatureFlagSerializer(flag).data)
