"""Each rule of `product:lint` can fail: a good product is spoiled in one place, and exactly that is reported."""

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common.hogli.product import lint
from common.hogli.product.structure import PARTS, REQUIRED_FOLDERS, Part
from tests.architecture.support import CHECKOUT, add, change, small_checkout

# `visitors` is the one that is spoiled; `gardens` is the neighbour it must not look into.
OWN = "products/visitors"
BACKEND = f"{OWN}/backend"
LOGIC, MODELS, TASKS = f"{BACKEND}/logic.py", f"{BACKEND}/models.py", f"{BACKEND}/tasks/tasks.py"
VIEWS, URLS = f"{BACKEND}/presentation/views.py", f"{BACKEND}/presentation/urls.py"
FACADE, EXPORT = f"{BACKEND}/facade/api.py", f"{BACKEND}/facade/__init__.py"
CONTRACTS, ERRORS = f"{BACKEND}/facade/contracts.py", f"{BACKEND}/facade/errors.py"
PACKAGE = f"{OWN}/package.json"
FROZEN = "@dataclass(frozen=True, slots=True, kw_only=True)\n"

Spoil = Callable[[Path], object]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return small_checkout(tmp_path, "gardens", "visitors")


def adding(path: str, line: str) -> Spoil:
    return lambda root: add(root / path, line)


def changing(path: str, old: str, new: str) -> Spoil:
    return lambda root: change(root / path, old, new)


def both(first: Spoil, second: Spoil) -> Spoil:
    def spoil(root: Path) -> None:
        first(root)
        second(root)

    return spoil


def with_package(**values: object) -> Spoil:
    def spoil(root: Path) -> None:
        package = json.loads((root / PACKAGE).read_text())
        (root / PACKAGE).write_text(json.dumps({**package, **values}))

    return spoil


def with_contract(field: str) -> Spoil:
    return adding(CONTRACTS, f"import collections.abc\nimport typing\n\n{FROZEN}class Bad:\n    field: {field}")


def with_method(method: str, path: str = FACADE) -> Spoil:
    return adding(path, f"class MoreAPI:\n    @staticmethod\n    {method}")


