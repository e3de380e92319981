"""How many newcomers a day has: growth over the history, working weeks, quiet holidays, one launch that went well."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

# Monday to Sunday. Planning boards are a thing of working days.
WEEK = (1.05, 1.15, 1.12, 1.08, 0.92, 0.36, 0.32)
# January to December: new year's resolutions, a slow summer in the north, a busy autumn.
YEAR = (1.12, 1.06, 1.04, 0.98, 1.0, 0.94, 0.82, 0.78, 1.08, 1.12, 1.1, 0.86)
FINAL_GROWTH = 4.0
LAUNCH_AT = 0.55
LAUNCH_DAYS = (3.2, 2.1, 1.5, 1.2)


def weekday_factor(day: date) -> float:
    """How busy this day of the week is, 1 being an average working day."""
    return WEEK[day.weekday()]


def newcomers(*, people: int, days: int, start: date) -> Iterator[int]:
    """Newcomers of day 0, 1, 2 …, without end. The first `days` of them add up to exactly `people`.

    After those days growth stops and the seasons go on, so that a longer history begins like a shorter one.
    """
    total = sum(_weight(index, days=days, start=start) for index in range(days))
    seen = 0.0
    before = 0
    for index in count():
        seen += _weight(index, days=days, start=start)
        now = round(people * seen / total)
        yield now - before
        before = now


def _weight(index: int, *, days: int, start: date) -> float:
    day = start + timedelta(days=index)
    grown = 1 + (FINAL_GROWTH - 1) * math.pow(min(1.0, index / days), 1.4)
    since_launch = index - round(days * LAUNCH_AT)
    launch = LAUNCH_DAYS[since_launch] if 0 <= since_launch < len(LAUNCH_DAYS) else 1.0
    holidays = 0.35 if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2) else 1.0
    return grown * weekday_factor(day) * YEAR[day.month - 1] * launch * holidays
