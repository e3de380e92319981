"""Reading the code for what the documents must say: environment variables and facade verbs."""

import ast
import operator
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import CHECKOUT

READERS = {"text": "text", "integer": "whole number", "number": "number", "boolean": "yes or no", "words": "list"}
SOURCES = ("posthog", "common", "products")
REQUIRED = "required"
COMPUTED = "computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One read of an environment variable. `default` is its value as text, REQUIRED or COMPUTED."""

    name: str
    kind: str
    default: str
    where: str


def settings_variables() -> list[Variable]:
    """What posthog/settings reads."""
    return [variable for path in sorted(CHECKOUT.glob("posthog/settings/*.py")) for variable in variables_in(path)]


def all_variables() -> list[Variable]:
    """What any of our code reads through common/env.py."""
    return [variable for path in _sources() for variable in variables_in(path)]


def variables_in(path: Path) -> Iterator[Variable]:
    """Calls such as `env.text("NAME", default)`, and the bare reads of `os.environ` that name a variable."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        reader = node.func
        if isinstance(reader.value, ast.Name) and reader.value.id == "env" and reader.attr in READERS:
            name = node.args[0]
            if isinstance(name, ast.Constant):
                default = _default(node)
                yield Variable(name=str(name.value), kind=READERS[reader.attr], default=default, where=str(path))


def raw_reads() -> set[str]:
    """Names that our code reads from `os.environ` itself, or tells a child process."""
    found: set[str] = set()
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper():
                found.add(node.value)
    return found


def facade_verbs(path: Path) -> list[str]:
    """The public static methods of every class in a facade's api.py."""
    return [
        member.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
        for member in node.body
        if isinstance(member, ast.FunctionDef) and not member.name.startswith("_")
    ]


def _sources() -> list[Path]:
    paths = (path for root in SOURCES for path in (CHECKOUT / root).rglob("*.py"))
    return sorted(path for path in paths if "tests" not in path.parts and "node_modules" not in path.parts)


def _default(call: ast.Call) -> str:
    given = call.args[1] if len(call.args) > 1 else None
    if given is None:
        return '""' if isinstance(call.func, ast.Attribute) and call.func.attr == "words" else REQUIRED
    value = _fold(given)
    if value is None:
        return COMPUTED
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


_OPERATORS = {ast.Mult: operator.mul, ast.Add: operator.add, ast.Sub: operator.sub}


def _fold(node: ast.expr) -> str | int | float | bool | None:
    """The value of a literal or of arithmetic over literals; None for anything that depends on the machine."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _fold(node.left), _fold(node.right)
        if isinstance(left, int | float) and isinstance(right, int | float):
            result: int | float = _OPERATORS[type(node.op)](left, right)
            return result
    return None
