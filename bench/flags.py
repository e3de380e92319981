"""Flags: how long `/flags/` takes and how many requests one web worker answers, against a view that does nothing.

Projects with 1, 50 and 500 flags; people who need not be looked up, who are known, who are in cohorts and groups; 1 to 32
connections. The web server runs alone with real stores behind it. Clients keep their connections and send prepared bytes.
"""

import json
import multiprocessing
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from bench.harness import CHECKOUT, BenchmarkError
from bench.stack import Stack, web_stack

SECONDS = 4.0
QUICK_SECONDS = 1.0
P50_BUDGET_MS, P99_BUDGET_MS, RATIO_BUDGET = 2.0, 15.0, 0.15
NOT_MODIFIED_BUDGET_MS = 1.0
CONNECTIONS = (1, 4, 16, 32)
SETTING = "50 flags, person known"

# Run inside the instance's environment: makes a project per row, with its flags, one known person and one group.
GIVEN = """
import json, sys
from django.db import connection
from posthog.accounts import project_keys
from posthog.models import Team, User
from products.feature_flags.backend.models import FeatureFlag

first = Team.objects.get()
user = User.objects.first()
made = {}
for name, number, kind in json.loads(sys.argv[1]):
    team = Team.objects.create(organization=first.organization, name=name)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_person (team_id, uuid, properties, is_identified, created_at, version)"
            " VALUES (%s, gen_random_uuid(), %s, true, now(), 1) RETURNING id, uuid",
            [team.pk, json.dumps({"plan": "pro", "email": "ada@example.com", **{f"p{n}": f"value {n}" for n in range(20)}})],
        )
        person, uuid = cursor.fetchone()
        cursor.execute(
            "INSERT INTO events_persondistinctid (team_id, person_id, distinct_id, version) VALUES (%s, %s, 'ada', 0)",
            [team.pk, person],
        )
        cursor.execute(
            "INSERT INTO events_grouptypemapping (team_id, group_type, group_type_index, name_singular, name_plural,"
            " created_at) VALUES (%s, 'company', 0, '', '', now())", [team.pk],
        )
        cursor.execute(
            "INSERT INTO events_group (team_id, group_type_index, group_key, group_properties, created_at, version)"
            " VALUES (%s, 0, 'acme', %s, now(), 1)", [team.pk, json.dumps({"plan": "pro"})],
        )
    cohort_id = 0
    if kind == "rule":
        from django.apps import apps
        pro = {"key": "plan", "type": "person", "operator": "exact", "value": ["pro"]}
        filters = {"properties": {"type": "OR", "values": [{"type": "AND", "values": [pro]}]}}
        cohort_id = apps.get_model("cohorts", "Cohort").objects.for_team(team.pk).create(name="rule", filters=filters).pk
    if kind == "cohort":
        from django.apps import apps
        cohort = apps.get_model("cohorts", "Cohort").objects.for_team(team.pk).create(name="static", is_static=True)
        cohort_id = cohort.pk
        apps.get_model("cohorts", "CohortMember").objects.for_team(team.pk).create(cohort=cohort, person_uuid=uuid)
    for index in range(number):
        # Every flag asks something of its own: what several ask alike is found out once.
        plan = {"key": "plan", "type": "person", "operator": "exact", "value": ["pro", f"team {index}"]}
        mail = {"key": "email", "type": "person", "operator": "icontains", "value": "@example.com"[index % 8:]}
        in_cohort = {"key": "id", "type": "cohort", "operator": "in", "value": cohort_id}
        properties = {
            "nobody": [], "person": [plan, mail], "group": [plan], "cohort": [in_cohort], "rule": [in_cohort],
        }[kind]
        filters = {"groups": [{"properties": properties, "rollout_percentage": 50 + index % 50}]}
        if kind == "group":
            filters["aggregation_group_type_index"] = 0
        if index % 3 == 0:
            filters["multivariate"] = {"variants": [{"key": k, "rollout_percentage": 50} for k in ("control", "test")]}
        FeatureFlag.objects.for_team(team.pk).create(key=f"flag-{index}", filters=filters)
    key, value = project_keys.create_key(project_keys.SecretKeyForm(label="bench"), team_id=team.pk, user=user)
    made[name] = {"token": team.api_token, "secret": value}
print("MADE " + json.dumps(made))
"""
KINDS = {
    "nobody looked up": "nobody",
    "person known": "person",
    "group known": "group",
    "static cohort": "cohort",
    "cohort by a property": "rule",
}
SETTINGS: tuple[tuple[str, int, str], ...] = tuple(
    (f"{number} flag{'s' if number > 1 else ''}, {words}", number, kind)
    for number in (1, 50, 500)
    for words, kind in KINDS.items()
)
# Where latencies are told besides the rates.
TOLD = (1, 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Requests a second, and milliseconds that 50, 95 and 99 of 100 requests took at most."""

    rate: float
    p50: float
    p95: float
    p99: float


def run(quick: bool) -> list[dict[str, Any]]:
    """Rates as ratios to a view that does nothing, latencies, and what a poll for definitions costs."""
    seconds = QUICK_SECONDS if quick else SECONDS
    with web_stack() as stack:
        projects = _given(stack)
        connections = TOLD if quick else CONNECTIONS
        noop = {number: _measure(stack.port, _get("/_livez"), number, seconds) for number in connections}
        rows: list[dict[str, Any]] = [{"name": "no-op view, 1 connection", "value": noop[1].rate, "unit": "requests/s"}]
        for name, _, _ in SETTINGS:
            request = _flags(projects[name]["token"])
            for number in connections:
                found = _measure(stack.port, request, number, seconds if name == SETTING else seconds / 2)
                rows.append(_ratio(name, found, noop[number], number))
                if name == SETTING or number in TOLD:
                    rows += _latencies(name, found, number)
        rows.append(_not_modified(stack, projects[SETTING], noop[1], seconds))
    rows.append(_memory())
    return rows


def _ratio(name: str, found: Measured, noop: Measured, connections: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": _named(name, connections),
        "value": found.rate,
        "unit": "requests/s",
        "baseline": "no-op view",
        "baseline_value": noop.rate,
    }
    if name == SETTING and connections == 1:
        row |= {"budget": f"≥ {RATIO_BUDGET} × baseline", "ok": found.rate >= RATIO_BUDGET * noop.rate}
    return row


def _latencies(name: str, found: Measured, connections: int) -> list[dict[str, Any]]:
    named, is_budget = _named(name, connections), name == SETTING
    return [
        _latency(f"{named}, p50", found.p50, P50_BUDGET_MS if is_budget and connections == 1 else None),
        _latency(f"{named}, p95", found.p95),
        _latency(f"{named}, p99", found.p99, P99_BUDGET_MS if is_budget and connections <= 16 else None),
    ]


def _named(name: str, connections: int) -> str:
    return f"{name}, {connections} connection{'s' if connections > 1 else ''}"


def _latency(name: str, value: float, budget: float | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "value": value, "unit": "ms"}
    return row if budget is None else {**row, "budget": f"≤ {budget:g} ms", "ok": value <= budget}


def _not_modified(stack: Stack, project: dict[str, str], noop: Measured, seconds: float) -> dict[str, Any]:
    """The server's time for a 304: what it takes longer than the view that does nothing."""
    headers = {"Authorization": f"Bearer {project['secret']}"}
    first = _once(stack.port, _get("/flags/definitions", headers))
    tag = next(line for line in first.split(b"\r\n") if line.lower().startswith(b"etag:")).partition(b":")[2].strip()
    request = _get("/flags/definitions", {**headers, "If-None-Match": tag.decode()})
    found = _measure(stack.port, request, 1, seconds, status=b"304")
    return _latency("definitions not modified, p50 beyond the no-op view", found.p50 - noop.p50, NOT_MODIFIED_BUDGET_MS)


def _memory() -> dict[str, Any]:
    """Resident memory of 1,000 compiled flags, after each has given two answers."""
    code = (
        "import psutil\n"
        "from products.feature_flags.backend.tests.evaluation.given import asked, definitions, flag, person, when\n"
        "process = psutil.Process(); made = []\n"
        "def make(start): made.append(definitions(*(flag(n, f'flag-{n}', groups=[when(person('plan', ['pro', f'team {n}']),"
        " person('email', f'@{n}.com', 'icontains'), rollout=50)]) for n in range(start, start + 5000))))\n"
        "make(0); before = process.memory_info().rss\n"
        "for start in (5000, 10000):\n"
        "    make(start); [made[-1].evaluate(tuple(made[-1].by_id.values()), asked(u)) for u in ('a', 'b')]\n"
        "print((process.memory_info().rss - before) / 10)\n"
    )
    env = _setup("import django; django.setup()\n" + code)
    return {"name": "memory of 1,000 flags", "value": float(env.strip().splitlines()[-1]) / 1e6, "unit": "MB"}


def _setup(code: str, *arguments: str, env: dict[str, str] | None = None) -> str:
    import os

    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "posthog.settings", "PYTHONPATH": str(CHECKOUT)}
    environment |= env or {"SECRET_KEY": "only-for-benchmarks-0123456789abcdef"}
    argv = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(argv, env=environment, cwd=CHECKOUT, check=False, capture_output=True, text=True)
    if result.returncode:
        raise BenchmarkError(result.stderr[-2000:])
    return result.stdout


