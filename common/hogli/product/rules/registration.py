"""The places that name every product: settings, tach.toml, and its own package.json."""

import ast
from collections.abc import Iterator
from typing import Any

from common.hogli.product.findings import Finding
from common.hogli.product.names import ProductName
from common.hogli.product.product import Checkout, Product
from common.hogli.product.structure import BACKEND_TEST, CONTRACT_CHECK

EXPOSED = ("backend\\.facade\\.[A-Z]\\w*", "backend\\.facade\\.(contracts|enums|errors)(\\..*)?")
BELOW_PRODUCTS = ("posthog", "common")


def is_installed(product: Product) -> Iterator[Finding]:
    if product.name.app_entry not in installed_products(product.checkout):
        yield Finding(
            path=product.checkout.settings_file.relative,
            rule="not-registered",
            message=f'PRODUCTS_APPS lacks "{product.name.app_entry}".',
        )


def installed_products(checkout: Checkout) -> tuple[str, ...]:
    """The literal strings in PRODUCTS_APPS."""
    for node in checkout.settings_file.tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "PRODUCTS_APPS" for target in node.targets
        ):
            return tuple(
                entry.value
                for entry in ast.walk(node.value)
                if isinstance(entry, ast.Constant) and isinstance(entry.value, str)
            )
    return ()


def has_a_boundary(product: Product) -> Iterator[Finding]:
    """One tach module in the layer of products, and one interface that shows the facade and nothing else."""
    path = f"products.{product.name.value}"
    module = tach_module(product)
    if module is None:
        yield _tach(f'has no [[modules]] block with path = "{path}".')
        return
    if module.get("layer") != "products":
        yield _tach(f'{path} must have layer = "products".')
    if not set(BELOW_PRODUCTS) <= set(module.get("depends_on", ())):
        yield _tach(f"depends_on of {path} must name posthog and common.")
    if module.get("unchecked") or module.get("utility"):
        yield _tach(f"{path} must be checked like every other product: remove `unchecked` and `utility`.")
    shown = [block for block in product.checkout.tach.get("interfaces", ()) if path in block.get("from", ())]
    if len(shown) != 1 or tuple(shown[0].get("expose", ())) != EXPOSED:
        yield _tach(f"{path} needs one [[interfaces]] block whose expose is {list(EXPOSED)}.")


def tach_module(product: Product) -> dict[str, Any] | None:
    """The product's block in tach.toml."""
    path = f"products.{product.name.value}"
    return next((block for block in product.checkout.tach.get("modules", ()) if block.get("path") == path), None)


def _tach(message: str) -> Finding:
    return Finding(path="tach.toml", rule="tach", message=message)


def package_fits(product: Product) -> Iterator[Finding]:
    """package.json has the product's name, the two scripts, and the same dependencies as tach.toml."""
    path = f"{product.relative}/package.json"
    package = product.package_json
    if package is None:
        if (product.path / "package.json").exists():
            yield Finding(path=path, rule="package-json", message="is not a JSON object.")
        return
    if package.get("name") != product.name.package:
        message = f"name is {package.get('name')!r}; write {product.name.package!r}."
        yield Finding(path=path, rule="package-name", message=message)
    scripts = package.get("scripts", {})
    for script, template in (("backend:test", BACKEND_TEST), ("backend:contract-check", CONTRACT_CHECK)):
        wanted = template.format(name=product.name.value)
        if scripts.get(script) != wanted:
            yield Finding(path=path, rule="package-script", message=f"the script {script} must be `{wanted}`.")
    yield from _same_dependencies(product, path, package)


def _same_dependencies(product: Product, path: str, package: dict[str, Any]) -> Iterator[Finding]:
    module = tach_module(product)
    if module is None:
        return
    used = [name.removeprefix("products.") for name in module.get("depends_on", ()) if name.startswith("products.")]
    wanted = {ProductName(name).package: "workspace:*" for name in used}
    prefix = ProductName("").package
    declared = {name: at for name, at in package.get("dependencies", {}).items() if name.startswith(prefix)}
    if declared != wanted:
        yield Finding(
            path=path,
            rule="package-dependencies",
            message=f"dependencies on products must be {wanted}, as depends_on in tach.toml says, so that Turborepo "
            "tests this product when those change.",
        )


RULES = (is_installed, has_a_boundary, package_fits)
