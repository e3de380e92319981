"""Conditions on what was clicked: filters of type `element` over `elements_chain`.

The chain lists elements from the target outwards, `tag.class.class:key="value"key="value"`, separated by semicolons.
Quotes inside values are written `\\"`; a semicolon inside quotes separates nothing.
"""

import re

from posthog.hogql import ast
from posthog.hogql.errors import QueryError

_VALUE = r'(?:\\.|[^"\\])*'
_QUOTED = rf'"{_VALUE}"'
_ATTRIBUTES = rf'(?:[^=;"]+={_QUOTED})*'
# Any element, for those between two that matter.
_ELEMENT = rf'[^;:"]+(?::{_ATTRIBUTES})?'
# A class may hold a colon (`md:flex`). It cannot run into the attributes: they have quotes.
_CLASSES = r'(?:\.[^;."]+)*'
# Elements are counted from the beginning: a semicolon inside quotes begins none.
_START = rf"^(?:{_ELEMENT};)*?"
_END = "(?:;|$)"
_CHAIN = ast.field("elements_chain")

# A selector's steps, and the parts of one step. Quotes in brackets may hold spaces and `>`.
_BRACKETS = r"""\[[\w:-]+(?:=(?:"[^"\]]*"|'[^'\]]*'|[\w-]+))?\]"""
_STEPS = re.compile(rf"{_BRACKETS}|\s*>\s*|\s+|[^\s>\[]+|\[")
_COMPOUND = re.compile(rf"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#](?:\\.|[\w-])+|{_BRACKETS}|:nth-child\(\d+\))*)\Z")
_PART = re.compile(
    r"""\.((?:\\.|[\w-])+)|#((?:\\.|[\w-])+)|\[([\w:-]+)(?:(=)(?:"([^"\]]*)"|'([^'\]]*)'|([\w-]+)))?\]|:nth-child\((\d+)\)"""
)
MAX_SELECTOR = 500


def element_values(key: str) -> ast.Expr:
    """All values that the elements of a chain have for `tag_name`, `text` or `href`, as an array."""
    if key == "tag_name":
        unquoted = ast.call("replaceRegexpAll", _CHAIN, ast.constant(_QUOTED), ast.constant(""))
        return ast.call("extractAll", unquoted, ast.constant(r"(?:^|;)([^;.:]+)"))
    found = ast.call("extractAll", _CHAIN, ast.constant(rf'[:"]{key}="({_VALUE})"'))
    unescaped = ast.call("replaceAll", ast.field("value"), ast.constant('\\"'), ast.constant('"'))
    return ast.call("arrayMap", ast.Lambda(("value",), unescaped), found)


def matches_selector(selector: str) -> ast.Expr:
    """Whether the clicked element, or one around it, is what a simple CSS selector describes."""
    return ast.compare(ast.CompareOp.REGEX, _CHAIN, ast.constant(selector_pattern(selector)))


def selector_pattern(selector: str) -> str:
    """The pattern of a selector made of tags, classes, ids, attributes, `:nth-child`, spaces and `>`."""
    if len(selector) > MAX_SELECTOR:
        raise QueryError(f"A selector may have {MAX_SELECTOR} characters.")
    pattern, gap = "", ""
    # The chain runs outwards, the selector inwards.
    for step in reversed(_steps(selector.strip())):
        if step == ">":
            gap = ";"
            continue
        pattern += (gap or f";(?:{_ELEMENT};)*?" if pattern else _START) + _compound_pattern(step)
        gap = ""
    if not pattern or gap:
        raise QueryError(f"{selector[:60]!r} is not a selector.")
    return pattern + _END


def _steps(selector: str) -> list[str]:
    """What stands between spaces, and each `>`."""
    steps = [""]
    for piece in _STEPS.findall(selector):
        if not (stripped := piece.strip()):
            steps.append("")
        elif stripped == ">":
            steps += [stripped, ""]
        else:
            steps[-1] += piece
    return [step for step in steps if step]


def _compound_pattern(text: str) -> str:
    match = _COMPOUND.match(text)
    if match is None or not text:
        raise QueryError(
            f"{text[:60]!r} is not part of a selector; tags, .class, #id, [name], [name='value'], :nth-child and > are."
        )
    tag = match["tag"]
    head = r'[^;.:"]+' if tag in (None, "*") else re.escape(tag.lower())
    classes: list[str] = []
    # Names and the patterns of their values.
    attributes: list[tuple[str, str]] = []
    for name, identifier, attribute, has_value, *values, nth in _PART.findall(match["rest"]):
        if name:
            classes.append(_unescaped(name))
        elif identifier:
            attributes.append(("attr_id", re.escape(_unescaped(identifier))))
        elif nth:
            attributes.append(("nth-child", nth))
        else:
            attributes.append(
                (
                    "href" if attribute == "href" else f"attr__{attribute}",
                    re.escape("".join(values).replace('"', '\\"')) if has_value else _VALUE,
                )
            )
    # Classes and attributes are sorted in the chain, so they are looked for in that order.
    head += "".join(rf"{_CLASSES}\.{re.escape(name)}" for name in sorted(classes)) + _CLASSES
    wanted = "".join(rf'{re.escape(name)}="{value}"{_ATTRIBUTES}' for name, value in sorted(attributes))
    return head + (rf":{_ATTRIBUTES}{wanted}" if wanted else rf"(?::{_ATTRIBUTES})?")


def _unescaped(name: str) -> str:
    """A name as it is, from how CSS writes it: `md\\:flex` is the class `md:flex`."""
    return re.sub(r"\\(.)", r"\1", name)
