"""The models of the core: accounts and tenancy. Products keep their own."""

from posthog.models.activity_log import ActivityLog
from posthog.models.deleted_project import DeletedProject
from posthog.models.organization import Organization, OrganizationInvite, OrganizationMembership
from posthog.models.personal_api_key import PersonalAPIKey
from posthog.models.project_secret_key import ProjectSecretKey
from posthog.models.team import Team
from posthog.models.user import User

__all__ = [
    "ActivityLog",
    "DeletedProject",
    "Organization",
    "OrganizationInvite",
    "OrganizationMembership",
    "PersonalAPIKey",
    "ProjectSecretKey",
    "Team",
    "User",
]
