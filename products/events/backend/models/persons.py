"""People and the ids they are known by. Written by ingestion in bulk (`logic/persons/store.py`), read everywhere."""

from django.db import models

from posthog.models.scoping import TeamScopedModel


class Person(TeamScopedModel):
    """A person of a project. `uuid` follows from the first distinct id, so that replays make the same person.

    `version` rises by one with each stored change; ClickHouse keeps the row with the highest.
    """

    uuid = models.UUIDField()
    properties = models.JSONField(default=dict)
    is_identified = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.BigIntegerField(default=0)

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "distinct_id"], name="person_distinct_id_unique_per_team")
        ]

    def __str__(self) -> str:
        return self.distinct_id