CASES: tuple[tuple[str, str, Spoil], ...] = (
    # Another product's inside, however it is written and wherever it stands.
    ("foreign-import", LOGIC, adding(LOGIC, "from products.gardens.backend.models import Note as Plant")),
    ("foreign-import", LOGIC, adding(LOGIC, "from products.gardens.backend import logic as garden")),
    ("foreign-import", LOGIC, adding(LOGIC, "import products.gardens.backend.logic")),
    ("foreign-import", LOGIC, adding(LOGIC, "import products")),
    ("foreign-import", LOGIC, adding(LOGIC, "from products.gardens import backend")),
    ("foreign-import", LOGIC, adding(LOGIC, "from ...gardens.backend import models as theirs")),
    ("foreign-import", LOGIC, adding(LOGIC, "def late():\n    from products.gardens.backend.models import Note")),
    (
        "foreign-import",
        LOGIC,
        adding(LOGIC, "from products.gardens.backend.presentation.views import GardensNoteViewSet"),
    ),
    (
        "foreign-import",
        LOGIC,
        adding(LOGIC, "from products.gardens.backend.presentation.serializers import GardensNoteSerializer"),
    ),
    ("foreign-import", LOGIC, adding(LOGIC, "from products.gardens.backend.facade.api import to_note")),
    ("foreign-import", LOGIC, adding(LOGIC, "from products.gardens.backend.facade.system import GardensSystemAPI")),
    (
        "foreign-import",
        LOGIC,
        adding(LOGIC, "import importlib\nimportlib.import_module('products.gardens.backend.models')"),
    ),
    ("foreign-import", LOGIC, adding(LOGIC, "from django.apps import apps\napps.get_model('gardens', 'Note')")),
    ("foreign-import", LOGIC, adding(LOGIC, "from django.apps import apps\napps.get_model('gardens.Note')")),
    (
        "foreign-import",
        f"{BACKEND}/tests/test_api.py",
        adding(f"{BACKEND}/tests/test_api.py", "PATCHED = 'products.gardens.backend.logic.create_note'"),
    ),
    # A view that goes past its facade.
    ("view-imports", VIEWS, adding(VIEWS, "from products.visitors.backend import logic")),
    ("view-imports", VIEWS, adding(VIEWS, "from products.visitors.backend.logic import get_note")),
    ("view-imports", VIEWS, adding(VIEWS, "from products.visitors.backend.models import Note as Row")),
    ("view-imports", VIEWS, adding(VIEWS, "from .. import models")),
    ("view-imports", VIEWS, adding(VIEWS, "from products.visitors import backend")),
    ("view-imports", VIEWS, adding(VIEWS, "from products.visitors.backend.facade.api import logic")),
    ("view-imports", VIEWS, adding(VIEWS, "from products.gardens.backend.facade import GardensAPI")),
    ("view-imports", VIEWS, adding(VIEWS, "from django.db import transaction")),
    ("view-imports", VIEWS, adding(VIEWS, "def rows(model):\n    return model.objects.all()")),
    ("view-imports", URLS, adding(URLS, "from products.visitors.backend import models")),
    (
        "view-imports",
        VIEWS,
        both(
            adding(f"{BACKEND}/wire.py", "from django.conf import settings"),
            adding(VIEWS, "from products.visitors.backend.wire import settings"),
        ),
    ),
    # Calls that go outwards.
    ("layers", MODELS, adding(MODELS, "from products.visitors.backend import logic")),
    ("layers", LOGIC, adding(LOGIC, "from products.visitors.backend.facade import VisitorsAPI")),
    ("layers", LOGIC, adding(LOGIC, "from products.visitors.backend.facade.api import to_note")),
    ("layers", LOGIC, adding(LOGIC, "from products.visitors.backend.tasks.tasks import purge_done_notes")),
    ("layers", FACADE, adding(FACADE, "from products.visitors.backend.tasks.tasks import purge_done_notes")),
    ("system-facade", LOGIC, adding(LOGIC, "from products.visitors.backend.facade.system import VisitorsSystemAPI")),
    ("system-facade", VIEWS, adding(VIEWS, "from products.visitors.backend.facade.system import VisitorsSystemAPI")),
    # A facade that lets rows or HTTP out, or that answers for nobody in particular.
    ("facade-returns", FACADE, with_method("def row(*, team_id: int) -> models.Note: ...")),
    ("facade-returns", FACADE, with_method("def row(*, team_id: int) -> 'models.Note | None': ...")),
    ("facade-returns", FACADE, with_method("def row(*, team_id: int): ...")),
    ("facade-returns", FACADE, with_method("def rows(*, team_id: int) -> tuple[models.Note, ...]: ...")),
    ("facade-returns", FACADE, with_method("def rows(*, team_id: int) -> list[Note]: ...")),
    ("facade-returns", FACADE, with_method("def rows(*, team_id: int) -> object: ...")),
    (
        "facade-returns",
        FACADE,
        adding(FACADE, "from django.db.models import QuerySet\n\ndef rows() -> QuerySet[models.Note]: ..."),
    ),
    ("facade-returns", FACADE, adding(FACADE, "def to_other(row: models.Note): return row")),
    (
        "facade-returns",
        FACADE,
        with_method("def row(*, team_id: int) -> Note: return logic.get_note(team_id=team_id, note_id=1)"),
    ),
    (
        "facade-returns",
        FACADE,
        with_method(
            "def row(*, team_id: int) -> Note:\n        row = logic.get_note(team_id=team_id, note_id=1)\n        return row"
        ),
    ),
    (
        "facade-returns",
        FACADE,
        with_method("def row(*, team_id: int) -> Note: return models.Note.objects.unscoped().get()"),
    ),
    ("facade-returns", FACADE, with_method("def row(*, team_id: int) -> Note: return models.Note(team_id=team_id)")),
    (
        "facade-returns",
        FACADE,
        both(
            adding(LOGIC, "def untyped(team_id): ..."),
            with_method("def row(*, team_id: int) -> Note | None: return logic.untyped(team_id) if team_id else None"),
        ),
    ),
    ("facade-untyped", FACADE, adding(FACADE, "def to_other(row) -> Note: return row")),
    ("facade-takes", FACADE, with_method("def save(row: models.Note, *, team_id: int) -> Note: ...")),
    ("facade-http", FACADE, adding(FACADE, "from rest_framework.exceptions import NotFound")),
    ("facade-http", FACADE, adding(FACADE, "from django.http import HttpRequest")),
    ("facade-http", ERRORS, adding(ERRORS, "from rest_framework import status")),
    ("facade-team", FACADE, with_method("def get(*, note_id: int) -> Note: ...")),
    ("facade-team", FACADE, with_method("def get(*, note_id: int, team_id: str) -> Note: ...")),
    ("facade-team", FACADE, with_method("def get(*, note_id: int, team_id: int = 0) -> Note: ...")),
    ("facade-team", FACADE, with_method("def get(note_id: int, team_id: int = 0) -> Note: ...")),
    (
        "facade-cast",
        FACADE,
        both(
            adding(FACADE, "from typing import cast"),
            with_method("def row(*, team_id: int) -> Note: return cast(Note, models.Note.objects.unscoped().get())"),
        ),
    ),
    (
        "facade-cast",
        FACADE,
        both(
            adding(FACADE, "import typing as t"),
            with_method("def row(*, team_id: int) -> Note: return t.cast(Note, logic.get_note(team_id=1, note_id=1))"),
        ),
    ),
    ("facade-static", FACADE, adding(FACADE, "class MoreAPI:\n    def get(self, team_id: int) -> Note: ...")),
    ("facade-static", FACADE, adding(FACADE, "def find_note(*, team_id: int) -> Note: ...")),
    ("facade-export", EXPORT, adding(EXPORT, "from products.visitors.backend.facade.api import to_note")),
    ("facade-export", EXPORT, changing(EXPORT, "VisitorsAPI", "VisitorAPI")),
    ("facade-export", EXPORT, adding(EXPORT, "from products.visitors.backend.facade.contracts import Note")),
    ("facade-export", EXPORT, adding(EXPORT, "LIMIT = 1")),
    # Contracts that are no values.
    ("contract-imports", CONTRACTS, adding(CONTRACTS, "from django.db import models")),
    ("contract-imports", CONTRACTS, adding(CONTRACTS, "from posthog.models import Team")),
    ("contract-imports", CONTRACTS, adding(CONTRACTS, "from products.visitors.backend import logic")),
    ("contract-imports", ERRORS, adding(ERRORS, "from django.core.exceptions import ValidationError")),
    ("contract-frozen", CONTRACTS, changing(CONTRACTS, "frozen=True, ", "")),
    ("contract-frozen", CONTRACTS, changing(CONTRACTS, "slots=True, ", "slots=False, ")),
    ("contract-frozen", CONTRACTS, adding(CONTRACTS, "class Loose:\n    text: str")),
    ("contract-mutable", CONTRACTS, with_contract("list[str]")),
    ("contract-mutable", CONTRACTS, with_contract("dict[str, int]")),
    ("contract-mutable", CONTRACTS, with_contract("set[int] | None")),
    ("contract-mutable", CONTRACTS, with_contract("tuple[list[str], ...]")),
    ("contract-mutable", CONTRACTS, with_contract("'dict[str, int]'")),
    ("contract-mutable", CONTRACTS, with_contract("typing.Any")),
    ("contract-mutable", CONTRACTS, both(adding(CONTRACTS, "Tags = list[str]"), with_contract("Tags"))),
    ("contract-mutable", CONTRACTS, with_contract("collections.abc.Mapping[str, int]")),
    (
        "contract-verb",
        CONTRACTS,
        adding(CONTRACTS, f"{FROZEN}class Bad:\n    id: int\n    def save(self) -> None: ..."),
    ),
    ("error-base", ERRORS, adding(ERRORS, "class LooseError(Exception): ...")),
    # A core that knows a product, and a leaf that knows the core.
    ("core-imports-product", "posthog/tool.py", adding("posthog/tool.py", "import products.visitors.backend.models")),
    (
        "core-imports-product",
        "posthog/tool.py",
        adding("posthog/tool.py", "def late():\n    from products.visitors.backend.facade import VisitorsAPI"),
    ),
    (
        "core-imports-product",
        "common/tool.py",
        adding("common/tool.py", "from products.visitors.backend import models"),
    ),
    ("common-imports", "common/tool.py", adding("common/tool.py", "from posthog.models import Team")),
    ("common-imports", "common/tool.py", adding("common/tool.py", "import django.conf")),
    ("ignored", LOGIC, adding(LOGIC, "import os  # tach-ignore(just this once)")),
    # Files in the wrong place, and names that do not fit.
    (
        "app-label",
        f"{BACKEND}/apps.py",
        changing(f"{BACKEND}/apps.py", 'label = "visitors"', 'label = "products_visitors"'),
    ),
    ("app-label", f"{BACKEND}/apps.py", changing(f"{BACKEND}/apps.py", 'name = "products.', 'name = "product.')),
    ("app-config", f"{BACKEND}/apps.py", changing(f"{BACKEND}/apps.py", "VisitorsConfig", "VisitorConfig")),
    ("missing-file", MODELS, lambda root: (root / MODELS).unlink()),
    ("file-and-folder", LOGIC, adding(f"{BACKEND}/logic/__init__.py", "")),
    ("package-marker", f"{BACKEND}/wire", adding(f"{BACKEND}/wire/body.py", "")),
    ("misplaced-file", f"{BACKEND}/serializers.py", adding(f"{BACKEND}/serializers.py", "")),
    ("misplaced-file", f"{BACKEND}/test_more.py", adding(f"{BACKEND}/test_more.py", "")),
    ("syntax", LOGIC, adding(LOGIC, "def broken(:")),
    ("product-name", "products/Visitors-2", lambda root: (root / OWN).rename(root / "products/Visitors-2")),
    ("not-registered", "posthog/settings/web.py", changing("posthog/settings/web.py", "visitors.backend.apps", "x")),
    ("tach", "tach.toml", changing("tach.toml", 'path = "products.visitors"', 'path = "products.visitor"')),
    ("tach", "tach.toml", changing("tach.toml", 'from = ["products.visitors"]\nexpose = [', "from = []\nexpose = [")),
    (
        "tach",
        "tach.toml",
        changing("tach.toml", 'path = "products.visitors"', 'path = "products.visitors"\nunchecked = true'),
    ),
    ("package-name", PACKAGE, with_package(name="@posthog/products-Visitors")),
    ("package-json", PACKAGE, lambda root: (root / PACKAGE).write_text("[]")),
    ("package-script", PACKAGE, with_package(scripts={"backend:test": "true"})),
    ("package-dependencies", PACKAGE, with_package(dependencies={"@posthog/products-gardens": "workspace:*"})),
    (
        "package-dependencies",
        PACKAGE,
        changing(
            "tach.toml",
            'path = "products.visitors"\nlayer = "products"\ndepends_on = [',
            'path = "products.visitors"\nlayer = "products"\ndepends_on = ["products.gardens", ',
        ),
    ),
)


