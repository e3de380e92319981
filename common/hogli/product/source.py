"""Python files as the rules see them: their imports and the names these give, without importing anything."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported thing. `target` is its full dotted name, `name` what the file calls it ("*" for all of a module)."""

    target: str
    name: str
    line: int

    def is_from(self, package: str) -> bool:
        """Whether the target is this package or something in it."""
        return is_inside(self.target, package)


def is_inside(target: str, package: str) -> bool:
    """Whether a dotted name is this package or something in it."""
    return target == package or target.startswith(package + ".")


class SourceFile:
    """One file. `module` is its dotted name; raises SyntaxError when it is asked about and cannot be read."""

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.relative = path.relative_to(root).as_posix()
        parts = path.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.module = ".".join(parts[:-1] if self.is_package else parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), self.relative)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import, also inside functions and `if TYPE_CHECKING`, and modules imported by a literal name."""
        return tuple(found for node in ast.walk(self.tree) for found in self._imports_of(node))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each imported name stands for, as a full dotted name."""
        return {found.name: found.target for found in self.imports if found.name}

    @cached_property
    def definitions(self) -> frozenset[str]:
        """Names that the file itself defines at its top level."""
        classes_and_functions = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        named = {node.name for node in self.tree.body if isinstance(node, classes_and_functions)}
        assigned = {
            target.id
            for node in self.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        return frozenset(named | assigned)

    @cached_property
    def aliases(self) -> dict[str, ast.expr]:
        """What simple top-level assignments stand for, such as `Tags = list[str]` or `type Tags = list[str]`."""
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                found[node.target.id] = node.value
        return found

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions at the top level."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return {node.name: node for node in self.tree.body if isinstance(node, kinds)}

    def resolve(self, node: ast.expr) -> str | None:
        """The full dotted name that an expression such as `models.Insight` stands for; None when it is no name."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            base = self.resolve(node.value)
            return None if base is None else f"{base}.{node.attr}"
        return None

    def _imports_of(self, node: ast.AST) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                # `import a.b` gives the name a, which stands for itself.
                yield Import(target=alias.name, name=alias.asname or "", line=node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = self._base_of(node)
            for alias in node.names:
                target = base if alias.name == "*" else f"{base}.{alias.name}"
                yield Import(target=target, name=alias.asname or alias.name, line=node.lineno)
        elif isinstance(node, ast.Call) and _is_dynamic_import(node.func) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield Import(target=first.value, name="", line=node.lineno)

    def _base_of(self, node: ast.ImportFrom) -> str:
        if node.level == 0:
            return node.module or ""
        package = self.module if self.is_package else self.module.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{node.module}" if node.module else package


def _is_dynamic_import(function: ast.expr) -> bool:
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    return name in {"import_module", "__import__", "import_string"}


def files_below(folder: Path, root: Path) -> tuple[SourceFile, ...]:
    """Every Python file below a folder, in a stable order."""
    found = (
        path for path in folder.rglob("*.py") if "__pycache__" not in path.parts and "node_modules" not in path.parts
    )
    return tuple(SourceFile(path, root) for path in sorted(found))
