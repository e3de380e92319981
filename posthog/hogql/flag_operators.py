"""Operators of property filters as HogQL expressions, by the rules of flags.

Flags are decided in memory, here and in SDKs; this counts, in ClickHouse, for whom. So it follows `FLAG_RULES` to the
letter: capitals do not count in `exact`, `true` and `"false"` ask for truth, 5.0 is not 5, null is a value, months are
counted back one by one, and days begin in UTC, because an SDK does not know the project's zone. It reads more than the
rules of queries do, which is why queries have their own.

Where ClickHouse no longer knows what was sent it cannot follow: `{}` is not there, within lists and objects 1.0 is 1,
and floats beyond 1e16 and below 1e-5 are written out.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from common.property_matching import FLAG_RULES, OPERATORS, InvalidFilterError, Operator, PropertyFilter, Scalar
from common.property_matching.matching import DateBounds, asks_for_truth, date_bounds
from common.property_matching.rendering import render_exactly
from posthog.hogql import ast
from posthog.hogql.ast import CompareOp
from posthog.hogql.context import HogQLContext
from posthog.hogql.property_operators import QUERY_CONDITIONS, Build

# A list in which nothing is false: of true, "TRUE" and such lists.
_TRUE_LIST = r'^\[(?:[\[\],]|true|"(?i:true)")*\]$'
# What Python reads as a date; ClickHouse would guess at much more.
_ISO = (
    r"^\s*\d{4}(?:-\d{2}-\d{2}|\d{4})"
    r"(?:[^0-9]\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?)?\s*$"
)
_IS_NUMBER = "^-?[0-9]"
# As in memory, numbers from the first to the last are moments, in milliseconds from the second on.
_FIRST_SECOND, _FIRST_MILLISECOND, _LAST_MILLISECOND = 1_000_000_000, 100_000_000_000, 99_999_999_999_999
_THOUSAND = ast.constant(1000)


def flag_condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
    """Whether a property of `persons` or `groups`, or a text of theirs, satisfies the filter, by the rules of flags."""
    positive = OPERATORS[item.operator].positive
    build = _CONDITIONS.get(positive or item.operator)
    if build is None:
        raise InvalidFilterError(
            f"The operator {item.operator} does not compare the value of a property.", attr=f"{attr}__operator"
        )
    found = build(item, value, context, attr)
    return found if positive is None else ast.not_(found)


def _text(item: PropertyFilter, value: ast.Expr) -> ast.Expr:
    """The value as SDKs write it, `null` for null; NULL when there is none."""
    if not isinstance(value, ast.Field) or value.chain[0] != "properties":
        return ast.call("exactText", value)
    is_null = ast.call("has", ast.field("null_properties"), ast.constant(item.key))
    null = ast.call("if", is_null, ast.constant("null"), ast.constant(None))
    return ast.call("ifNull", ast.call("exactText", value), null)


def _is_set(item: PropertyFilter, value: ast.Expr, _context: HogQLContext, _attr: str) -> ast.Expr:
    return ast.compare(CompareOp.NOT_EQ, _text(item, value), ast.constant(None))


def _exact(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
    text = ast.call("lowerUTF8", _text(item, value))
    truth = asks_for_truth(item)
    if truth is None:
        return ast.in_(text, ast.constants(tuple(render_exactly(each).lower() for each in item.values)))
    json = ast.call("JSONExtractRaw", value)
    is_true = ast.or_(ast.eq(text, ast.constant("true")), ast.compare(CompareOp.REGEX, json, ast.constant(_TRUE_LIST)))
    return is_true if truth else ast.and_(_is_set(item, value, context, attr), ast.not_(is_true))


def _on_text(build: Build, *, one_of_several: bool = False) -> Build:
    """As in queries, over the text as SDKs write it. A list is its JSON, unless one of several is asked for."""

    def condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
        wanted = item.value
        if isinstance(wanted, tuple):
            wanted = tuple(map(render_exactly, wanted)) if one_of_several else render_exactly(list(wanted))
        elif wanted is not None:
            wanted = render_exactly(wanted)
        return build(_with(item, wanted), _text(item, value), context, attr)

    return condition


def _with(item: PropertyFilter, value: Scalar | tuple[Scalar, ...] | None) -> PropertyFilter:
    return PropertyFilter(key=item.key, operator=item.operator, type=item.type, value=value)


def _over_text(build: Build) -> Build:
    """As in queries, over the text, so that a definition of the property does not decide how it is read."""

    def condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
        return build(item, _text(item, value), context, attr)

    return condition


def _cleaned_path(item: PropertyFilter, value: ast.Expr, context: HogQLContext, attr: str) -> ast.Expr:
    # The one operator in which SDKs do not mind a fraction of zero.
    text = ast.call("replaceRegexpOne", _text(item, value), ast.constant(r"^(-?\d+)\.0$"), ast.constant(r"\1"))
    return QUERY_CONDITIONS[Operator.IS_CLEANED_PATH_EXACT](item, text, context, attr)


_Write = Callable[[datetime], ast.Constant]


def _on_date(test: Callable[[ast.Expr, DateBounds, _Write], ast.Expr]) -> Build:
    """What memory takes for a date, and nothing else: ISO texts, without an offset in UTC, and Unix times as numbers."""

    def condition(item: PropertyFilter, value: ast.Expr, context: HogQLContext, _attr: str) -> ast.Expr:
        date = date_bounds(str(item.values[0]), now=context.now, zone=UTC, rules=FLAG_RULES)
        text = _text(item, value)
        is_iso = ast.compare(CompareOp.REGEX, text, ast.constant(_ISO))
        moment = ast.call("parseDateTimeBestEffort", text, ast.constant("UTC"))
        raw, number = ast.call("JSONExtractRaw", value), ast.call("toFloat", text)
        is_number = ast.compare(CompareOp.REGEX, raw, ast.constant(_IS_NUMBER))
        in_range = ast.Between(number, ast.constant(_FIRST_SECOND), ast.constant(_LAST_MILLISECOND))
        is_milliseconds = ast.compare(CompareOp.GT_EQ, number, ast.constant(_FIRST_MILLISECOND))
        seconds = ast.call("if", is_milliseconds, ast.Arithmetic(ast.ArithmeticOp.DIVIDE, number, _THOUSAND), number)
        return ast.or_(
            ast.and_(is_iso, test(moment, date, ast.constant)),
            ast.and_(is_number, in_range, test(seconds, date, lambda at: ast.constant(at.timestamp()))),
        )

    return condition


def _on_day(moment: ast.Expr, date: DateBounds, write: _Write) -> ast.Expr:
    return ast.and_(
        ast.compare(CompareOp.GT_EQ, moment, write(date.start)), ast.compare(CompareOp.LT, moment, write(date.end))
    )


def _before(moment: ast.Expr, date: DateBounds, write: _Write) -> ast.Expr:
    return ast.compare(CompareOp.LT, moment, write(date.moment))


def _after(moment: ast.Expr, date: DateBounds, write: _Write) -> ast.Expr:
    return ast.compare(CompareOp.GT, moment, write(date.moment))


_CONDITIONS: dict[Operator, Build] = {
    **{operator: _over_text(build) for operator, build in QUERY_CONDITIONS.items()},
    Operator.EXACT: _exact,
    Operator.ICONTAINS: _on_text(QUERY_CONDITIONS[Operator.ICONTAINS]),
    Operator.ICONTAINS_MULTI: _on_text(QUERY_CONDITIONS[Operator.ICONTAINS], one_of_several=True),
    Operator.STARTS_WITH: _on_text(QUERY_CONDITIONS[Operator.STARTS_WITH]),
    Operator.ENDS_WITH: _on_text(QUERY_CONDITIONS[Operator.ENDS_WITH]),
    Operator.IS_SET: _is_set,
    Operator.IS_DATE_EXACT: _on_date(_on_day),
    Operator.IS_DATE_BEFORE: _on_date(_before),
    Operator.IS_DATE_AFTER: _on_date(_after),
    Operator.IS_CLEANED_PATH_EXACT: _cleaned_path,
}
