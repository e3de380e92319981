"""Scheduled changes and early access over HTTP."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from common.json import dumps
from common.pages import Page
from posthog.api.pagination import paginate
from posthog.api.parsing import fields_of, parse, parse_query
from posthog.api.viewsets import TeamViewSet
from products.feature_flags.backend.facade.contracts import (
    ChangeOffer,
    ChangeSchedule,
    EarlyAccessFeature,
    OfferFeature,
    ScheduleChange,
    ScheduledChange,
)
from products.feature_flags.backend.facade.enums import EarlyAccessStage, RecurrenceInterval, ScheduledOperation
from products.feature_flags.backend.facade.planning import EarlyAccessAPI, ScheduledChangesAPI
from products.feature_flags.backend.presentation.serializers.planning import (
    ChangeOfferSerializer,
    ChangeScheduleSerializer,
    EarlyAccessFeatureSerializer,
    ListScheduledChangesSerializer,
    OfferFeatureSerializer,
    ScheduleChangeSerializer,
    ScheduledChangeSerializer,
)

# What clients send back of an answer.
SCHEDULED_CHANGE_FIELDS = fields_of(ScheduledChangeSerializer)
OFFER_FIELDS = fields_of(EarlyAccessFeatureSerializer)


class ScheduledChangeViewSet(TeamViewSet):
    scope_object = "feature_flag"
    lookup_field = "change_id"
    lookup_value_converter = "int"

    @extend_schema(parameters=[ListScheduledChangesSerializer], responses=ScheduledChangeSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Scheduled changes, done ones too, the next first."""
        form = parse_query(ListScheduledChangesSerializer, request)

        def fetch(limit: int, offset: int) -> Page[ScheduledChange]:
            return ScheduledChangesAPI.list_scheduled_changes(
                team_id=self.team_id, flag_id=form.get("record_id"), limit=limit, offset=offset
            )

        return paginate(request, fetch, ScheduledChangeSerializer)

    @extend_schema(responses=ScheduledChangeSerializer)
    def retrieve(self, request: Request, change_id: int, **_: str) -> Response:
        """One scheduled change."""
        change = ScheduledChangesAPI.get_scheduled_change(team_id=self.team_id, change_id=change_id)
        return Response(ScheduledChangeSerializer(change).data)

    @extend_schema(request=ScheduleChangeSerializer, responses={201: ScheduledChangeSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Have a flag changed later, once or in a rhythm."""
        form = parse(ScheduleChangeSerializer, request, ignored=SCHEDULED_CHANGE_FIELDS)
        new = ScheduleChange(
            flag_id=form["record_id"],
            operation=ScheduledOperation(form["payload"]["operation"]),
            value=dumps(form["payload"]["value"]).decode(),
            scheduled_at=form["scheduled_at"],
            timezone=form.get("timezone", self.team.timezone),
            **_rhythm(form),
        )
        change = ScheduledChangesAPI.schedule_change(new, team_id=self.team_id, actor=self.actor)
        return Response(ScheduledChangeSerializer(change).data, status=201)

    @extend_schema(request=ChangeScheduleSerializer, responses=ScheduledChangeSerializer)
    def partial_update(self, request: Request, change_id: int, **_: str) -> Response:
        """Change what waits for its time."""
        form = parse(ChangeScheduleSerializer, request, ignored=SCHEDULED_CHANGE_FIELDS)
        payload = form.get("payload")
        touches_rhythm = {"is_recurring", "recurrence_interval", "cron_expression", "end_date"} & form.keys()
        change = ChangeSchedule(
            change_id=change_id,
            operation=ScheduledOperation(payload["operation"]) if payload else None,
            value=dumps(payload["value"]).decode() if payload else None,
            scheduled_at=form.get("scheduled_at"),
            timezone=form.get("timezone"),
            recurs=True if touches_rhythm else None,
            **(_rhythm(form) if touches_rhythm else {}),
        )
        changed = ScheduledChangesAPI.change_schedule(change, team_id=self.team_id, actor=self.actor)
        return Response(ScheduledChangeSerializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, change_id: int, **_: str) -> Response:
        """Forget what waits for its time; what has been done stays."""
        ScheduledChangesAPI.cancel_scheduled_change(team_id=self.team_id, change_id=change_id, actor=self.actor)
        return Response(status=204)


class EarlyAccessFeatureViewSet(TeamViewSet):
    scope_object = "early_access_feature"
    lookup_field = "feature_id"
    lookup_value_converter = "uuid"

    @extend_schema(responses=EarlyAccessFeatureSerializer(many=True))
    def list(self, request: Request, **_: str) -> Response:
        """Early access features, the newest first."""

        def fetch(limit: int, offset: int) -> Page[EarlyAccessFeature]:
            return EarlyAccessAPI.list_features(team_id=self.team_id, limit=limit, offset=offset)

        return paginate(request, fetch, EarlyAccessFeatureSerializer)

    @extend_schema(responses=EarlyAccessFeatureSerializer)
    def retrieve(self, request: Request, feature_id: UUID, **_: str) -> Response:
        """One early access feature."""
        feature = EarlyAccessAPI.get_feature(team_id=self.team_id, feature_id=feature_id)
        return Response(EarlyAccessFeatureSerializer(feature).data)

    @extend_schema(request=OfferFeatureSerializer, responses={201: EarlyAccessFeatureSerializer})
    def create(self, request: Request, **_: str) -> Response:
        """Offer a feature; without a flag one is made that follows people's choices."""
        form = parse(OfferFeatureSerializer, request, ignored=OFFER_FIELDS)
        flag_id = form.pop("feature_flag_id", None)
        new = OfferFeature(**_as_values(form), flag_id=flag_id)
        feature = EarlyAccessAPI.offer_feature(new, team_id=self.team_id, actor=self.actor)
        return Response(EarlyAccessFeatureSerializer(feature).data, status=201)

    @extend_schema(request=ChangeOfferSerializer, responses=EarlyAccessFeatureSerializer)
    def partial_update(self, request: Request, feature_id: UUID, **_: str) -> Response:
        """Change an offer."""
        change = ChangeOffer(
            feature_id=feature_id, **_as_values(parse(ChangeOfferSerializer, request, ignored=OFFER_FIELDS))
        )
        feature = EarlyAccessAPI.change_feature(change, team_id=self.team_id, actor=self.actor)
        return Response(EarlyAccessFeatureSerializer(feature).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, feature_id: UUID, **_: str) -> Response:
        """Take an offer away; its flag stays."""
        EarlyAccessAPI.withdraw_feature(team_id=self.team_id, feature_id=feature_id, actor=self.actor)
        return Response(status=204)


def _rhythm(form: dict[str, Any]) -> dict[str, Any]:
    interval = form.get("recurrence_interval")
    return {
        "recurrence_interval": RecurrenceInterval(interval) if interval else None,
        "cron_expression": form.get("cron_expression") or "",
        "end_date": form.get("end_date"),
    }


def _as_values(form: dict[str, Any]) -> dict[str, Any]:
    values = dict(form)
    if "stage" in form:
        values["stage"] = EarlyAccessStage(form["stage"])
    if "payload" in form:
        values["payload"] = dumps(form["payload"]).decode()
    return values
