"""The configuration files that bound the engine, written anew at every start.

Least privilege: the one user may work on tables, and may not reach files, URLs, other databases, dictionaries or
executables, nor manage users. Two functions of chDB ask for no privilege; `statements.py` refuses them.
"""

import os
from pathlib import Path
from xml.sax.saxutils import escape

MEGABYTE = 1024 * 1024

GRANTS = (
    "SELECT",
    "INSERT",
    "ALTER",
    "CREATE DATABASE",
    "CREATE TABLE",
    "CREATE VIEW",
    "CREATE TEMPORARY TABLE",
    "CREATE FUNCTION",
    "DROP",
    "TRUNCATE",
    "OPTIMIZE",
    "SHOW",
    "KILL QUERY",
    "SYSTEM DROP CACHE",
    "SYSTEM FLUSH",
    "SYSTEM JEMALLOC",
    "SYSTEM MERGES",
    "SYSTEM TTL MERGES",
)

# A server of a small machine keeps caches small: data is read from the page cache, which the system can take back.
CACHE_BYTES = {
    "mark_cache_size": 64 * MEGABYTE,
    "index_mark_cache_size": 16 * MEGABYTE,
    "primary_index_cache_size": 64 * MEGABYTE,
    "compiled_expression_cache_size": 32 * MEGABYTE,
    "query_condition_cache_size": 16 * MEGABYTE,
    "text_index_tokens_cache_size": 8 * MEGABYTE,
    "text_index_header_cache_size": 8 * MEGABYTE,
    "text_index_postings_cache_size": 16 * MEGABYTE,
    "vector_similarity_index_cache_size": 8 * MEGABYTE,
    "iceberg_metadata_files_cache_size": 0,
    "parquet_metadata_cache_size": 0,
}


def default_memory_bytes() -> int:
    """Half of what this process may use, and never less than 512 MB."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        limit = "max"
    if limit.isdigit():
        total = min(total, int(limit))
    return max(total // 2, 512 * MEGABYTE)


def write_configuration(directory: Path, *, max_memory_bytes: int) -> Path:
    """Write both files and return the path of the main one."""
    users = directory / "users.xml"
    _write(users, _users(max_query_memory_bytes=max_memory_bytes * 3 // 4))
    main = directory / "config.xml"
    caches = "".join(f"<{name}>{size}</{name}>" for name, size in CACHE_BYTES.items())
    _write(
        main,
        f"""<clickhouse>
    <max_server_memory_usage>{max_memory_bytes}</max_server_memory_usage>
    {caches}
    <max_thread_pool_free_size>16</max_thread_pool_free_size>
    <timezone>UTC</timezone>
    <users_config>{escape(str(users))}</users_config>
    <logger><level>none</level></logger>
</clickhouse>
""",
    )
    return main


def _users(*, max_query_memory_bytes: int) -> str:
    return f"""<clickhouse>
    <profiles>
        <default><max_memory_usage>{max_query_memory_bytes}</max_memory_usage></default>
    </profiles>
    <users>
        <default>
            <password></password>
            <networks><ip>::1</ip><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
            <grants><query>GRANT {", ".join(GRANTS)} ON *.*</query></grants>
        </default>
    </users>
    <quotas><default></default></quotas>
</clickhouse>
"""


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o600)
