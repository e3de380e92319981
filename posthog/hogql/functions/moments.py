"""Functions over dates and moments that need nothing but their arguments. See `signature` for the notation."""

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, table
from posthog.hogql.plan import Read

MOMENTS: dict[str, Function] = (
    table(
        """
    toYear 1
    year=toYear 1
    toQuarter 1
    quarter=toQuarter 1
    toMonth 1
    month=toMonth 1
    toISOYear 1
    toISOWeek 1
    toWeek 1-2
    toYearWeek 1-2
    toDayOfYear 1
    toDayOfMonth 1
    day=toDayOfMonth 1
    toDayOfWeek 1-2
    toHour 1
    hour=toHour 1
    toMinute 1
    minute=toMinute 1
    toSecond 1
    second=toSecond 1
    toMillisecond 1
    toYYYYMM 1
    toYYYYMMDD 1
    toYYYYMMDDhhmmss 1
    toUnixTimestamp 1 partial
    toUnixTimestamp64Milli 1 partial
    """,
        types.INTEGER,
        reads=Read.DATETIME,
    )
    | table(
        """
    toStartOfISOYear 1
    toMonday 1
    toLastDayOfMonth 1
    toLastDayOfWeek 1-2
    """,
        types.DATE,
        reads=Read.DATETIME,
    )
    | table(
        """
    toStartOfFiveMinutes=toStartOfFiveMinute 1
    toStartOfFiveMinute 1
    toStartOfTenMinutes 1
    toStartOfFifteenMinutes 1
    timeSlot 1
    """,
        types.DATETIME,
        reads=Read.DATETIME,
    )
    | table(
        """
    addYears 2 first partial
    addQuarters 2 first partial
    addMonths 2 first partial
    addWeeks 2 first partial
    addDays 2 first partial
    addHours 2 partial
    addMinutes 2 partial
    addSeconds 2 partial
    subtractYears 2 first partial
    subtractQuarters 2 first partial
    subtractMonths 2 first partial
    subtractWeeks 2 first partial
    subtractDays 2 first partial
    subtractHours 2 partial
    subtractMinutes 2 partial
    subtractSeconds 2 partial
    """,
        types.DATETIME,
        reads=Read.DATETIME,
    )
    | table("monthName 1", types.STRING, reads=Read.DATETIME)
)
