"""Criteria as a HogQL tree: all persons of the project, and of each one whether the criteria hold.

Behaviour is a set of persons found in events, so that a negation means everybody else, also those without any event.
People whose events make no person are in no cohort. A count of events is 0 for those who have none: "at most 3 times"
and "exactly 0 times" are true of them.

Every window ends now and includes both ends. Lengths are counted back on the calendar of the project's time zone.
"""

from datetime import datetime
from itertools import pairwise

from common.dates import Unit, end_of, is_whole_day, parse_relative, resolve_date, shift
from common.property_matching import FLAG_RULES, Operator
from posthog.hogql import ast
from posthog.hogql.ast import CompareOp
from posthog.hogql.context import HogQLContext
from posthog.hogql.property import property_to_expr
from products.cohorts.backend.facade.enums import Behavior, EventKind
from products.cohorts.backend.logic.criteria.sequence import sequence_query
from products.cohorts.backend.logic.criteria.tree import (
    BehaviorCriterion,
    CohortCriterion,
    CriteriaGroup,
    Criterion,
    EventMatch,
    PersonCriterion,
    Span,
)

_COUNT_OPS = {
    Operator.GTE: CompareOp.GT_EQ,
    Operator.GT: CompareOp.GT,
    Operator.LTE: CompareOp.LT_EQ,
    Operator.LT: CompareOp.LT,
    Operator.EXACT: CompareOp.EQ,
}
_TIME = ast.field("timestamp")
_PERSON = ast.field("person_id")


def people_query(group: CriteriaGroup, context: HogQLContext, *, with_cohorts: bool = True) -> ast.SelectQuery:
    """`person_id` of everybody who meets the criteria. Without cohorts, those count as met."""
    return ast.SelectQuery(
        (ast.alias(ast.field("id"), "person_id"),),
        select_from=ast.from_("persons"),
        where=_condition(group, context, with_cohorts),
    )


def _condition(item: Criterion | CriteriaGroup, context: HogQLContext, with_cohorts: bool) -> ast.Expr:
    if isinstance(item, CriteriaGroup):
        parts = [_condition(each, context, with_cohorts) for each in item.values]
        return ast.or_(*parts) if item.any_of else ast.and_(*parts)
    if isinstance(item, PersonCriterion):
        # By the rules of flags: SDKs decide flags by these very filters, and nobody can tell them others.
        return property_to_expr(item.filter, context, scope="persons", rules=FLAG_RULES)
    if isinstance(item, CohortCriterion):
        if not with_cohorts:
            return ast.constant(True)
        op = CompareOp.NOT_IN_COHORT if item.negated else CompareOp.IN_COHORT
        return ast.compare(op, ast.field("id"), ast.constant(item.cohort_id))
    found, is_complement = _behavior(item, context)
    op = CompareOp.NOT_IN if is_complement != item.negated else CompareOp.IN
    return ast.compare(op, ast.field("id"), found)


