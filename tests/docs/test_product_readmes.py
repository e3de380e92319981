"""A product's README names every verb of its facade, so that a reader learns there what can be asked."""

from pathlib import Path

import pytest

from tests.docs import pages, source

FACADES = sorted(pages.CHECKOUT.glob("products/*/backend/facade/api.py"))


@pytest.mark.parametrize("facade", FACADES, ids=lambda path: path.parents[2].name)
def test_readme_names_every_verb(facade: Path) -> None:
    readme = facade.parents[2] / "README.md"
    named = set(pages.inline_code(readme))
    assert [verb for verb in source.facade_verbs(facade) if verb not in named] == []


def test_there_are_facades_to_check() -> None:
    assert FACADES
