"""The closed sets of values in this product's contracts."""

from enum import IntEnum, StrEnum


class DrainOutcome(StrEnum):
    """Why work on a partition of the queue ended, which says what has to happen next."""

    EMPTY = "empty"  # nothing; the next request calls a worker
    MORE = "more"  # call again at once
    RESTING = "resting"  # call again after a moment
    TAKEN = "taken"  # nothing; another worker is at it
    FAILED = "failed"  # nothing; the safety net comes back


class PropertyOwnerKind(IntEnum):
    """Whose property a definition is about. The numbers are PostHog's."""

    EVENT = 1
    PERSON = 2
    GROUP = 3


class BotFilter(StrEnum):
    """What happens to events of programs that visit pages."""

    OFF = "off"
    MARK = "mark"
    DROP = "drop"


class ListName(StrEnum):
    """The lists whose columns people can choose."""

    ACTIVITY = "activity"
    PERSONS = "persons"
    GROUPS = "groups"


class TextMatching(StrEnum):
    """How a step of an action compares a text. RE2 reads regular expressions, so none can hang."""

    CONTAINS = "contains"
    REGEX = "regex"
    EXACT = "exact"


class ErasureStatus(StrEnum):
    """How far the deletion of a person has come."""

    PENDING = "pending"  # the profile is gone; rows in ClickHouse are still to be removed
    ERASED = "erased"  # everything is removed and the proof was taken
    VERIFIED = "verified"  # looked for again a while later, when nothing could be under way any more


class WarningKind(StrEnum):
    """Everything ingestion warns of. The pages have words for each (`frontend/lib/warnings.ts`), which a test sees to."""

    # The request or event was not stored.
    UNREADABLE_BODY = "unreadable_body"
    INVALID_EVENT = "invalid_event"
    EVENT_TOO_LARGE = "event_too_large"
    EVENT_NOT_STORABLE = "event_not_storable"
    EVENT_PROCESSING_FAILED = "event_processing_failed"
    REFUSED_BY_CLICKHOUSE = "refused_by_clickhouse"
    NEEDS_PERSON = "invalid_event_when_process_person_profile_is_false"
    CLIENT_INGESTION_WARNING = "client_ingestion_warning"
    HEATMAPS_NOT_SUPPORTED = "heatmaps_not_supported"
    RECORDING_SENT_TO_EVENTS = "recording_sent_to_events"
    DROPPED_TOO_OLD = "event_dropped_too_old"
    COOKIELESS_NOT_ENABLED = "cookieless_not_enabled"
    COOKIELESS_EVENT_INCOMPLETE = "cookieless_event_incomplete"
    COOKIELESS_DAY_IS_OVER = "cookieless_day_is_over"
    COOKIELESS_IDENTITY_EVENT = "cookieless_identity_event"
    PERSON_WAS_ERASED = "person_was_erased"
    PERSON_NOT_DELETED_BY_EVENT = "person_not_deleted_by_event"
    PERSON_OVER_CAP = "person_over_cap"
    PROJECT_OVER_CAP = "project_over_cap"
    BOT_EVENT_DROPPED = "bot_event_dropped"
    # It was stored, but not all of it, not as it came, or without the effect it was to have.
    EVENT_NAME_SHORTENED = "event_name_shortened"
    DISTINCT_ID_SHORTENED = "distinct_id_shortened"
    UNPARSABLE_TIMESTAMP = "ignored_unparsable_timestamp"
    TIMESTAMP_TOO_FAR_AHEAD = "timestamp_too_far_in_the_future"
    TIMESTAMP_BEFORE_1970 = "timestamp_before_1970"
    HEATMAP_DATA_REMOVED = "heatmap_data_removed"
    INVALID_PERSON_UPDATE = "invalid_person_update"
    PERSON_PROPERTIES_TOO_LARGE = "person_properties_too_large"
    PERSON_PROPERTIES_NOT_COPIED = "person_properties_not_copied"
    ILLEGAL_DISTINCT_ID = "cannot_merge_with_illegal_distinct_id"
    ALREADY_IDENTIFIED = "cannot_merge_already_identified"
    TOO_MANY_DISTINCT_IDS = "too_many_distinct_ids"
    INVALID_GROUPS = "invalid_groups"
    INVALID_GROUP_UPDATE = "invalid_group_update"
    GROUP_KEY_TOO_LONG = "group_key_too_long"
    TOO_MANY_GROUP_TYPES = "too_many_group_types"
    UNSIGNED_IDENTITY = "unsigned_identity"
    UNSIGNED_PERSON_UPDATE = "unsigned_person_update"
    UNSIGNED_GROUP_UPDATE = "unsigned_group_update"
    UNSIGNED_GROUP_TYPE = "unsigned_group_type"
    NAME_NOT_DEFINABLE = "name_not_definable"
    TOO_MANY_DEFINITIONS = "too_many_definitions"
