"""Decides flags with the SDK's local evaluation: `decide_flags.py QUESTIONS ANSWERS`. Null means that it asks the server."""

import http.server
import json
import sys
import threading
from importlib import import_module

# By name, because in this checkout a package of that name is ours; where this runs, it is the SDK.
sdk = import_module("posthog")

with open(sys.argv[1]) as file:
    questions = json.load(file)
definitions = json.dumps(questions["definitions"]).encode()


class Definitions(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(definitions)))
        self.end_headers()
        self.wfile.write(definitions)

    def log_message(self, *_: object) -> None:
        """Nothing: what is printed would only hide what went wrong."""


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Definitions)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = sdk.Posthog(
    "phc_test",
    host=f"http://127.0.0.1:{server.server_port}",
    personal_api_key="phx_test",
    enable_local_evaluation=False,
)
client.load_feature_flags()
answers = [
    [
        client.get_feature_flag(
            flag["key"],
            who["distinct_id"],
            groups=who["groups"],
            person_properties=dict(who["person"]),
            group_properties={name: dict(values) for name, values in who["group_properties"].items()},
            device_id=who["device_id"],
            only_evaluate_locally=True,
            send_feature_flag_events=False,
        )
        for who in questions["people"]
    ]
    for flag in questions["definitions"]["flags"]
]
with open(sys.argv[2], "w") as file:
    json.dump(answers, file)
client.shutdown()
