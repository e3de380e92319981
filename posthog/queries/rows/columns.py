"""The columns of a page of events: HogQL expressions, `*` for the whole event, `person` for who did it.

The two objects are asked for field by field and put together afterwards, so that each is one JSON object in a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from posthog.hogql import ast
from posthog.hogql.functions.registry import find
from posthog.hogql.parser import parse_expr
from posthog.hogql.visitor import walk

WHOLE_EVENT = (
    ("uuid", ast.field("uuid")),
    ("event", ast.field("event")),
    ("properties", ast.field("properties")),
    ("timestamp", ast.field("timestamp")),
    ("distinct_id", ast.field("distinct_id")),
    ("elements_chain", ast.field("elements_chain")),
    ("created_at", ast.field("created_at")),
    ("person_id", ast.field("person_id")),
)
PERSON = (
    ("id", ast.field("person_id")),
    ("uuid", ast.field("person_id")),
    ("distinct_id", ast.field("distinct_id")),
    ("properties", ast.field("person", "properties")),
)
OBJECTS = {"*": WHOLE_EVENT, "person": PERSON}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer: an expression, or the named fields of an object."""

    text: str
    fields: tuple[tuple[str, ast.Expr], ...]
    is_object: bool

    @property
    def is_aggregate(self) -> bool:
        return any(contains_aggregate(expr) for _, expr in self.fields)


def parse_column(text: str) -> Column:
    """A column from its text; what follows `--` is a title for people and belongs to the text only."""
    name = text.split("--", 1)[0].strip()
    if name in OBJECTS:
        return Column(text, OBJECTS[name], is_object=True)
    return Column(text, (("", parse_expr(text)),), is_object=False)


def contains_aggregate(expr: ast.Expr) -> bool:
    """Whether an expression computes something over many rows."""
    return any(
        isinstance(node, ast.Call) and (function := find(node.name)) is not None and function.is_aggregate
        for node in walk(expr)
    )


def assemble(columns: Sequence[Column], row: Sequence[Any]) -> list[Any]:
    """A row of the answer from a row of all fields of all columns, in order."""
    result: list[Any] = []
    position = 0
    for column in columns:
        width = len(column.fields)
        values = row[position : position + width]
        position += width
        if column.is_object:
            result.append({name: value for (name, _), value in zip(column.fields, values, strict=True)})
        else:
            result.append(values[0])
    return result


def types_of(columns: Sequence[Column], types: Sequence[str]) -> list[list[str]]:
    """Pairs of column and type."""
    result = []
    position = 0
    for column in columns:
        result.append([column.text, "Object" if column.is_object else types[position]])
        position += len(column.fields)
    return result
