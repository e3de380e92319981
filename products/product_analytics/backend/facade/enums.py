"""Closed sets of words in the contracts."""

from enum import StrEnum


class InsightOrder(StrEnum):
    """How a list of insights is sorted."""

    LAST_MODIFIED = "-last_modified_at"
    CREATED = "-created_at"
    NAME = "name"


class AnnotationScope(StrEnum):
    """Where an annotation is seen."""

    PROJECT = "project"
    ORGANIZATION = "organization"


class AnnotationOrigin(StrEnum):
    """Who wrote an annotation: a person, or a script that tells of releases."""

    USER = "USR"
    GIT = "GIT"
