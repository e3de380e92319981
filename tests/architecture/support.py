"""Copies of the repository that a test may spoil."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from common.hogli.product.bootstrap import draft

CHECKOUT = Path(__file__).resolve().parents[2]
# Registration needs these; the rules look at nothing else of the core.
SKELETON = ("posthog/settings/web.py", "posthog/scopes.py", "tach.toml", "pnpm-lock.yaml")
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".tools", ".posthog", ".turbo", ".hypothesis", ".*_cache", "node_modules", "dist", "__pycache__"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a program ended, and all it said."""

    code: int
    output: str


def run(argv: list[str], cwd: Path, **environment: str) -> Result:
    """Run a program in a copy, without anything that leads to the real checkout or to the engines of this test run."""
    foreign = {"PYTHONPATH", "PRICKLE_TEST", "PRICKLE_TEST_URLS", "POSTHOG_DATA_DIR"}
    inherited = {name: value for name, value in os.environ.items() if name not in foreign and not name.endswith("_URL")}
    result = subprocess.run(
        argv,
        cwd=cwd,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=280,
        check=False,
    )
    return Result(code=result.returncode, output=result.stdout)


def python(*arguments: str, cwd: Path, **environment: str) -> Result:
    """Run this environment's Python in a copy, whose own code it imports."""
    return run([sys.executable, *arguments], cwd, **environment)


def small_checkout(root: Path, *products: str) -> Path:
    """A checkout of nothing but what names products, with some products made by bootstrap."""
    for path in SKELETON:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / path, root / path)
    (root / "products").mkdir()
    for package in ("common", "posthog", "products"):
        (root / package).mkdir(exist_ok=True)
        (root / package / "__init__.py").touch()
    _forget_real_products(root)
    for name in products:
        draft(root, name).write(root)
    return root


def _forget_real_products(root: Path) -> None:
    """Leave one entry in the list, because bootstrap writes after the last, and none in tach.toml."""
    settings = root / "posthog/settings/web.py"
    head, _, rest = settings.read_text().partition("PRODUCTS_APPS = [\n")
    settings.write_text(f'{head}PRODUCTS_APPS = [\n    "django.contrib.humanize",\n{rest[rest.index("]") :]}')
    tach = root / "tach.toml"
    blocks = [block for block in tach.read_text().split("\n\n") if "products." not in block]
    tach.write_text("\n\n".join(blocks).rstrip() + "\n")


def full_copy(root: Path) -> Path:
    """The whole checkout as it is on disk, with the installed JavaScript packages within reach."""
    shutil.copytree(CHECKOUT, root, ignore=NOT_COPIED, dirs_exist_ok=True)
    (root / "node_modules").symlink_to(CHECKOUT / "node_modules")
    return root


def change(file: Path, old: str, new: str) -> None:
    """Replace a piece of a file that must be there."""
    text = file.read_text()
    assert old in text, f"{old!r} is not in {file}"
    file.write_text(text.replace(old, new))


def add(file: Path, line: str) -> None:
    """Put code at the end of a file, which may be new."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + f"\n{line}\n")
