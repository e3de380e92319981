"""Actions on many flags at once, and the same flag in several projects."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.authentication import actor_of
from posthog.api.organizations import AccountViewSet
from posthog.api.parsing import parse
from posthog.api.viewsets import TeamViewSet, accessible_project, accessible_project_ids
from products.feature_flags.backend.facade import FeatureFlagsAPI
from products.feature_flags.backend.facade.contracts import CopyFlag, UpdateStates, UpdateTags
from products.feature_flags.backend.facade.enums import StateAction, TagAction
from products.feature_flags.backend.presentation.serializers.many import (
    BulkDeletedFlagsSerializer,
    BulkDeleteFlagsSerializer,
    BulkUpdateFlagStateSerializer,
    BulkUpdateFlagTagsSerializer,
    CopiedFlagsSerializer,
    CopyFlagsSerializer,
    FlagIdsSerializer,
    FlagKeysSerializer,
    ProjectFlagSerializer,
    TaggedFlagsSerializer,
    UpdatedFlagStatesSerializer,
)
from products.feature_flags.backend.presentation.views.forms import list_flags_from


class BulkViews(TeamViewSet):
    """Actions of the flags' viewset on many flags."""

    @extend_schema(request=BulkDeleteFlagsSerializer, responses=BulkDeletedFlagsSerializer)
    @action(detail=False, methods=["post"])
    def bulk_delete(self, request: Request, **_: str) -> Response:
        """Delete flags, by id or by what the list shows. Each succeeds or fails by itself."""
        form = parse(BulkDeleteFlagsSerializer, request, ignored=())
        result = FeatureFlagsAPI.delete_flags(
            team_id=self.team_id,
            actor=self.actor,
            ids=tuple(form.get("ids", ())),
            matching=list_flags_from(form["filters"]) if "filters" in form else None,
        )
        return Response(BulkDeletedFlagsSerializer(result).data)

    @extend_schema(request=FlagIdsSerializer, responses=FlagKeysSerializer)
    @action(detail=False, methods=["post"])
    def bulk_keys(self, request: Request, **_: str) -> Response:
        """The keys of flags by their ids."""
        form = parse(FlagIdsSerializer, request, ignored=())
        found = FeatureFlagsAPI.list_keys(team_id=self.team_id, ids=tuple(form["ids"]))
        return Response({"keys": {str(flag.id): flag.key for flag in found}})

    @extend_schema(request=BulkUpdateFlagStateSerializer, responses=UpdatedFlagStatesSerializer)
    @action(detail=False, methods=["post"])
    def bulk_update_state(self, request: Request, **_: str) -> Response:
        """Enable, disable, archive or restore many flags. Each succeeds or fails by itself."""
        form = parse(BulkUpdateFlagStateSerializer, request, ignored=())
        update = UpdateStates(ids=tuple(form["ids"]), action=StateAction(form["action"]))
        result = FeatureFlagsAPI.update_states(update, team_id=self.team_id, actor=self.actor)
        return Response(UpdatedFlagStatesSerializer(result).data)

    @extend_schema(request=BulkUpdateFlagTagsSerializer, responses=TaggedFlagsSerializer)
    @action(detail=False, methods=["post"])
    def bulk_update_tags(self, request: Request, **_: str) -> Response:
        """Add, remove or set the tags of many flags."""
        form = parse(BulkUpdateFlagTagsSerializer, request, ignored=())
        update = UpdateTags(ids=tuple(form["ids"]), action=TagAction(form["action"]), tags=tuple(form["tags"]))
        result = FeatureFlagsAPI.update_tags(update, team_id=self.team_id, actor=self.actor)
        return Response(TaggedFlagsSerializer(result).data)


class OrganizationFlagViewSet(AccountViewSet):
    """The same flag in the projects of an organization."""

    scope_object = "feature_flag"
    pagination_class = None  # type: ignore[assignment]  # as many as there are projects

    @extend_schema(request=CopyFlagsSerializer, responses=CopiedFlagsSerializer)
    def copy_flags(self, request: Request, organization_id: str) -> Response:
        """Copy a flag to other projects, or bring theirs to its state. Each project succeeds or fails by itself.

        Cohorts are found by their names there, whatever their criteria; those that are missing are copied along, except
        static ones, which are refused.
        """
        organization = self.organization(organization_id)
        form = parse(CopyFlagsSerializer, request, ignored=())
        source, *targets = (
            accessible_project(request, organization.pk, project_id)
            for project_id in (form["from_project"], *form["target_project_ids"])
        )
        copy = CopyFlag(
            key=form["feature_flag_key"],
            target_team_ids=tuple(dict.fromkeys(targets)),
            disabled=form["disable_copied_flag"],
            with_schedule=form["copy_schedule"],
        )
        result = FeatureFlagsAPI.copy_flag(copy, team_id=source, actor=actor_of(request))
        return Response(CopiedFlagsSerializer(result).data)

    @extend_schema(responses=ProjectFlagSerializer(many=True))
    def flag_in_projects(self, request: Request, organization_id: str, key: str) -> Response:
        """The flag with this key in every project that one has access to."""
        organization = self.organization(organization_id)
        found = (
            FeatureFlagsAPI.find_flag_by_key(team_id=team_id, key=key)
            for team_id in accessible_project_ids(request, organization.pk)
        )
        return Response(ProjectFlagSerializer([flag for flag in found if flag is not None], many=True).data)
