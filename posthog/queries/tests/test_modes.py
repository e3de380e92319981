from datetime import UTC, datetime, timedelta

import pytest

from posthog.queries.modes import Action, CacheState, Freshness, RefreshMode, decide, is_stale
from posthog.queries.nodes.shared import Interval

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)

# The table of docs, written out once more: mode, then what to do when fresh, stale, missing.
EXPECTED = """
blocking                    serve    compute            compute
async                       serve    serve_and_enqueue  enqueue
lazy_async                  serve    serve_and_enqueue  enqueue
async_except_on_cache_miss  serve    serve_and_enqueue  compute
force_blocking              compute  compute            compute
force_async                 enqueue  enqueue            enqueue
force_cache                 serve    serve              report_miss
"""


@pytest.mark.parametrize("line", EXPECTED.split("\n")[1:-1])
def test_refresh_mode_decides_what_to_do_about_the_cache(line: str) -> None:
    mode, *actions = line.split()
    decided = [decide(RefreshMode(mode), state) for state in (CacheState.FRESH, CacheState.STALE, CacheState.MISSING)]
    assert decided == [Action(action) for action in actions]


def test_every_refresh_mode_is_in_the_table() -> None:
    assert {line.split()[0] for line in EXPECTED.split("\n")[1:-1]} == {mode.value for mode in RefreshMode}


@pytest.mark.parametrize(
    ("interval", "default_minutes", "lazy_minutes"),
    [
        (Interval.MINUTE, 5, 15),
        (Interval.HOUR, 60, 120),
        (Interval.DAY, 360, 720),
        (Interval.WEEK, 1440, 1440),
        (Interval.MONTH, 2880, 2880),
        (None, 360, 720),
    ],
)
def test_answer_is_stale_exactly_after_the_age_of_its_interval(
    interval: Interval | None, default_minutes: int, lazy_minutes: int
) -> None:
    for mode, minutes in ((RefreshMode.BLOCKING, default_minutes), (RefreshMode.LAZY_ASYNC, lazy_minutes)):
        ages = [timedelta(minutes=minutes), timedelta(minutes=minutes, seconds=1)]
        stale = [
            is_stale(refreshed_at=NOW - age, now=NOW, freshness=Freshness.of(interval), mode=mode, date_to=NOW)
            for age in ages
        ]
        assert stale == [False, True], (interval, mode)


@pytest.mark.parametrize(("ended_before_refresh", "stale"), [(11, False), (9, True), (-60, True)])
def test_answer_about_a_finished_period_never_grows_stale(ended_before_refresh: int, stale: bool) -> None:
    refreshed_at = NOW - timedelta(days=300)
    date_to = refreshed_at - timedelta(seconds=ended_before_refresh)
    assert (
        is_stale(
            refreshed_at=refreshed_at, now=NOW, freshness=Freshness.DAY, mode=RefreshMode.BLOCKING, date_to=date_to
        )
        is stale
    )
