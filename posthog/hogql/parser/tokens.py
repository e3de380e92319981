"""A scanner that splits HogQL into words, quoted things and signs.

It does not parse. It exists to measure a text before the real parser sees it (`limits`), and to read the few words
that the real parser accepts and then forgets (`forgotten`). Where it is unsure it yields more tokens, never fewer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class TokenKind(Enum):
    """What a token is."""

    WORD = 1
    NUMBER = 2
    STRING = 3
    QUOTED_NAME = 4
    SIGN = 5


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text with its position. Words are given in capitals, everything else as written."""

    kind: TokenKind
    text: str
    start: int
    end: int


_SKIP = re.compile(r"(?:\s+|--[^\n]*|//[^\n]*|\#[^\n]*|/\*.*?\*/)+", re.DOTALL)
_WORD = re.compile(r"(?:[^\W\d]|\$)[\w$]*")
_NUMBER = re.compile(r"\d[\w.]*")
_STRING = re.compile(r"'(?:[^'\\]|\\.|'')*(?:'|\Z)", re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.|"")*(?:"|\Z)|`(?:[^`\\]|\\.|``)*(?:`|\Z)', re.DOTALL)
_TEMPLATE_TEXT = re.compile(r"(?:[^'\\{]|\\.)*", re.DOTALL)
_SIGN = re.compile(r"\?\?|::|->|=>|==|!=|<=|>=|<>|\|\||=~\*?|!~\*?|\?\.|.", re.DOTALL)
_PATTERNS = (
    (TokenKind.WORD, _WORD),
    (TokenKind.NUMBER, _NUMBER),
    (TokenKind.STRING, _STRING),
    (TokenKind.QUOTED_NAME, _QUOTED),
    (TokenKind.SIGN, _SIGN),
)


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of `text`, without spaces and comments."""
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    position = 0
    # Braces that are open inside template strings: at zero the text of the template goes on.
    templates: list[int] = []
    while position < len(text):
        skipped = _SKIP.match(text, position)
        if skipped is not None:
            position = skipped.end()
            continue
        if text[position] in "fF" and text.startswith("'", position + 1):
            templates.append(0)
            yield Token(TokenKind.SIGN, "f'", position, position + 2)
            position = _template_text_end(text, position + 2, templates)
            continue
        token = _token_at(text, position)
        position = token.end
        yield token
        if templates and token.text in ("{", "}"):
            templates[-1] += 1 if token.text == "{" else -1
            if templates[-1] == 0:
                position = _template_text_end(text, position, templates)


def _template_text_end(text: str, position: int, templates: list[int]) -> int:
    """Skip the plain text of a template; it ends at `{`, which opens an expression, or at the closing quote."""
    match = _TEMPLATE_TEXT.match(text, position)
    end = match.end() if match is not None else position
    if end >= len(text) or text[end] == "'":
        templates.pop()
        return end + 1
    return end


def _token_at(text: str, position: int) -> Token:
    for kind, pattern in _PATTERNS:
        match = pattern.match(text, position)
        if match is not None and match.end() > position:
            found = match.group()
            return Token(kind, found.upper() if kind is TokenKind.WORD else found, position, match.end())
    return Token(TokenKind.SIGN, text[position], position, position + 1)
