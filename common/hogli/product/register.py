"""Writes a new product into the files that name every product. Text in, text out; each keeps what it does not touch."""

import ast
import re

from common.hogli.errors import Failure
from common.hogli.product.names import ProductName
from common.hogli.product.rules.registration import EXPOSED


def in_settings(text: str, name: ProductName) -> str:
    """posthog/settings/web.py with one more line in PRODUCTS_APPS."""
    elements = _literal(text, "PRODUCTS_APPS", "posthog/settings/web.py")
    after = elements[-1].end_lineno or 0
    return _with_line(text, after, f'    "{name.app_entry}",')


def in_scopes(text: str, name: ProductName) -> str:
    """posthog/scopes.py with one more object that an API key may be allowed to use, in order."""
    elements = _literal(text, "OBJECTS", "posthog/scopes.py")
    known = [element.value for element in elements if isinstance(element, ast.Constant)]
    if name.value in known:
        return text
    before = next((element for element in elements if _text(element) > name.value), None)
    line = before.lineno - 1 if before else elements[-1].end_lineno or 0
    return _with_line(text, line, f'    "{name.value}",')


def in_tach(text: str, name: ProductName) -> str:
    """tach.toml with the product's module after the other modules, and its interface after the other interfaces."""
    module = f'[[modules]]\npath = "products.{name.value}"\nlayer = "products"\ndepends_on = ["posthog", "common"]\n'
    exposed = ", ".join('"' + pattern.replace("\\", "\\\\") + '"' for pattern in EXPOSED)
    interface = f'[[interfaces]]\nfrom = ["products.{name.value}"]\nexpose = [{exposed}]\n'
    blocks = list(re.finditer(r"^\[\[modules\]\]\n(?:[^\n]+\n)*", text, re.MULTILINE))
    if not blocks:
        raise Failure("tach.toml has no [[modules]] block to add the product after. Restore it with git.")
    end = blocks[-1].end()
    return f"{text[:end]}\n{module}{text[end:].rstrip()}\n\n{interface}"


def in_pnpm_lock(text: str, name: ProductName) -> str:
    """pnpm-lock.yaml with one more package of the workspace; it has no dependencies yet."""
    head, importers, rest = text.partition("\nimporters:\n")
    body, packages, tail = rest.partition("\npackages:\n")
    if not importers or not packages:
        raise Failure("pnpm-lock.yaml has no list of importers. Restore it with git.")
    entry = f"products/{name.value}"
    entries = [block for block in re.split(r"\n(?=  \S)", body.strip("\n")) if block]
    entries = [block.rstrip("\n") for block in entries] + [f"  {entry}: {{}}"]
    entries.sort(key=lambda block: block.strip().partition(":")[0])
    return f"{head}{importers}\n" + "\n\n".join(entries) + f"\n{packages}{tail}"


def _literal(text: str, variable: str, path: str) -> list[ast.expr]:
    """The elements of the list or tuple assigned to a variable; one at least, one per line."""
    for node in ast.parse(text).body:
        names = [ast.unparse(target) for target in node.targets] if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.Assign) and variable in names and isinstance(node.value, ast.List | ast.Tuple):
            elements = node.value.elts
            if elements and len({element.lineno for element in elements}) == len(elements):
                return elements
    raise Failure(f"{path} has no {variable} with one entry per line. Restore it with git, then run this again.")


def _text(element: ast.expr) -> str:
    return str(element.value) if isinstance(element, ast.Constant) else ""


def _with_line(text: str, after: int, line: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:after], line, *lines[after:]]) + "\n"