def test_freshly_made_products_have_no_findings(checkout: Path) -> None:
    assert lint.lint_checkout(checkout) == []


def test_the_real_tree_has_no_findings() -> None:
    assert [str(finding) for finding in lint.lint_checkout(CHECKOUT)] == []


@pytest.mark.parametrize(
    ("rule", "path", "spoil"), CASES, ids=[f"{rule}-{number}" for number, (rule, _, _) in enumerate(CASES)]
)
def test_spoiled_product_is_reported(checkout: Path, rule: str, path: str, spoil: Spoil) -> None:
    spoil(checkout)
    found = {(finding.rule, finding.path) for finding in lint.lint_checkout(checkout)}
    assert (rule, path) in found


@pytest.mark.parametrize("path", [part.path for part in PARTS if part.required])
def test_each_file_of_the_layout_is_missed(checkout: Path, path: str) -> None:
    (checkout / OWN / path).unlink()
    assert ("missing-file", f"{OWN}/{path}") in {
        (item.rule, item.path) for item in lint.lint_product(checkout, "visitors")
    }


@pytest.mark.parametrize("folder", REQUIRED_FOLDERS)
def test_each_folder_of_the_layout_is_missed(checkout: Path, folder: str) -> None:
    shutil.rmtree(checkout / OWN / folder)
    assert ("missing-file", f"{OWN}/{folder}") in {
        (item.rule, item.path) for item in lint.lint_product(checkout, "visitors")
    }


