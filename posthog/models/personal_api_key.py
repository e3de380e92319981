"""Keys with which scripts act as a person."""

import hashlib

from django.contrib.postgres.fields import ArrayField
from django.db import models

from common.ids import short_id


def hash_key(value: str) -> str:
    """SHA-256 is enough here: the key carries 256 random bits, so there is nothing to guess (ADR 0006)."""
    return "sha256$" + hashlib.sha256(value.encode()).hexdigest()


def mask_key(value: str) -> str:
    """Enough of a key to recognise it by."""
    return f"{value[:4]}…{value[-4:]}"


def new_key_id() -> str:
    return short_id(16)


class PersonalAPIKey(models.Model):
    """A `phx_…` key. Only its hash and a mask are kept; the value is shown once, when it is made."""

    id = models.CharField(primary_key=True, max_length=32, default=new_key_id, editable=False)
    user = models.ForeignKey("posthog.User", on_delete=models.CASCADE, related_name="personal_api_keys")
    label = models.CharField(max_length=40)
    secure_value = models.CharField(max_length=80, unique=True, editable=False)
    mask_value = models.CharField(max_length=16, editable=False)
    scopes = ArrayField(models.CharField(max_length=100), default=list)
    scoped_teams = ArrayField(models.IntegerField(), default=list, blank=True)
    scoped_organizations = ArrayField(models.UUIDField(), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
