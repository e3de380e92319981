"""Products add to remote config; one that fails must cost no page its events."""

from collections.abc import Mapping

import pytest

from posthog import remote_config
from posthog.remote_config import register_remote_config, remote_config_for


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_config, "_providers", {})


def flags_of(team_id: int) -> Mapping[str, object]:
    return {"hasFeatureFlags": team_id == 7}


def broken(team_id: int) -> Mapping[str, object]:
    raise ConnectionError("no database")


def test_defaults_tell_sdks_that_there_is_nothing_to_ask_for() -> None:
    config = remote_config_for(7, "phc_a")
    assert config["token"] == "phc_a"
    assert config["supportedCompression"] == ["gzip", "gzip-js"]
    # Anything but a real boolean would be read as "on".
    assert all(
        config[key] is False
        for key in ("hasFeatureFlags", "autocapture_opt_out", "heatmaps", "sessionRecording", "productTours")
    )
    # posthog-js loads a script when this key is there, even when it is false.
    assert "surveys" not in config


def test_a_product_contributes_per_project() -> None:
    register_remote_config(flags_of)
    register_remote_config(flags_of)
    assert remote_config_for(7, "phc_a")["hasFeatureFlags"] is True
    assert remote_config_for(8, "phc_b")["hasFeatureFlags"] is False


def test_a_failing_product_leaves_the_rest_and_makes_sdks_ask() -> None:
    register_remote_config(lambda team_id: {"analytics": {"endpoint": "/x/"}})
    register_remote_config(broken)
    config = remote_config_for(7, "phc_a")
    assert config["analytics"] == {"endpoint": "/x/"}
    # `false` would make React Native forget the flags it knows.
    assert "hasFeatureFlags" not in config


def test_nobody_is_asked_about_an_unknown_project() -> None:
    asked: list[int] = []

    def provider(team_id: int) -> Mapping[str, object]:
        asked.append(team_id)
        return {}

    register_remote_config(provider)
    assert "hasFeatureFlags" not in remote_config_for(0, "phc_a")
    assert asked == []


def test_one_answer_is_not_the_next_ones_to_change() -> None:
    first = remote_config_for(7, "phc_a")
    first["siteApps"] = ["changed"]
    assert remote_config_for(7, "phc_a")["siteApps"] == []
