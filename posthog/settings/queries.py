"""Questions about data: how long and how many at once they may run, and how much room their answers get."""

from common import env

# A query somebody waits for, and one that runs in the background. Slower ones are stopped by ClickHouse.
QUERY_TIMEOUT_SECONDS = env.integer("QUERY_TIMEOUT_SECONDS", 60, at_least=1)
QUERY_BACKGROUND_TIMEOUT_SECONDS = env.integer("QUERY_BACKGROUND_TIMEOUT_SECONDS", 600, at_least=1)
# Queries of one project and of one person that run at the same time. Further ones wait, then get a 429.
QUERY_CONCURRENCY_PER_TEAM = env.integer("QUERY_CONCURRENCY_PER_TEAM", 10, at_least=1)
QUERY_CONCURRENCY_PER_USER = env.integer("QUERY_CONCURRENCY_PER_USER", 6, at_least=1)
QUERY_CONCURRENCY_WAIT_SECONDS = env.number("QUERY_CONCURRENCY_WAIT_SECONDS", 10, at_least=0)
# Threads of one web process that may be busy computing answers, waiting for their turn included. The others stay free
# for capture, so this must stay below WEB_THREADS.
QUERY_THREADS_PER_PROCESS = env.integer("QUERY_THREADS_PER_PROCESS", 6, at_least=1)
# Background queries of all projects that run at the same time. The worker's few processes also ingest events, so this
# must stay below WORKER_CONCURRENCY.
QUERY_BACKGROUND_CONCURRENCY = env.integer("QUERY_BACKGROUND_CONCURRENCY", 1, at_least=1)
# Answers are kept in Redis, which also holds the event queue, so their share of its memory is bounded.
QUERY_CACHE_MAX_BYTES = env.integer("QUERY_CACHE_MAX_BYTES", 64 * 1024 * 1024, at_least=0)
QUERY_CACHE_TTL_SECONDS = env.integer("QUERY_CACHE_TTL_SECONDS", 7 * 24 * 3600, at_least=1)
# How long the state and the answer of a background query can be asked for.
QUERY_STATUS_TTL_SECONDS = env.integer("QUERY_STATUS_TTL_SECONDS", 20 * 60, at_least=1)
