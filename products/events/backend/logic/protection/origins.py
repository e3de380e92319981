"""Whether a page may send: it is where its Origin says, and that is on the project's list.

Browsers write this header, pages cannot. It keeps other people's pages away, not programs, which write what they like.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from products.events.backend.facade.errors import OriginNotAllowedError
from products.events.backend.logic.protection.rules import Rules

_NAMES = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII)


def check_origin(rules: Rules, *, origin: str, referer: str) -> None:
    """Raises OriginNotAllowedError. A request without Origin, such as a pixel's, is judged by its Referer, if any."""
    if not rules.origins:
        return
    stated = origin or _origin_of(referer)
    if not stated:
        if not rules.without_origin:
            raise OriginNotAllowedError(
                "This project takes events from its own pages only; the request names no origin."
            )
    elif not _matches(stated, rules.origins):
        raise OriginNotAllowedError(
            f"Pages of {stated[:200]} may not send events to this project; allow it in its settings."
        )


def _origin_of(referer: str) -> str:
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


@lru_cache(maxsize=1024)
def _matches(origin: str, allowed: tuple[str, ...]) -> bool:
    origin = origin.lower()
    return any(pattern == origin or _is_below(origin, pattern) for pattern in allowed)


def _is_below(origin: str, pattern: str) -> bool:
    """Whether the pattern is `https://*.example.com`, and the origin a host below that: nothing but names before it."""
    scheme, _, host = pattern.partition("://*")
    start = f"{scheme}://"
    return (
        bool(host)
        and origin.startswith(start)
        and origin.endswith(host)
        and _NAMES.fullmatch(origin[len(start) : -len(host)]) is not None
    )
