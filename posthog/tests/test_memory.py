"""Memory that a burst has taken goes back to the system."""

import ctypes
import gc

import psutil
from celery import Celery
from celery.signals import task_postrun

from posthog import memory

MEGABYTE = 1024 * 1024


def resident() -> int:
    return int(psutil.Process().memory_info().rss)


def test_memory_between_blocks_in_use_is_given_back_after_a_task() -> None:
    memory.install(Celery("test"))
    # What a batch leaves behind: some small blocks stay, scattered among many that are gone.
    blocks = [b"x" * 5_000 for _ in range(40_000)]
    kept = blocks[::400]
    del blocks
    gc.collect()
    before = resident()

    task_postrun.send(sender=None)

    # Other C libraries than glibc do not keep it in the first place, and cannot be asked.
    assert before - resident() > 50 * MEGABYTE or not hasattr(ctypes.CDLL(None), "malloc_trim")
    assert len(kept) == 100
