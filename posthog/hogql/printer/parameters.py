"""Constants on their way to the server: each value once, under a name of ours."""

import re

from posthog.hogql.errors import InternalHogQLError
from posthog.hogql.plan import Param, ParamValue

# Types that our code asks for; nothing of a query ends up in them.
_TYPE = re.compile(r"[A-Za-z0-9]+(?:\((?:[A-Za-z0-9]+(?:\(\d+, 'UTC'\))?|\d+, 'UTC')\))?\Z")


class Parameters:
    """The parameters of one query. Equal values of one type share a name."""

    def __init__(self, team_id: int) -> None:
        self.values: dict[str, object] = {"team_id": team_id}
        self._names: dict[tuple[str, str], str] = {}

    def bind(self, param: Param) -> str:
        """The placeholder that stands for the value: `{p0:String}`."""
        if not _TYPE.match(param.clickhouse_type):
            raise InternalHogQLError(f"{param.clickhouse_type!r} is not a type of a parameter.")
        key = (param.clickhouse_type, repr(param.value))
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"p{len(self._names)}"
            self.values[name] = _sendable(param.value)
        return f"{{{name}:{param.clickhouse_type}}}"


def _sendable(value: ParamValue) -> object:
    return list(value) if isinstance(value, tuple) else value
