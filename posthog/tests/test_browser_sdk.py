"""posthog-js is handed out unmodified, compressed and cacheable, and nothing else can be had by its address."""

import gzip
import os
from pathlib import Path

import brotli
import pytest
from django.test.client import Client
from pytest_django import Settings

SOURCE = b"!function(){/* posthog */}()" * 50
OTHER = b"/* recorder */" * 50
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def built(settings: Settings, tmp_path: Path) -> Path:
    """What a build leaves, and a file outside that nobody may have."""
    settings.FRONTEND_DIST = tmp_path
    folder = tmp_path / "sdk"
    folder.mkdir()
    (tmp_path / "secret.js").write_bytes(b"secret")
    for name, content in (("array.js", SOURCE), ("lazy-recorder.js", OTHER), ("array.full.no-external.js", OTHER)):
        (folder / name).write_bytes(content)
        (folder / f"{name}.gz").write_bytes(gzip.compress(content))
        (folder / f"{name}.br").write_bytes(brotli.compress(content))
    (folder / "surveys.js").write_bytes(OTHER)
    (folder / "version.txt").write_text("1.2.3")
    return folder


@pytest.mark.parametrize(
    ("path", "content", "cached"),
    [
        ("/static/array.js", SOURCE, "public, max-age=3600"),
        ("/static/1.2.3/array.js", SOURCE, YEAR),
        ("/static/lazy-recorder.js?v=9.9.9", OTHER, "public, max-age=3600"),
        ("/static/array.full.no-external.js", OTHER, "public, max-age=3600"),
        ("/static/1.2.3/surveys.js", OTHER, YEAR),
    ],
)
def test_bundle_is_served_to_any_origin(client: Client, path: str, content: bytes, cached: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.content) == (200, content)
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == cached
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=0.5, br;q=0.1", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0", ""),
        ("identity", ""),
        ("", ""),
        ("brotli, xgzip", ""),
    ],
)
def test_bundle_is_compressed_as_the_client_can_read(client: Client, accepted: str, encoding: str) -> None:
    response = client.get("/static/array.js", headers={"accept-encoding": accepted})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert response.get("Content-Encoding", "") == encoding
    assert unpack(response.content) == SOURCE
    assert response["Vary"] == "Accept-Encoding"


def test_a_file_without_compressed_copies_is_sent_as_it_is(client: Client) -> None:
    response = client.get("/static/surveys.js", headers={"accept-encoding": "br, gzip"})
    assert (response.content, response.get("Content-Encoding")) == (OTHER, None)


def test_what_a_browser_has_is_not_sent_again(client: Client, built: Path) -> None:
    first = client.get("/static/array.js", headers={"accept-encoding": "br"})
    again = client.get(
        "/static/array.js", headers={"accept-encoding": "br", "if-none-match": f'W/"x", {first["ETag"]}'}
    )
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    # Another encoding is other bytes.
    assert client.get("/static/array.js", headers={"if-none-match": first["ETag"]}).status_code == 200
    # After an upgrade the same address means something new.
    (built / "array.js").write_bytes(SOURCE + b"// newer")
    stat = built.stat()
    os.utime(built, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))
    fresh = client.get("/static/array.js", headers={"if-none-match": first["ETag"]})
    assert (fresh.status_code, fresh.content) == (200, SOURCE + b"// newer")


@pytest.mark.parametrize(
    "path",
    [
        "/static/nothing.js",
        "/static/toolbar.js",
        "/static/1.2.4/array.js",
        "/static/1.2.3/1.2.3/array.js",
        "/static/../secret.js",
        "/static/..%2fsecret.js",
        "/static/%2e%2e/secret.js",
        "/static/1.2.3/../../secret.js",
        "/static/1.2.3/..%5csecret.js",
        "/static//etc/passwd.js",
        "/static/sdk/array.js",
        "/static/array.js.gz",
        "/static/version.txt",
        "/static/array.js%00",
        "/static/ARRAY.js",
    ],
)
def test_nothing_else_can_be_had(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_without_a_build_there_is_nothing(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path / "never-built"
    assert client.get("/static/array.js").status_code == 404
