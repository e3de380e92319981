"""What a special function is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthog.hogql import ast, plan
from posthog.hogql.errors import QueryError

if TYPE_CHECKING:
    from posthog.hogql.resolver.expressions import ExpressionResolver

Handler = Callable[["ExpressionResolver", ast.Call], plan.Node]


@dataclass(frozen=True, slots=True)
class Special:
    """A handler with the number of arguments it takes."""

    min_args: int
    max_args: int | None
    resolve: Handler


def word(expr: ast.Expr) -> str:
    """An argument that must be a text, written out."""
    if not isinstance(expr, ast.Constant) or not isinstance(expr.value, str):
        raise QueryError("This argument must be written out as a text.").at(expr.span)
    return expr.value
