"""What a personal API key may be allowed to do: `<object>:read` or `<object>:write`, or `*` for everything."""

OBJECTS = (
    "action",
    "activity_log",
    "annotation",
    "cohort",
    "dashboard",
    "early_access_feature",
    "event_definition",
    "experiment",
    "export",
    "feature_flag",
    "group",
    "ingestion_warning",
    "insight",
    "organization",
    "organization_member",
    "person",
    "project",
    "property_definition",
    "query",
    "session_recording",
    "user",
    "webhook",
)

ALL = "*"
SCOPES = (ALL, *(f"{name}:{access}" for name in OBJECTS for access in ("read", "write")))


def grants(scopes: tuple[str, ...], name: str, access: str) -> bool:
    """Whether a key with `scopes` may `access` (read or write) the object `name`; write includes read."""
    if ALL in scopes or f"{name}:write" in scopes:
        return True
    return access == "read" and f"{name}:read" in scopes
