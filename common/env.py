"""Typed reads of environment variables.

Every setting goes through here, so that a bad value is refused with the variable's name, the value and the expected
form instead of surfacing as a strange failure later.
"""

import math
import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
N = TypeVar("N", int, float)

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


class EnvironmentVariableError(ValueError):
    """A variable is missing or cannot be read as what it should be."""


def _read(name: str, default: T | None, cast: Callable[[str], T], expected: str) -> T:
    raw = os.environ.get(name)
    if raw is None:
        if default is None:
            raise EnvironmentVariableError(f"{name} is not set. Set it to {expected}.")
        return default
    try:
        return cast(raw)
    except ValueError as error:
        # The value is left out on purpose: it may be a secret.
        raise EnvironmentVariableError(f"{name} has a value that cannot be used. Set it to {expected}.") from error


def text(name: str, default: str | None = None) -> str:
    """The variable as it stands; raises EnvironmentVariableError when unset and without default."""
    return _read(name, default, str, "a text")


def integer(name: str, default: int | None = None, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """The variable as a whole number; one that is out of bounds is refused, the default is taken as it is."""
    return _read(name, default, _within(int, at_least, at_most), f"a whole number{_bounds(at_least, at_most)}")


def number(
    name: str, default: float | None = None, *, at_least: float | None = None, at_most: float | None = None
) -> float:
    """The variable as a decimal number, never infinite; bounds as above."""
    return _read(name, default, _within(_to_finite, at_least, at_most), f"a number{_bounds(at_least, at_most)}")


def boolean(name: str, default: bool | None = None) -> bool:
    """The variable as a yes or no."""
    return _read(name, default, _to_bool, "true or false")


def words(name: str, default: str = "") -> list[str]:
    """The variable as a comma-separated list; blanks are dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def _to_bool(raw: str) -> bool:
    word = raw.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(raw)


def _to_finite(raw: str) -> float:
    value = float(raw)
    if not math.isfinite(value):
        raise ValueError(raw)
    return value


def _within(cast: Callable[[str], N], at_least: N | None, at_most: N | None) -> Callable[[str], N]:
    def cast_within(raw: str) -> N:
        value = cast(raw)
        if (at_least is not None and value < at_least) or (at_most is not None and value > at_most):
            raise ValueError(raw)
        return value

    return cast_within


def _bounds(at_least: float | None, at_most: float | None) -> str:
    if at_least is not None and at_most is not None:
        return f" from {at_least} to {at_most}"
    if at_least is not None:
        return f" of at least {at_least}"
    return "" if at_most is None else f" of at most {at_most}"
