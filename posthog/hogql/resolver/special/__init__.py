"""Functions whose SQL depends on more than a name: on types, on the team's zone and week, on constants.

Each is a plain function from the call to a node; `resolver.calls` looks here before it looks into the tables.
"""

from posthog.hogql.resolver.special.actions import ACTIONS
from posthog.hogql.resolver.special.conversions import CONVERSIONS
from posthog.hogql.resolver.special.logic import LOGIC
from posthog.hogql.resolver.special.series import SERIES
from posthog.hogql.resolver.special.signature import Special
from posthog.hogql.resolver.special.time import TIME
from posthog.hogql.resolver.special.values import VALUES

SPECIAL: dict[str, Special] = LOGIC | CONVERSIONS | SERIES | TIME | VALUES | ACTIONS
_BY_LOWER_CASE = {name.lower(): special for name, special in SPECIAL.items()}


def find_special(name: str) -> Special | None:
    """The special function of this name, in any capitals."""
    return _BY_LOWER_CASE.get(name.lower())
