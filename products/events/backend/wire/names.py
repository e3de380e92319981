"""Names that mean something: events with a special role, and properties that move between events and persons.

From the SDKs' published sources; see docs/life-of-an-event.md for what happens to each.
"""

from common import geoip

IDENTIFY = "$identify"
CREATE_ALIAS = "$create_alias"
MERGE_DANGEROUSLY = "$merge_dangerously"
GROUP_IDENTIFY = "$groupidentify"
CLIENT_INGESTION_WARNING = "$$client_ingestion_warning"
HEATMAP = "$$heatmap"
SNAPSHOT = "$snapshot"
DELETE_PERSON = "$delete_person"

# Events that may make two people one.
MERGING = frozenset({IDENTIFY, CREATE_ALIAS, MERGE_DANGEROUSLY})

# Without a person these say nothing, so with `$process_person_profile: false` they are refused.
NEED_PERSON = frozenset({IDENTIFY, CREATE_ALIAS, MERGE_DANGEROUSLY, GROUP_IDENTIFY})
# These describe a page or a crash, not the person who was there.
NEVER_TOUCH_PERSON = frozenset({"$exception", HEATMAP})

_CAMPAIGN = frozenset(
    {
        "utm_source",
        "utm_medium",
        "utm_campaign",
        "utm_content",
        "utm_term",
        "gclid",
        "gad_source",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "fbclid",
        "msclkid",
        "twclid",
        "li_fat_id",
        "mc_cid",
        "igshid",
        "ttclid",
        "rdt_cid",
        "epik",
        "qclid",
        "sccid",
        "irclid",
        "_kx",
    }
)
# Copied from an ordinary event to its person: the latest value under this name, the first under `$initial_<name>`.
COPIED_TO_PERSON = _CAMPAIGN | frozenset(
    {
        "$app_build",
        "$app_name",
        "$app_namespace",
        "$app_version",
        "$browser",
        "$browser_version",
        "$current_url",
        "$device_type",
        "$host",
        "$os",
        "$os_name",
        "$os_version",
        "$pathname",
        "$raw_user_agent",
        "$referrer",
        "$referring_domain",
        "$screen_height",
        "$screen_width",
        "$viewport_height",
        "$viewport_width",
    }
)
# Where the event's address is; comes to the person in the same way, but as a whole.
PLACE = frozenset(geoip.PROPERTIES)
INITIAL_NAME = {name: f"$initial_{name.removeprefix('$')}" for name in COPIED_TO_PERSON | PLACE}
INITIAL_PLACE = frozenset(INITIAL_NAME[name] for name in PLACE)

# Kept in a column of their own, or not at all; not among an event's properties.
NOT_STORED = frozenset({"$elements", "$elements_chain", "$heatmap_data"})
# Instructions to the server rather than facts about the event, so they get no property definition.
NOT_DEFINED = frozenset(
    {
        "distinct_id",
        "token",
        "$set",
        "$set_once",
        "$unset",
        "$groups",
        "$group_type",
        "$group_key",
        "$group_set",
        "$group_0",
        "$group_1",
        "$group_2",
        "$group_3",
        "$group_4",
        "$anon_distinct_id",
        "$process_person_profile",
        "$ip",
    }
)
# Their value is a text whatever it looks like.
ALWAYS_TEXT_PREFIXES = ("$feature/", "utm_", "$initial_utm_", "$survey_response")
