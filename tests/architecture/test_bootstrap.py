"""A product made by `product:bootstrap` is green in every respect, in a copy of this very tree."""

import re
import sys
from pathlib import Path

import pytest

from common.hogli.commands.products import finish
from common.hogli.errors import Failure
from common.hogli.product import lint
from common.hogli.product.bootstrap import TEMPLATE, draft
from common.hogli.product.structure import PARTS
from tests.architecture.support import CHECKOUT, full_copy, python, run, small_checkout

# Two words, so that every form of the name differs from the others.
NAME = "garden_visitors"
SLICE = f"products/{NAME}"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with one more product."""
    root = full_copy(tmp_path_factory.mktemp("copy"))
    new = draft(root, NAME)
    new.write(root)
    finish(root, new)
    return root


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("ruff", "check", "--no-cache", SLICE, "posthog/settings", "posthog/scopes.py"),
        ("ruff", "format", "--check", "--no-cache", SLICE, "posthog/settings", "posthog/scopes.py"),
        ("tach", "check"),
        ("common.hogli", "product:lint"),
        ("pytest", "-q", "--no-header", "-p", "no:cacheprovider", SLICE),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_python_tool_is_content(checkout: Path, arguments: tuple[str, ...]) -> None:
    result = python("-m", *arguments, cwd=checkout)
    assert result.code == 0, result.output


@pytest.mark.slow
def test_types_are_strict(checkout: Path) -> None:
    result = python("-m", "mypy", SLICE, cwd=checkout, SECRET_KEY="x" * 40)
    assert result.code == 0, result.output


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [("makemigrations", "--check", "--dry-run"), ("build_openapi", "--check")],
    ids=lambda command: command[0],
)
def test_nothing_is_left_to_generate(checkout: Path, command: tuple[str, ...]) -> None:
    result = python("-W", "ignore", "manage.py", *command, cwd=checkout, SECRET_KEY="x" * 40)
    assert result.code == 0, result.output


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("biome", "check", f"../{SLICE}/manifest.tsx", f"../{SLICE}/frontend"),
        ("tsc", "--noEmit"),
        ("vitest", "run", f"{NAME}/frontend"),
    ],
    ids=lambda command: command[0],
)
def test_pages_are_content(checkout: Path, command: tuple[str, ...]) -> None:
    program = checkout / "node_modules" / ".bin" / command[0]
    result = run([str(program), *command[1:]], checkout / "frontend", CI="true", NO_COLOR="1")
    assert result.code == 0, result.output


def test_every_template_is_a_part_of_the_layout_and_every_required_part_has_one() -> None:
    templates = {str(path.relative_to(TEMPLATE)).removesuffix(".tmpl") for path in TEMPLATE.rglob("*.tmpl")}
    assert templates <= {part.path for part in PARTS}
    assert {part.path for part in PARTS if part.required and not part.empty} <= templates


@pytest.mark.parametrize("name", ["a", "feature_flags", "x9", "a_product_whose_name_is_forty_characters"])
def test_names_of_all_lengths_give_a_product_without_findings(tmp_path: Path, name: str) -> None:
    small_checkout(tmp_path)
    new = draft(tmp_path, name)
    new.write(tmp_path)
    assert lint.lint_checkout(tmp_path) == []
    placeholder = re.compile(r"\{\{?(name|prefix|camel|kebab|title|words|package)\}")
    assert [path for path, text in new.created if placeholder.search(path) or placeholder.search(text)] == []


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("Surveys", "cannot be a product's name"),
        ("9lives", "cannot be a product's name"),
        ("my-product", "cannot be a product's name"),
        ("a__b", "cannot be a product's name"),
        ("x" * 41, "at most 40 characters"),
        ("../escape", "cannot be a product's name"),
        ("class", "means something else already"),
        ("auth", "means something else already"),
        ("events", "products/events exists already"),
    ],
)
def test_unusable_name_is_refused_with_a_sentence(name: str, complaint: str) -> None:
    with pytest.raises(Failure, match=re.escape(complaint)):
        draft(CHECKOUT, name)


def test_dry_run_lists_the_files_and_writes_nothing() -> None:
    hogli = [sys.executable, "-P", "-m", "common.hogli"]
    result = run([*hogli, "product:bootstrap", NAME, "--dry-run"], CHECKOUT, PYTHONPATH=str(CHECKOUT))
    assert result.code == 0, result.output
    assert f"{SLICE}/backend/facade/api.py" in result.output
    assert not (CHECKOUT / SLICE).exists()
