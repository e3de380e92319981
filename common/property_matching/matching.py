"""Whether a value satisfies a filter, in memory.

Follows PostHog's flags service: text is compared without regard to case, substrings ignore the case of ASCII letters
only, patterns are RE2 and unanchored, numbers may be spelled as text, and what cannot be compared does not match.
A missing property satisfies the negative operators and no other.

A filter is compiled once and asked often: everything that follows from the filter alone is done when it is compiled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from common import clock
from common.dates import (
    InvalidDateError,
    RelativeDate,
    Unit,
    is_whole_day,
    parse_relative,
    resolve_date,
    shift,
    start_of,
)
from common.property_matching.filters import InvalidFilterError, PropertyFilter, as_number, compile_pattern
from common.property_matching.operators import OPERATORS, Operator
from common.property_matching.rendering import render, render_exactly, to_moment
from common.property_matching.versions import Version, parse_version, version_range


class Missing:
    """The value of a property that is not there; null is a value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

Matcher = Callable[[object, datetime], bool]
"""Whether a value, or MISSING, satisfies the filter at a moment (which only relative dates look at)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Where flags differ from queries, because SDKs decide flags too and must come to the same answer.

    `boolean_texts` makes `true` and `"false"` in a filter ask for truth instead of for a text, which is version 1 of
    PostHog's flag conditions: then `"false"` matches everything that is not true. `exact_numbers` tells 5.0 from 5,
    takes ` 5 ` for no number, and a list in a text operator for its JSON. `clamped_months` counts months back one by
    one, so that two months before 31 March is 28 January.
    """

    boolean_texts: bool = False
    exact_numbers: bool = False
    clamped_months: bool = False


QUERY_RULES: Final = Rules()
FLAG_RULES: Final = Rules(boolean_texts=True, exact_numbers=True, clamped_months=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    zone: tzinfo
    rules: Rules

    def render(self, value: object) -> str:
        return render_exactly(value) if self.rules.exact_numbers else render(value)

    def number(self, value: object) -> float | None:
        if self.rules.exact_numbers and isinstance(value, str) and value != value.strip():
            return None
        return as_number(value)


def compile_filter(condition: PropertyFilter, *, zone: tzinfo = UTC, rules: Rules = QUERY_RULES) -> Matcher:
    """The filter as a function of a value, whose key and type are the caller's business.

    Raises InvalidFilterError when the filter's value is none that its operator can use. Cohorts and other flags are no
    values of properties, so their operators raise ValueError here.
    """
    positive = OPERATORS[condition.operator].positive
    compiler = _COMPILERS.get(positive or condition.operator)
    if compiler is None:
        raise ValueError(f"{condition.operator} does not compare the value of a property.")
    matcher = compiler(condition, _Setting(zone=zone, rules=rules))
    if positive is None:
        return lambda value, now: value is not MISSING and matcher(value, now)
    return lambda value, now: value is MISSING or not matcher(value, now)


def matches(
    condition: PropertyFilter,
    value: object = MISSING,
    *,
    now: datetime | None = None,
    zone: tzinfo = UTC,
    rules: Rules = QUERY_RULES,
) -> bool:
    """Whether `value` satisfies `condition`, once; who asks often compiles the filter."""
    return compile_filter(condition, zone=zone, rules=rules)(value, now or clock.now())


_Compiler = Callable[[PropertyFilter, _Setting], Matcher]


def _exact(condition: PropertyFilter, setting: _Setting) -> Matcher:
    wanted = condition.values
    if not wanted:
        return lambda value, _: _is_true(value)
    truth = asks_for_truth(condition) if setting.rules.boolean_texts else None
    if truth is not None:
        return lambda value, _: _is_true(value) is truth
    texts = frozenset(setting.render(item).lower() for item in wanted)
    longest = max(map(len, texts))
    write = setting.render

    def matcher(value: object, _: datetime) -> bool:
        text = value if isinstance(value, str) else write(value)
        # Lower case is never shorter, so what is longer than every text wanted need not be looked at.
        return len(text) <= longest and text.lower() in texts

    return matcher


def asks_for_truth(condition: PropertyFilter) -> bool | None:
    """Which truth `exact` asks for by the rules of flags; None when it asks for texts."""
    if not all(_is_boolean_text(item) for item in condition.values):
        return None
    return all(_is_true(item) for item in condition.values)


def _is_true(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_true(item) for item in value)
    return value is True or (isinstance(value, str) and len(value) == 4 and value.lower() == "true")


def _is_boolean_text(value: object) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lower() in ("true", "false"))


