"""Where a page of events ended: the moment and the id of its last row, as one opaque text."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from posthog.queries.errors import InvalidQueryError


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page, newest first."""

    timestamp: datetime
    uuid: UUID

    def encode(self) -> str:
        text = f"{self.timestamp.astimezone(UTC).isoformat()}|{self.uuid}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """The cursor again; raises InvalidQueryError for a text that is none."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        moment, _, uuid = content.partition("|")
        timestamp = datetime.fromisoformat(moment)
        if timestamp.tzinfo is None:
            raise ValueError(moment)
        return Cursor(timestamp, UUID(uuid))
    except (ValueError, binascii.Error) as error:
        raise InvalidQueryError(
            "This is not a cursor from an answer to an events query.", attr="query__cursor"
        ) from error
