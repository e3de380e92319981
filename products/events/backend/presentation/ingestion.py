"""How ingestion has been going, over HTTP."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from posthog.api.parsing import parse_query
from posthog.api.viewsets import TeamViewSet
from products.events.backend.facade import EventsAPI
from products.events.backend.facade.contracts import IngestionHistory, QueueHistory, RefusalHistory, WarningHistory
from products.events.backend.facade.enums import WarningKind

HOURS = (1, 6, 24)


class AskIngestionSerializer(serializers.Serializer[Any]):
    hours = serializers.ChoiceField(
        choices=[(hours, str(hours)) for hours in HOURS], required=False, default=1, help_text="How far back to look."
    )


class WarningHistorySerializer(serializers.Serializer[WarningHistory]):
    type = serializers.ChoiceField(choices=[(kind.value, kind.name) for kind in WarningKind])
    counts = serializers.ListField(child=serializers.IntegerField())


class RefusalHistorySerializer(serializers.Serializer[RefusalHistory]):
    reason = serializers.CharField(help_text="The code of the answer, such as `origin_not_allowed`.")
    counts = serializers.ListField(child=serializers.IntegerField(), help_text="Requests; each may hold many events.")
    last_at = serializers.DateTimeField(allow_null=True)
    last_detail = serializers.CharField(allow_blank=True, help_text="What the newest of them was told.")
    last_origin = serializers.CharField(allow_blank=True, help_text="The page it came from; empty for a program.")


class QueueHistorySerializer(serializers.Serializer[QueueHistory]):
    requests = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="Most requests that waited; null where none looked."
    )
    oldest_ms = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="Longest that the oldest of them had waited."
    )


@extend_schema_serializer(many=False)
class IngestionHistorySerializer(serializers.Serializer[IngestionHistory]):
    bucket_seconds = serializers.IntegerField()
    starts = serializers.ListField(child=serializers.DateTimeField(), help_text="When each bucket begins.")
    events = serializers.ListField(child=serializers.IntegerField(), help_text="Events stored, of this project.")
    lag_p50_ms = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="From accepted to queryable; null without events."
    )
    lag_p99_ms = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    warnings = WarningHistorySerializer(many=True, help_text="Of this project, the most frequent first.")
    refusals = RefusalHistorySerializer(
        many=True,
        help_text="Requests with this project's token that were not accepted, the most frequent reason first.",
    )
    queue = QueueHistorySerializer(help_text="Of the whole instance: all projects share one queue.")


class IngestionViewSet(TeamViewSet):
    scope_object = "ingestion_warning"
    pagination_class = None

    @extend_schema(parameters=[AskIngestionSerializer], responses=IngestionHistorySerializer)
    def list(self, request: Request, **_: str) -> Response:
        """Rate, lag, warnings and queue over the last hours."""
        hours = int(parse_query(AskIngestionSerializer, request)["hours"])
        found = EventsAPI.get_ingestion_history(team_id=self.team_id, hours=hours, now=timezone.now())
        return Response(IngestionHistorySerializer(found).data)
