"""The account of an organization's deleted projects over HTTP. Reading only: it is written by posthog/deletion/."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.accounts import organizations
from posthog.api.organizations import AccountViewSet
from posthog.api.serializers import UserBasicSerializer
from posthog.deletion.account import deleted_projects_of, removed_rows
from posthog.models import DeletedProject
from posthog.models.deleted_project import DeletedProjectStatus
from posthog.models.organization import MembershipLevel


class RemovedRowsSerializer(serializers.Serializer[Any]):
    store = serializers.ChoiceField(choices=["clickhouse", "postgres"])
    table = serializers.CharField()
    rows = serializers.IntegerField()


class DeletedProjectSerializer(serializers.ModelSerializer[DeletedProject]):
    id = serializers.IntegerField(source="team_id", help_text="The id that the project had.")
    name = serializers.CharField(help_text="Empty for projects that were deleted before names were kept.")
    deleted_by = UserBasicSerializer(allow_null=True)
    status = serializers.ChoiceField(
        choices=DeletedProjectStatus.choices,
        help_text="pending: hidden, its rows follow within minutes. erased: they are gone. verified: looked for once more.",
    )
    removed = serializers.SerializerMethodField(help_text="Rows that went, by table.")

    class Meta:
        model = DeletedProject
        fields = ["id", "name", "deleted_at", "deleted_by", "status", "completed_at", "checked_at", "removed"]
        read_only_fields = fields

    @extend_schema_field(RemovedRowsSerializer(many=True))
    def get_removed(self, receipt: DeletedProject) -> Any:
        return RemovedRowsSerializer(removed_rows(receipt), many=True).data


class DeletedProjectViewSet(AccountViewSet):
    scope_object = "organization"

    @extend_schema(responses=DeletedProjectSerializer(many=True))
    def list(self, request: Request, organization_id: str) -> Response:
        """The organization's deleted projects, the latest first, with what was removed of each. Administrators only."""
        organization = self.organization(organization_id)
        organizations.require_level(self.user, organization, MembershipLevel.ADMIN)
        page = self.paginate_queryset(deleted_projects_of(organization.pk))
        return self.get_paginated_response(DeletedProjectSerializer(page, many=True).data)
