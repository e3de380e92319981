"""Nothing accepted is lost and nothing is counted twice, whatever is killed while events come in.

CHAOS_ROUNDS=20 kills everything twenty times; docs/reliability.md has what came of it.
"""

import logging
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.judge import check, check_events
from tests.chaos.load import Load
from tests.chaos.sdks import SteadySdk, node_sdk, python_sdk
from tests.chaos.violence import SERVICES, SUPERVISOR, kill
from tests.support.instance import Instance, Project

pytestmark = [pytest.mark.chaos, pytest.mark.slow]

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "1"))
SEED = int(os.environ.get("CHAOS_SEED", "7"))
logger = logging.getLogger(__name__)
CALM_SECONDS = (0.5, 2.5)


@pytest.fixture
def project(victim: Instance) -> Project:
    return victim.project("kills")


@pytest.fixture
def sdks(project: Project, tmp_path: Path) -> Iterator[list[SteadySdk]]:
    """A Python and a Node application that send already."""
    clients = [python_sdk(project.sibling("python"), tmp_path), node_sdk(project.sibling("node"), tmp_path)]
    try:
        for client in clients:
            client.start()
        yield clients
    finally:
        for client in clients:
            client.stop()


@pytest.mark.timeout(300 + 120 * ROUNDS)
def test_every_process_killed_in_turn_costs_and_doubles_nothing(
    victim: Instance, project: Project, sdks: list[SteadySdk]
) -> None:
    chance = random.Random(SEED)
    order = [name for _ in range(ROUNDS) for name in chance.sample((*SERVICES, SUPERVISOR), len(SERVICES) + 1)]

    with Load(project=project) as load:
        load.wait_for(50, seconds=60)
        for name in order:
            time.sleep(chance.uniform(*CALM_SECONDS))
            kill(victim, name)
            if name == SUPERVISOR:
                # As systemd does; everything else is back by itself.
                victim.start()
        load.wait_for(50, seconds=90)
    handed = [client.finish() for client in sdks]
    logger.info("seed %d: %d kills, %d accepted, %d retries", SEED, len(order), len(load.accepted), load.retries)
    check(victim, load)
    for client, uuids in zip(sdks, handed, strict=True):
        assert len(uuids) > 20 * len(order)
        check_events(victim, client.project, uuids)
