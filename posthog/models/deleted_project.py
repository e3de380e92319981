"""The account of deleted projects, which outlives them."""

from django.conf import settings
from django.db import models


class DeletedProjectStatus(models.TextChoices):
    """pending: hidden, its rows follow. erased: they are gone. verified: looked for once more, later."""

    PENDING = "pending"
    ERASED = "erased"
    VERIFIED = "verified"


class DeletedProject(models.Model):
    """One deleted project: by whom, and how many rows of which tables went. No foreign key to it: it goes, too.

    Nobody knows name, organization and person of projects that went before there was this account.

    `planned` are rows by table that a statement under way is removing.
    """

    team_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=200, blank=True, default="")
    organization_id = models.UUIDField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=DeletedProjectStatus.choices, default=DeletedProjectStatus.PENDING)
    removed = models.JSONField(default=dict)
    planned = models.JSONField(default=dict)
    completed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.team_id} ({self.status})"
