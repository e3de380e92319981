import pytest

from posthog.clickhouse.embedded import statements
from posthog.clickhouse.embedded.errors import ServerError

INSERTS: tuple[tuple[bytes, bytes, str, bytes], ...] = (
    (b"INSERT INTO t FORMAT JSONEachRow\n{}", b"INSERT INTO t ", "JSONEachRow", b"{}"),
    (b"insert into t (a, b) format Native\r\n\n\x01", b"insert into t (a, b) ", "Native", b"\n\x01"),
    (b"INSERT INTO t FORMAT CSV;\n1", b"INSERT INTO t ", "CSV", b"1"),
    (b"INSERT INTO t FORMAT CSV 1,2", b"INSERT INTO t ", "CSV", b"1,2"),
    (b"INSERT INTO t (a) VALUES (1), (2)", b"INSERT INTO t (a) ", "Values", b" (1), (2)"),
    (b"INSERT INTO db.format (values) FORMAT CSV\n1", b"INSERT INTO db.format (values) ", "CSV", b"1"),
    (b"INSERT INTO TABLE format VALUES (1)", b"INSERT INTO TABLE format ", "Values", b" (1)"),
    (b"INSERT INTO `FORMAT CSV` FORMAT TSV\n1", b"INSERT INTO `FORMAT CSV` ", "TSV", b"1"),
    (b"INSERT INTO t SETTINGS a='FORMAT x' FORMAT TSV\n1", b"INSERT INTO t SETTINGS a='FORMAT x' ", "TSV", b"1"),
    (
        b"-- FORMAT CSV\nINSERT /* VALUES */ INTO t FORMAT TSV\n1",
        b"-- FORMAT CSV\nINSERT /* VALUES */ INTO t ",
        "TSV",
        b"1",
    ),
    (b"INSERT INTO t FORMAT TSV", b"INSERT INTO t ", "TSV", b""),
    (b"INSERT INTO t FORMAT TSV\nSELECT", b"INSERT INTO t ", "TSV", b"SELECT"),
)


@pytest.mark.parametrize(("text", "sql", "input_format", "data"), INSERTS)
def test_insert_is_cut_where_its_data_begins(text: bytes, sql: bytes, input_format: str, data: bytes) -> None:
    head = statements.find_insert(text)
    assert head is not None
    assert (head.sql, head.input_format, text[head.data_start :]) == (sql, input_format, data)


@pytest.mark.parametrize(
    "text",
    [
        b"SELECT 1 FORMAT CSV",
        b"INSERT INTO t SELECT 1 FORMAT CSV",
        b"INSERT INTO t (SELECT 1)",
        b"INSERT INTO t WITH 1 AS x SELECT x",
        b"INSERT INTO t FROM INFILE 'x' FORMAT CSV",
        b"INSERT INTO t (a)",
        b"INSERT INTO t FORMAT",
        b"",
        b"   -- only a comment",
        b"'INSERT' INTO t FORMAT CSV",
    ],
)
def test_other_statements_bring_no_data(text: bytes) -> None:
    assert statements.find_insert(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"SELECT 1 FORMAT JSON", "JSON"),
        (b"SELECT 1 format CSVWithNames ;\n", "CSVWithNames"),
        (b"SELECT 1\n FORMAT Native SETTINGS max_threads = 1", "Native"),
        (b"SELECT 1 FORMAT JSON -- FORMAT CSV", "JSON"),
        (b"SELECT 1 FORMAT JSON /*\n FORMAT CSV\n*/", "JSON"),
        (b"SELECT 1 -- FORMAT JSON", None),
        (b"SELECT (SELECT 1 FORMAT x), 1", None),
        (b"SELECT format FROM t", None),
        (b"SELECT t.format x FROM t", None),
        (b"SELECT 'FORMAT JSON'", None),
    ],
)
def test_output_format_is_read_from_the_end(text: bytes, name: str | None) -> None:
    assert statements.find_output_format(text) == name


@pytest.mark.parametrize(
    "text",
    [
        b"SELECT file('/etc/passwd')",
        b"SELECT FILE ('/etc/passwd')",
        b"SELECT `file`('/etc/passwd')",
        b"SELECT \"file\"('/etc/passwd')",
        b"SELECT file/* */('/etc/passwd')",
        b"SELECT * FROM python(x)",
        b"SELECT * FROM executable('ls', 'TSV', 'a String')",
        b"SELECT 1 INTO OUTFILE '/tmp/x'",
        b"SELECT 1 into /**/ outfile '/tmp/x'",
        b"INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV",
    ],
)
def test_reaching_outside_is_refused(text: bytes) -> None:
    with pytest.raises(ServerError) as refused:
        statements.check_allowed(text)
    assert (refused.value.code, refused.value.status) == (497, 403)


@pytest.mark.parametrize(
    "text",
    [
        b"SELECT properties.file FROM events",
        b"SELECT 'file(x)' -- file(y)",
        b"SELECT file, (1)",
        b"SELECT profile(1)",
        b"SELECT 'into outfile'",
        b"SELECT outfile FROM t",
    ],
)
def test_harmless_words_are_let_through(text: bytes) -> None:
    statements.check_allowed(text)


def test_kill_names_the_query_by_the_clients_id() -> None:
    text = b"KILL QUERY WHERE `query_id` = 'query_id' AND query_id != '' ASYNC"
    assert statements.translate_kill(text) == (
        b"KILL QUERY WHERE Settings['chdb_client_name'] = 'query_id' AND Settings['chdb_client_name'] != '' ASYNC"
    )


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (b"SET max_threads = 1", True),
        (b"use x", True),
        (b"CREATE TEMPORARY TABLE t (a Int8)", True),
        (b"CREATE TABLE t (a Int8)", False),
        (b"SELECT 1", False),
        (b"", False),
    ],
)
def test_statements_that_outlive_their_request_are_known(text: bytes, changes: bool) -> None:
    assert statements.changes_session(text) is changes


@pytest.mark.parametrize(
    "text", [b"(" * 200_000, b"'" * 200_001, b"`" * 100_001, b"/*" * 100_000, b"$a$" * 50_001, b"\\" * 99_999]
)
def test_hostile_text_is_read_in_linear_time(text: bytes) -> None:
    statements.check_allowed(text + b" file")
    statements.find_insert(b"INSERT INTO " + text)
    statements.find_output_format(text)
    statements.first_word(text)
