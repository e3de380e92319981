"""What a test needs that a developer's machine may lack. There it is skipped; where everything must run, it fails."""

import os
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip this test and say what it lacks; with PRICKLE_REQUIRE_ALL=1, as CI sets it, fail instead."""
    if os.environ.get("PRICKLE_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} PRICKLE_REQUIRE_ALL=1 says that nothing may be skipped.", pytrace=False)
    pytest.skip(what)