def _on_text(test: Callable[[str, str], bool], *, one_of_several: bool = False) -> _Compiler:
    """Over texts in which the case of ASCII letters does not count; one of several is enough."""

    def compiler(condition: PropertyFilter, setting: _Setting) -> Matcher:
        wanted: tuple[object, ...] = condition.values
        if setting.rules.exact_numbers and not one_of_several and isinstance(condition.value, tuple):
            wanted = (list(condition.value),)
        parts = tuple(_ascii_lower(setting.render(item)) for item in wanted)
        write = setting.render
        if len(parts) == 1:
            (part,) = parts
            return lambda value, _: test(_ascii_lower(value if isinstance(value, str) else write(value)), part)

        def matcher(value: object, _: datetime) -> bool:
            text = _ascii_lower(value if isinstance(value, str) else write(value))
            return any(test(text, part) for part in parts)

        return matcher

    return compiler


def _ascii_lower(text: str) -> str:
    # Bytes know no other letters than ASCII's, and in UTF-8 no other character contains one.
    return (
        text.lower()
        if text.isascii()
        else text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    )


def _regex(condition: PropertyFilter, setting: _Setting) -> Matcher:
    patterns = tuple(compile_pattern(str(item)) for item in condition.values)
    write = setting.render

    def matcher(value: object, _: datetime) -> bool:
        text = value if isinstance(value, str) else write(value)
        return any(pattern.search(text) is not None for pattern in patterns)

    return matcher


def _on_number(test: Callable[[float, float], bool]) -> _Compiler:
    def compiler(condition: PropertyFilter, setting: _Setting) -> Matcher:
        bound = _bound(condition, setting, 0)
        read = setting.number

        def matcher(value: object, _: datetime) -> bool:
            number = read(value)
            return number is not None and test(number, bound)

        return matcher

    return compiler


def _between(condition: PropertyFilter, setting: _Setting) -> Matcher:
    low, high = _bound(condition, setting, 0), _bound(condition, setting, 1)
    read = setting.number

    def matcher(value: object, _: datetime) -> bool:
        number = read(value)
        return number is not None and low <= number <= high

    return matcher


def _bound(condition: PropertyFilter, setting: _Setting, index: int) -> float:
    number = setting.number(condition.values[index]) if index < len(condition.values) else None
    if number is None:
        raise InvalidFilterError(f"The operator {condition.operator} needs a number, got {condition.value!r:.60}.")
    return number


def _is_set(_condition: PropertyFilter, _setting: _Setting) -> Matcher:
    return lambda _value, _: True


@dataclass(frozen=True, slots=True, kw_only=True)
class DateBounds:
    """What a date in a filter means: a moment, and the time it names, from `start` up to but without `end`."""

    moment: datetime
    start: datetime
    end: datetime


def date_bounds(text: str, *, now: datetime, zone: tzinfo, rules: Rules = QUERY_RULES) -> DateBounds:
    """`2026-03-01` and `-7d` name a whole day in `zone`, `-24h` and times of day a single microsecond."""
    moment = _date_resolver(text, _Setting(zone=zone, rules=rules))(now)
    return _bounds_of(moment, is_day=is_whole_day(text), zone=zone)


