"""Turborepo runs a product's tests again when it changed, or when the contracts of a product it uses did."""

import json
import subprocess
from pathlib import Path

import pytest

from common.hogli.product.names import ProductName
from tests.architecture.support import CHECKOUT, add, change, run, small_checkout

TURBO = CHECKOUT / "node_modules" / ".bin" / "turbo"
GARDENS, VISITORS, LONERS = "gardens", "visitors", "loners"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A workspace of three products, of which `visitors` uses `gardens`; committed, because Turborepo asks git."""
    small_checkout(tmp_path, GARDENS, VISITORS, LONERS)
    for name in (
        "package.json",
        "turbo.json",
        "pnpm-workspace.yaml",
        "manage.py",
        "pyproject.toml",
        "requirements.lock",
    ):
        (tmp_path / name).write_bytes((CHECKOUT / name).read_bytes())
    dependencies = f'"dependencies": {{ "{ProductName(GARDENS).package}": "workspace:*" }}'
    change(tmp_path / "products" / VISITORS / "package.json", '"dependencies": {}', dependencies)
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def hashes(root: Path, *arguments: str) -> dict[str, str]:
    """The hash of each product's tests; the same hash means that the last result is used."""
    argv = [str(TURBO), "run", "backend:test", "--dry-run=json", *arguments]
    result = run(argv, root, TURBO_TELEMETRY_DISABLED="1", DO_NOT_TRACK="1")
    assert result.code == 0, result.output
    plan = json.loads(result.output[result.output.index("{") :])
    return {
        task["package"].removeprefix(ProductName("").package): task["hash"]
        for task in plan["tasks"]
        if task["task"] == "backend:test" and task["command"] != "<NONEXISTENT>"
    }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_nothing_runs_again_when_nothing_changed(checkout: Path) -> None:
    assert hashes(checkout) == hashes(checkout)


@pytest.mark.parametrize(
    ("path", "tested"),
    [
        # The inside of a product concerns nobody else.
        (f"products/{GARDENS}/backend/logic.py", {GARDENS}),
        (f"products/{GARDENS}/backend/facade/api.py", {GARDENS}),
        (f"products/{GARDENS}/backend/presentation/views.py", {GARDENS}),
        (f"products/{GARDENS}/backend/tests/test_logic.py", {GARDENS}),
        (f"products/{GARDENS}/backend/new_module.py", {GARDENS}),
        (f"products/{VISITORS}/backend/facade/contracts.py", {VISITORS}),
        # What others can see of it concerns those that use it.
        (f"products/{GARDENS}/backend/facade/contracts.py", {GARDENS, VISITORS}),
        (f"products/{GARDENS}/backend/facade/errors.py", {GARDENS, VISITORS}),
        (f"products/{GARDENS}/backend/facade/enums.py", {GARDENS, VISITORS}),
        (f"products/{GARDENS}/backend/models.py", {GARDENS, VISITORS}),
        (f"products/{GARDENS}/backend/migrations/0002_more.py", {GARDENS, VISITORS}),
        # The core concerns everybody, a page and a document nobody.
        ("posthog/scopes.py", {GARDENS, VISITORS, LONERS}),
        ("common/tool.py", {GARDENS, VISITORS, LONERS}),
        ("common/sdk/envelope.py", {GARDENS, VISITORS, LONERS}),
        ("common/property_matching/tests/cases.py", {GARDENS, VISITORS, LONERS}),
        ("tests/data/recorded/request.json", {GARDENS, VISITORS, LONERS}),
        # The developers' own commands and the tests of the whole do not.
        ("common/hogli/commands/run.py", set()),
        ("tests/test_whole.py", set()),
        (f"products/{GARDENS}/README.md", set()),
        (f"products/{GARDENS}/frontend/scenes/GardensScene.tsx", set()),
    ],
)
def test_edit_tests_what_it_can_reach(checkout: Path, path: str, tested: set[str]) -> None:
    before = hashes(checkout)
    add(checkout / path, "# edited")
    assert changed(before, hashes(checkout)) == tested


def test_one_product_can_be_chosen(checkout: Path) -> None:
    assert set(hashes(checkout, f"--filter={ProductName(LONERS).package}")) == {LONERS}


def test_real_products_have_tests_to_run() -> None:
    products = {path.parent.name for path in CHECKOUT.glob("products/*/package.json")}
    assert set(hashes(CHECKOUT)) == products
    assert "events" in products
