"""What PostHog's own SDK makes of a used up quota, and of reading too often: the two are to be told apart."""

import json
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from common import clock
from posthog.contracts import TeamContext
from tests.sdk import environments
from tests.sdk.environments import CLIENTS

pytestmark = [pytest.mark.sdk, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("setting", "held"),
    [
        # 402: the SDK stops deciding by itself.
        ("FLAG_REQUESTS_PER_MINUTE", [2, 2, 0]),
        # 429: it goes on with what it has.
        ("FLAG_DEFINITION_READS_PER_MINUTE", [2, 2, 2]),
    ],
)
def test_python_sdk_reads_definitions_beyond_the_limit(
    setting: str,
    held: list[int],
    live_server: Any,
    api_client: APIClient,
    team: TeamContext,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for key in ("one", "two"):
        body = {"key": key, "filters": {"groups": [{"properties": [], "rollout_percentage": 100}]}}
        assert api_client.post(f"/api/projects/{team.id}/feature_flags/", body).status_code == 201
    secret = api_client.post(f"/api/projects/{team.id}/secret_keys/", {"label": "sdk"}).json()["value"]
    setattr(settings, setting, 2)
    # The minute shall not end meanwhile.
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    arguments = [live_server.url, team.api_token, secret, str(tmp_path / "held.json")]
    environments.run(environments.python_argv("7.91.1", CLIENTS / "reload_definitions.py", *arguments), tmp_path)
    assert json.loads((tmp_path / "held.json").read_text()) == held
