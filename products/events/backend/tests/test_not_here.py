"""What this server has not: SDKs are told so in a way that keeps them quiet."""

import gzip
from pathlib import Path

import pytest
from django.test.client import Client
from pytest_django import Settings

from posthog.contracts import TeamContext
from products.events.backend.tests.conftest import queue_length

ORIGIN = "https://shop.example.com"


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/api/surveys/", {"surveys": []}),
        ("/api/surveys", {"surveys": []}),
        ("/api/product_tours/", {"product_tours": []}),
        ("/api/web_experiments/", {"experiments": []}),
    ],
)
def test_lists_are_empty_for_a_projects_token_alone(
    client: Client, team: TeamContext, path: str, answer: dict[str, list[str]]
) -> None:
    response = client.get(path, {"token": team.api_token, "_": "1700000000000"}, headers={"origin": ORIGIN})
    assert (response.status_code, response.json()) == (200, answer)
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    for wrong in ({}, {"token": "phc_nobody"}, {"token": "phx_secret"}):
        refused = client.get(path, wrong, headers={"origin": ORIGIN})
        assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (401, ORIGIN)


@pytest.mark.parametrize("path", ["/s/", "/s", "/i/v1/logs?token=x", "/i/v1/metrics", "/i/v1/traces", "/i/v1/traces/"])
def test_what_is_not_stored_is_refused_for_good_and_readably(client: Client, path: str) -> None:
    response = client.post(path, gzip.compress(b"[]"), content_type="text/plain", headers={"origin": ORIGIN})
    # Any 2xx would be taken for "stored", and 408, 429 and 5xx for "again".
    assert (response.status_code, response.json()["code"]) == (404, "not_supported")
    # Without this a browser sees a broken network and tries again.
    assert response["Access-Control-Allow-Origin"] == ORIGIN
    assert client.options(path, headers={"origin": ORIGIN}).status_code == 204
    assert queue_length() == 0


def test_the_snippets_script_can_come_with_its_config(
    client: Client, team: TeamContext, tmp_path: Path, settings: Settings
) -> None:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "sdk").mkdir()
    (tmp_path / "sdk" / "array.js").write_bytes(b"/* the loader */")
    plain = client.get(f"/array/{team.api_token}/array.js")
    config = client.get(f"/array/{team.api_token}/config.js")
    assert plain.content == config.content + b"/* the loader */"
    packed = client.get(f"/array/{team.api_token}/array.js", headers={"accept-encoding": "gzip, br"})
    assert gzip.decompress(packed.content) == plain.content
    assert client.get("/array/phc_nobody/array.js").status_code == 401
