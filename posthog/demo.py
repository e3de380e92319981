"""What a demo project holds besides its events: flags, cohorts, insights and whatever else people make by hand.

The core knows none of it. A product that has something to show has a module `demo/furnishing.py` with
`furnish(project: DemoProject) -> None`, and a tuple `AFTER` with the modules' names of products whose things it uses.
Called once the events can be queried, in one transaction for all products.

`furnish` leaves a project alone in which there is something of its kind, also if it has been deleted: a demo may be
repeated at any time, and what people changed or threw away stays changed and away. Things are made in the system's name,
since a demo may be there before the first account is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter

from django.db import transaction

from posthog.models import Team
from posthog.products import product_modules


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProject:
    """A project filled with an invented history. `moments` are when the story's turns happen, by name; times are UTC."""

    team_id: int
    moments: Mapping[str, datetime]


def furnish_demo(project: DemoProject) -> None:
    """Let every product add what it has to show. Two at once wait for each other; a failure leaves nothing behind."""
    modules = {module.__name__.split(".")[1]: module for module in product_modules("demo.furnishing")}
    order = TopologicalSorter({name: getattr(module, "AFTER", ()) for name, module in modules.items()})
    with transaction.atomic():
        # Not for key share: rows that point to the project may be written meanwhile.
        Team.objects.select_for_update(no_key=True).get(pk=project.team_id)
        for name in order.static_order():
            modules[name].furnish(project)
