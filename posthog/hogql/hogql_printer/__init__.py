"""Syntax tree back to HogQL text. See `texts`."""

from posthog.hogql.hogql_printer.texts import print_hogql, print_order_expr

__all__ = ["print_hogql", "print_order_expr"]
