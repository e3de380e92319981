"""posthog-js, unmodified, for the web snippet: the loader's bundle and those it loads when a page needs them.

The build takes them from the npm package that frontend/package.json pins, and compresses them once. What may be asked
for is what the build left there: a name is looked up, never made into a path.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from posthog.api.errors import not_found

# A versioned address always means the same bytes; the others change with an upgrade.
IMMUTABLE = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=3600"
CONTENT_TYPE = "text/javascript; charset=utf-8"
# The build's folder, and how each compressed copy is called there, the best first.
FOLDER = "sdk"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


@require_safe
def asset(request: HttpRequest, name: str, version: str | None = None) -> HttpResponse:
    """`/static/<name>.js`, and `/static/<version>/<name>.js` for the version this server has.

    Of another version there is nothing: posthog-js then asks for the first, which may be newer than it is.
    """
    found = _index(settings.FRONTEND_DIST / FOLDER)
    if found is None or name not in found.files or version not in (None, found.version):
        return not_found(request)
    encoding, suffix = _encoding(request, found.files[name])
    etag = f'"{found.files[name][""]}{"-" + encoding if encoding else ""}"'
    if _has_already(request, etag):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse((found.folder / f"{name}.js{suffix}").read_bytes(), content_type=CONTENT_TYPE)
        if encoding:
            response["Content-Encoding"] = encoding
    response["ETag"] = etag
    response["Cache-Control"] = FOR_A_WHILE if version is None else IMMUTABLE
    return for_other_origins(response)


def loader_source() -> bytes:
    """The bundle `array.js`, to be sent with something before it; empty when the pages are not built."""
    found = _index(settings.FRONTEND_DIST / FOLDER)
    return (found.folder / "array.js").read_bytes() if found and "array" in found.files else b""


def for_other_origins(response: HttpResponse) -> HttpResponse:
    """Scripts of other origins' pages, which the snippet loads with crossorigin="anonymous"."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Vary"] = "Accept-Encoding"
    return response


class _Index:
    """What the build left: per name its digest, under "", and which compressed copies there are, by suffix."""

    def __init__(self, folder: Path, version: str, files: Mapping[str, Mapping[str, str]]) -> None:
        self.folder = folder
        self.version = version
        self.files = files


def _index(folder: Path) -> _Index | None:
    try:
        return _read_index(folder, folder.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=4)
def _read_index(folder: Path, _: int) -> _Index:
    """Read again when the folder has changed, as a build does under a running server."""
    files = {}
    for path in folder.glob("*.js"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:20]
        copies = {suffix: "" for _, suffix in ENCODINGS if path.with_name(path.name + suffix).exists()}
        files[path.name.removesuffix(".js")] = {"": digest, **copies}
    version = folder / "version.txt"
    return _Index(folder, version.read_text().strip() if version.exists() else "", files)


def _encoding(request: HttpRequest, copies: Mapping[str, str]) -> tuple[str, str]:
    """The best encoding that the client reads and the build wrote, with its file's suffix."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "").lower()
    for encoding, suffix in ENCODINGS:
        if suffix in copies and re.search(rf"(?:^|[\s,]){encoding}\s*(?:,|$|;(?!\s*q=0(?:\.0*)?\s*(?:,|$)))", accepted):
            return encoding, suffix
    return "", ""


def _has_already(request: HttpRequest, etag: str) -> bool:
    known = {tag.strip().removeprefix("W/") for tag in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")}
    return etag in known or "*" in known
