"""A project's definitions from the database. Beside it only `hash_keys.py` reads flags: those that keep people."""

from django.db.models import TextField
from django.db.models.functions import Cast

from common.json import loads
from products.cohorts.backend.facade import CohortsAPI
from products.events.backend.facade import GroupsAPI
from products.feature_flags.backend.logic.evaluation.sources import CohortSource, FlagSource, Sources
from products.feature_flags.backend.models import FeatureFlag

_FIELDS = (
    "pk",
    "key",
    "name",
    "active",
    "archived",
    "version",
    "ensure_experience_continuity",
    "evaluation_runtime",
    "evaluation_contexts",
    "bucketing_identifier",
    "is_remote_configuration",
    "has_encrypted_payloads",
)


def read_sources(team_id: int) -> Sources:
    """Flags that are not deleted, in the order they were made, with the cohorts and kinds of groups they may name."""
    rows = (
        FeatureFlag.objects.for_team(team_id)
        .filter(deleted=False)
        # As text, because the reader of JSON columns gives up on deep nesting by ending the whole query.
        .annotate(filters_text=Cast("filters", TextField()))
        .order_by("pk")
        .values("filters_text", *_FIELDS)
    )
    cohorts = CohortsAPI.list_for_evaluation(team_id=team_id)
    return Sources(
        flags=tuple(
            FlagSource(
                id=row.pop("pk"),
                filters=_parsed(row.pop("filters_text")),
                evaluation_contexts=tuple(row.pop("evaluation_contexts")),
                **row,
            )
            for row in rows
        ),
        cohorts=tuple(CohortSource(id=cohort.id, filters=cohort.filters) for cohort in cohorts),
        group_types=tuple(
            (each.group_type_index, each.group_type) for each in GroupsAPI.list_group_types(team_id=team_id)
        ),
    )


def _parsed(text: str) -> object:
    try:
        return loads(text)
    except ValueError:
        # Nested beyond reason by something that went round the checks; such a flag is off.
        return None
