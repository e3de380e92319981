"""Contracts are values: frozen, hashable, plain Python. Errors and enums are plain Python too."""

import ast
import sys
from collections.abc import Iterator

from common.hogli.product.findings import Finding
from common.hogli.product.product import Product
from common.hogli.product.source import Import, SourceFile, is_inside

REQUIRED_FLAGS = ("frozen", "slots", "kw_only")
ENUMS = frozenset({"enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.IntFlag", "enum.Flag"})
# Not hashable, or not known to be.
MUTABLE = frozenset(
    {
        "list",
        "dict",
        "set",
        "bytearray",
        "object",
        "typing.Any",
        "typing.List",
        "typing.Dict",
        "typing.Set",
        "typing.Mapping",
        "typing.Sequence",
        "typing.MutableMapping",
        "typing.MutableSequence",
        "collections.defaultdict",
        "collections.OrderedDict",
        "collections.Counter",
        "collections.deque",
        "collections.abc.Mapping",
        "collections.abc.Sequence",
        "collections.abc.Iterable",
        "collections.abc.Collection",
        "collections.abc.Set",
        "collections.abc.MutableMapping",
        "collections.abc.MutableSequence",
        "collections.abc.MutableSet",
    }
)


def contracts_are_plain_python(product: Product) -> Iterator[Finding]:
    """Standard library, common, the core's contracts, and other products' contracts, enums and errors."""
    for part in ("facade.contracts", "facade.enums", "facade.errors"):
        for file in product.below(part):
            for found in file.imports:
                if not _may_import(found):
                    message = f"imports {found.target}. What everyone may import stays free of frameworks and stores."
                    yield _at(file, found.line, "contract-imports", message)


def _may_import(found: Import) -> bool:
    if found.target.partition(".")[0] in sys.stdlib_module_names or found.is_from("common"):
        return True
    if found.is_from("posthog.contracts"):
        return True
    parts = found.target.split(".")
    return (
        parts[0] == "products"
        and parts[2:4] in (["backend", "facade"],)
        and parts[4:5] in (["contracts"], ["enums"], ["errors"])
    )


def contracts_are_frozen_values(product: Product) -> Iterator[Finding]:
    for file in product.below("facade.contracts"):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef) and not any(file.resolve(base) in ENUMS for base in node.bases):
                yield from _is_frozen(file, node)
                yield from _holds_values(file, node)
                yield from _has_no_verbs(file, node)


def _is_frozen(file: SourceFile, node: ast.ClassDef) -> Iterator[Finding]:
    flags = {
        keyword.arg
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and file.resolve(decorator.func) == "dataclasses.dataclass"
        for keyword in decorator.keywords
        if isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    }
    missing = [flag for flag in REQUIRED_FLAGS if flag not in flags]
    if missing:
        message = f"{node.name} lacks {', '.join(missing)}; write @dataclass(frozen=True, slots=True, kw_only=True)."
        yield _at(file, node.lineno, "contract-frozen", message)


def _holds_values(file: SourceFile, node: ast.ClassDef) -> Iterator[Finding]:
    for statement in node.body:
        if not isinstance(statement, ast.AnnAssign):
            continue
        for mutable in sorted(set(mutable_types(file, statement.annotation))):
            field = ast.unparse(statement.target)
            message = (
                f"{node.name}.{field} holds {mutable}, so the value could change and has no hash. Use tuple[…, …], "
                "frozenset, a contract of its own, or text."
            )
            yield _at(file, statement.lineno, "contract-mutable", message)


def mutable_types(file: SourceFile, annotation: ast.expr, depth: int = 0) -> Iterator[str]:
    """Types within an annotation that can change, also in one written as text or given another name above."""
    for node in ast.walk(annotation):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                yield from mutable_types(file, ast.parse(node.value, mode="eval").body, depth)
            except SyntaxError:
                continue
        elif isinstance(node, ast.Name) and node.id in file.aliases and depth < 10:
            yield from mutable_types(file, file.aliases[node.id], depth + 1)
        elif isinstance(node, ast.Name | ast.Attribute) and file.resolve(node) in MUTABLE:
            yield ast.unparse(node)


def _has_no_verbs(file: SourceFile, node: ast.ClassDef) -> Iterator[Finding]:
    """A derived property is fine; anything that acts or builds belongs to the logic or the facade's mapper."""
    for statement in node.body:
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        is_property = any(file.resolve(decorator) == "property" for decorator in statement.decorator_list)
        is_special = statement.name.startswith("__") and statement.name.endswith("__")
        if not (is_property or is_special):
            message = f"{node.name}.{statement.name} is a verb. Contracts hold values; put it into logic or a mapper."
            yield _at(file, statement.lineno, "contract-verb", message)


def errors_share_the_base(product: Product) -> Iterator[Finding]:
    """Every error derives from ProductError, directly or through another one here: the core gives it its status."""
    for file in product.below("facade.errors"):
        known = {"common.errors.ProductError"}
        for node in file.tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {file.resolve(base) for base in node.bases}
            if bases & known or any(base and is_inside(base, "products") for base in bases):
                known.add(node.name)
            else:
                message = f"{node.name} does not derive from common.errors.ProductError, so it would become a 500."
                yield _at(file, node.lineno, "error-base", message)


def _at(file: SourceFile, line: int, rule: str, message: str) -> Finding:
    return Finding(path=file.relative, line=line, rule=rule, message=message)


RULES = (contracts_are_plain_python, contracts_are_frozen_values, errors_share_the_base)
