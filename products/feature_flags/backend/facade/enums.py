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


class Reason(StrEnum):
    """Why a flag has its answer."""

    CONDITION_MATCH = "condition_match"
    NO_CONDITION_MATCH = "no_condition_match"
    OUT_OF_ROLLOUT_BOUND = "out_of_rollout_bound"
    NO_GROUP_TYPE = "no_group_type"
    SUPER_CONDITION_VALUE = "super_condition_value"
    HOLDOUT_CONDITION_VALUE = "holdout_condition_value"
    FLAG_DISABLED = "flag_disabled"
    MISSING_DEPENDENCY = "missing_dependency"
    # Ours: the stores that hold the person do not answer, so nobody can tell.
    NOT_EVALUATED = "not_evaluated"


class FromNow(StrEnum):
    """What an answer for a moment that has passed takes as it is now, because nothing keeps how it was."""

    # Who is in them, and how those that properties decide are defined.
    COHORTS = "cohorts"
    # The ids that people keep across a login, for flags with experience continuity.
    KEPT_IDS = "kept_ids"


class FlagState(StrEnum):
    """What a flag is good for now. `stale`: nobody asks for it any more, or everybody gets the same."""

    ACTIVE = "active"
    STALE = "stale"
    DISABLED = "disabled"
    ARCHIVED = "archived"
    DELETED = "deleted"


class FlagActivity(StrEnum):
    """How the list's parameter `active` is written."""

    ACTIVE = "true"
    INACTIVE = "false"
    STALE = "STALE"


class FlagType(StrEnum):
    """What a flag answers: yes or no, one of several variants, or a payload for everybody."""

    BOOLEAN = "boolean"
    MULTIVARIANT = "multivariant"
    REMOTE_CONFIG = "remote_config"


class FlagOrder(StrEnum):
    """How a list of flags is sorted."""

    CREATED = "-created_at"
    CHANGED = "-updated_at"
    CALLED = "-last_called_at"
    KEY = "key"


class TagAction(StrEnum):
    """What to do with tags of many flags."""

    ADD = "add"
    REMOVE = "remove"
    SET = "set"


class StateAction(StrEnum):
    """What to do with many flags: the states that one can be put into alone."""

    ENABLE = "enable"
    DISABLE = "disable"
    # Also disables; what comes out of the archive stays off.
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    # Brings back what was deleted, as it was.
    RESTORE = "restore"


class ScheduledOperation(StrEnum):
    """What a scheduled change does to a flag."""

    UPDATE_STATUS = "update_status"
    ADD_RELEASE_CONDITION = "add_release_condition"
    UPDATE_VARIANTS = "update_variants"


class RecurrenceInterval(StrEnum):
    """How often a scheduled change comes again."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


class EarlyAccessStage(StrEnum):
    """How far a feature is. Drafts and archived ones are offered to nobody."""

    DRAFT = "draft"
    CONCEPT = "concept"
    ALPHA = "alpha"
    BETA = "beta"
    GENERAL_AVAILABILITY = "general-availability"
    ARCHIVED = "archived"