def _behavior(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    """(a query for persons, whether those that it does not find are meant)."""
    build = {
        Behavior.PERFORMED: _performed,
        Behavior.MULTIPLE: _multiple,
        Behavior.FIRST_TIME: _first_time,
        Behavior.REGULARLY: _regularly,
        Behavior.SEQUENCE: _sequence,
        Behavior.STOPPED: _stopped,
        Behavior.RESTARTED: _restarted,
    }[item.behavior]
    return build(item, context)


def _performed(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    start, end = _window(item, context)
    return _persons(item, context, _between(start, end)), False


def _multiple(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    start, end = _window(item, context)
    counted = _counted(item, ast.call("count"))
    is_complement = _holds_for_none(item)
    return _persons(item, context, _between(start, end), _inverted(counted, is_complement)), is_complement


def _first_time(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    start, end = _window(item, context)
    first = ast.compare(CompareOp.GT_EQ, ast.call("min", _TIME), ast.constant(start))
    return _persons(item, context, _until(end), first), False


def _regularly(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    length = item.window.last or Span(count=1, unit=Unit.DAY)
    edges = [_back(length, context, times=index) for index in range(item.of_periods + 1)]
    met: list[ast.Expr] = []
    for later, earlier in pairwise(edges):
        inside = ast.and_(_since(earlier), _until(later) if later is edges[0] else _before(later))
        counted = _counted(item, ast.call("countIf", inside))
        met.append(ast.call("if", counted, ast.constant(1), ast.constant(0)))
    total = met[0]
    for each in met[1:]:
        total = ast.Arithmetic(ast.ArithmeticOp.ADD, total, each)
    enough = ast.compare(CompareOp.GT_EQ, total, ast.constant(item.periods))
    is_complement = _holds_for_none(item)
    return _persons(item, context, _between(edges[-1], edges[0]), _inverted(enough, is_complement)), is_complement


def _sequence(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    start, end = _window(item, context)
    if item.then is None or item.within is None:
        raise ValueError("A sequence has a second event.")
    first = ast.and_(_matches(item.event), _event_filters(item, context))
    return sequence_query(first, _matches(item.then), item.within, _between(start, end)), False


def _stopped(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    start, end = _window(item, context)
    recent = _back(item.within, context)
    having = ast.compare(CompareOp.LT, ast.call("max", _TIME), ast.constant(recent))
    return _persons(item, context, _between(start, end), having), False


def _restarted(item: BehaviorCriterion, context: HogQLContext) -> tuple[ast.Query, bool]:
    """Some before the window, none in its quiet part, some in the recent part."""
    start, end = _window(item, context)
    recent = _back(item.within, context)
    quiet = ast.and_(_since(start), _before(recent))
    having = ast.and_(
        _some(ast.call("countIf", _before(start))),
        ast.eq(ast.call("countIf", quiet), ast.constant(0)),
        _some(ast.call("countIf", _since(recent))),
    )
    return _persons(item, context, _until(end), having), False


def _persons(
    item: BehaviorCriterion, context: HogQLContext, when: ast.Expr, having: ast.Expr | None = None
) -> ast.SelectQuery:
    return ast.SelectQuery(
        (_PERSON,),
        select_from=ast.from_("events"),
        where=ast.and_(_matches(item.event), when, _event_filters(item, context)),
        group_by=(_PERSON,),
        having=having,
    )


def _matches(event: EventMatch) -> ast.Expr:
    if event.kind is EventKind.ACTIONS:
        return ast.call("matchesAction", ast.constant(event.action_id))
    return ast.constant(True) if event.name is None else ast.eq(ast.field("event"), ast.constant(event.name))


def _event_filters(item: BehaviorCriterion, context: HogQLContext) -> ast.Expr:
    return ast.and_(
        *(
            property_to_expr(each, context, attr=f"{item.attr}__event_filters__{index}")
            for index, each in enumerate(item.event_filters)
        )
    )


# Counting


def _counted(item: BehaviorCriterion, count: ast.Expr) -> ast.Expr:
    return ast.compare(_COUNT_OPS[item.operator], count, ast.constant(item.times))


def _some(count: ast.Expr) -> ast.Expr:
    return ast.compare(CompareOp.GT, count, ast.constant(0))


def _inverted(expr: ast.Expr, is_complement: bool) -> ast.Expr:
    return ast.not_(expr) if is_complement else expr


def _holds_for_none(item: BehaviorCriterion) -> bool:
    """Whether the count holds for people without any such event, whom a query over events cannot find."""
    return {
        Operator.GTE: item.times <= 0,
        Operator.GT: False,
        Operator.LTE: True,
        Operator.LT: item.times > 0,
        Operator.EXACT: item.times == 0,
    }[item.operator]


# Time


def _window(item: BehaviorCriterion, context: HogQLContext) -> tuple[datetime, datetime]:
    if item.window.last is not None:
        return _back(item.window.last, context), context.now
    end = context.now
    if item.window.until:
        end = min(end, _date(item.window.until, context, is_end=True))
    return _date(item.window.since, context), end


def _date(text: str, context: HogQLContext, *, is_end: bool = False) -> datetime:
    moment = resolve_date(text, now=context.now, zone=context.zone, week_start_day=context.week_start_day)
    # "To 3 March" includes 3 March; "to 3 days ago" is a moment.
    return end_of(moment, Unit.DAY) if is_end and is_whole_day(text) and parse_relative(text) is None else moment


def _back(span: Span | None, context: HogQLContext, *, times: int = 1) -> datetime:
    here = context.now.astimezone(context.zone)
    return here if span is None else shift(here, -span.count * times, span.unit)


def _since(moment: datetime) -> ast.Expr:
    return ast.compare(CompareOp.GT_EQ, _TIME, ast.constant(moment))


def _until(moment: datetime) -> ast.Expr:
    return ast.compare(CompareOp.LT_EQ, _TIME, ast.constant(moment))


def _before(moment: datetime) -> ast.Expr:
    return ast.compare(CompareOp.LT, _TIME, ast.constant(moment))


def _between(start: datetime, end: datetime) -> ast.Expr:
    return ast.and_(_since(start), _until(end))
