"""The facade: ids and contracts in, contracts out, always for a named team, and nothing of HTTP or the database."""

import ast
from collections.abc import Iterator

from common.hogli.product.findings import Finding
from common.hogli.product.product import Product
from common.hogli.product.rules.contracts import mutable_types
from common.hogli.product.source import SourceFile, is_inside

HTTP = (
    "rest_framework",
    "drf_spectacular",
    "django.http",
    "django.urls",
    "django.views",
    "django.shortcuts",
    "posthog.api",
)
# Where types come from that are rows, queries on rows, or requests.
ROWS = ("django", "rest_framework", "posthog.models")
PLAIN = frozenset({"int", "str", "bool", "float", "bytes", "complex", "tuple", "frozenset", "None", "type"})
STANDARD = ("datetime", "uuid", "decimal", "zoneinfo", "pathlib", "enum", "typing", "collections.abc", "ipaddress")
VALUES = ("common", "posthog.contracts")

CASTS = frozenset({"typing.cast", "typing_extensions.cast"})

Function = ast.FunctionDef | ast.AsyncFunctionDef


def facade_knows_no_http(product: Product) -> Iterator[Finding]:
    for file in product.below("facade"):
        for found in file.imports:
            if any(found.is_from(package) for package in HTTP):
                message = f"imports {found.target}. The facade serves tasks and commands too; HTTP is presentation's."
                yield _at(file, found.line, "facade-http", message)


def facade_exports_its_class(product: Product) -> Iterator[Finding]:
    """`facade/__init__.py` imports from api.py, or the files of api/, and says so in __all__; it is a door, not a room."""
    file = product.modules.get(f"{product.backend}.facade")
    if file is None:
        return
    if product.name.facade not in file.names:
        message = f"does not export {product.name.facade}, which other products would import."
        yield _at(file, 1, "facade-export", message)
    classes = {
        f"{module.module}.{node.name}"
        for module in product.below("facade.api")
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    }
    for found in file.imports:
        if found.target not in classes:
            message = f"exports {found.target}. Only classes of facade/api.py are; contracts are imported directly."
            yield _at(file, found.line, "facade-export", message)
    for node in file.tree.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_all = isinstance(node, ast.Assign) and all(ast.unparse(target) == "__all__" for target in node.targets)
        if not (is_docstring or is_all or isinstance(node, ast.ImportFrom)):
            yield _at(file, node.lineno, "facade-export", "holds code. Put it into facade/api.py.")


def every_call_names_the_team(product: Product) -> Iterator[Finding]:
    """`team_id` is explicit in every method. What works above teams is facade/system.py's, which no one else sees."""
    for file, _, method in _methods(product, ("facade.api",)):
        annotations = {argument.arg: argument.annotation for argument in _arguments(method)}
        annotation = annotations.get("team_id")
        if annotation is None or ast.unparse(annotation) != "int":
            message = (
                f"{method.name} takes no `team_id: int`, so it could answer with another team's data. Take it, or, for "
                "work above teams that only tasks, commands and open endpoints do, move it to facade/system.py."
            )
            yield _at(file, method.lineno, "facade-team", message)
        elif "team_id" in _arguments_with_default(method):
            message = (
                f"{method.name} has a default for `team_id`, so a caller can forget whose data it is. Take it away."
            )
            yield _at(file, method.lineno, "facade-team", message)


def methods_are_static(product: Product) -> Iterator[Finding]:
    for file, owner, method in _methods(product, ("facade.api", "facade.system")):
        if not any(ast.unparse(decorator) == "staticmethod" for decorator in method.decorator_list):
            message = f"{owner}.{method.name} is not a @staticmethod. The class is a namespace and has no state."
            yield _at(file, method.lineno, "facade-static", message)
    for file in (*product.below("facade.api"), *product.below("facade.system")):
        for name, function in file.functions.items():
            if not name.startswith(("_", "to_")):
                message = f"{name} is a function. What others may call is a static method of the facade's class."
                yield _at(file, function.lineno, "facade-static", message)


def values_come_out(product: Product) -> Iterator[Finding]:
    """Methods and mappers return contracts, enums and plain values, and say so; a row never leaves."""
    for file, _, method in _methods(product, ("facade.api", "facade.system")):
        yield from _returns_values(product, file, method)
        yield from _maps_rows(product, file, method)
        yield from _takes_no_rows(product, file, method)
    for file in (*product.below("facade.api"), *product.below("facade.system"), *product.below("facade.mappers")):
        for node in file.tree.body:
            if isinstance(node, Function):
                yield from _returns_values(product, file, node)
                yield from _is_typed(file, node)


def nothing_is_cast(product: Product) -> Iterator[Finding]:
    """A cast makes the type checker believe that a row is a contract; mapping makes it one."""
    for file in product.below("facade"):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Name | ast.Attribute) and file.resolve(node) in CASTS:
                message = "casts, which changes what the type checker believes and nothing else. Map it to a contract."
                yield _at(file, node.lineno, "facade-cast", message)


def _returns_values(product: Product, file: SourceFile, function: Function) -> Iterator[Finding]:
    if function.returns is None:
        message = f"{function.name} does not say what it returns, so a row could leave unseen. Annotate it."
        yield _at(file, function.lineno, "facade-returns", message)
        return
    for name, shown in _names_in(file, function.returns):
        if _is_row(product, name):
            message = f"{function.name} returns {shown}, which is a row or a query. Map it to a contract."
            yield _at(file, function.lineno, "facade-returns", message)
        elif not _is_value(product, file, name):
            message = f"{function.name} returns {shown}, which is neither a contract nor a plain value."
            yield _at(file, function.lineno, "facade-returns", message)
    for shown in sorted(set(mutable_types(file, function.returns))):
        message = f"{function.name} returns {shown}. Return a tuple, a contract or a Page, which callers cannot change."
        yield _at(file, function.lineno, "facade-returns", message)


