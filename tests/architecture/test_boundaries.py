"""tach refuses each crossing, also one that product:lint would let pass, and lets the real tree through."""

from pathlib import Path

import pytest

from tests.architecture.support import CHECKOUT, Result, add, change, python, small_checkout

LOGIC = "products/visitors/backend/logic.py"
FACADE = "products.gardens.backend.facade"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Two products, of which `visitors` has declared that it uses `gardens`."""
    small_checkout(tmp_path, "gardens", "visitors")
    for package in ("common", "posthog"):
        add(tmp_path / package / "tool.py", "ANSWER = 42")
    declare(tmp_path, "visitors", "gardens")
    return tmp_path


def declare(root: Path, user: str, used: str) -> None:
    block = f'path = "products.{user}"\nlayer = "products"\ndepends_on = ['
    change(root / "tach.toml", block, f'{block}"products.{used}", ')


def tach(root: Path) -> Result:
    return python("-m", "tach", "check", cwd=root)


def test_the_real_tree_is_clean() -> None:
    result = tach(CHECKOUT)
    assert result.code == 0, result.output


def test_declared_use_of_a_facade_is_fine(checkout: Path) -> None:
    add(checkout / LOGIC, f"from {FACADE} import GardensAPI\nfrom {FACADE}.contracts import Note as Plant")
    result = tach(checkout)
    assert result.code == 0, result.output


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (LOGIC, "from products.gardens.backend.models import Note as Plant"),
        (LOGIC, "from products.gardens.backend import logic as garden"),
        (LOGIC, "def late():\n    from products.gardens.backend.presentation import views"),
        (LOGIC, "from products.gardens.backend.presentation.serializers import GardensNoteSerializer"),
        (LOGIC, f"from {FACADE}.api import to_note"),
        (LOGIC, f"from {FACADE}.system import GardensSystemAPI"),
    ],
)
def test_inside_of_a_product_is_closed(checkout: Path, path: str, line: str) -> None:
    add(checkout / path, line)
    result = tach(checkout)
    assert result.code != 0
    assert f"{path}:" in result.output
    assert "is not part of the public interface for 'products.gardens'" in result.output


def test_undeclared_use_is_refused(checkout: Path) -> None:
    add(checkout / "products/gardens/backend/logic.py", "from products.visitors.backend.facade import VisitorsAPI")
    result = tach(checkout)
    assert result.code != 0
    assert "'products.gardens' cannot depend on 'products.visitors'" in result.output


def test_circle_of_products_is_refused(checkout: Path) -> None:
    declare(checkout, "gardens", "visitors")
    result = tach(checkout)
    assert result.code != 0
    assert "Circular dependency" in result.output


@pytest.mark.parametrize(
    ("path", "line", "lower", "upper"),
    [
        ("posthog/late.py", f"def late():\n    from {FACADE} import GardensAPI", "posthog", "products"),
        ("common/late.py", f"from {FACADE}.contracts import Note", "common", "products"),
        ("common/late.py", "from posthog.tool import ANSWER", "common", "posthog"),
    ],
)
def test_import_from_below_is_refused(checkout: Path, path: str, line: str, lower: str, upper: str) -> None:
    add(checkout / path, line)
    result = tach(checkout)
    assert result.code != 0
    assert f"('{lower}') is lower than layer '{upper}'" in result.output
