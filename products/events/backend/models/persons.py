"""People and the ids they are known by. Written by ingestion in bulk (`logic/persons/store.py`), read everywhere."""

from typing import Any

from django.db import models
from django.db.models.expressions import Func
from django.db.models.functions import Left, Lower, Now

from posthog.models.scoping import TeamScopedModel


class ValuesAsText(Func):
    """The values of a JSON object, without its keys, as the text of a JSON list."""

    template = "jsonb_path_query_array(%(expressions)s, '$.*')::text"
    output_field = models.TextField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, **extra)


# What is searched of one person; longer profiles are mostly one long value.
MAX_SEARCHED = 8_000


class Person(TeamScopedModel):
    """A person of a project. `uuid` follows from the first distinct id, so that replays make the same person.

    `version` rises by one with each stored change; ClickHouse keeps the row with the highest.
    """

    uuid = models.UUIDField()
    properties = models.JSONField(default=dict)
    is_identified = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.BigIntegerField(default=0)
    # The values of all properties, to be searched for a part of one: three times as fast as making it while searching.
    search_text = models.GeneratedField(
        expression=Left(Lower(ValuesAsText("properties")), MAX_SEARCHED),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "uuid"], name="person_uuid_unique_per_team")]
        indexes = [models.Index(fields=["team", "-created_at"], name="person_team_newest")]

    def __str__(self) -> str:
        return str(self.uuid)


class PersonDistinctId(TeamScopedModel):
    """One id of a person. A `version` above 0 means that events may have been written under another person before."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="distinct_id_rows")
    distinct_id = models.CharField(max_length=400)
    version = models.BigIntegerField(default=0)
    # Null for ids that are older than this column.
    added_at = models.DateTimeField(null=True, db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "distinct_id"], name="person_distinct_id_unique_per_team")
        ]

    def __str__(self) -> str:
        return self.distinct_id


class PersonMerge(TeamScopedModel):
    """`from_person` became `into_person`. Kept so that somebody can see how a person came by their ids."""

    from_person = models.UUIDField()
    into_person = models.UUIDField()
    from_distinct_ids = models.JSONField(default=list)
    merged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "into_person"], name="person_merge_by_survivor"),
            models.Index(fields=["team", "from_person"], name="person_merge_by_merged"),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} into {self.into_person}"
