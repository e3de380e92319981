"""Every file in its place: what is missing, what is there twice, what lies beside its home."""

import ast
from collections.abc import Iterator

from common.hogli.product.findings import Finding
from common.hogli.product.names import PATTERN
from common.hogli.product.product import Product
from common.hogli.product.structure import HOMES, PARTS, REQUIRED_FOLDERS, Part


def name_is_valid(product: Product) -> Iterator[Finding]:
    if not product.has_valid_name:
        yield Finding(
            path=product.relative,
            rule="product-name",
            message=f"'{product.path.name}' does not match {PATTERN.pattern}; rename the folder, such as feature_flags.",
        )


def nothing_is_missing(product: Product) -> Iterator[Finding]:
    for part in PARTS:
        if part.required and not _exists(product, part):
            or_folder = f" (or a folder {part.folder}/)" if part.may_be_folder else ""
            yield Finding(
                path=f"{product.relative}/{part.path}",
                rule="missing-file",
                message=f"missing{or_folder}; it holds {part.holds}.",
            )
    for folder in REQUIRED_FOLDERS:
        if not any((product.path / folder).glob("*")):
            yield Finding(path=f"{product.relative}/{folder}", rule="missing-file", message="missing or empty.")


def _exists(product: Product, part: Part) -> bool:
    if (product.path / part.path).is_file():
        return True
    # Pieces of a test module may each be a test of their own; other packages need their marker.
    return part.may_be_folder and any((product.path / part.folder).glob("*.py"))


def nothing_is_there_twice(product: Product) -> Iterator[Finding]:
    for part in PARTS:
        if part.may_be_folder and (product.path / part.path).exists() and (product.path / part.folder).exists():
            yield Finding(
                path=f"{product.relative}/{part.path}",
                rule="file-and-folder",
                message=f"{part.folder}/ exists too, and Python would import that. Keep one of them.",
            )


def packages_have_markers(product: Product) -> Iterator[Finding]:
    """A folder without __init__.py is invisible to tools that follow imports."""
    folders = {path.parent for path in (product.path / "backend").rglob("*.py") if "__pycache__" not in path.parts}
    for folder in sorted(folders):
        if not (folder / "__init__.py").exists():
            yield Finding(
                path=folder.relative_to(product.checkout.root).as_posix(),
                rule="package-marker",
                message="has Python files but no __init__.py. Add one.",
            )


def files_are_at_home(product: Product) -> Iterator[Finding]:
    for path in sorted((product.path / "backend").glob("*.py")):
        home = "tests" if path.name.startswith("test_") else HOMES.get(path.name)
        if home is not None:
            yield Finding(
                path=path.relative_to(product.checkout.root).as_posix(),
                rule="misplaced-file",
                message=f"belongs into backend/{home}/.",
            )


def app_is_named_after_the_product(product: Product) -> Iterator[Finding]:
    file = product.modules.get(f"{product.backend}.apps")
    if file is None:
        return
    configs = [node for node in file.tree.body if isinstance(node, ast.ClassDef) and node.name == product.name.config]
    if not configs:
        message = f"defines no class {product.name.config}, which PRODUCTS_APPS names."
        yield Finding(path=file.relative, rule="app-config", message=message)
        return
    values = _constants(configs[0])
    for attribute, wanted in (("name", product.backend), ("label", product.name.value)):
        if values.get(attribute) != wanted:
            yield Finding(
                path=file.relative,
                line=configs[0].lineno,
                rule="app-label",
                message=f'{attribute} is {values.get(attribute)!r}; write {attribute} = "{wanted}".',
            )


def _constants(node: ast.ClassDef) -> dict[str, object]:
    return {
        target.id: statement.value.value
        for statement in node.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


RULES = (
    name_is_valid,
    nothing_is_missing,
    nothing_is_there_twice,
    packages_have_markers,
    files_are_at_home,
    app_is_named_after_the_product,
)
