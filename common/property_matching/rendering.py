"""Values of properties as text, the way JSON writes them, and as moments."""

import json
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal

from common.dates import parse_absolute

# Numbers from here on are moments in seconds, and from the second bound on in milliseconds.
_SECONDS_FROM, _MILLISECONDS_FROM = 1_000_000_000, 100_000_000_000


def render(value: object) -> str:
    """Texts as they are, booleans and null in JSON's words, lists and objects as compact JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float | Decimal):
        return repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    # Not common.json: whole numbers have no bounds here, and the SDKs sort keys.
    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, default=str)


def render_exactly(value: object) -> str:
    """As `render`, but 5.0 stays `5.0` and exponents are written `1e+21`, which is how the SDKs compare flags."""
    if isinstance(value, float):
        return _exact_float(value)
    if isinstance(value, list | tuple | dict):
        text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, default=render)
        # Only small numbers are written differently, and only a text with one of them in it is worth Python's pace.
        return text if "e-" not in text else _exact_json(value)
    return render(value)


def _exact_json(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_exact_json(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(str(key))}:{_exact_json(value[key])}" for key in sorted(value, key=str)) + "}"
    return render_exactly(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _exact_float(value: float) -> str:
    text = repr(value)
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    if -6 < int(exponent) < 0:
        return format(Decimal(text), "f")
    return f"{mantissa}e{int(exponent):+d}"


def to_moment(value: object, zone: tzinfo) -> datetime | None:
    """The moment that a value is or spells: ISO texts, Unix times, dates. None for anything else."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone) if value.tzinfo is None else value
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=zone)
    if isinstance(value, str):
        return parse_absolute(value, zone=zone)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _SECONDS_FROM <= value < 1e14:
        return None
    return datetime.fromtimestamp(value / 1000 if value >= _MILLISECONDS_FROM else value, UTC)
