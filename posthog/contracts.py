"""Who asks, and for which project: the two values that every call into a product carries; and what uses what."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person on whose behalf something happens. `key_id` is set when a personal API key was used."""

    user_id: int
    user_uuid: UUID
    email: str
    key_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamContext:
    """A project as queries and products see it. `timezone` is an IANA name; weeks start on Sunday (0) or Monday (1)."""

    id: int
    uuid: UUID
    organization_id: UUID
    name: str
    api_token: str
    timezone: str
    week_start_day: int
    anonymize_ips: bool
    created_at: datetime
    test_account_filters: str = "[]"
    """JSON text of a list of property filters; text keeps the contract hashable."""
    person_display_name_properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Something that uses the thing asked about.

    `type` is what it is, as scopes spell it: insight, cohort, …; `id` is how the address of its page names it.
    `active` is False for what is switched off. `blocks_deletion` says that what it uses must stay as long as this is so.
    """

    type: str
    id: str
    name: str
    active: bool = True
    blocks_deletion: bool = False
