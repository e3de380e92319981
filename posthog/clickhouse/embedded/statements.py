"""Reading just enough SQL to carry out a request: is it an insert, where does its data start, what is forbidden.

The engine parses; this only cuts. Everything works on bytes, because the data of an insert follows its statement in
the same body and need not be text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from posthog.clickhouse.embedded.engine import QUERY_ID_SETTING
from posthog.clickhouse.embedded.errors import ACCESS_DENIED, ServerError

# Quantifiers are possessive (`*+`): a megabyte within quotes must cost neither memory nor a second look.
_TOKEN = re.compile(
    rb"""(?P<space>\s++|--[^\n]*+|\#[ !][^\n]*+|/\*.*?(?:\*/|\Z))
    |(?P<text>'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+(?:'|\Z)?|(?P<tag>\$\w*+\$).*?(?:(?P=tag)|\Z))
    |(?P<quoted>`[^`\\]*+(?:(?:\\.|``)[^`\\]*+)*+(?:`|\Z)?|"[^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+(?:"|\Z)?)
    |(?P<word>[A-Za-z_][\w$]*+)
    |(?P<number>\d[\w.]*+)
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_DATA_START = re.compile(rb"[ \t\f]*;?[ \t\f]*\r?\n?")
_PLAIN_FORMAT = re.compile(rb"[\r\n][ \t]*FORMAT[ \t]+([A-Za-z]\w*)[\s;]*\Z", re.IGNORECASE)
_FORMAT_WORD = re.compile(rb"\bFORMAT\b", re.IGNORECASE)

# chDB asks for no privilege before these read a file, a Python object or a program's output.
_UNGUARDED = frozenset({b"file", b"python", b"executable", b"arrowstream"})
_SUSPECT = re.compile(rb"file|python|executable|arrowstream", re.IGNORECASE)
_UNGUARDED_CLAUSES = frozenset({(b"into", b"outfile"), (b"from", b"infile")})

_READING_WORDS = frozenset(
    {b"SELECT", b"WITH", b"FROM", b"SHOW", b"DESCRIBE", b"DESC", b"EXPLAIN", b"EXISTS", b"CHECK"}
)
_AFTER_COLUMNS = frozenset({b"FROM", b"WHERE", b"GROUP", b"HAVING", b"ORDER", b"LIMIT", b"UNION", b"JOIN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertHead:
    """An insert that brings its data: `sql` up to FORMAT or VALUES, and where in the text the data begins."""

    sql: bytes
    input_format: str
    data_start: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: bytes
    start: int
    end: int


def first_word(text: bytes) -> bytes:
    """The statement's first word in capitals; `(` for a bracketed SELECT."""
    for token in _tokens(text):
        return token.text.upper()
    return b""


def reads(text: bytes) -> bool:
    """Whether the statement gives a result, as far as its first word tells."""
    word = first_word(text)
    return word in _READING_WORDS or word == b"("


def changes_session(text: bytes) -> bool:
    """Whether the statement leaves something behind in its session: a setting, a database, a temporary table."""
    words = [token.text.upper() for _, token in zip(range(2), _tokens(text), strict=False)]
    return words[:1] in ([b"SET"], [b"USE"]) or words in ([b"CREATE", b"TEMPORARY"], [b"DROP", b"TEMPORARY"])


def find_insert(text: bytes) -> InsertHead | None:
    """How to feed an insert with data; None for any other statement, INSERT … SELECT among them.

    `text` may be the beginning of a longer body, if it reaches into the data.
    """
    tokens = _tokens(text)
    previous = next(tokens, None)
    if previous is None or previous.text.upper() != b"INSERT":
        return None
    depth = 0
    for token in tokens:
        word = token.text.upper() if token.kind == "word" else b""
        # A table may be called `format` or `values`; a keyword never follows these.
        is_name = previous.text.upper() in (b"INTO", b"TABLE", b"FUNCTION", b".")
        previous = token
        if word in (b"SELECT", b"WITH", b"INFILE"):
            return None
        if token.text in (b"(", b")"):
            depth += 1 if token.text == b"(" else -1
        elif word == b"VALUES" and depth == 0 and not is_name:
            return InsertHead(sql=text[: token.start], input_format="Values", data_start=token.end)
        elif word == b"FORMAT" and depth == 0 and not is_name:
            return _read_format(text, token, tokens)
    return None


def _read_format(text: bytes, keyword: _Token, tokens: Iterator[_Token]) -> InsertHead | None:
    name = next(tokens, None)
    if name is None or name.kind != "word":
        return None
    # ClickHouse drops one line break after the name; whatever follows belongs to the data.
    start = _DATA_START.match(text, name.end)
    data_start = start.end() if start else name.end
    return InsertHead(sql=text[: keyword.start], input_format=name.text.decode(), data_start=data_start)


def find_output_format(text: bytes) -> str | None:
    """The name in the statement's own FORMAT clause."""
    # What drivers append, on a line of its own: no need to read the rest, unless a comment or string is still open.
    if (plain := _PLAIN_FORMAT.search(text, max(0, len(text) - 200))) and text.count(b"/*") == 0:
        return plain[1].decode()
    if not _FORMAT_WORD.search(text):
        return None
    found: bytes | None = None
    depth = 0
    previous = b""
    for token in _tokens(text):
        if token.text in (b"(", b")"):
            depth += 1 if token.text == b"(" else -1
        word = token.text.upper() if token.kind == "word" else b""
        if word in _AFTER_COLUMNS:
            # What came before was a column called `format`.
            found = None
        elif word and depth == 0 and previous == b"FORMAT":
            found = token.text
        previous = word
    return found.decode() if found else None


def check_allowed(text: bytes) -> None:
    """Refuse what reaches outside the database and what the engine does not guard by itself."""
    if not _SUSPECT.search(text):
        return
    previous = b""
    candidate = b""
    for token in _tokens(text):
        if token.text == b"(" and candidate in _UNGUARDED:
            name = candidate.decode()
            raise ServerError.of(ACCESS_DENIED, "ACCESS_DENIED", f"The function {name} is not available here.")
        word = token.text.strip(b'`"').lower() if token.kind in ("word", "quoted") else b""
        if (previous, word) in _UNGUARDED_CLAUSES:
            clause = b" ".join((previous, word)).decode().upper()
            raise ServerError.of(ACCESS_DENIED, "ACCESS_DENIED", f"{clause} is not available here.")
        previous = candidate = word


def translate_kill(text: bytes) -> bytes:
    """KILL QUERY WHERE query_id = …, by the client's id, which the engine keeps in a setting."""
    pieces = (
        f"Settings['{QUERY_ID_SETTING}']".encode()
        if token.kind in ("word", "quoted") and token.text.strip(b'`"').lower() == b"query_id"
        else token.text
        for token in _tokens(text, keep_space=True)
    )
    return b"".join(pieces)


def _tokens(text: bytes, *, keep_space: bool = False) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "tag":
            kind = "text"
        if keep_space or kind != "space":
            yield _Token(kind, match[0], match.start(), match.end())
