import gc
from collections.abc import Iterator

import pytest

from common.loading import loading


@pytest.fixture(autouse=True)
def _leave_it_as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_loaded_is_not_looked_at_again() -> None:
    with loading():
        assert not gc.isenabled()
        loaded = {"of a": ["module"]}

    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert not any(found is loaded for found in gc.get_objects())


def test_a_module_that_cannot_be_loaded_leaves_the_collector_on() -> None:
    with pytest.raises(ImportError), loading():
        raise ImportError

    assert gc.isenabled()