def _bounds_of(moment: datetime, *, is_day: bool, zone: tzinfo) -> DateBounds:
    if not is_day:
        return DateBounds(moment=moment, start=moment, end=moment + timedelta(microseconds=1))
    start = start_of(moment.astimezone(zone), Unit.DAY)
    return DateBounds(moment=moment, start=start, end=shift(start, 1, Unit.DAY))


def _on_date(test: Callable[[datetime, DateBounds], bool]) -> _Compiler:
    def compiler(condition: PropertyFilter, setting: _Setting) -> Matcher:
        text = str(condition.values[0]) if condition.values else ""
        resolve = _date_resolver(text, setting)
        is_day = is_whole_day(text)
        zone = setting.zone

        def matcher(value: object, now: datetime) -> bool:
            moment = to_moment(value, zone)
            return moment is not None and test(moment, _bounds_of(resolve(now), is_day=is_day, zone=zone))

        return matcher

    return compiler


def _date_resolver(text: str, setting: _Setting) -> Callable[[datetime], datetime]:
    """The moment that the date of a filter means, as a function of now."""
    relative = parse_relative(text)
    if relative is None:
        try:
            fixed = resolve_date(text, now=datetime(2026, 1, 1, tzinfo=UTC), zone=setting.zone)
        except InvalidDateError as error:
            raise InvalidFilterError(f"{text[:60]!r} is no date.") from error
        return (lambda now: now) if text.strip() == "now" else (lambda _: fixed)
    if setting.rules.clamped_months and relative.unit in (Unit.MONTH, Unit.YEAR) and relative.edge is None:
        return lambda now: _month_by_month(relative, now.astimezone(setting.zone))
    return lambda now: relative.resolve(now=now, zone=setting.zone)


def _month_by_month(relative: RelativeDate, now: datetime) -> datetime:
    moment = now
    # From the 28th on down no month cuts a day off, and the steps can be taken at once.
    steps = relative.count
    while steps and moment.day > 28:
        moment, steps = shift(moment, -1, relative.unit), steps - 1
    try:
        return shift(moment, -steps, relative.unit)
    except ValueError as error:
        raise InvalidDateError(f"-{relative.count}{relative.unit}") from error


def _version_of(value: object) -> Version | None:
    return parse_version(render(value)) if isinstance(value, str | int | float) else None


def _on_version(test: Callable[[Version, Version], bool]) -> _Compiler:
    def compiler(condition: PropertyFilter, _setting: _Setting) -> Matcher:
        bound = parse_version(str(condition.values[0])) if condition.values else None
        if bound is None:
            raise InvalidFilterError(f"{condition.value!r:.60} is no version.")

        def matcher(value: object, _: datetime) -> bool:
            version = _version_of(value)
            return version is not None and test(version, bound)

        return matcher

    return compiler


def _version_range(condition: PropertyFilter, _setting: _Setting) -> Matcher:
    bounds = version_range(condition.operator, str(condition.values[0])) if condition.values else None
    if bounds is None:
        raise InvalidFilterError(f"{condition.value!r:.60} is no version that {condition.operator} can use.")
    low, high = bounds

    def matcher(value: object, _: datetime) -> bool:
        version = _version_of(value)
        return version is not None and low <= version < high

    return matcher


def clean_path(path: str) -> str:
    """A path or URL without query, fragment and slash at the end."""
    cut = path.split("#", 1)[0].split("?", 1)[0]
    return cut.rstrip("/") or "/"


def _cleaned_path(condition: PropertyFilter, setting: _Setting) -> Matcher:
    paths = frozenset(clean_path(render(item)) for item in condition.values)
    return lambda value, _: clean_path(render(value)) in paths


_COMPILERS: dict[Operator, _Compiler] = {
    Operator.EXACT: _exact,
    Operator.ICONTAINS: _on_text(lambda text, part: part in text),
    Operator.ICONTAINS_MULTI: _on_text(lambda text, part: part in text, one_of_several=True),
    Operator.STARTS_WITH: _on_text(str.startswith),
    Operator.ENDS_WITH: _on_text(str.endswith),
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
