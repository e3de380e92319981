"""Keys with which servers read a project's definitions, without acting as a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from posthog.models.personal_api_key import new_key_id
from posthog.models.scoping import TeamScopedModel


class ProjectSecretKey(TeamScopedModel):
    """A `phs_…` key. Only its hash and a mask are kept; the value is shown once, when it is made or replaced.

    After a replacement the previous value works until `previous_valid_until`, so that servers can be changed over one
    by one.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_key_id, editable=False)
    label = models.CharField(max_length=40)
    secure_value = models.CharField(max_length=80, unique=True, editable=False)
    mask_value = models.CharField(max_length=16, editable=False)
    previous_secure_value = models.CharField(max_length=80, unique=True, null=True, editable=False)
    previous_valid_until = models.DateTimeField(null=True)
    scopes = ArrayField(models.CharField(max_length=100), default=list)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    rolled_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
