"""The REST API: authentication, errors, pages, OpenAPI."""

from posthog.settings.base import VERSION

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "posthog.api.authentication.PersonalAPIKeyAuthentication",
        "posthog.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["posthog.api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["posthog.api.rendering.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "posthog.api.pagination.Pagination",
    # OPTIONS would describe a view from its serializer class, which ours do not have; the OpenAPI document does that.
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "posthog.api.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "posthog.api.errors.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Prickle",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/(projects/\{project_id\}/)?",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": [],
    # Where several fields have the same choices, the document needs one name for them.
    "ENUM_NAME_OVERRIDES": {
        "ErasureStatusEnum": ["pending", "erased", "verified"],
        "FlagStateEnum": ["active", "stale", "disabled", "archived", "deleted"],
        "TagActionEnum": ["add", "remove", "set"],
        "TextMatchingEnum": ["contains", "regex", "exact"],
        "WarningKindEnum": "products.events.backend.facade.enums.WarningKind",
    },
}
