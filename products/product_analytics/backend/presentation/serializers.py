"""The JSON of insights and annotations. Shapes only; no rules."""

from typing import Any

from rest_framework import serializers

from common.json import loads
from products.product_analytics.backend.facade.contracts import Annotation, Insight
from products.product_analytics.backend.facade.enums import AnnotationOrigin, AnnotationScope, InsightOrder


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


SCOPES = [scope.value for scope in AnnotationScope]


class AnnotationSerializer(serializers.Serializer[Annotation]):
    id = serializers.IntegerField()
    content = serializers.CharField()
    date_marker = serializers.DateTimeField(help_text="The moment that the remark is about.")
    scope = serializers.ChoiceField(choices=SCOPES, help_text="organization: seen in all of its projects.")
    creation_type = serializers.ChoiceField(choices=[origin.value for origin in AnnotationOrigin])
    is_emoji = serializers.BooleanField(help_text="Whether the content is an emoji to show instead of a line.")
    hidden_in_user_interface = serializers.BooleanField()
    deleted = serializers.BooleanField()
    created_by = AuthorSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CreateAnnotationSerializer(serializers.Serializer[Any]):
    content = serializers.CharField(max_length=8000)
    date_marker = serializers.DateTimeField()
    scope = serializers.ChoiceField(choices=SCOPES, required=False)
    creation_type = serializers.ChoiceField(choices=[origin.value for origin in AnnotationOrigin], required=False)
    is_emoji = serializers.BooleanField(required=False)
    hidden_in_user_interface = serializers.BooleanField(required=False)


class ChangeAnnotationSerializer(serializers.Serializer[Any]):
    content = serializers.CharField(max_length=8000, required=False)
    date_marker = serializers.DateTimeField(required=False)
    scope = serializers.ChoiceField(choices=SCOPES, required=False)
    is_emoji = serializers.BooleanField(required=False)
    hidden_in_user_interface = serializers.BooleanField(required=False)
    deleted = serializers.BooleanField(required=False, help_text="True deletes, false restores.")


class ListAnnotationsSerializer(serializers.Serializer[Any]):
    scope = serializers.ChoiceField(choices=SCOPES, required=False)
    date_from = serializers.DateTimeField(required=False, help_text="Moments from this one on.")
    date_to = serializers.DateTimeField(required=False, help_text="Moments up to this one.")
    is_emoji = serializers.BooleanField(required=False, allow_null=True, default=None)
    search = serializers.CharField(required=False, max_length=400, allow_blank=True, help_text="A part of the content.")
