"""What an idle instance occupies in memory, all processes together.

PSS counts a page shared by several processes once, divided among them: the sum is what the machine would have back.
RSS counts it for each of them, so its sum is too large for processes forked from one another; it is the usual figure,
and the one the budget speaks of.
"""

import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import requests

from bench.instance import RunningInstance, start_instance

BUDGET_MEGABYTES = 1024
MEGABYTE = 2**20
EVENTS_A_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """Megabytes of one process."""

    service: str
    rss: float
    pss: float


def run(quick: bool) -> list[dict[str, Any]]:
    """Megabytes when freshly started and again after some work, and what each service has of it."""
    with tempfile.TemporaryDirectory(prefix="prk-") as directory, start_instance(Path(directory)) as instance:
        time.sleep(3 if quick else 20)
        fresh = tuple(_processes(instance.pid))
        _work(instance, batches=5 if quick else 50)
        time.sleep(5 if quick else 60)
        worked = tuple(_processes(instance.pid))
    return [
        *_rows("idle after a start", fresh),
        *_rows(f"idle after {(5 if quick else 50) * EVENTS_A_BATCH:,} events", worked),
        *_services(worked),
    ]


def _rows(name: str, processes: tuple[Occupied, ...]) -> list[dict[str, Any]]:
    rss = sum(process.rss for process in processes)
    pss = sum(process.pss for process in processes)
    budget = f"≤ {BUDGET_MEGABYTES:,} MB"
    return [
        {"name": f"{name}, RSS", "value": rss, "unit": "MB", "budget": budget, "ok": rss <= BUDGET_MEGABYTES},
        {"name": f"{name}, PSS", "value": pss, "unit": "MB", "baseline": "RSS", "baseline_value": rss},
    ]


def _services(processes: tuple[Occupied, ...]) -> list[dict[str, Any]]:
    total = sum(process.pss for process in processes)
    by_service: dict[str, float] = defaultdict(float)
    for process in processes:
        by_service[process.service] += process.pss
    return [
        {"name": f"of that, {service}", "value": pss, "unit": "MB", "baseline": "all, PSS", "baseline_value": total}
        for service, pss in sorted(by_service.items(), key=lambda pair: -pair[1])
    ]


def _processes(supervisor_pid: int) -> Iterator[Occupied]:
    """The supervisor and everything it started."""
    supervisor = psutil.Process(supervisor_pid)
    for process in (supervisor, *supervisor.children(recursive=True)):
        try:
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
            service = "supervisor" if process.pid == supervisor_pid else _service(" ".join(process.cmdline()))
        except (FileNotFoundError, ProcessLookupError, psutil.NoSuchProcess):
            continue
        yield Occupied(service=service, rss=_field(rollup, "Rss"), pss=_field(rollup, "Pss"))


def _service(command: str) -> str:
    """Which service a process belongs to, by how it was started."""
    words = {"postgres": "postgres", "redis": "redis", "clickhouse": "clickhouse", "granian": "web", "celery": "worker"}
    return next((service for word, service in words.items() if word in command.lower()), "supervisor")


def _field(rollup: str, name: str) -> float:
    match = re.search(rf"^{name}:\s+(\d+) kB$", rollup, re.MULTILINE)
    return int(match.group(1)) * 1024 / MEGABYTE if match else 0.0


def _work(instance: RunningInstance, *, batches: int) -> None:
    """Send events and ask about them, so that every part has done what it is for."""
    project = instance.make_project()
    for batch in range(batches):
        events = [
            {"event": "$pageview", "distinct_id": f"visitor-{(batch * EVENTS_A_BATCH + number) % 500}"}
            for number in range(EVENTS_A_BATCH)
        ]
        response = requests.post(
            f"{instance.url}/batch/", json={"api_key": project.api_token, "batch": events}, timeout=30
        )
        response.raise_for_status()
    instance.wait_for_events(project, batches * EVENTS_A_BATCH)
