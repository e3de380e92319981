"""The JSON of insights. Shapes only; no rules."""

from typing import Any

from rest_framework import serializers

from common.json import loads
from products.product_analytics.backend.facade.contracts import Insight
from products.product_analytics.backend.facade.enums import InsightOrder


class AuthorSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    first_name = serializers.CharField()
    email = serializers.CharField()


class InsightSerializer(serializers.Serializer[Insight]):
    id = serializers.IntegerField()
    short_id = serializers.CharField(help_text="The id in the insight's address.")
    name = serializers.CharField()
    description = serializers.CharField()
    query = serializers.SerializerMethodField(help_text="The query node, as the query endpoint takes it.")
    favorited = serializers.BooleanField()
    deleted = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    created_by = AuthorSerializer(allow_null=True)
    last_modified_at = serializers.DateTimeField()
    last_modified_by = AuthorSerializer(allow_null=True)

    def get_query(self, insight: Insight) -> dict[str, Any]:
        return dict(loads(insight.query))


class CreateInsightSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=400, required=False, allow_blank=True)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    query = serializers.DictField(help_text="A query node, such as a TrendsQuery.")
    favorited = serializers.BooleanField(required=False)


class ChangeInsightSerializer(CreateInsightSerializer):
    query = serializers.DictField(required=False, help_text="A query node, such as a TrendsQuery.")
    deleted = serializers.BooleanField(required=False, help_text="True deletes, false restores.")


class ListInsightsSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, max_length=400, help_text="A part of the name or description.")
    short_id = serializers.CharField(required=False, max_length=12)
    favorited = serializers.BooleanField(required=False, allow_null=True, default=None)
    order = serializers.ChoiceField(
        choices=[order.value for order in InsightOrder], default=InsightOrder.LAST_MODIFIED.value
    )
