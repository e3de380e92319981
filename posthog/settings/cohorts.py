"""Cohorts: how fresh they are kept, and what their calculation may take."""

from common import env

# How old the membership of a dynamic cohort may become before it is calculated again.
COHORT_REFRESH_MINUTES = env.integer("COHORT_REFRESH_MINUTES", 60, at_least=1)
# How many cohorts are calculated at the same time, over all workers.
COHORT_PARALLEL_CALCULATIONS = env.integer("COHORT_PARALLEL_CALCULATIONS", 2, at_least=1)
# After how long ClickHouse gives up on one calculation.
COHORT_CALCULATION_SECONDS = env.integer("COHORT_CALCULATION_SECONDS", 300, at_least=1)
