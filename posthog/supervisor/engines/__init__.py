"""The three stores that `bin/hogli start` brings along: Postgres, Redis and ClickHouse.

An engine knows where its files are, how it is started, when it is ready and under which URL others reach it. It does
not start itself: the supervisor does that for an instance, `posthog/testing/plugin.py` for the tests. The usual way:

    engine = PostgresEngine(data_dir=base / "postgres", run_dir=runtime_dir(base))
    engine.prepare()
    process = subprocess.Popen(engine.command(), env={**os.environ, **engine.env()})
    while not engine.is_ready(): ...
    connect(engine.url)
    process.send_signal(engine.stop_signal)
"""

from posthog.supervisor.engines.base import Engine, EngineError, runtime_dir
from posthog.supervisor.engines.clickhouse import ClickHouseEngine
from posthog.supervisor.engines.postgres import PostgresEngine
from posthog.supervisor.engines.redis import RedisEngine

__all__ = ["ClickHouseEngine", "Engine", "EngineError", "PostgresEngine", "RedisEngine", "runtime_dir"]
