"""Makes projects for tests as `manage.py bootstrap_project` does, without starting Django anew for each.

A line of JSON, the command's arguments, makes a line of its answer. Ends when nobody can ask any more.
"""

import io
import json
import sys

import django
from django.core.management import call_command


def serve() -> None:
    django.setup()
    from django.db import connections

    for line in sys.stdin:
        answer = io.StringIO()
        call_command("bootstrap_project", *json.loads(line), stdout=answer)
        # The next one may be asked for after the database was killed.
        connections.close_all()
        sys.stdout.write(json.dumps(json.loads(answer.getvalue())) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
