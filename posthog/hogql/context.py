"""Everything that decides how a tree becomes SQL, apart from the tree itself."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from common import clock
from posthog.hogql.errors import InternalHogQLError
from posthog.hogql.taxonomy import Taxonomy, taxonomy_for


class PersonOverrides(Enum):
    """How merges of persons reach events that were stored before them."""

    # Every event keeps the person it was stored with.
    IGNORE = 1
    # Distinct ids are looked up in the team's overrides; free for a team without any, cheap for thousands.
    LOOKUP = 2
    # The overrides are joined; cheaper from tens of thousands on.
    JOIN = 3


DEFAULT_LIMIT = 100
MAX_LIMIT = 50_000


@dataclass(frozen=True, kw_only=True)
class HogQLContext:
    """One team's point of view.

    `timezone` is an IANA name: dates in the query are read, and days begin, in it. `week_start_day` is 0 for weeks that
    begin on Sunday and 1 for Monday. `default_limit` is what a query without LIMIT gets and `max_limit` what no query
    exceeds; both None means no limit, which is for runners whose rows are bounded by what they ask.
    `now` is the moment that relative dates and `now()` mean, one and the same in the whole query.
    """

    team_id: int
    timezone: str = "UTC"
    week_start_day: int = 0
    default_limit: int | None = DEFAULT_LIMIT
    max_limit: int | None = MAX_LIMIT
    person_overrides: PersonOverrides = PersonOverrides.LOOKUP
    taxonomy: Taxonomy | None = None
    now: datetime = field(default_factory=clock.now)

    def __post_init__(self) -> None:
        # A missing team must fail here already, long before there is SQL: None and False would print as something.
        if type(self.team_id) is not int or self.team_id <= 0:
            raise InternalHogQLError(f"A query needs a team, got {self.team_id!r}.")

    @cached_property
    def definitions(self) -> Taxonomy:
        """The team's property types and group types: those given, else those of the registered provider."""
        return taxonomy_for(self.team_id) if self.taxonomy is None else self.taxonomy

    @cached_property
    def zone(self) -> ZoneInfo:
        """The team's time zone."""
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InternalHogQLError(f"There is no time zone {self.timezone!r}.") from error
