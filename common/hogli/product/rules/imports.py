"""Who may import whom: between products, within a product, and never from below to above."""

import ast
import re
from collections.abc import Iterator

from common.hogli.product.findings import Finding
from common.hogli.product.product import Checkout, Product
from common.hogli.product.source import Import, SourceFile, is_inside

# What everyone may import from a product, itself included.
SHARED = ("facade.contracts", "facade.enums", "facade.errors")
# Django in a view is HTTP; the database is behind the facade.
DATABASE = ("django.db", "django.apps", "posthog.clickhouse", "posthog.redis")
INNER = ("models", "logic", "tasks", "migrations", "clickhouse", "queries", "management", "dispatch")
NOT_PURE = ("django", "rest_framework", "drf_spectacular", "celery", "posthog", "redis", "clickhouse_connect")


def other_products_are_used_through_their_facade(product: Product) -> Iterator[Finding]:
    for file in product.files:
        for found in file.imports:
            other = _product_of(found.target)
            if found.target == "products":
                message = "imports the namespace of all products. Import what is meant, from a facade."
                yield _at(file, found.line, "foreign-import", message)
            elif other is not None and other != product.name.value and not _is_public(found, other):
                yield _at(file, found.line, "foreign-import", _foreign_message(found.target, other))
        yield from _foreign_names_in_text(product, file)


def _foreign_message(target: str, other: str) -> str:
    return f"imports {target}, which is inside another product. Import from products.{other}.backend.facade instead."


def _is_public(found: Import, other: str) -> bool:
    """The facade's exports (names of classes), and its contracts, enums and errors."""
    facade = f"products.{other}.backend.facade"
    if found.target == facade:
        return False
    if any(found.is_from(f"products.{other}.backend.{part}") for part in SHARED):
        return True
    return (
        found.target.startswith(facade + ".")
        and found.target.removeprefix(facade + ".").isidentifier()
        and (found.target.removeprefix(facade + ".")[0].isupper())
    )


