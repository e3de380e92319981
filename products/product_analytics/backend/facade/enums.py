"""Closed sets of words in the contracts."""

from enum import StrEnum


class InsightOrder(StrEnum):
    """How a list of insights is sorted."""

    LAST_MODIFIED = "-last_modified_at"
    CREATED = "-created_at"
    NAME = "name"
