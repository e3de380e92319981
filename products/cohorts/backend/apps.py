"""The product as a Django app."""

from django.apps import AppConfig


class CohortsConfig(AppConfig):
    name = "products.cohorts.backend"
    label = "cohorts"
    verbose_name = "Cohorts"

    def ready(self) -> None:
        from posthog.hogql.resolver.cohorts import register_cohort_membership
        from posthog.identity import PeopleTable, register_merge_listener, register_people_table, register_person_eraser

        # The facade first: it imports the logic, which in turn uses the facade's contracts and errors.
        from products.cohorts.backend import facade  # noqa: F401
        from products.cohorts.backend.clickhouse.tables import COHORT_PEOPLE
        from products.cohorts.backend.logic.hogql import cohort_membership
        from products.cohorts.backend.logic.membership import rows

        register_cohort_membership(cohort_membership)
        register_merge_listener(rows.move_memberships)
        register_person_eraser(rows.erase_memberships, remaining=rows.count_memberships)
        register_people_table(PeopleTable(table=COHORT_PEOPLE, person="toString(person_id)", written_at="changed_at"))