def _given(stack: Stack) -> dict[str, dict[str, str]]:
    output = _setup("import django; django.setup()\n" + GIVEN, json.dumps(SETTINGS), env=stack.env)
    line = next(line for line in output.splitlines() if line.startswith("MADE "))
    made: dict[str, dict[str, str]] = json.loads(line[5:])
    return made


def _flags(token: str) -> bytes:
    body = json.dumps({"token": token, "distinct_id": "ada", "groups": {"company": "acme"}}).encode()
    return _request("POST", "/flags/?v=2", {"Content-Type": "application/json"}, body)


def _get(path: str, headers: dict[str, str] | None = None) -> bytes:
    return _request("GET", path, headers or {}, b"")


def _request(method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _measure(port: int, request: bytes, connections: int, seconds: float, *, status: bytes = b"200") -> Measured:
    context = multiprocessing.get_context("fork")
    answers: Any = context.Queue()
    start = time.monotonic() + 0.3
    arguments = (port, request, start, seconds, status, answers)
    clients = [context.Process(target=_client, args=arguments) for _ in range(connections)]
    for client in clients:
        client.start()
    waits: list[float] = []
    for _ in clients:
        found = answers.get(timeout=seconds + 30)
        if isinstance(found, str):
            raise BenchmarkError(found)
        waits += found
    for client in clients:
        client.join()
    waits.sort()
    p50, p95, p99 = (waits[int(len(waits) * share)] * 1000 for share in (0.5, 0.95, 0.99))
    return Measured(rate=len(waits) / seconds, p50=p50, p95=p95, p99=p99)


def _client(port: int, request: bytes, start: float, seconds: float, status: bytes, answers: Any) -> None:
    waits = []
    with socket.create_connection(("127.0.0.1", port)) as channel:
        channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        time.sleep(max(0.0, start - time.monotonic()))
        while (asked_at := time.monotonic()) < start + seconds:
            channel.sendall(request)
            answer = _answer(channel)
            waits.append(time.monotonic() - asked_at)
            if not answer.startswith(b"HTTP/1.1 " + status):
                answers.put(answer[:300].decode(errors="replace"))
                return
    answers.put(waits)


def _once(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as channel:
        channel.sendall(request)
        return _answer(channel)


def _answer(channel: socket.socket) -> bytes:
    """One whole answer, with a length or in chunks."""
    answer = channel.recv(262144)
    while True:
        head, separator, body = answer.partition(b"\r\n\r\n")
        if separator and b"304" in head[:16]:
            return answer
        if separator and b"chunked" in head:
            if body.endswith(b"0\r\n\r\n"):
                return answer
        elif separator and len(body) >= int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]):
            return answer
        more = channel.recv(262144)
        if not more:
            return answer
        answer += more