@pytest.mark.parametrize("part", [part for part in PARTS if part.may_be_folder], ids=lambda part: part.path)
def test_file_may_become_a_folder(checkout: Path, part: Part) -> None:
    file, folder = checkout / OWN / part.path, checkout / OWN / part.folder
    folder.mkdir()
    (folder / "__init__.py").touch()
    file.rename(folder / "part.py")
    assert "missing-file" not in {item.rule for item in lint.lint_product(checkout, "visitors")}


def test_use_of_another_products_facade_is_fine(checkout: Path) -> None:
    add(checkout / LOGIC, "from products.gardens.backend.facade import GardensAPI")
    add(checkout / LOGIC, "from products.gardens.backend.facade.contracts import Note as Plant")
    add(checkout / LOGIC, "from products.gardens.backend.facade.errors import GardensError")
    assert lint.lint_checkout(checkout) == []


def test_view_may_import_code_of_its_product_that_knows_no_framework(checkout: Path) -> None:
    add(
        checkout / BACKEND / "wire.py", "import json\nfrom products.visitors.backend.facade.errors import VisitorsError"
    )
    add(checkout / VIEWS, "from products.visitors.backend.wire import json")
    assert lint.lint_checkout(checkout) == []


def test_every_rule_has_a_case() -> None:
    tested = {rule for rule, _, _ in CASES}
    assert set(_rule_names()) == tested


def _rule_names() -> Iterator[str]:
    """Every literal that becomes the rule of a finding."""
    for file in (CHECKOUT / "common/hogli/product").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            if node.func.id == "_at" and len(node.args) == 4:
                given.append(node.args[2])
            yield from (
                value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)
            )
