"""The JSON of accounts, organizations, projects and keys. Shapes follow PostHog's API; no rules live here."""

from typing import Any
from zoneinfo import available_timezones

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from posthog.models import Organization, OrganizationInvite, OrganizationMembership, PersonalAPIKey, Team, User
from posthog.models.organization import MembershipLevel


class UserBasicSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "uuid", "distinct_id", "first_name", "last_name", "email"]
        read_only_fields = fields


class ProjectBasicSerializer(serializers.ModelSerializer[Team]):
    organization = serializers.UUIDField(source="organization_id", read_only=True)

    class Meta:
        model = Team
        fields = ["id", "uuid", "organization", "api_token", "name", "timezone", "is_demo", "ingested_event"]
        read_only_fields = fields


class OrganizationBasicSerializer(serializers.ModelSerializer[Organization]):
    membership_level = serializers.SerializerMethodField(help_text="The caller's level: 1 member, 8 admin, 15 owner.")

    class Meta:
        model = Organization
        fields = ["id", "name", "slug", "membership_level", "members_can_invite"]
        read_only_fields = fields

    def get_membership_level(self, organization: Organization) -> int | None:
        user = self.context["user"]
        for membership in organization.memberships.all():
            if membership.user_id == user.pk:
                return membership.level
        return None


class OrganizationSerializer(OrganizationBasicSerializer):
    teams = ProjectBasicSerializer(many=True, read_only=True)
    projects = ProjectBasicSerializer(many=True, read_only=True, source="teams")
    member_count = serializers.SerializerMethodField()

    class Meta(OrganizationBasicSerializer.Meta):
        fields = [
            *OrganizationBasicSerializer.Meta.fields,
            "created_at",
            "updated_at",
            "teams",
            "projects",
            "member_count",
        ]
        read_only_fields = fields

    def get_member_count(self, organization: Organization) -> int:
        return len(organization.memberships.all())


class OrganizationNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=64, help_text="The organization's name.")


class PendingInviteSerializer(serializers.Serializer[Any]):
    """An invitation that the signed-in person may accept at `/signup/<id>`."""

    id = serializers.UUIDField()
    organization_id = serializers.UUIDField()
    organization_name = serializers.CharField(source="organization.name")
    created_at = serializers.DateTimeField()


class UserSerializer(serializers.ModelSerializer[User]):
    """The signed-in person, with what the dashboard needs to start."""

    team = ProjectBasicSerializer(source="current_team", read_only=True, allow_null=True)
    organization = serializers.SerializerMethodField()
    organizations = serializers.SerializerMethodField()
    has_password = serializers.SerializerMethodField()
    pending_invites = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "uuid",
            "distinct_id",
            "email",
            "first_name",
            "last_name",
            "date_joined",
            "is_staff",
            "theme_mode",
            "has_password",
            "team",
            "organization",
            "organizations",
            "pending_invites",
        ]
        read_only_fields = fields

    @extend_schema_field(OrganizationSerializer(allow_null=True))
    def get_organization(self, user: User) -> Any:
        organization = user.current_organization
        return OrganizationSerializer(organization, context={"user": user}).data if organization else None

    @extend_schema_field(OrganizationBasicSerializer(many=True))
    def get_organizations(self, user: User) -> Any:
        organizations = Organization.objects.filter(memberships__user=user).prefetch_related("memberships")
        return OrganizationBasicSerializer(organizations, many=True, context={"user": user}).data

    def get_has_password(self, user: User) -> bool:
        return user.has_usable_password()

    @extend_schema_field(PendingInviteSerializer(many=True))
    def get_pending_invites(self, user: User) -> Any:
        invites = OrganizationInvite.objects.filter(target_email=user.email.lower()).select_related("organization")
        return PendingInviteSerializer([invite for invite in invites if not invite.is_expired], many=True).data


class ChangeUserSerializer(serializers.Serializer[Any]):
    first_name = serializers.CharField(max_length=150, required=False)
    last_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    theme_mode = serializers.ChoiceField(choices=["system", "light", "dark"], required=False)
    password = serializers.CharField(max_length=1000, required=False, write_only=True, help_text="The new password.")
    current_password = serializers.CharField(max_length=1000, required=False, write_only=True)
    set_current_organization = serializers.UUIDField(required=False, write_only=True)
    set_current_team = serializers.IntegerField(required=False, write_only=True, max_value=2**62)


class SignUpSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    first_name = serializers.CharField(max_length=150)
    organization_name = serializers.CharField(max_length=64, required=False, allow_blank=True)


class InviteSignUpSerializer(serializers.Serializer[Any]):
    first_name = serializers.CharField(max_length=150, required=False, allow_blank=True)
    password = serializers.CharField(max_length=1000, trim_whitespace=False, required=False)


class InvitePreviewSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    target_email = serializers.CharField(help_text="Masked, because the link may be in the wrong hands.")
    first_name = serializers.CharField()
    organization_name = serializers.CharField()


class LogInSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class SuccessSerializer(serializers.Serializer[Any]):
    success = serializers.BooleanField()


class PreflightSerializer(serializers.Serializer[Any]):
    signed_in = serializers.BooleanField()
    can_signup = serializers.BooleanField(help_text="Whether an account can be opened without an invitation.")
    version = serializers.CharField()
    site_url = serializers.CharField(help_text="The address SDKs should send to.")


class MemberSerializer(serializers.ModelSerializer[OrganizationMembership]):
    user = UserBasicSerializer(read_only=True)
    last_login = serializers.DateTimeField(source="user.last_login", read_only=True, allow_null=True)

    class Meta:
        model = OrganizationMembership
        fields = ["id", "user", "level", "joined_at", "updated_at", "last_login"]
        read_only_fields = ["id", "user", "joined_at", "updated_at", "last_login"]


class ChangeMemberSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(choices=MembershipLevel.choices, help_text="1 member, 8 admin, 15 owner.")


class InviteSerializer(serializers.ModelSerializer[OrganizationInvite]):
    created_by = UserBasicSerializer(read_only=True, allow_null=True)
    is_expired = serializers.BooleanField(read_only=True)

    class Meta:
        model = OrganizationInvite
        fields = ["id", "target_email", "first_name", "level", "message", "is_expired", "created_by", "created_at"]
        read_only_fields = ["id", "is_expired", "created_by", "created_at"]


class CreateInviteSerializer(serializers.Serializer[Any]):
    target_email = serializers.EmailField(max_length=254)
    first_name = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    level = serializers.ChoiceField(choices=MembershipLevel.choices, default=MembershipLevel.MEMBER)
    message = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ProjectSerializer(serializers.ModelSerializer[Team]):
    organization = serializers.UUIDField(source="organization_id", read_only=True)

    class Meta:
        model = Team
        fields = [
            "id",
            "uuid",
            "organization",
            "name",
            "api_token",
            "timezone",
            "week_start_day",
            "app_urls",
            "test_account_filters",
            "person_display_name_properties",
            "anonymize_ips",
            "ingested_event",
            "is_demo",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["id", "uuid", "api_token", "ingested_event", "is_demo", "created_at", "updated_at"]


class ChangeProjectSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False)
    timezone = serializers.CharField(max_length=64, required=False, help_text="IANA name, such as Europe/Berlin.")
    week_start_day = serializers.ChoiceField(choices=[(0, "sunday"), (1, "monday")], required=False)
    app_urls = serializers.ListField(child=serializers.CharField(max_length=400), required=False, max_length=100)
    test_account_filters = serializers.ListField(
        child=serializers.DictField(child=serializers.JSONField()),
        required=False,
        max_length=50,
        help_text="Property filters that insights apply when they filter out internal users.",
    )
    person_display_name_properties = serializers.ListField(
        child=serializers.CharField(max_length=400), required=False, max_length=20
    )
    anonymize_ips = serializers.BooleanField(required=False)

    def validate_timezone(self, value: str) -> str:
        if value not in available_timezones():
            raise serializers.ValidationError(f"'{value}' is not a time zone; use a name such as Europe/Berlin.")
        return value


class CreateProjectSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


class PersonalAPIKeySerializer(serializers.ModelSerializer[PersonalAPIKey]):
    class Meta:
        model = PersonalAPIKey
        fields = [
            "id",
            "label",
            "mask_value",
            "created_at",
            "last_used_at",
            "scopes",
            "scoped_teams",
            "scoped_organizations",
        ]
        read_only_fields = fields


class NewPersonalAPIKeySerializer(PersonalAPIKeySerializer):
    value = serializers.CharField(read_only=True, help_text="The key itself. Shown now and never again.")

    class Meta(PersonalAPIKeySerializer.Meta):
        fields = [*PersonalAPIKeySerializer.Meta.fields, "value"]
        read_only_fields = fields


class PersonalAPIKeyFormSerializer(serializers.Serializer[Any]):
    label = serializers.CharField(max_length=40)  # type: ignore[assignment]  # the API's name; DRF has a label too
    scopes = serializers.ListField(child=serializers.CharField(max_length=100), max_length=100)
    scoped_teams = serializers.ListField(
        child=serializers.IntegerField(max_value=2**31 - 1), required=False, default=list, max_length=100
    )
    scoped_organizations = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=100
    )
