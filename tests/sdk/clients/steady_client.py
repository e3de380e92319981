"""Hands events to the real Python SDK until its standard input ends, then lets the SDK send what it still holds.

Arguments: host, project token. Prints the uuids of all events that the SDK was handed, one a line.
"""

import sys
import threading
from importlib import import_module
from uuid import uuid4

# By name, because in this checkout a package of that name is ours; where this runs, it is the SDK.
sdk = import_module("posthog")
EVERY_SECONDS = 0.05

host, token = sys.argv[1:]
failed: list[object] = []
# It tries as often as it is told to, and doubles its pause up to half a minute.
client = sdk.Posthog(
    token,
    host=host,
    max_retries=20,
    timeout=5,
    flush_interval=0.3,
    on_error=lambda error, batch: failed.append((error, len(batch))),
)
over = threading.Event()


def wait_for_end() -> None:
    sys.stdin.read()
    over.set()


threading.Thread(target=wait_for_end, daemon=True).start()
number = 0
while not over.wait(EVERY_SECONDS):
    uuid = str(uuid4())
    client.capture("steady", distinct_id=f"python-{number % 5}", uuid=uuid, properties={"number": number})
    sys.stdout.write(f"{uuid}\n")
    sys.stdout.flush()
    number += 1
client.shutdown()
sys.exit(f"Given up: {failed}" if failed else 0)
