"""The tenant. Shown to people as a project (ADR 0004): one name inside, one name outside."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models

from common.ids import random_token, uuid7
from posthog.models.living import LivingManager


def new_project_token() -> str:
    return random_token("phc_")


def check_timezone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"'{name}' is not a time zone; use a name such as Europe/Berlin.", code="invalid")


class WeekStartDay(models.IntegerChoices):
    SUNDAY = 0, "sunday"
    MONDAY = 1, "monday"


class Team(models.Model):
    """A project: its events, people, flags and insights are visible to members of its organization only.

    `api_token` (`phc_…`) is public: it may write events and read flags, nothing else.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organization = models.ForeignKey("posthog.Organization", on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=200, default="Default project")
    api_token = models.CharField(max_length=64, unique=True, default=new_project_token)
    timezone = models.CharField(max_length=64, default="UTC", validators=[check_timezone])
    week_start_day = models.PositiveSmallIntegerField(choices=WeekStartDay.choices, default=WeekStartDay.SUNDAY)
    app_urls = models.JSONField(default=list, blank=True)
    test_account_filters = models.JSONField(default=list, blank=True)
    person_display_name_properties = models.JSONField(default=list, blank=True)
    anonymize_ips = models.BooleanField(default=False)
    ingested_event = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # Hidden since then, until posthog/deletion has removed what hangs on it.
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = LivingManager["Team"]()
    with_deleted = models.Manager["Team"]()

    def __str__(self) -> str:
        return self.name