def _foreign_names_in_text(product: Product, file: SourceFile) -> Iterator[Finding]:
    """Modules named in strings, as patching does, and models fetched from Django's registry."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            named = re.fullmatch(r"products\.(\w+)\.backend\.(?!facade\b)[\w.]+", node.value)
            if named and named[1] != product.name.value:
                yield _at(file, node.lineno, "foreign-import", _foreign_message(node.value, named[1]))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_model":
            label = _first_text(node).partition(".")[0]
            others = {other.name.value for other in product.checkout.products} - {product.name.value}
            if label in others:
                message = (
                    f"gets a model of {label} from Django's registry. Ask products.{label}.backend.facade instead."
                )
                yield _at(file, node.lineno, "foreign-import", message)


def _first_text(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def views_use_their_facade(product: Product) -> Iterator[Finding]:
    """Presentation imports its facade, itself, the core and HTTP; of its own product besides only pure code.

    Pure code imports neither Django nor the core, such as a reader for a wire format: parsing is a view's work.
    """
    for file in product.below("presentation"):
        for found in file.imports:
            yield from _presentation_import(product, file, found)
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                message = "reads or writes rows. Ask the facade; it asks the logic."
                yield _at(file, node.lineno, "view-imports", message)


def _presentation_import(product: Product, file: SourceFile, found: Import) -> Iterator[Finding]:
    other = _product_of(found.target)
    if other is None:
        if any(found.is_from(package) for package in DATABASE):
            message = f"imports {found.target}; views do HTTP. Stores are behind the facade."
            yield _at(file, found.line, "view-imports", message)
        return
    if other != product.name.value:
        message = f"imports {found.target}. A view asks its own facade; that may ask products.{other}.backend.facade."
        yield _at(file, found.line, "view-imports", message)
        return
    is_door = any(found.is_from(f"{product.backend}.{part}") for part in ("presentation", "facade"))
    source = origin(product, found.target)
    reason = "" if _is_inner(product, source) else None if is_door else _impurity(product, found.target)
    if reason is not None:
        because = f" ({reason})" if reason else ""
        message = f"imports {source}{because}. Presentation may import its own facade only."
        yield _at(file, found.line, "view-imports", message)


def origin(product: Product, target: str) -> str:
    """Where a name of this product comes from, following modules that only pass it on (`facade.api.models`)."""
    for _ in range(20):
        module, _, name = target.rpartition(".")
        if target in product.modules or module not in product.modules:
            return target
        passed_on = product.modules[module].names.get(name)
        if passed_on is None or passed_on == target:
            return target
        target = passed_on
    return target


def _is_inner(product: Product, target: str) -> bool:
    return any(is_inside(target, f"{product.backend}.{part}") for part in INNER)


def _impurity(product: Product, target: str, seen: frozenset[str] = frozenset()) -> str | None:
    """Why the module behind a dotted name is more than plain Python, or None. Follows imports within the product."""
    module = _module_of(product, target)
    if module is None:
        return "which is not in this product's backend"
    if module.module in seen:
        return None
    for found in module.imports:
        if any(found.is_from(package) for package in NOT_PURE):
            return f"{module.module} imports {found.target}"
        is_own = found.is_from(product.backend) and not any(
            found.is_from(f"{product.backend}.{part}") for part in SHARED
        )
        if is_own and (reason := _impurity(product, found.target, seen | {module.module})):
            return reason
    return None


def _module_of(product: Product, target: str) -> SourceFile | None:
    """The file of a dotted name, which may also name something inside it."""
    while target.startswith(product.backend + "."):
        if target in product.modules:
            return product.modules[target]
        target = target.rpartition(".")[0]
    return None


def layers_point_inwards(product: Product) -> Iterator[Finding]:
    """Presentation and tasks → facade → logic → models; contracts, enums and errors are open to all of them."""
    forbidden = {
        "models": ("logic", "presentation", "tasks", "facade.api"),
        "logic": ("presentation", "tasks", "facade.api"),
        "facade": ("presentation", "tasks"),
    }
    for part, inner in forbidden.items():
        for file in product.below(part):
            for found in file.imports:
                for layer in inner:
                    reaches_api = layer == "facade.api" and found.target in _exports(product)
                    if found.is_from(f"{product.backend}.{layer}") or reaches_api:
                        message = f"{part} must not import {found.target}: calls go inwards, answers come out."
                        yield _at(file, found.line, "layers", message)


def _exports(product: Product) -> frozenset[str]:
    """What `facade/__init__.py` offers, by full name; the classes of the facade."""
    file = product.modules.get(f"{product.backend}.facade")
    return frozenset(f"{product.backend}.facade.{name}" for name in (file.names if file else ()))


def system_facade_stays_with_tasks_and_commands(product: Product) -> Iterator[Finding]:
    """What works above projects is not for the views of a project, nor for anything that serves one."""
    allowed = ("tasks", "management", "presentation", "tests")
    for file in product.files:
        for found in file.imports:
            if not found.is_from(f"{product.backend}.facade.system"):
                continue
            if not any(is_inside(file.module, f"{product.backend}.{part}") for part in allowed):
                message = "uses the facade that works above projects, which is for tasks, commands and open endpoints."
                yield _at(file, found.line, "system-facade", message)
            elif is_inside(file.module, f"{product.backend}.presentation") and any(
                other.is_from("posthog.api.viewsets") for other in file.imports
            ):
                message = "a view of a project must name it: use the product's facade, not facade/system.py."
                yield _at(file, found.line, "system-facade", message)


def core_knows_no_product(checkout: Checkout) -> Iterator[Finding]:
    for file in (*checkout.core, *checkout.common):
        for found in file.imports:
            if found.is_from("products"):
                message = f"imports {found.target}. The core finds products by name (posthog/products.py)."
                yield _at(file, found.line, "core-imports-product", message)


def common_is_a_leaf(checkout: Checkout) -> Iterator[Finding]:
    for file in checkout.common:
        for found in file.imports:
            if any(found.is_from(package) for package in ("posthog", "django", "rest_framework", "celery")):
                message = f"imports {found.target}. common/ stands below everything and knows no framework."
                yield _at(file, found.line, "common-imports", message)


def nothing_is_ignored(checkout: Checkout) -> Iterator[Finding]:
    """There is no list of exceptions, and a comment is one too."""
    for file in (*checkout.core, *checkout.common, *(file for product in checkout.products for file in product.files)):
        for number, line in enumerate(file.path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"#\s*tach-ignore", line):
                yield _at(file, number, "ignored", "switches a boundary off. Remove the comment and the crossing.")


def _product_of(target: str) -> str | None:
    parts = target.split(".")
    return parts[1] if parts[0] == "products" and len(parts) > 1 else None


def _at(file: SourceFile, line: int, rule: str, message: str) -> Finding:
    return Finding(path=file.relative, line=line, rule=rule, message=message)


RULES = (
    other_products_are_used_through_their_facade,
    views_use_their_facade,
    layers_point_inwards,
    system_facade_stays_with_tasks_and_commands,
)
CHECKOUT_RULES = (core_knows_no_product, common_is_a_leaf, nothing_is_ignored)
