"""The form of a project token. Whether a project has it, the products' own look-ups say."""

import re

from common.sdk.errors import InvalidTokenError, MissingTokenError

MAX_TOKEN_LENGTH = 64
# SDKs name the project first or last, or in each event.
_SEARCHED_BYTES = 16 * 1024
_STATED = re.compile(rb'"(?:api_key|token|\$token)"\s*:\s*"([\x21\x23-\x5b\x5d-\x7e]{1,64})"')


def check_token(token: str) -> str:
    """The token without surrounding blanks; raises MissingTokenError or InvalidTokenError when it cannot be one."""
    token = token.strip()
    if not token:
        raise MissingTokenError("The project token is empty.", attr="api_key")
    if len(token) > MAX_TOKEN_LENGTH or not token.isascii() or "\x00" in token:
        raise InvalidTokenError("The project token is malformed; copy it from the project's settings.", attr="api_key")
    if token.startswith("phx_"):
        raise InvalidTokenError(
            "This is a personal API key, which must stay secret; send the project's token (phc_…) instead.",
            attr="api_key",
        )
    return token


def guess_token(text: bytes) -> str:
    """The token that a JSON text seems to carry, for who will not parse it; "" when none is near its ends."""
    found = _STATED.search(text[:_SEARCHED_BYTES]) or _STATED.search(text[-_SEARCHED_BYTES:])
    return found[1].decode() if found else ""
