"""Makes an account, an organization and a project for scripts, or finds the ones made before."""

import base64
import hashlib
import hmac
import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from common.ids import random_token
from posthog.accounts import signup
from posthog.accounts.organizations import create_organization
from posthog.models import OrganizationMembership, PersonalAPIKey, Team, User
from posthog.models.personal_api_key import hash_key, mask_key

KEY_LABEL = "bootstrap_project"


class Command(BaseCommand):
    help = "Create (or find) a user, organization and project; print project_id, api_token and personal_api_key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--password", help="default: a random one, printed when the account is new")
        parser.add_argument("--organization", required=True, help="the organization's name")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            result = bootstrap(options["email"], options["password"], options["organization"])
        if options["json"]:
            self.stdout.write(json.dumps(result))
            return
        for name, value in result.items():
            self.stdout.write(f"{name}: {value}")


def bootstrap(email: str, password: str | None, organization_name: str) -> dict[str, Any]:
    """Idempotent: a repeat finds everything and answers the same, the API key included."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        form = signup.SignUp(email=email, password=password or random_token("", 24), first_name=email.split("@")[0])
        user = signup.create_user(form)
    membership = (
        OrganizationMembership.objects.filter(user=user, organization__name=organization_name)
        .select_related("organization")
        .first()
    )
    organization = membership.organization if membership else create_organization(organization_name, owner=user)
    team = Team.objects.filter(organization=organization).order_by("pk").first() or Team.objects.create(
        organization=organization
    )
    return {"project_id": team.pk, "api_token": team.api_token, "personal_api_key": _key_value(user)}


def _key_value(user: User) -> str:
    """The same key at every run: derived from SECRET_KEY, because the database holds only its hash."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"bootstrap_project|{user.uuid}".encode(), hashlib.sha256).digest()
    value = "phx_" + base64.urlsafe_b64encode(digest).decode().rstrip("=").replace("-", "0").replace("_", "1")
    PersonalAPIKey.objects.get_or_create(
        secure_value=hash_key(value),
        defaults={"user": user, "label": KEY_LABEL, "mask_value": mask_key(value), "scopes": ["*"]},
    )
    return value
