"""Rows that are deleted for everybody and still there, because what hangs on them takes a while to go."""

from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class LivingManager(models.Manager[M]):
    """The default manager of a model with `deleted_at`: it never shows a deleted row."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(deleted_at__isnull=True)
