"""Receipts of deleted people and groups over HTTP."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.pagination import paginate
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import ErasuresAPI, GroupErasuresAPI
from products.events.backend.facade.contracts import Erasure, ErasureCheck, GroupErasure, ProofQuery, RowCount
from products.events.backend.facade.enums import ErasureStatus
from products.events.backend.presentation.serializers import JsonTextField


class RowCountSerializer(serializers.Serializer[RowCount]):
    table = serializers.CharField()
    rows = serializers.IntegerField()


class ProofQuerySerializer(serializers.Serializer[ProofQuery]):
    table = serializers.CharField()
    sql = serializers.CharField(help_text="For ClickHouse; counts what is left.")
    parameters = JsonTextField(help_text="The values of the query's parameters. Ids appear as fingerprints.")
    rows = serializers.IntegerField(help_text="What the query found.")


class ErasureSerializer(serializers.Serializer[Erasure]):
    id = serializers.UUIDField()
    person_uuid = serializers.UUIDField()
    with_events = serializers.BooleanField(help_text="Whether events went too, or the profile alone.")
    requested_by = serializers.EmailField(allow_null=True)
    requested_at = serializers.DateTimeField()
    status = serializers.ChoiceField(
        choices=[(status.value, status.value) for status in ErasureStatus],
        help_text="pending: the profile is gone, events follow. erased: all is gone. verified: looked for once more, later.",
    )
    distinct_id_count = serializers.IntegerField()
    removed = RowCountSerializer(many=True, help_text="Rows that were removed, by table.")
    proof = ProofQuerySerializer(many=True, help_text="What was asked after the removal, and what was found.")
    completed_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)


class ErasureCheckSerializer(serializers.Serializer[ErasureCheck]):
    erasure_id = serializers.UUIDField()
    checked_at = serializers.DateTimeField()
    is_clean = serializers.BooleanField(help_text="Nothing was found anywhere.")
    remaining = RowCountSerializer(many=True)
    proof = ProofQuerySerializer(many=True)


class GroupErasureSerializer(serializers.Serializer[GroupErasure]):
    id = serializers.UUIDField()
    group_type_index = serializers.IntegerField()
    group_key = serializers.CharField()
    requested_by = serializers.EmailField(allow_null=True)
    requested_at = serializers.DateTimeField()
    status = serializers.ChoiceField(
        choices=[(status.value, status.value) for status in ErasureStatus],
        help_text="pending: no query finds it any more. erased: its rows are gone. verified: looked for once more, later.",
    )
    removed = RowCountSerializer(many=True, help_text="Rows that were removed, by table.")
    proof = ProofQuerySerializer(many=True, help_text="What was asked after the removal, and what was found.")
    completed_at = serializers.DateTimeField(allow_null=True)
    checked_at = serializers.DateTimeField(allow_null=True)


class GroupErasureViewSet(TeamViewSet):
    scope_object = "group"
    lookup_field = "erasure_id"
    lookup_value_converter = "uuid"
    read_actions = ("verify",)

    @extend_schema(responses=GroupErasureSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Receipts of deleted groups, the newest first."""
        return paginate(
            request,
            lambda limit, offset: GroupErasuresAPI.list_erasures(team_id=self.team_id, limit=limit, offset=offset),
            GroupErasureSerializer,
        )

    @extend_schema(responses=GroupErasureSerializer)
    def retrieve(self, request: Request, erasure_id: UUID, **_: str) -> Response:
        """One receipt."""
        erasure = GroupErasuresAPI.get_erasure(team_id=self.team_id, erasure_id=erasure_id)
        return Response(GroupErasureSerializer(erasure).data)

    @extend_schema(request=None, responses=ErasureCheckSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, erasure_id: UUID, **_: Any) -> Response:
        """Look for the group in every store now. Changes nothing."""
        found = GroupErasuresAPI.verify_erasure(team_id=self.team_id, erasure_id=erasure_id)
        return Response(ErasureCheckSerializer(found).data)


class ErasureViewSet(TeamViewSet):
    scope_object = "person"
    lookup_field = "erasure_id"
    lookup_value_converter = "uuid"
    read_actions = ("verify",)

    @extend_schema(responses=ErasureSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Receipts of deleted people, the newest first."""
        return paginate(
            request,
            lambda limit, offset: ErasuresAPI.list_erasures(team_id=self.team_id, limit=limit, offset=offset),
            ErasureSerializer,
        )

    @extend_schema(responses=ErasureSerializer)
    def retrieve(self, request: Request, erasure_id: UUID, **_: str) -> Response:
        """One receipt."""
        erasure = ErasuresAPI.get_erasure(team_id=self.team_id, erasure_id=erasure_id)
        return Response(ErasureSerializer(erasure).data)

    @extend_schema(request=None, responses=ErasureCheckSerializer)
    @action(detail=True, methods=["post"])
    def verify(self, request: Request, erasure_id: UUID, **_: Any) -> Response:
        """Look for the person in every table now. Changes nothing."""
        found = ErasuresAPI.verify_erasure(team_id=self.team_id, erasure_id=erasure_id)
        return Response(ErasureCheckSerializer(found).data)
