"""Loading the modules of a process that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while modules are loaded, a tenth of the time, and never again among what they leave.

    Later collections are short then, and processes forked afterwards go on sharing that memory.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
