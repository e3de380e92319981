"""Functions over dates and moments that need nothing but their arguments. See `signature` for the notation."""

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, table

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
    toUnixTimestamp 1
    toUnixTimestamp64Milli 1
    """,
        types.INTEGER,
    )
    | table(
        """
    toStartOfISOYear 1
    toMonday 1
    toLastDayOfMonth 1
    toLastDayOfWeek 1-2
    """,
        types.DATE,
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
    )
    | table(
        """
    addYears 2 first
    addQuarters 2 first
    addMonths 2 first
    addWeeks 2 first
    addDays 2 first
    addHours 2
    addMinutes 2
    addSeconds 2
    subtractYears 2 first
    subtractQuarters 2 first
    subtractMonths 2 first
    subtractWeeks 2 first
    subtractDays 2 first
    subtractHours 2
    subtractMinutes 2
    subtractSeconds 2
    """,
        types.DATETIME,
    )
    | table("monthName 1", types.STRING)
    | table(
        """
    toIntervalSecond 1
    toIntervalMinute 1
    toIntervalHour 1
    toIntervalDay 1
    toIntervalWeek 1
    toIntervalMonth 1
    toIntervalQuarter 1
    toIntervalYear 1
    """,
        types.INTERVAL,
    )
)
