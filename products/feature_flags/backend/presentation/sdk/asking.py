"""From the body of a request for flags to who asks. SDKs differ in names and types; this is where they become one."""

from typing import Any

import orjson
from django.http import HttpRequest

from common.geoip import Fact
from common.sdk import lenient_json
from common.sdk.errors import InvalidBodyError, MissingTokenError
from common.sdk.tokens import check_token
from posthog import geoip
from posthog.api.address import client_address
from posthog.api.sdk import read_json
from products.feature_flags.backend.facade.contracts import EvaluateFlags
from products.feature_flags.backend.facade.enums import EvaluationRuntime

MAX_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 2 * 1024 * 1024
MAX_PROPERTIES_BYTES = 256 * 1024
MAX_ID_LENGTH = 400
# Ingestion cuts longer ids, so the person is known by this much of it.
MAX_DISTINCT_ID_LENGTH = 200
MAX_NAMES = 1_000
SERVER_SDKS = (
    "posthog-python",
    "posthog-node",
    "posthog-go",
    "posthog-ruby",
    "posthog-php",
    "posthog-java",
    "posthog-dotnet",
    "posthog-elixir",
    "posthog-rust",
    "posthog-server",
)
CLIENT_SDKS = ("posthog-ios", "posthog-android", "posthog-react-native", "posthog-flutter", "posthog-js", "mozilla/")


def read_body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in a request, however it is wrapped; raises a RequestError."""
    try:
        body = lenient_json.loads(read_json(request, max_bytes=MAX_BYTES, max_unpacked_bytes=MAX_UNPACKED_BYTES))
    except ValueError as error:
        raise InvalidBodyError(f"The body is not valid JSON: {error}.") from error
    if not isinstance(body, dict):
        raise InvalidBodyError("The body must be a JSON object with token and distinct_id.")
    return body


def find_token(body: dict[str, Any], request: HttpRequest) -> str:
    """The project token from where SDKs put it; raises MissingTokenError or InvalidTokenError."""
    for name in ("token", "api_key", "$token"):
        value = body.get(name)
        if isinstance(value, str) and value.strip():
            return check_token(value)
    if "token=" in request.META.get("QUERY_STRING", ""):
        return check_token(request.GET.get("token", ""))
    raise MissingTokenError("No project token; send it as token or api_key.", attr="token")


def asks_for_nothing(body: dict[str, Any]) -> bool:
    return body.get("disable_flags") in (True, "true", 1)


def to_request(body: dict[str, Any], request: HttpRequest) -> EvaluateFlags:
    """Who asks for what; raises InvalidBodyError naming the field."""
    distinct_id = _identifier(body.get("distinct_id"), "distinct_id") or _identifier(
        body.get("$distinct_id"), "$distinct_id"
    )
    if not distinct_id:
        raise InvalidBodyError("Say whose flags are asked for: distinct_id is missing.", attr="distinct_id")
    person = _object(body.get("person_properties"), "person_properties")
    person = {**_place(body, request, person), **person}
    device = body.get("$device_id") or body.get("device_id") or person.get("$device_id")
    keys = body.get("flag_keys_to_evaluate", body.get("flag_keys"))
    return EvaluateFlags(
        distinct_id=distinct_id[:MAX_DISTINCT_ID_LENGTH],
        anonymous_id=_identifier(body.get("$anon_distinct_id"), "$anon_distinct_id")[:MAX_DISTINCT_ID_LENGTH],
        device_id=_identifier(device, "$device_id")[:MAX_ID_LENGTH],
        groups=_groups(body.get("groups") or body.get("$groups")),
        person_properties=_json(person, "person_properties"),
        group_properties=_json(_object(body.get("group_properties"), "group_properties"), "group_properties"),
        flag_keys=None if keys is None else _names(keys, "flag_keys"),
        contexts=_names(
            body.get("evaluation_contexts") or body.get("evaluation_environments") or [], "evaluation_contexts"
        ),
        runtime=_runtime(body.get("evaluation_runtime"), request),
        only_surveys=_is_true(request.GET.get("only_evaluate_survey_feature_flags"))
        if request.META.get("QUERY_STRING")
        else False,
    )


def _identifier(value: Any, attr: str) -> str:
    """Texts as they are, numbers and booleans as JSON; nothing for null and blanks."""
    if value is None:
        return ""
    if isinstance(value, str):
        # As ingestion stores it; Postgres would take the text for ended.
        value = value.replace("\x00", "\ufffd") if "\x00" in value else value
        return value if value.strip() else ""
    if isinstance(value, bool | int | float):
        return orjson.dumps(value).decode() if not isinstance(value, int) or abs(value) < 1 << 63 else str(value)
    raise InvalidBodyError(f"{attr} must be a text or a number.", attr=attr)


def _place(body: dict[str, Any], request: HttpRequest, person: dict[str, Any]) -> dict[str, Fact]:
    """Where the request comes from, as flags may ask about it, unless the client says so itself or wants it not used.

    Servers ask for somebody else, which is why their SDKs send `geoip_disable`.
    """
    find = geoip.finder()
    if find is None or body.get("geoip_disable") in (True, "true", 1):
        return {}
    if any(name.startswith("$geoip_") for name in person):
        return {}
    return find(client_address(request))


def _groups(value: Any) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    found = _object(value, "groups")
    if len(found) > MAX_NAMES:
        raise InvalidBodyError(f"groups names more than {MAX_NAMES} groups.", attr="groups")
    pairs = ((name, _identifier(key, "groups")[:MAX_ID_LENGTH]) for name, key in found.items())
    return tuple((name, key) for name, key in pairs if key)


def _object(value: Any, attr: str) -> dict[str, Any]:
    # Some PHP clients send an empty list for an empty object.
    if value is None or value == []:
        return {}
    if not isinstance(value, dict):
        raise InvalidBodyError(f"{attr} must be an object.", attr=attr)
    return value


def _json(value: dict[str, Any], attr: str) -> bytes:
    if not value:
        return b"{}"
    try:
        text = orjson.dumps(value)
    except orjson.JSONEncodeError as error:
        raise InvalidBodyError(f"{attr} is nested too deeply or holds a number beyond 64 bits.", attr=attr) from error
    if len(text) > MAX_PROPERTIES_BYTES:
        raise InvalidBodyError(
            f"{attr} has {len(text):,} bytes of the {MAX_PROPERTIES_BYTES:,} that are possible. "
            "Send what flags are decided by.",
            attr=attr,
        )
    return text


def _names(value: Any, attr: str) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MAX_NAMES:
        raise InvalidBodyError(f"{attr} must be a list of at most {MAX_NAMES} texts.", attr=attr)
    return tuple(sorted({item for item in value if isinstance(item, str)}))


def _runtime(value: Any, request: HttpRequest) -> EvaluationRuntime | None:
    """What the SDK says it is, else what its name or an origin says. None when nobody can tell: then all flags."""
    if value in (EvaluationRuntime.CLIENT, EvaluationRuntime.SERVER):
        return EvaluationRuntime(value)
    agent = request.META.get("HTTP_USER_AGENT", "").lower()
    if agent.startswith(SERVER_SDKS):
        return EvaluationRuntime.SERVER
    if agent.startswith(CLIENT_SDKS) or "HTTP_ORIGIN" in request.META:
        return EvaluationRuntime.CLIENT
    return None


def _is_true(value: str | None) -> bool:
    return value is not None and value.lower() in ("", "1", "true")
