"""An ingestion worker in a process of its own that does as it is told, and dawdles where it is dangerous.

Each line of its input names partitions in the order in which it is to work them off; it answers `done`. Between reading
people and writing them it pauses for a random moment, so that others get in between much more often than by nature.
"""

import random
import sys
import time
from typing import Any

import django

LONGEST_PAUSE_SECONDS = 0.006


def dawdle(seed: int) -> None:
    from products.events.backend.logic.ingestion import batch

    module: Any = batch
    write_people = module.write_people
    chance = random.Random(seed)

    def write_late(*args: Any) -> Any:
        time.sleep(chance.choice((0.0, chance.random() * LONGEST_PAUSE_SECONDS)))
        return write_people(*args)

    module.write_people = write_late


def main() -> None:
    from products.events.backend.tests.crashing_worker import work

    dawdle(int(sys.argv[1]))
    for line in sys.stdin:
        work([int(number) for number in line.split()])
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main()
