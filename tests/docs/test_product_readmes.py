"""A product's README names every verb of its facade, so that a reader learns there what can be asked."""

from pathlib import Path

import pytest

from tests.docs import pages, source

FACADES = sorted(
    facade
    for pattern in ("facade/api.py", "facade/api/*.py")
    for facade in pages.CHECKOUT.glob(f"products/*/backend/{pattern}")
)


@pytest.mark.parametrize("facade", FACADES, ids=lambda path: str(path.relative_to(pages.CHECKOUT)))
def test_readme_names_every_verb(facade: Path) -> None:
    readme = pages.CHECKOUT / "products" / facade.relative_to(pages.CHECKOUT).parts[1] / "README.md"
    named = set(pages.inline_code(readme))
    assert [verb for verb in source.facade_verbs(facade) if verb not in named] == []


def test_there_are_facades_to_check() -> None:
    assert FACADES
