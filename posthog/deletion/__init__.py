"""Deleted projects: gone for everybody at once, and out of every store soon after, with an account of what that was.

`marking.py` hides a project within the request, `work.py` removes what is left of it in the background, `stores.py`
knows where that is: every model with a foreign key to Team, and every table in a product's `clickhouse/tables.py` that
has a column `team_id`. `account.py` tells an organization what went, `orphans.py` finds what projects left behind that
were deleted without all this. So a product has nothing to register; only what it keeps in Redis needs `register_project_eraser`.
"""

from posthog.deletion.registry import register_project_eraser

__all__ = ["register_project_eraser"]
