"""`python -m bench [NAME] [--quick] [--write]`: run benchmarks, print their table, keep docs/benchmarks.md."""

import argparse
import sys
import time
import traceback
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench import harness
from bench.harness import Benchmark, BenchmarkError, Measurement


def main(argv: Sequence[str]) -> int:
    """Run what was asked for; 1 when a budget was missed or a benchmark broke, 2 when there is no such benchmark."""
    arguments = _parser().parse_args(argv)
    try:
        chosen = harness.choose(harness.discover(), arguments.name)
    except BenchmarkError as error:
        harness.say(str(error))
        return 2
    console = Console()
    all_good = True
    for benchmark in chosen:
        measurements = _measure(benchmark, quick=arguments.quick)
        if measurements is None:
            all_good = False
            continue
        console.print(_table(benchmark, measurements))
        all_good = all_good and all(measurement.ok is not False for measurement in measurements)
        if arguments.write:
            harness.write(benchmark, measurements, quick=arguments.quick)
            harness.say(f"Wrote {harness.DOCUMENT.relative_to(harness.CHECKOUT)}.")
    return 0 if all_good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/hogli bench", description="Measure Prickle against its budgets.")
    parser.add_argument("name", nargs="?", help="one benchmark; all without it")
    parser.add_argument("--quick", action="store_true", help="smaller and shorter, to see that it runs")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/benchmarks.md")
    return parser


def _measure(benchmark: Benchmark, *, quick: bool) -> list[Measurement] | None:
    """What the benchmark measured; None when it broke, so that the others still run."""
    harness.say(f"{benchmark.name}: {benchmark.title} …")
    started = time.monotonic()
    try:
        measurements = [harness.to_measurement(row) for row in benchmark.run(quick)]
    except Exception:  # one broken benchmark must not hide what the others measure
        traceback.print_exc()
        harness.say(f"{benchmark.name} broke after {time.monotonic() - started:.0f} s; see above.")
        return None
    harness.say(f"{benchmark.name}: {time.monotonic() - started:.0f} s.")
    return measurements


def _table(benchmark: Benchmark, measurements: list[Measurement]) -> Table:
    table = Table(*harness.HEADINGS, title=benchmark.title)
    styles = {True: "green", False: "bold red", None: ""}
    for measurement in measurements:
        *others, verdict = harness.cells(measurement)
        style = styles[measurement.ok]
        table.add_row(*others, f"[{style}]{verdict}[/{style}]" if style else verdict)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
