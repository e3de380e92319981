"""Reads definitions of flags three times with the real Python SDK, and tells how many flags it holds after each.

Arguments: host, project token, secret key, file for the answers.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

# By name, because in this checkout a package of that name is ours; where this runs, it is the SDK.
sdk = import_module("posthog")

host, token, secret, answers = sys.argv[1:]
client = sdk.Posthog(token, host=host, personal_api_key=secret, poll_interval=600)
held = []
for _ in range(3):
    client.load_feature_flags()
    held.append(len(client.feature_flags or []))
Path(answers).write_text(json.dumps(held))
client.shutdown()
