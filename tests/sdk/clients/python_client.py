"""Uses the real Python SDK, in an environment of its own, the way an application would.

Arguments: host, project token. Works with every version the suite names, whose signatures differ.
"""

import sys
from datetime import UTC, datetime
from importlib import import_module

# By name, because in this checkout a package of that name is ours; where this runs, it is the SDK.
sdk = import_module("posthog")
host, token = sys.argv[1:3]
client = sdk.Posthog(token, host=host)
modern = int(import_module("posthog.version").VERSION.split(".")[0]) >= 6


def capture(distinct_id: str, event: str, properties: dict[str, object], **more: object) -> None:
    if modern:
        client.capture(event, distinct_id=distinct_id, properties=properties, **more)
    else:
        client.capture(distinct_id, event, properties, **more)


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
client.shutdown()
