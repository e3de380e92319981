"""The dashboard's page, its files, headers and metrics."""

from pathlib import Path

import pytest
from django.test.client import Client
from pytest_django import Settings


def test_pages_carry_a_strict_content_security_policy() -> None:
    headers = Client().get("/insights/new").headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_a_build_under_a_running_server_is_served_from_the_next_request(settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False  # as everywhere but in tests
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "index-aaaaaaaa.js").write_text("first")
    client = Client()

    def status_of(name: str) -> int:
        return client.get(f"/static/app/assets/{name}").status_code

    assert (status_of("index-aaaaaaaa.js"), status_of("index-bbbbbbbb.js")) == (200, 404)
    (assets / "index-bbbbbbbb.js").write_text("second")
    assert (status_of("index-aaaaaaaa.js"), status_of("index-bbbbbbbb.js")) == (200, 200)
    (assets / "index-aaaaaaaa.js").unlink()
    assert (status_of("index-aaaaaaaa.js"), status_of("index-bbbbbbbb.js")) == (404, 200)


@pytest.mark.parametrize("path", ["/wp-login.php", "/.env", "/config.json"])
def test_names_that_scanners_try_are_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/flags/unknown", "/decide/x", "/s/x", "/i/v1/unknown", "/array/phc_x/unknown"])
def test_unknown_addresses_of_sdks_are_never_answered_with_the_page(path: str) -> None:
    for response in (Client().get(path), Client().post(path)):
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_metrics_are_for_this_machine_or_for_who_has_the_token(settings: Settings) -> None:
    client = Client()
    assert b"prickle_events_accepted" in client.get("/_metrics").content
    assert client.get("/_metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    assert client.get("/_metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403
    settings.METRICS_TOKEN = "s3cret"
    assert client.get("/_metrics").status_code == 403
    assert client.get("/_metrics", headers={"authorization": "Bearer s3cret"}).status_code == 200
