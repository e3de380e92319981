"""Fixtures of this product's tests."""

from collections.abc import Iterator

import pytest

from products.feature_flags.backend.logic.evaluation.store import store


@pytest.fixture(autouse=True)
def _empty_definition_store() -> Iterator[None]:
    """Rows are rolled back after a test, and with them what was compiled from them."""
    store.forget()
    yield
    store.forget()
