"""Runs every rule over a checkout, or over one of its products."""

from collections.abc import Iterator
from pathlib import Path

from common.hogli.errors import Failure
from common.hogli.product.findings import Finding
from common.hogli.product.product import Checkout, Product
from common.hogli.product.rules import contracts, facade, imports, layout, registration

RULES = (*layout.RULES, *registration.RULES, *imports.RULES, *contracts.RULES, *facade.RULES)


def lint_checkout(root: Path) -> list[Finding]:
    """Findings of all products and of the core's own rules."""
    checkout = Checkout(root)
    findings = {finding for product in checkout.products for finding in _lint(product)}
    try:
        findings.update(finding for rule in imports.CHECKOUT_RULES for finding in rule(checkout))
    except SyntaxError as error:
        findings.add(_unreadable(error))
    return sorted(findings)


def lint_product(root: Path, name: str) -> list[Finding]:
    """Findings of one product; raises Failure when there is none of this name."""
    checkout = Checkout(root)
    for product in checkout.products:
        if product.path.name == name:
            return sorted(set(_lint(product)))
    known = ", ".join(product.path.name for product in checkout.products)
    raise Failure(f"There is no product '{name}'. The products are {known}.")


def _lint(product: Product) -> Iterator[Finding]:
    for rule in RULES:
        try:
            yield from rule(product)
        except SyntaxError as error:
            yield _unreadable(error)


def _unreadable(error: SyntaxError) -> Finding:
    message = f"cannot be read: {error.msg}."
    return Finding(path=error.filename or "", line=error.lineno or 0, rule="syntax", message=message)
