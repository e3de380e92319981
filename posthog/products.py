"""Finding what products bring along, by naming convention over PRODUCTS_APPS. The core imports no product by name."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings


def backend_packages() -> tuple[str, ...]:
    """Dotted names such as `products.events.backend`, in the order of PRODUCTS_APPS."""
    return tuple(
        entry.removesuffix("." + entry.rsplit(".", 1)[1]).removesuffix(".apps") for entry in settings.PRODUCTS_APPS
    )


def product_modules(suffix: str) -> Iterator[ModuleType]:
    """The module `<product backend>.<suffix>` of each product that has one."""
    for package in backend_packages():
        name = f"{package}.{suffix}"
        parent = name.rpartition(".")[0]
        if find_spec(parent) is not None and find_spec(name) is not None:
            yield import_module(name)
