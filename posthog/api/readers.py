"""Servers that read a project's definitions with a key: for plain views that are asked too often for the REST base.

Takes `Authorization: Bearer` with a personal key (`phx_`) or a project secret key (`phs_`), never from the query. Which
project is meant says the key, a project token, or the address; they must agree.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import DatabaseError
from django.http import HttpRequest

from common import clock
from common.errors import ErrorKind, ProductError
from posthog.api.authentication import BEARER, LAST_USED_PRECISION
from posthog.fast_reads import Statement, read
from posthog.models import PersonalAPIKey, ProjectSecretKey
from posthog.models.personal_api_key import hash_key
from posthog.scopes import grants

_SECRET = Statement(
    "reader_by_secret_key",
    "SELECT key.id, array_to_string(key.scopes, ','), team.id, team.api_token,"
    " coalesce(extract(epoch FROM clock_timestamp() - key.last_used_at), 1e9)"
    " FROM posthog_projectsecretkey AS key JOIN posthog_team AS team ON team.id = key.team_id AND team.deleted_at IS NULL"
    " WHERE key.secure_value = $1 OR (key.previous_secure_value = $1 AND key.previous_valid_until > clock_timestamp())",
)
# One row when the key is known; without a project in it when the person or the key may not see the one that is meant.
_PERSONAL = Statement(
    "reader_by_personal_key",
    "SELECT key.id, array_to_string(key.scopes, ','), team.id, team.api_token,"
    " coalesce(extract(epoch FROM clock_timestamp() - key.last_used_at), 1e9)"
    " FROM posthog_personalapikey AS key JOIN posthog_user AS person ON person.id = key.user_id AND person.is_active"
    " LEFT JOIN posthog_organizationmembership AS member ON member.user_id = person.id"
    " LEFT JOIN posthog_team AS team ON team.organization_id = member.organization_id AND team.deleted_at IS NULL"
    " AND ($2 = '' OR team.api_token = $2) AND ($3 = '' OR team.id::text = $3)"
    " AND (cardinality(key.scoped_teams) = 0 OR team.id = ANY(key.scoped_teams))"
    " AND (cardinality(key.scoped_organizations) = 0 OR team.organization_id = ANY(key.scoped_organizations))"
    " WHERE key.secure_value = $1"
    " ORDER BY team.id IS NULL, team.id IS DISTINCT FROM person.current_team_id, team.id LIMIT 1",
)
logger = structlog.get_logger(__name__)


class UnknownKeyError(ProductError):
    code = "invalid_api_key"
    kind = ErrorKind.UNAUTHENTICATED


class KeyNotAllowedError(ProductError):
    code = "permission_denied"
    kind = ErrorKind.FORBIDDEN


class ProjectNotFoundError(ProductError):
    code = "not_found"
    kind = ErrorKind.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A project that may be read."""

    team_id: int


def authenticate_reader(request: HttpRequest, *, scope_object: str, project_id: str = "@current") -> Reader:
    """Who may read `scope_object` of which project; raises one of the errors above, or ReadFailedError.

    Another project's things are not found, so a key that may not see the project that is meant gets the same answer as
    for one that does not exist.
    """
    match = BEARER.match(request.headers.get("Authorization", ""))
    if match is None:
        raise UnknownKeyError("Send a personal API key or a project secret key as 'Authorization: Bearer …'.")
    value, token = match.group(1), request.GET.get("token", "").replace("\x00", "")
    wanted = "" if project_id == "@current" else project_id.replace("\x00", "")
    is_secret = value.startswith("phs_")
    rows = read(_SECRET, hash_key(value)) if is_secret else read(_PERSONAL, hash_key(value), token, wanted)
    if not rows:
        raise UnknownKeyError("This API key is unknown or has been deleted.")
    key_id, scopes, team_id, team_token, unused_seconds = (
        item.decode() if item is not None else "" for item in rows[0]
    )
    _note_use(key_id, float(unused_seconds), is_secret=is_secret)
    if not team_id or (token and token != team_token) or (wanted and wanted != team_id):
        raise ProjectNotFoundError("There is no such project, or this key may not read it.")
    if not grants(tuple(scopes.split(",")), scope_object, "read"):
        raise KeyNotAllowedError(f"This API key needs the scope '{scope_object}:read'.")
    return Reader(team_id=int(team_id))


def _note_use(key_id: str, unused_seconds: float, *, is_secret: bool) -> None:
    if timedelta(seconds=min(unused_seconds, 1e6)) < LAST_USED_PRECISION:
        return
    try:
        if is_secret:
            ProjectSecretKey.objects.unscoped().filter(pk=key_id).update(last_used_at=clock.now())
        else:
            PersonalAPIKey.objects.filter(pk=key_id).update(last_used_at=clock.now())
    except DatabaseError as error:
        logger.warning("api.key_use_not_noted", error=type(error).__name__)
