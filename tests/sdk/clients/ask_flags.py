"""Asks for flags with the real Python SDK: the server's answers, its own by definitions, and a remote configuration.

Arguments: host, project token, secret key, file with people, file for the answers.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

# By name, because in this checkout a package of that name is ours; where this runs, it is the SDK.
sdk = import_module("posthog")

host, token, secret, people, answers = sys.argv[1:]
remote = sdk.Posthog(token, host=host)
local = sdk.Posthog(token, host=host, personal_api_key=secret, poll_interval=600)
local.load_feature_flags()
found = []
for who in json.loads(Path(people).read_text()):
    given = {
        "groups": who["groups"],
        "person_properties": who["person"],
        "group_properties": who["group_properties"],
        "device_id": who.get("device_id"),
    }
    theirs = remote.get_all_flags_and_payloads(who["distinct_id"], **given)
    ours = local.get_all_flags_and_payloads(who["distinct_id"], only_evaluate_locally=True, **given)
    found.append({"remote": theirs, "local": ours})
config = local.get_remote_config_payload("config")
Path(answers).write_text(json.dumps({"people": found, "config": config}))
remote.shutdown()
local.shutdown()