def _maps_rows(product: Product, file: SourceFile, method: Function) -> Iterator[Finding]:
    """What the logic gives as a row does not go out as it is, whatever the method says that it returns."""
    given = {
        target.id: node.value
        for node in ast.walk(method)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(method):
        if isinstance(node, ast.Return) and node.value is not None:
            for value in _alternatives(node.value, given):
                if reason := _row_reason(product, file, value):
                    message = f"{method.name} returns {ast.unparse(value)} as it is, {reason}. Map it to a contract."
                    yield _at(file, node.lineno, "facade-returns", message)


def _alternatives(value: ast.expr, given: dict[str, ast.expr], depth: int = 0) -> Iterator[ast.expr]:
    """What a returned expression may turn out to be."""
    if isinstance(value, ast.IfExp):
        yield from _alternatives(value.body, given, depth)
        yield from _alternatives(value.orelse, given, depth)
    elif isinstance(value, ast.BoolOp):
        for option in value.values:
            yield from _alternatives(option, given, depth)
    elif isinstance(value, ast.Name) and value.id in given and depth < 10:
        yield from _alternatives(given[value.id], given, depth + 1)
    else:
        yield value


def _row_reason(product: Product, file: SourceFile, value: ast.expr) -> str | None:
    """Why an expression is a row or a query, or None."""
    if not isinstance(value, ast.Call):
        return None
    part: ast.expr = value
    while isinstance(part, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(part, ast.Attribute) and part.attr == "objects":
            return "which comes straight from the database"
        part = part.func if isinstance(part, ast.Call) else part.value
    name = file.resolve(value.func) or ""
    module, _, function_name = name.rpartition(".")
    source = product.modules.get(module)
    function = source.functions.get(function_name) if source else None
    if source is None or function is None or not is_inside(module, f"{product.backend}.logic"):
        return "which is a row" if is_inside(name, f"{product.backend}.models") else None
    if function.returns is None:
        return f"and {name} does not say what that is"
    rows = [shown for found, shown in _names_in(source, function.returns) if _is_row(product, found)]
    return f"which is {rows[0]}" if rows else None


def _takes_no_rows(product: Product, file: SourceFile, method: Function) -> Iterator[Finding]:
    for argument in _arguments(method):
        for name, shown in _names_in(file, argument.annotation) if argument.annotation else ():
            if _is_row(product, name):
                message = f"{method.name} takes {shown}. Take an id or a contract; callers have no rows."
                yield _at(file, argument.lineno, "facade-takes", message)


def _is_typed(file: SourceFile, function: Function) -> Iterator[Finding]:
    for argument in _arguments(function):
        if argument.annotation is None:
            message = f"{function.name}({argument.arg}) is untyped. A mapper is typed on both sides."
            yield _at(file, argument.lineno, "facade-untyped", message)


def _names_in(file: SourceFile, annotation: ast.expr) -> Iterator[tuple[str, str]]:
    """(full name, as written) of each type in an annotation, also in one written as text."""
    if isinstance(annotation, ast.Constant):
        if isinstance(annotation.value, str):
            try:
                yield from _names_in(file, ast.parse(annotation.value, mode="eval").body)
            except SyntaxError:
                return
        return
    resolved = file.resolve(annotation)
    if resolved is not None:
        yield resolved, ast.unparse(annotation)
        return
    for child in ast.iter_child_nodes(annotation):
        if isinstance(child, ast.expr):
            yield from _names_in(file, child)


def _is_row(product: Product, name: str) -> bool:
    inner = (f"{product.backend}.models", f"{product.backend}.logic")
    return any(is_inside(name, package) for package in (*ROWS, *inner))


def _is_value(product: Product, file: SourceFile, name: str) -> bool:
    if name in PLAIN or any(is_inside(name, package) for package in (*STANDARD, *VALUES)):
        return True
    parts = name.split(".")
    if parts[0] == "products":
        return parts[2:4] == ["backend", "facade"] and parts[4:5] in (["contracts"], ["enums"], ["errors"])
    # What the generic reports better: list, dict and the like are named by the check for mutable types.
    return name in {"list", "dict", "set", "bytearray", "object"}


def _methods(product: Product, parts: tuple[str, ...]) -> Iterator[tuple[SourceFile, str, Function]]:
    """The public methods of the classes in these modules."""
    for part in parts:
        for file in product.below(part):
            for owner in file.tree.body:
                if isinstance(owner, ast.ClassDef):
                    for method in owner.body:
                        if isinstance(method, Function) and not method.name.startswith("_"):
                            yield file, owner.name, method


def _arguments(function: Function) -> list[ast.arg]:
    given = function.args
    extra = [argument for argument in (given.vararg, given.kwarg) if argument is not None]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *extra]


def _arguments_with_default(function: Function) -> set[str]:
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    optional = positional[len(positional) - len(given.defaults) :]
    optional += [argument for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default]
    return {argument.arg for argument in optional}


def _at(file: SourceFile, line: int, rule: str, message: str) -> Finding:
    return Finding(path=file.relative, line=line, rule=rule, message=message)


RULES = (
    facade_knows_no_http,
    facade_exports_its_class,
    every_call_names_the_team,
    methods_are_static,
    values_come_out,
    nothing_is_cast,
)
