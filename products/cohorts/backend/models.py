"""The rows of cohorts. Fields, constraints and indexes; the verbs are in logic/."""

from django.db import models

from posthog.models.scoping import TeamScopedModel


class Cohort(TeamScopedModel):
    """A named set of people: a static one is a list, any other is what its `filters` find.

    `version` is the membership that queries read in ClickHouse; null as long as there is none. `pending_version` is
    being computed, since `calculating_since`; a static one is only while ClickHouse has not heard of a change. `due_at` is when the next calculation is wanted, null for static ones.
    """

    name = models.CharField(max_length=400)
    description = models.TextField(blank=True, max_length=4000)
    is_static = models.BooleanField(default=False)
    filters = models.JSONField(null=True)
    # What a static cohort was made from: a HogQL or actors query, kept for the reader.
    query = models.JSONField(null=True)

    # Rises whenever the definition does; flags tell by it what they hold.
    definition_version = models.PositiveIntegerField(default=1)
    # The one that `version` was calculated by, null before the first.
    calculated_definition = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    pending_version = models.PositiveIntegerField(null=True)
    count = models.PositiveBigIntegerField(null=True)
    is_calculating = models.BooleanField(default=False)
    calculating_since = models.DateTimeField(null=True)
    last_calculation = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    errors_calculating = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")

    deleted = models.BooleanField(default=False)
    created_by = models.ForeignKey("posthog.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "-created_at"], name="cohort_team_newest"),
            models.Index(fields=["due_at"], name="cohort_due", condition=models.Q(deleted=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_static=True) | models.Q(filters__isnull=False), name="cohort_dynamic_has_filters"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CohortMember(TeamScopedModel):
    """A person in a cohort, for whoever must know while ClickHouse is down: flags, and the members page.

    Persons belong to another product, so only the uuid is kept.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    person_uuid = models.UUIDField()

    class Meta:
        constraints = [
            # In this order, so that the cohorts of one person are one look into the index.
            models.UniqueConstraint(fields=["team", "person_uuid", "cohort"], name="cohort_member_unique")
        ]
        indexes = [models.Index(fields=["cohort", "person_uuid"], name="cohort_members_in_order")]

    def __str__(self) -> str:
        return f"{self.person_uuid} in {self.cohort_id}"


class MembershipChange(TeamScopedModel):
    """A member that came or went in Postgres and must still come or go in ClickHouse; gone when it has."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+", db_index=False)
    person_uuid = models.UUIDField()
    is_member = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.person_uuid} {'into' if self.is_member else 'out of'} {self.cohort_id}"


class CohortCalculation(TeamScopedModel):
    """One calculation, finished or failed: what the history shows and the size over time is drawn from."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    count = models.PositiveBigIntegerField(null=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["cohort", "-started_at"], name="cohort_calculations_newest")]

    def __str__(self) -> str:
        return f"{self.cohort_id} version {self.version}"
