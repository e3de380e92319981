"""Text to syntax tree. See `parse` for how."""

from posthog.hogql.parser.parse import parse_expr, parse_order_expr, parse_select

__all__ = ["parse_expr", "parse_order_expr", "parse_select"]
