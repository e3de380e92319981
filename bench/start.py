"""How long a start takes: from `bin/hogli start` to every engine ready.

The first start of a data directory creates the databases and their tables; every later one is what people wait for.
Whether the page cache still holds the programs cannot be controlled without root, so the starts follow each other and
the median counts.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.instance import start_instance

SECOND_START_BUDGET_SECONDS = 15.0
STOP_BUDGET_SECONDS = 10.0


def run(quick: bool) -> list[dict[str, Any]]:
    """Seconds of the first start, of later ones, and of stopping."""
    # A start whose sources have changed builds the pages and installs packages, which is not what is measured here.
    with tempfile.TemporaryDirectory(prefix="prk-") as directory:
        _start_and_stop(Path(directory))
    with tempfile.TemporaryDirectory(prefix="prk-") as directory:
        data_dir = Path(directory)
        first, first_stop = _start_and_stop(data_dir)
        later = [_start_and_stop(data_dir) for _ in range(1 if quick else 5)]
    second = statistics.median(start for start, _ in later)
    slowest_stop = max([first_stop, *(stop for _, stop in later)])
    return [
        {"name": "first start of a data directory", "value": first, "unit": "s"},
        {
            "name": "later start, median",
            "value": second,
            "unit": "s",
            "baseline": "first start",
            "baseline_value": first,
            "budget": f"≤ {SECOND_START_BUDGET_SECONDS:.0f} s",
            "ok": second <= SECOND_START_BUDGET_SECONDS,
        },
        {
            "name": "stop, slowest",
            "value": slowest_stop,
            "unit": "s",
            "budget": f"≤ {STOP_BUDGET_SECONDS:.0f} s",
            "ok": slowest_stop <= STOP_BUDGET_SECONDS,
        },
    ]


def _start_and_stop(data_dir: Path) -> tuple[float, float]:
    """Seconds until ready and until gone."""
    started = time.monotonic()
    with start_instance(data_dir) as instance:
        ready = time.monotonic() - started
        stopping = time.monotonic()
        instance.stop()
        return ready, time.monotonic() - stopping
