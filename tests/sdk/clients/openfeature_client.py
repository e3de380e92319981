"""Asks for flags with OpenFeature's own provider for OFREP. Arguments: host, project token, file for the answers."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

# By name, because they are only where this runs.
api = import_module("openfeature.api")
OFREPProvider = import_module("openfeature.contrib.provider.ofrep").OFREPProvider
EvaluationContext = import_module("openfeature.evaluation_context").EvaluationContext


def shown(details: Any) -> list[Any]:
    return [details.value, details.variant, str(details.reason), details.error_code and str(details.error_code.value)]


host, token, answers = sys.argv[1:]
api.set_provider(OFREPProvider(host, headers_factory=lambda: {"Authorization": f"Bearer {token}"}))
client = api.get_client()
people = {f"user-{number}": {"plan": "pro" if number % 2 == 0 else "free"} for number in range(6)}
found = {}
for distinct_id, properties in people.items():
    who = EvaluationContext(distinct_id, {**properties, "groups": {"company": "acme"}})
    found[distinct_id] = {
        "half": shown(client.get_boolean_details("half", False, who)),
        "plan": shown(client.get_boolean_details("plan", False, who)),
        "split": shown(client.get_string_details("split", "none", who)),
    }
who = EvaluationContext("user-0", {})
refused = {
    "missing": shown(client.get_boolean_details("missing", True, who)),
    "of another type": shown(client.get_boolean_details("split", True, who)),
    "for nobody": shown(client.get_boolean_details("half", True, EvaluationContext(None, {}))),
}
api.set_provider(OFREPProvider(host, headers_factory=lambda: {"Authorization": "Bearer phc_nobody"}))
refused["without a token"] = shown(api.get_client().get_boolean_details("half", True, who))
Path(answers).write_text(json.dumps({"people": found, "refused": refused}))
