"""Versions as three numbers, and the ranges that version operators mean."""

import re

from common.property_matching.operators import Operator

Version = tuple[int, int, int]

# A leading v, missing and empty parts, parts after the third, and what follows a hyphen or plus are all tolerated.
VERSION_PATTERN = r"\s*[vV]?(\d{1,9})(?:\.(\d{0,9})(?:\.(\d{0,9})(?:\..*)?)?)?(?:[-+].*)?\s*"
_VERSION = re.compile(VERSION_PATTERN + r"\Z", re.ASCII | re.DOTALL)
_WILDCARD = re.compile(r"\s*[vV]?(\d{1,9})(?:\.(\d{1,9}))?\.\*\s*\Z", re.ASCII)


def parse_version(text: str) -> Version | None:
    """The version that `text` spells; missing parts are zero."""
    match = _VERSION.match(text)
    if match is None:
        return None
    major, minor, patch = (int(part or 0) for part in match.groups())
    return major, minor, patch


def version_range(operator: Operator, text: str) -> tuple[Version, Version] | None:
    """The versions that tilde, caret and wildcard mean: from the first, up to but without the second."""
    if operator is Operator.SEMVER_WILDCARD:
        match = _WILDCARD.match(text)
        if match is None:
            return None
        major = int(match[1])
        return _span(major, 0) if match[2] is None else _span(major, int(match[2]), minor_only=True)
    version = parse_version(text)
    if version is None:
        return None
    major, minor, patch = version
    if operator is Operator.SEMVER_TILDE:
        return version, (major, minor + 1, 0)
    if major:
        return version, (major + 1, 0, 0)
    return version, (0, minor + 1, 0) if minor else (0, 0, patch + 1)


def _span(major: int, minor: int, *, minor_only: bool = False) -> tuple[Version, Version]:
    return (major, minor, 0), (major, minor + 1, 0) if minor_only else (major + 1, 0, 0)
