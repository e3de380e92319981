"""The newer capture protocol, `/i/v1/analytics/events`: what it says differently, and an answer for each event.

A request is rewritten into the batch that the older addresses take, so that everything behind them knows one shape.
"""

from dataclasses import dataclass, field
from typing import Any

import orjson

from common.sdk import lenient_json
from common.sdk.errors import InvalidBodyError
from products.events.backend.wire.envelope import MAX_EVENTS, inspect_event

MAX_NAME_LENGTH = 200
MAX_DISTINCT_ID_LENGTH = 200
# The older addresses store these and never merge people on them; this protocol refuses the event and says so.
PLACEHOLDER_IDS = frozenset(
    {
        "0",
        "00000000-0000-0000-0000-000000000000",
        "[object object]",
        "anonymous",
        "anonymous-user",
        "backend",
        "distinct_id",
        "distinctid",
        "email",
        "false",
        "guest",
        "id",
        "nan",
        "none",
        "not_authenticated",
        "null",
        "system",
        "true",
        "undefined",
        "user",
    }
)
# What older SDKs say in properties of a reserved name, and this protocol beside them: (option, property, type).
OPTIONS: tuple[tuple[str, str, type], ...] = (
    ("cookieless_mode", "$cookieless_mode", bool),
    ("disable_skew_correction", "$ignore_sent_at", bool),
    ("process_person_profile", "$process_person_profile", bool),
    ("product_tour_id", "$product_tour_id", str),
)
IDS = (("session_id", "$session_id"), ("window_id", "$window_id"))


@dataclass(slots=True)
class Opened:
    """`events` as JSON in the older shape, the good ones alone, with the `distinct_id` of the first; `results` say per
    uuid what became of each."""

    events: list[orjson.Fragment] = field(default_factory=list)
    distinct_id: str = ""
    results: dict[str, dict[str, str]] = field(default_factory=dict)
    historical: bool = False

    def refuse(self, uuid: object, details: str) -> None:
        self.results[uuid if isinstance(uuid, str) else orjson.dumps(uuid).decode()] = {
            "result": "drop",
            "details": details,
        }


def open_v1(data: bytes, *, sdk: str) -> Opened:
    """Read a request; raises InvalidBodyError when it is no batch. `sdk` is what the header says, `name/version`."""
    try:
        content = lenient_json.loads(data)
    except ValueError as error:
        raise InvalidBodyError(f"The body is not valid JSON: {error}.") from error
    batch = content.get("batch") if isinstance(content, dict) else None
    if not isinstance(batch, list):
        raise InvalidBodyError("'batch' must be a list of events.", attr="batch")
    if not 0 < len(batch) <= MAX_EVENTS:
        raise InvalidBodyError(f"The batch holds {len(batch)} events; send 1 to {MAX_EVENTS} at a time.", attr="batch")
    opened = Opened(historical=content.get("historical_migration") is True)
    name, _, version = sdk.partition("/")
    library = {"$lib": name, "$lib_version": version} if name and version else {}
    for event in batch:
        _take(event, library, opened)
    return opened


def as_batch(opened: Opened, *, token: str, sent_at: str) -> bytes:
    """The request as `/batch/` takes it."""
    body: dict[str, Any] = {"api_key": token, "batch": opened.events, "historical_migration": opened.historical}
    if sent_at:
        body["sent_at"] = sent_at
    return orjson.dumps(body)


def _take(event: Any, library: dict[str, str], opened: Opened) -> None:
    if not isinstance(event, dict):
        opened.refuse(None, "An event must be a JSON object.")
        return
    uuid = event.get("uuid")
    distinct_id, problem = inspect_event(event)
    problem = problem or _problem(event, distinct_id)
    if problem:
        opened.refuse(uuid, problem)
        return
    properties = {**library, **(event.get("properties") or {})}
    options = event.get("options") or {}
    ignored = [name for name, _, kind in OPTIONS if name in options and not isinstance(options[name], kind)]
    for name, target, kind in OPTIONS:
        if isinstance(options.get(name), kind):
            properties[target] = options[name]
    for name, target in IDS:
        if isinstance(event.get(name), str):
            properties[target] = event[name]
    taken = {key: value for key, value in event.items() if key not in ("options", "session_id", "window_id")}
    try:
        written = orjson.dumps({**taken, "properties": properties})
    except orjson.JSONEncodeError as error:
        # Read, but nested deeper than can be written again.
        opened.refuse(uuid, f"The event cannot be stored: {error}.")
        return
    opened.events.append(orjson.Fragment(written))
    opened.distinct_id = opened.distinct_id or distinct_id
    if uuid is None:
        # Nothing to answer under; it is stored all the same.
        return
    result = {"result": "ok"}
    if ignored:
        result = {"result": "warning", "details": f"Ignored options of the wrong type: {', '.join(ignored)}."}
    opened.results[uuid] = result


def _problem(event: dict[str, Any], distinct_id: str) -> str:
    if len(event["event"]) > MAX_NAME_LENGTH:
        return f"The event's name is longer than {MAX_NAME_LENGTH} characters."
    if len(distinct_id) > MAX_DISTINCT_ID_LENGTH:
        return f"The distinct_id is longer than {MAX_DISTINCT_ID_LENGTH} characters."
    if distinct_id.strip().lower() in PLACEHOLDER_IDS:
        return f"The distinct_id '{distinct_id}' is a placeholder, not somebody's."
    if not isinstance(event.get("properties") or {}, dict):
        return "The event's properties are not a JSON object."
    if not isinstance(event.get("options") or {}, dict):
        return "The event's options are not a JSON object."
    return ""
