"""The embedded ClickHouse: chDB, the engine as a library, behind ClickHouse's own HTTP protocol.

A process of its own, because chDB allows one engine per process and locks its directory while web, worker and
`manage.py` must all reach the data. Start it with `python -m posthog.clickhouse.embedded --data-dir DIR --port N`.

Nothing here imports Django or settings: the server must start fast and stay small. From the inside out:

    engine.py         chDB: connections, errors, killing a query, giving memory back
    deduplication.py  what a killed server may have left wrong, put right before the engine opens it
    config.py         the files that bound it: memory, caches, grants
    statements.py     reading just enough SQL to know what to do with a request
    compression.py    gzip, deflate, lz4 and zstd bodies, both ways, in bounded pieces
    exchange.py       one request as the engine's thread sees it: a body to read, an answer to write
    queries.py        one request, carried out
    http.py           HTTP/1.1: heads, bodies, answers
    connection.py     one client's bytes in and out, and the moment it is gone
    server.py         connections, limits, cancelling, stopping

Known differences from a ClickHouse server: a client that closes its sending half counts as gone; the native
`compress=1` and `decompress=1` blocks and external data tables are refused; `query_id` in `system.processes` is the
engine's own, the client's stands in `Settings['chdb_client_name']` (KILL QUERY is translated).
"""
