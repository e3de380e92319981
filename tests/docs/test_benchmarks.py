"""docs/benchmarks.md: written by `bin/hogli bench --write`, one section per benchmark that exists."""

import re

import pytest

from bench import harness
from bench.harness import Benchmark, BenchmarkError
from tests.docs import pages

PAGE = pages.DOCS / "benchmarks.md"
ROW = {"name": "capture", "value": 30, "unit": "req/s", "baseline": "no-op", "baseline_value": 60, "ok": True}


def benchmark() -> Benchmark:
    return Benchmark(name="capture", title="Capture", run=lambda quick: [dict(ROW)])


def test_sections_of_the_page_belong_to_benchmarks() -> None:
    names = re.findall(r"<!-- bench:(\w+) -->", PAGE.read_text())
    assert len(names) == len(set(names))
    assert set(names) <= {found.name for found in harness.discover()}


def test_discovery_finds_modules_that_run_and_no_others() -> None:
    names = {found.name for found in harness.discover()}
    assert {"start", "memory"} <= names
    assert not {"harness", "instance", "__main__"} & names


def test_measurement_computes_its_ratio() -> None:
    assert harness.to_measurement(ROW).ratio == 0.5


def test_measurement_with_a_misspelt_key_is_refused() -> None:
    with pytest.raises(BenchmarkError, match="unknown keys: base_line"):
        harness.to_measurement({**ROW, "base_line": "x"})
    with pytest.raises(BenchmarkError, match="lacks unit"):
        harness.to_measurement({"name": "x", "value": 1})


def test_unknown_benchmark_is_refused_by_name() -> None:
    with pytest.raises(BenchmarkError, match="no benchmark 'flags'"):
        harness.choose([benchmark()], "flags")


def test_section_is_added_once_and_replaced_afterwards() -> None:
    first = harness.section(benchmark(), [harness.to_measurement(ROW)], quick=False, facts="2 cores.")
    document = harness.with_section("# Benchmarks\n", "capture", first)
    slower = harness.section(
        benchmark(), [harness.to_measurement({**ROW, "value": 15, "ok": False})], quick=True, facts="2 cores."
    )
    replaced = harness.with_section(document, "capture", slower)
    assert document.count("<!-- bench:capture -->") == replaced.count("<!-- bench:capture -->") == 1
    assert "| capture | 30 req/s | no-op 60 | 0.5 |  | kept |" in document
    assert "| capture | 15 req/s | no-op 60 | 0.25 |  | missed |" in replaced
    assert "A quick run" in replaced
    assert "| 30 req/s |" not in replaced
