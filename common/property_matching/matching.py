"""Whether a value satisfies a filter, in memory.

Follows PostHog's flags service: text is compared without regard to case, substrings ignore the case of ASCII letters
only, patterns are RE2 and unanchored, numbers may be spelled as text, and what cannot be compared does not match.
A missing property satisfies the negative operators and no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from common import clock
from common.dates import Unit, is_whole_day, resolve_date, shift, start_of
from common.property_matching.filters import PropertyFilter, as_number, compile_pattern
from common.property_matching.operators import OPERATORS, Operator
from common.property_matching.rendering import render, to_moment
from common.property_matching.versions import Version, parse_version, version_range


class Missing:
    """The value of a property that is not there; null is a value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """When and where a filter is asked.

    `boolean_texts` makes `true` and `"false"` in a filter ask for truth instead of for a text, which is version 1 of
    PostHog's flag conditions: then `"false"` matches everything that is not true.
    """

    now: datetime
    zone: tzinfo = UTC
    boolean_texts: bool = False


def matches(
    condition: PropertyFilter,
    value: object = MISSING,
    *,
    now: datetime | None = None,
    zone: tzinfo = UTC,
    boolean_texts: bool = False,
) -> bool:
    """Whether `value` satisfies `condition`, whose key and type are the caller's business.

    Cohorts and other flags are no values of properties, so their operators raise ValueError here.
    """
    positive = OPERATORS[condition.operator].positive
    if (positive or condition.operator) not in _CHECKS:
        raise ValueError(f"{condition.operator} does not compare the value of a property.")
    if isinstance(value, Missing):
        return positive is not None
    around = Circumstances(now=now or clock.now(), zone=zone, boolean_texts=boolean_texts)
    found = _CHECKS[positive or condition.operator](condition, value, around)
    return found if positive is None else not found


_Check = Callable[[PropertyFilter, object, Circumstances], bool]


def _exact(condition: PropertyFilter, value: object, around: Circumstances) -> bool:
    if not condition.values:
        return _is_true(value)
    if around.boolean_texts and all(_is_boolean_text(item) for item in condition.values):
        return _is_true(value) is all(_is_true(item) for item in condition.values)
    text = render(value).lower()
    return any(render(item).lower() == text for item in condition.values)


def _is_true(value: object) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(_is_true(item) for item in value)
    return value is True or (isinstance(value, str) and value.lower() == "true")


def _is_boolean_text(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lower() in ("true", "false"))


def _on_text(test: Callable[[str, str], bool]) -> _Check:
    """A check over texts in which the case of ASCII letters does not count; one of several is enough."""

    def check(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
        text = _ascii_lower(render(value))
        return any(test(text, _ascii_lower(render(item))) for item in condition.values)

    return check


def _ascii_lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join(each.lower() if each.isascii() else each for each in text)


def _regex(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
    text = render(value)
    return any(compile_pattern(str(item)).search(text) is not None for item in condition.values)


def _on_number(test: Callable[[float, float], bool]) -> _Check:
    def check(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
        number, bound = as_number(value), as_number(condition.values[0])
        return number is not None and bound is not None and test(number, bound)

    return check


def _between(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
    number, low, high = as_number(value), as_number(condition.values[0]), as_number(condition.values[1])
    return number is not None and low is not None and high is not None and low <= number <= high


def _is_set(_condition: PropertyFilter, _value: object, _around: Circumstances) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class DateBounds:
    """What a date in a filter means: a moment, and the time it names, from `start` up to but without `end`."""

    moment: datetime
    start: datetime
    end: datetime


def date_bounds(text: str, *, now: datetime, zone: tzinfo) -> DateBounds:
    """`2026-03-01` and `-7d` name a whole day in `zone`, `-24h` and times of day a single microsecond."""
    moment = resolve_date(text, now=now, zone=zone)
    if not is_whole_day(text):
        return DateBounds(moment=moment, start=moment, end=moment + timedelta(microseconds=1))
    start = start_of(moment.astimezone(zone), Unit.DAY)
    return DateBounds(moment=moment, start=start, end=shift(start, 1, Unit.DAY))


def _on_date(test: Callable[[datetime, DateBounds], bool]) -> _Check:
    def check(condition: PropertyFilter, value: object, around: Circumstances) -> bool:
        moment = to_moment(value, around.zone)
        if moment is None:
            return False
        return test(moment, date_bounds(str(condition.values[0]), now=around.now, zone=around.zone))

    return check


def _on_version(test: Callable[[Version, Version], bool]) -> _Check:
    def check(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
        version = parse_version(render(value)) if isinstance(value, str | int | float) else None
        bound = parse_version(str(condition.values[0]))
        return version is not None and bound is not None and test(version, bound)

    return check


def _version_range(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
    version = parse_version(render(value)) if isinstance(value, str | int | float) else None
    bounds = version_range(condition.operator, str(condition.values[0]))
    return version is not None and bounds is not None and bounds[0] <= version < bounds[1]


def clean_path(path: str) -> str:
    """A path or URL without query, fragment and slash at the end."""
    cut = path.split("#", 1)[0].split("?", 1)[0]
    return cut.rstrip("/") or "/"


def _cleaned_path(condition: PropertyFilter, value: object, _around: Circumstances) -> bool:
    path = clean_path(render(value))
    return any(clean_path(render(item)) == path for item in condition.values)


_CHECKS: dict[Operator, _Check] = {
    Operator.EXACT: _exact,
    Operator.ICONTAINS: _on_text(lambda text, part: part in text),
    Operator.ICONTAINS_MULTI: _on_text(lambda text, part: part in text),
    Operator.STARTS_WITH: _on_text(lambda text, part: text.startswith(part)),
    Operator.ENDS_WITH: _on_text(lambda text, part: text.endswith(part)),
    Operator.REGEX: _regex,
    Operator.GT: _on_number(lambda number, bound: number > bound),
    Operator.GTE: _on_number(lambda number, bound: number >= bound),
    Operator.LT: _on_number(lambda number, bound: number < bound),
    Operator.LTE: _on_number(lambda number, bound: number <= bound),
    Operator.MIN: _on_number(lambda number, bound: number >= bound),
    Operator.MAX: _on_number(lambda number, bound: number <= bound),
    Operator.BETWEEN: _between,
    Operator.IS_SET: _is_set,
    Operator.IS_DATE_EXACT: _on_date(lambda moment, date: date.start <= moment < date.end),
    Operator.IS_DATE_BEFORE: _on_date(lambda moment, date: moment < date.moment),
    Operator.IS_DATE_AFTER: _on_date(lambda moment, date: moment > date.moment),
    Operator.SEMVER_EQ: _on_version(lambda version, bound: version == bound),
    Operator.SEMVER_NEQ: _on_version(lambda version, bound: version != bound),
    Operator.SEMVER_GT: _on_version(lambda version, bound: version > bound),
    Operator.SEMVER_GTE: _on_version(lambda version, bound: version >= bound),
    Operator.SEMVER_LT: _on_version(lambda version, bound: version < bound),
    Operator.SEMVER_LTE: _on_version(lambda version, bound: version <= bound),
    Operator.SEMVER_TILDE: _version_range,
    Operator.SEMVER_CARET: _version_range,
    Operator.SEMVER_WILDCARD: _version_range,
    Operator.IS_CLEANED_PATH_EXACT: _cleaned_path,
}
