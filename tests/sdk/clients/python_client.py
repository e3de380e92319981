"""Uses the real Python SDK, in an environment of its own, the way an application would.

Arguments: host, project token, how to send, project secret key. Works with every version the suite names, whose
signatures differ. Prints what flags it was told, as JSON.
"""

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

# By name, because in this checkout a package of that name is ours; where this runs, it is the SDK.
sdk = import_module("posthog")
host, token, way, key = sys.argv[1:5]
major = int(import_module("posthog.version").VERSION.split(".")[0])
modern = major >= 6
ways: dict[str, dict[str, Any]] = {
    "plain": {},
    "gzip": {"gzip": True},
    "v1-gzip": {"capture_mode": "v1", "capture_compression": "gzip"},
    "v1-deflate": {"capture_mode": "v1", "capture_compression": "deflate"},
}
failed: list[object] = []
client = sdk.Posthog(token, host=host, on_error=lambda error, _: failed.append(error), **ways[way])


def capture(distinct_id: str, event: str, properties: dict[str, object], **more: object) -> None:
    if modern:
        client.capture(event, distinct_id=distinct_id, properties=properties, **more)
    else:
        client.capture(distinct_id, event, properties, **more)


def pay() -> None:
    raise RuntimeError("card refused")


capture(
    "python-user",
    "order placed",
    {"amount": 12.5, "items": 3, "coupon": None, "tags": ["a", "b"], "paid": True},
    timestamp=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    groups={"company": "acme"},
)
for number in range(250):
    capture(f"user-{number % 10}", "page opened", {"number": number})
if modern:
    client.set(distinct_id="python-user", properties={"plan": "pro"})
else:
    client.identify("python-user", {"plan": "pro"})
client.group_identify("company", "acme", {"seats": 5})
client.alias("anonymous-before", "python-user")
capture("anonymous-before", "came back", {})
if major >= 3:
    try:
        pay()
    except RuntimeError as error:
        client.capture_exception(error, distinct_id="python-user")

person = {"person_properties": {"plan": "pro"}}
told = {"remote": client.get_all_flags("python-user", **person)}
told["payload"] = client.get_feature_flag_payload("button", "python-user", **person)
if isinstance(told["payload"], str):
    told["payload"] = json.loads(told["payload"])
client.shutdown()

# The definitions loaded and decided here. Nobody is told of what these calls found.
deciding = sdk.Posthog(token, host=host, personal_api_key=key)
deciding.load_feature_flags()
told["local"] = deciding.get_all_flags("python-user", only_evaluate_locally=True, **person)
if major >= 3:
    told["settings"] = deciding.get_remote_config_payload("settings")
deciding.shutdown()
sys.stdout.write(json.dumps(told))
sys.exit(f"Not sent: {failed}" if failed else 0)
