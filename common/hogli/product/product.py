"""A product on disk, and the checkout around it, read once and shared by all rules."""

import json
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from common.hogli.product.names import PATTERN, ProductName
from common.hogli.product.source import SourceFile, files_below


class Checkout:
    """The repository: its products, its core, and where products are registered."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def products(self) -> tuple["Product", ...]:
        """Every folder below products/ that holds something; a name that cannot be one is a finding, not a crash."""
        folders = sorted(path for path in (self.root / "products").iterdir() if path.is_dir())
        return tuple(Product(path, self) for path in folders if path.name != "__pycache__" and any(path.iterdir()))

    @cached_property
    def core(self) -> tuple[SourceFile, ...]:
        return files_below(self.root / "posthog", self.root)

    @cached_property
    def common(self) -> tuple[SourceFile, ...]:
        return files_below(self.root / "common", self.root)

    @cached_property
    def tach(self) -> dict[str, Any]:
        return tomllib.loads((self.root / "tach.toml").read_text())

    @cached_property
    def settings_file(self) -> SourceFile:
        return SourceFile(self.root / "posthog" / "settings" / "web.py", self.root)


class Product:
    """One product."""

    def __init__(self, path: Path, checkout: Checkout) -> None:
        self.path = path
        self.checkout = checkout
        self.name = ProductName(path.name)

    @property
    def relative(self) -> str:
        return self.path.relative_to(self.checkout.root).as_posix()

    @property
    def has_valid_name(self) -> bool:
        return PATTERN.fullmatch(self.path.name) is not None

    @property
    def backend(self) -> str:
        """`products.events.backend`"""
        return self.name.backend

    @cached_property
    def files(self) -> tuple[SourceFile, ...]:
        return files_below(self.path, self.checkout.root)

    @cached_property
    def modules(self) -> dict[str, SourceFile]:
        return {file.module: file for file in self.files}

    def below(self, part: str) -> tuple[SourceFile, ...]:
        """The files of `backend/<part>.py` or `backend/<part>/`."""
        package = f"{self.backend}.{part}"
        return tuple(file for file in self.files if file.module == package or file.module.startswith(package + "."))

    @cached_property
    def package_json(self) -> dict[str, Any] | None:
        """package.json, or None when it is missing or cannot be read."""
        try:
            content = json.loads((self.path / "package.json").read_text())
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None
