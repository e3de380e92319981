"""The process's database of addresses: opened when needed, taken up anew when replaced, and never in anybody's way."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings
from structlog.testing import capture_logs

from common import clock
from common.tests.geo_files import COUNTRY_FACTS, COUNTRY_RECORD, TOWN, TOWN_FACTS, write_database
from posthog import geoip


@pytest.fixture
def path(tmp_path: Path, settings: Settings) -> Path:
    """Where the operator says that the database is; nothing is there yet."""
    settings.GEOIP_DATABASE = str(tmp_path / "city.mmdb")
    return tmp_path / "city.mmdb"


def found(address: str) -> dict[str, object] | None:
    find = geoip.finder()
    return None if find is None else dict(find(address))


def test_nothing_is_known_without_a_database(settings: Settings) -> None:
    settings.GEOIP_DATABASE = ""
    assert geoip.finder() is None


def test_a_replaced_file_is_taken_up_when_the_process_looks_again(path: Path) -> None:
    write_database(path)
    assert found(TOWN) == TOWN_FACTS

    write_database(path, {"192.0.2.0/24": COUNTRY_RECORD})
    assert found(TOWN) == TOWN_FACTS

    geoip.look_again()
    assert found(TOWN) == COUNTRY_FACTS


def test_a_file_is_looked_at_once_a_minute(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_database(path)
    now = 1000.0
    monkeypatch.setattr(geoip, "time", SimpleNamespace(monotonic=lambda: now))
    geoip.look_again()
    assert found(TOWN) == TOWN_FACTS
    write_database(path, {"192.0.2.0/24": COUNTRY_RECORD})
    now += 59
    assert found(TOWN) == TOWN_FACTS
    now += 2
    assert found(TOWN) == COUNTRY_FACTS


def test_a_missing_file_is_complained_of_once_and_used_when_it_is_there(path: Path) -> None:
    with capture_logs() as logs:
        for _ in range(3):
            geoip.look_again()
            assert geoip.finder() is None
    (complaint,) = logs
    assert (complaint["event"], complaint["log_level"]) == ("geoip.database_unusable", "warning")
    assert complaint["reason"].startswith(f"{path} cannot be read (No such file or directory).")

    write_database(path)
    geoip.look_again()
    assert found(TOWN) == TOWN_FACTS


def test_a_broken_file_is_complained_of_and_leaves_nothing_known(path: Path) -> None:
    write_database(path)
    assert found(TOWN) == TOWN_FACTS
    broken = path.with_suffix(".broken")
    broken.write_bytes(os.urandom(5000))
    broken.rename(path)
    geoip.look_again()
    with capture_logs() as logs:
        assert geoip.finder() is None
    assert [log["event"] for log in logs] == ["geoip.database_unusable"]


def test_an_outdated_file_is_used_and_complained_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_database(path)
    later: datetime = clock.now() + timedelta(days=100)
    monkeypatch.setattr(clock, "now", lambda: later)
    with capture_logs() as logs:
        assert found(TOWN) == TOWN_FACTS
    assert [(log["event"], log["log_level"]) for log in logs] == [("geoip.database_outdated", "warning")]
