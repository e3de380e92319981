"""What an instance occupies in memory and takes of the processor, all processes together, at rest and at work.

PSS counts a page shared by several processes once, divided among them: the sum is what the machine would have back.
RSS counts it for each of them, so its sum is too large for processes forked from one another; it is the usual figure,
and the one the budget speaks of.
"""

import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import requests

from bench.instance import BenchProject, RunningInstance, start_instance

BUDGET_MEGABYTES = 1024
MEGABYTE = 2**20
EVENTS_A_BATCH = 1000
LOAD_BATCHES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupied:
    """Megabytes of one process, and the seconds of processor time it has had."""

    service: str
    rss: float
    pss: float
    cpu: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a stretch of time took: the share of one core by service, and the most megabytes (PSS) at any moment."""

    cores: dict[str, float]
    peak: float


def run(quick: bool) -> list[dict[str, Any]]:
    """Megabytes when freshly started and again after some work, and what each service has of it; then the processor's
    time at rest and under a steady load of 3,000 events a second."""
    seconds = 5 if quick else 30
    with tempfile.TemporaryDirectory(prefix="prk-") as directory, start_instance(Path(directory)) as instance:
        time.sleep(3 if quick else 20)
        fresh = tuple(_processes(instance.pid))
        project = instance.make_project()
        batches = 5 if quick else 50
        for _ in range(batches):
            _send(instance, project)
        instance.wait_for_events(project, batches * EVENTS_A_BATCH)
        time.sleep(5 if quick else 60)
        worked = tuple(_processes(instance.pid))
        rest = _watch(instance.pid, seconds, lambda: time.sleep(1))
        load = _watch(instance.pid, seconds, lambda: _each_second(instance, project))
    return [
        *_rows("idle after a start", fresh),
        *_rows(f"idle after {batches * EVENTS_A_BATCH:,} events", worked),
        *_services(worked),
        *_span("at rest", rest),
        *_span(f"at {LOAD_BATCHES * EVENTS_A_BATCH:,} events/s", load),
    ]


def _each_second(instance: RunningInstance, project: BenchProject) -> None:
    """A second of a steady load."""
    until = time.monotonic() + 1
    for _ in range(LOAD_BATCHES):
        _send(instance, project)
    time.sleep(max(0.0, until - time.monotonic()))


def _watch(supervisor_pid: int, seconds: int, each_second: Callable[[], None]) -> Span:
    """What so many seconds take, looked at once a second."""
    before, began = _cpu(supervisor_pid), time.monotonic()
    peak = 0.0
    for _ in range(seconds):
        each_second()
        peak = max(peak, sum(process.pss for process in _processes(supervisor_pid)))
    took = time.monotonic() - began
    after = _cpu(supervisor_pid)
    return Span(cores={service: (after[service] - before.get(service, 0.0)) / took for service in after}, peak=peak)


def _cpu(supervisor_pid: int) -> dict[str, float]:
    seconds: dict[str, float] = defaultdict(float)
    for process in _processes(supervisor_pid):
        seconds[process.service] += process.cpu
    return seconds


def _span(name: str, span: Span) -> list[dict[str, Any]]:
    total = sum(span.cores.values())
    return [
        {"name": f"processor {name}, all", "value": 100 * total, "unit": "% of a core"},
        *(
            {"name": f"of that, {service}", "value": 100 * cores, "unit": "% of a core"}
            for service, cores in sorted(span.cores.items(), key=lambda pair: -pair[1])
        ),
        {"name": f"most memory {name}, PSS", "value": span.peak, "unit": "MB"},
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
            used = process.cpu_times()
        except (FileNotFoundError, ProcessLookupError, psutil.NoSuchProcess):
            continue
        cpu = used.user + used.system
        yield Occupied(service=service, rss=_field(rollup, "Rss"), pss=_field(rollup, "Pss"), cpu=cpu)


def _service(command: str) -> str:
    """Which service a process belongs to, by how it was started."""
    words = {"postgres": "postgres", "redis": "redis", "clickhouse": "clickhouse", "granian": "web", "celery": "worker"}
    return next((service for word, service in words.items() if word in command.lower()), "supervisor")


def _field(rollup: str, name: str) -> float:
    match = re.search(rf"^{name}:\s+(\d+) kB$", rollup, re.MULTILINE)
    return int(match.group(1)) * 1024 / MEGABYTE if match else 0.0


def _send(instance: RunningInstance, project: BenchProject) -> None:
    """One batch of events of some 500 people."""
    events = [{"event": "$pageview", "distinct_id": f"visitor-{random.randrange(500)}"} for _ in range(EVENTS_A_BATCH)]
    body = {"api_key": project.api_token, "batch": events}
    requests.post(f"{instance.url}/batch/", json=body, timeout=30).raise_for_status()
