"""Fail-closed tenancy for models: a query that names no team raises instead of returning everybody's rows.

`team_id` is explicit in every facade call, and this manager is the second lock behind it (ADR 0004).
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnscopedQueryError(RuntimeError):
    """A team-scoped model was queried without saying whose rows are meant. This is a programming mistake."""


class TeamScopedQuerySet(models.QuerySet[M]):
    """Rows of one team. `create` and `bulk_create` write rows of that team only."""

    _scope_team_id: int | None = None

    def within(self, team_id: int) -> Self:
        scoped = self.filter(team_id=team_id)
        scoped._scope_team_id = team_id
        return scoped

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # undocumented in the stubs, and the hook for own state
        clone._scope_team_id = self._scope_team_id
        return clone

    def create(self, **fields: Any) -> M:
        if self._scope_team_id is not None:
            fields.setdefault("team_id", self._scope_team_id)
            self._check_team(fields["team_id"])
        return super().create(**fields)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows: Sequence[M] = list(objs)
        for row in rows:
            self._check_team(getattr(row, "team_id", None))
        return super().bulk_create(rows, *args, **kwargs)

    def _check_team(self, team_id: int | None) -> None:
        if self._scope_team_id is not None and team_id != self._scope_team_id:
            raise UnscopedQueryError(f"A row of team {team_id} cannot be written through team {self._scope_team_id}.")


class TeamScopedManager(models.Manager[M]):
    """The default manager of team-owned models. Only `for_team` and, for operators, `unscoped` give rows."""

    def for_team(self, team_id: int) -> TeamScopedQuerySet[M]:
        """All rows of one team, and the only way to write new ones."""
        return self.unscoped().within(team_id)

    def unscoped(self) -> TeamScopedQuerySet[M]:
        """Rows of every team: for maintenance and for lookups whose key is itself the proof, never for requests."""
        return TeamScopedQuerySet(self.model, using=self._db)

    def get_queryset(self) -> models.QuerySet[M]:
        raise UnscopedQueryError(
            f"{self.model.__name__} belongs to teams: use {self.model.__name__}.objects.for_team(team_id)."
        )


class TeamScopedModel(models.Model):
    """Base of every model whose rows belong to a team."""

    team = models.ForeignKey("posthog.Team", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[TeamScopedManager[Self]] = TeamScopedManager()

    class Meta:
        abstract = True
