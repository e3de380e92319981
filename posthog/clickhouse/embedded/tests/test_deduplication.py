from collections.abc import Callable
from pathlib import Path

from posthog.clickhouse.embedded.deduplication import forget_lost_parts
from posthog.clickhouse.embedded.tests.process import ServerProcess


def _table(engine: Path, parts: tuple[str, ...], log: str) -> Path:
    table = engine / "store" / "abc" / "abc-def"
    for part in parts:
        (table / part).mkdir(parents=True)
    logs = table / "deduplication_logs"
    logs.mkdir()
    (logs / "deduplication_log_1.txt").write_text(log)
    return logs / "deduplication_log_1.txt"


def test_only_tokens_of_missing_parts_are_forgotten(tmp_path: Path) -> None:
    log = _table(
        tmp_path,
        ("202601_1_1_0", "202601_2_6_1_9", "202602_1_1_0", "tmp_insert_202601_7_7_0", "detached"),
        "1\t202601_1_1_0\ta\n"
        "1\t202601_4_4_0\tmerged\n"
        "1\t202601_7_7_0\tlost\n"
        "1\t202602_2_2_0\tlost too\n"
        "2\t202601_8_8_0\tdropped on purpose\n"
        "1\t202602_1",
    )
    assert forget_lost_parts(tmp_path) == 3
    assert log.read_text() == "1\t202601_1_1_0\ta\n1\t202601_4_4_0\tmerged\n2\t202601_8_8_0\tdropped on purpose\n"
    assert forget_lost_parts(tmp_path) == 0


def test_directory_without_tables_is_left_alone(tmp_path: Path) -> None:
    assert forget_lost_parts(tmp_path / "missing") == 0


def test_repeat_of_an_insert_whose_part_was_lost_is_stored(start_server: Callable[..., ServerProcess]) -> None:
    """The state that a kill between token and part leaves behind, made by hand."""
    server = start_server()
    server.ask(
        "CREATE TABLE torn (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 10"
    )
    insert = "INSERT INTO torn FORMAT CSV"
    for token in ("first", "second"):
        server.ask(insert, b"1\n", insert_deduplication_token=token)
    part = server.value("SELECT path FROM system.parts WHERE table = 'torn' AND active ORDER BY name DESC LIMIT 1")
    server.kill()
    Path(part.rstrip("/")).rename(Path(part.rstrip("/")).with_name("tmp_insert_all_2_2_0"))
    server.start()
    assert server.count("SELECT count() FROM torn") == 1
    for token in ("first", "second", "second"):
        server.ask(insert, b"1\n", insert_deduplication_token=token)
    assert server.count("SELECT count() FROM torn") == 2
