"""Reads one behavioural criterion. Each kind of behaviour has its own fields; the others are refused with it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from common.dates import InvalidDateError, Unit, resolve_date
from common.property_matching import InvalidFilterError, Operator, PropertyFilter, parse_filter
from posthog.hogql import ast
from posthog.hogql.errors import ExposedHogQLError
from posthog.hogql.parser import parse_expr
from posthog.hogql.visitor import walk
from products.cohorts.backend.facade.enums import Behavior, EventKind
from products.cohorts.backend.facade.errors import InvalidCohortError
from products.cohorts.backend.logic.criteria.fields import Fields
from products.cohorts.backend.logic.criteria.tree import BehaviorCriterion, EventMatch, Span, TimeWindow

MAX_EVENT_FILTERS = 30
# How far back a length of time may reach, about ten years, and a year's worth of hours.
MAX_COUNTS: Final = {Unit.HOUR: 9_000, Unit.DAY: 4_000, Unit.WEEK: 600, Unit.MONTH: 130, Unit.YEAR: 12}
# Beyond these years the database cannot tell moments apart.
YEARS: Final = (1971, 2200)
MAX_TIMES = 1_000_000
MAX_PERIODS = 100

_UNITS: Final = {"hour": Unit.HOUR, "day": Unit.DAY, "week": Unit.WEEK, "month": Unit.MONTH, "year": Unit.YEAR}
_COUNTED: Final = {
    "gte": Operator.GTE,
    "lte": Operator.LTE,
    "gt": Operator.GT,
    "lt": Operator.LT,
    "eq": Operator.EXACT,
    "exact": Operator.EXACT,
}
_FILTER_TYPES: Final = ("event", "person", "element", "group", "event_metadata", "person_metadata", "hogql")

_COHORT_OPS: Final = (ast.CompareOp.IN_COHORT, ast.CompareOp.NOT_IN_COHORT)

_ALWAYS = frozenset({"value", "key", "event_type", "event_filters", "negation"})
_RELATIVE = frozenset({"time_value", "time_interval"})
_WINDOW = _RELATIVE | {"explicit_datetime", "explicit_datetime_to"}
_COUNT = frozenset({"operator", "operator_value"})
_SECOND = frozenset({"seq_event", "seq_event_type", "seq_time_value", "seq_time_interval"})
_RECENT = frozenset({"seq_time_value", "seq_time_interval"})
_FIELDS: Final[dict[Behavior, frozenset[str]]] = {
    Behavior.PERFORMED: _ALWAYS | _WINDOW,
    Behavior.MULTIPLE: _ALWAYS | _WINDOW | _COUNT,
    Behavior.SEQUENCE: _ALWAYS | _WINDOW | _SECOND,
    Behavior.FIRST_TIME: _ALWAYS | _WINDOW,
    Behavior.REGULARLY: _ALWAYS | _RELATIVE | _COUNT | {"min_periods", "total_periods"},
    Behavior.STOPPED: _ALWAYS | _RELATIVE | _RECENT,
    Behavior.RESTARTED: _ALWAYS | _RELATIVE | _RECENT,
}
# Forms keep fields of the kind that was chosen before; empty ones are no mistake.
_ALL_FIELDS = frozenset().union(*_FIELDS.values())


def parse_behavior(data: Mapping[str, Any], attr: str) -> BehaviorCriterion:
    """The behaviour that a criterion asks for; raises InvalidCohortError naming the field."""
    kind = Behavior(Fields(data, attr, _ALL_FIELDS).choice("value", tuple(Behavior)))
    present = {name: value for name, value in data.items() if value is not None or name not in _ALL_FIELDS}
    fields = Fields(present, attr, _FIELDS[kind])
    common: dict[str, Any] = {
        "behavior": kind,
        "event": _event(fields, "key", "event_type"),
        "event_filters": _event_filters(fields, attr),
        "negated": fields.flag("negation"),
        "attr": attr,
    }
    if kind is Behavior.MULTIPLE:
        common |= _counted(fields)
    elif kind is Behavior.REGULARLY:
        common |= _counted(fields, default=1) | _periods(fields)
    elif kind is Behavior.SEQUENCE:
        common |= {"then": _event(fields, "seq_event", "seq_event_type"), "within": _span(fields, "seq_")}
    elif kind in (Behavior.STOPPED, Behavior.RESTARTED):
        common |= {"within": _recent(fields)}
    return BehaviorCriterion(window=_window(fields), **common)


def _event(fields: Fields, name: str, type_name: str) -> EventMatch:
    kind = EventKind(fields.choice(type_name, tuple(EventKind), default=EventKind.EVENTS))
    if kind is EventKind.ACTIONS:
        return EventMatch(kind=kind, action_id=fields.whole(name, low=1, high=2**31 - 1))
    # No name is any event.
    return EventMatch(kind=kind, name=fields.text(name, longest=400) if fields.has(name) else None)


def _counted(fields: Fields, *, default: int | None = None) -> dict[str, Any]:
    if default is not None and not fields.has("operator_value"):
        return {"times": default}
    operator = _COUNTED[fields.choice("operator", tuple(_COUNTED), default="gte")]
    times = fields.whole("operator_value", low=0, high=MAX_TIMES)
    if (operator is Operator.GTE and times == 0) or (operator is Operator.LT and times == 0):
        outcome = "everybody" if operator is Operator.GTE else "nobody"
        raise fields.error("operator_value", f"This is true of {outcome}. Ask for at least 1.")
    return {"operator": operator, "times": times}


def _periods(fields: Fields) -> dict[str, Any]:
    total = fields.whole("total_periods", low=1, high=MAX_PERIODS)
    minimum = fields.whole("min_periods", low=1, high=MAX_PERIODS)
    if minimum > total:
        raise fields.error("min_periods", f"min_periods is at most total_periods, which is {total}, got {minimum}.")
    length = _span(fields, "")
    if length.count * total > MAX_COUNTS[length.unit]:
        raise fields.error("total_periods", "All periods together reach too far back. Take fewer or shorter ones.")
    return {"periods": minimum, "of_periods": total}


def _recent(fields: Fields) -> Span:
    """The recent part of the window, which must be shorter than the whole of it."""
    recent, whole = _span(fields, "seq_"), _span(fields, "")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    if before(recent, now) <= before(whole, now):
        raise fields.error("seq_time_value", "The recent time must be shorter than the time it is compared with.")
    return recent


def _span(fields: Fields, prefix: str) -> Span:
    unit = _UNITS[fields.choice(f"{prefix}time_interval", tuple(_UNITS))]
    return Span(count=fields.whole(f"{prefix}time_value", low=1, high=MAX_COUNTS[unit]), unit=unit)


def before(span: Span, moment: datetime) -> datetime:
    """The moment that lies a span before another one, on its calendar."""
    return resolve_date(f"-{span.count}{span.unit}", now=moment, zone=moment.tzinfo or UTC)


def _window(fields: Fields) -> TimeWindow:
    if not fields.has("explicit_datetime"):
        if fields.has("explicit_datetime_to"):
            raise fields.error("explicit_datetime", "A window that has an end needs a beginning as well.")
        return TimeWindow(last=_span(fields, ""))
    if fields.has("time_value"):
        raise fields.error("time_value", "Give either a length of time or explicit_datetime, not both.")
    since, until = _date(fields, "explicit_datetime"), ""
    if fields.has("explicit_datetime_to"):
        until = _date(fields, "explicit_datetime_to")
    return TimeWindow(since=since, until=until)


def _date(fields: Fields, name: str) -> str:
    text = fields.text(name, longest=60)
    try:
        moment = resolve_date(text, now=datetime(2026, 1, 1, tzinfo=UTC))
    except InvalidDateError as error:
        raise fields.error(name, str(error)) from error
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise fields.error(name, f"Dates lie between the years {YEARS[0]} and {YEARS[1]}, got {text!r}.")
    return text


def _event_filters(fields: Fields, attr: str) -> tuple[PropertyFilter, ...]:
    given = fields.get("event_filters")
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MAX_EVENT_FILTERS:
        raise fields.error("event_filters", f"event_filters is a list of at most {MAX_EVENT_FILTERS} property filters.")
    return tuple(_event_filter(each, f"{attr}__event_filters__{index}") for index, each in enumerate(given))


def _event_filter(data: object, attr: str) -> PropertyFilter:
    try:
        parsed = parse_filter(data, attr=attr)
    except InvalidFilterError as error:
        raise InvalidCohortError(error.message, attr=error.attr) from error
    if parsed.type not in _FILTER_TYPES:
        known = ", ".join(_FILTER_TYPES)
        raise InvalidCohortError(f"A filter of an event is of type {known}.", attr=f"{attr}__type")
    if parsed.type == "hogql":
        _check_expression(parsed.key, f"{attr}__key")
    return parsed


def _check_expression(text: str, attr: str) -> None:
    """An expression cannot ask for cohorts: they could form a circle that nobody sees."""
    try:
        expr = parse_expr(text)
    except ExposedHogQLError as error:
        raise InvalidCohortError(error.message, attr=attr) from error
    if any(isinstance(node, ast.Compare) and node.op in _COHORT_OPS for node in walk(expr)):
        raise InvalidCohortError(
            "Ask for other cohorts with a criterion of type cohort, not in an expression.", attr=attr
        )
