"""Closed sets of words in the contracts."""

from enum import StrEnum


class EvaluationRuntime(StrEnum):
    """Which SDKs get a flag: those in browsers and apps, those on servers, or both."""

    ALL = "all"
    CLIENT = "client"
    SERVER = "server"


class BucketingIdentifier(StrEnum):
    """What a rollout counts: people by their distinct id, or devices."""

    DISTINCT_ID = "distinct_id"
    DEVICE_ID = "device_id"
