"""Writes a new product from the template and registers it. What it writes passes every check at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common.hogli.errors import Failure
from common.hogli.product import register
from common.hogli.product.names import ProductName, parse_name
from common.hogli.product.product import Checkout
from common.hogli.product.rules.registration import installed_products
from common.hogli.product.structure import PARTS

TEMPLATE = Path(__file__).parent / "template"

REGISTERED_IN: tuple[tuple[str, Callable[[str, ProductName], str]], ...] = (
    ("posthog/settings/web.py", register.in_settings),
    ("posthog/scopes.py", register.in_scopes),
    ("tach.toml", register.in_tach),
    ("pnpm-lock.yaml", register.in_pnpm_lock),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What bootstrapping would write: new files and changed ones, by path below the checkout."""

    name: ProductName
    created: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]

    def write(self, root: Path) -> None:
        for path, text in (*self.created, *self.changed):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")


def draft(root: Path, text: str) -> Draft:
    """The product called `text`. Raises Failure when it cannot be called so or exists."""
    name = parse_name(text)
    folder = root / "products" / name.value
    if folder.exists() and any(folder.iterdir()):
        raise Failure(f"products/{name.value} exists already. Choose another name, or remove the folder first.")
    if name.app_entry in installed_products(Checkout(root)):
        raise Failure(
            f"PRODUCTS_APPS in posthog/settings/web.py names {name.app_entry} already. Remove that line first."
        )
    created = tuple(
        (f"products/{name.value}/{fill(part.path, name, braces=1)}", _content(part.path, name))
        for part in PARTS
        if part.empty or _template(part.path).exists()
    )
    changed = tuple((path, edit((root / path).read_text(encoding="utf-8"), name)) for path, edit in REGISTERED_IN)
    return Draft(name=name, created=created, changed=changed)


def _content(path: str, name: ProductName) -> str:
    template = _template(path)
    return fill(template.read_text(encoding="utf-8"), name, braces=2) if template.exists() else ""


def _template(path: str) -> Path:
    return TEMPLATE / f"{path}.tmpl"


def fill(text: str, name: ProductName, *, braces: int) -> str:
    """The text with each `{{form}}` of the name in place; in paths, braces stand alone."""
    forms = {
        "name": name.value,
        "prefix": name.class_prefix,
        "camel": name.camel,
        "kebab": name.kebab,
        "title": name.title,
        "words": name.value.replace("_", " "),
        "package": name.package,
    }
    pattern = re.compile(r"\{" * braces + "(" + "|".join(forms) + ")" + r"\}" * braces)
    return pattern.sub(lambda match: forms[match[1]], text)
