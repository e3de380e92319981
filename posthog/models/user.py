"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from common.ids import random_token, uuid7


def new_distinct_id() -> str:
    return random_token("", 32)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None, **fields: Any) -> "User":
        """A user with a hashed password; without one the account can only be entered by a reset link."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person with an account. `distinct_id` is who they are in our own analytics."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    distinct_id = models.CharField(max_length=64, unique=True, default=new_distinct_id)
    email = models.EmailField(max_length=254, unique=True)
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)
    theme_mode = models.CharField(max_length=8, default="system")
    current_organization = models.ForeignKey(
        "posthog.Organization", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    current_team = models.ForeignKey("posthog.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_ignoring_case")]

    def __str__(self) -> str:
        return self.email
