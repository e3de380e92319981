"""The verbs of annotations. Called by the facade only."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from posthog import teams
from posthog.activity import changes_between, record_activity
from posthog.contracts import Actor
from products.product_analytics.backend.facade.contracts import ChangeAnnotation, CreateAnnotation, ListAnnotations
from products.product_analytics.backend.facade.enums import AnnotationScope
from products.product_analytics.backend.facade.errors import AnnotationInvalidError, AnnotationNotFoundError
from products.product_analytics.backend.models import Annotation

CHANGEABLE = ("content", "date_marker", "scope", "is_emoji", "hidden_in_user_interface", "deleted")


def find_annotations(asked: ListAnnotations, *, team_id: int) -> QuerySet[Annotation]:
    """What is seen in the project and not deleted."""
    rows = _visible(team_id).filter(deleted=False).select_related("created_by")
    if asked.scope is not None:
        rows = rows.filter(scope=asked.scope.value)
    if asked.date_from is not None:
        rows = rows.filter(date_marker__gte=asked.date_from)
    if asked.date_to is not None:
        rows = rows.filter(date_marker__lte=asked.date_to)
    if asked.is_emoji is not None:
        rows = rows.filter(is_emoji=asked.is_emoji)
    if asked.search:
        rows = rows.filter(content__icontains=asked.search.replace("\x00", "\ufffd"))
    return rows.order_by("-date_marker", "-pk")


def get_annotation(*, team_id: int, annotation_id: int, lock: bool = False) -> Annotation:
    """One that is seen in the project, deleted or not."""
    rows = _visible(team_id).select_related("created_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=annotation_id).first()
    if row is None:
        raise AnnotationNotFoundError("There is no such annotation in this project.")
    return row


def create_annotation(new: CreateAnnotation, *, team_id: int, actor: Actor | None) -> Annotation:
    with transaction.atomic():
        row = Annotation.objects.for_team(team_id).create(
            content=_checked(new.content),
            date_marker=new.date_marker,
            scope=new.scope.value,
            creation_type=new.creation_type.value,
            is_emoji=new.is_emoji,
            hidden_in_user_interface=new.hidden_in_user_interface,
            created_by_id=actor.user_id if actor else None,
        )
        _record(row, "created", {}, team_id, actor)
    return get_annotation(team_id=team_id, annotation_id=row.pk)


def change_annotation(change: ChangeAnnotation, *, team_id: int, actor: Actor) -> Annotation:
    with transaction.atomic():
        row = get_annotation(team_id=team_id, annotation_id=change.annotation_id, lock=True)
        before = _shown(row)
        fields: dict[str, Any] = {name: value for name in CHANGEABLE if (value := getattr(change, name)) is not None}
        if "content" in fields:
            fields["content"] = _checked(fields["content"])
        changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(row, name, value)
            row.save(update_fields=[*changed, "updated_at"])
            activity = {None: "updated", True: "deleted", False: "restored"}[changed.get("deleted")]
            _record(row, activity, before, team_id, actor)
    return get_annotation(team_id=team_id, annotation_id=row.pk)


def _visible(team_id: int) -> QuerySet[Annotation]:
    """The project's own, and those that other projects of its organization have written for all."""
    organization_id = teams.get_team(team_id).organization_id
    shared = Q(scope=AnnotationScope.ORGANIZATION.value, team__organization_id=organization_id)
    return Annotation.objects.unscoped().filter(Q(team_id=team_id) | shared)


def _checked(content: str) -> str:
    if not content.strip():
        raise AnnotationInvalidError("An annotation needs a text.", attr="content")
    return content


def _shown(row: Annotation) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CHANGEABLE}
    return {**shown, "date_marker": row.date_marker.isoformat(), "scope": str(row.scope)}


def _record(row: Annotation, activity: str, before: dict[str, Any], team_id: int, actor: Actor | None) -> None:
    record_activity(
        team_id=team_id,
        actor=actor,
        scope="Annotation",
        item_id=str(row.pk),
        activity=activity,
        name=row.content[:80],
        changes=changes_between(before, _shown(row)),
    )
