"""The elements chain: the clicked element and its ancestors as one line of text.

    chain    = element *(";" element)
    element  = tag *("." class) ":" *(key "=" DQUOTE value DQUOTE)

Current SDKs send the text; older ones and React Native send a list of elements, from which the same text is made.
"""

import re
from typing import Any

MAX_ELEMENTS = 200
MAX_TEXT = 400
MAX_HREF = 2048
# Chains come from other people's pages. None of these looks at a letter more than a few hundred times, whatever it is.
_PARTS = re.compile(r'(?:[^;"\\]++|\\.|"(?:[^"\\]++|\\.)*+(?:"|\Z))+', re.DOTALL)
# Names of classes may hold colons, so attributes begin at the first colon that one follows.
_HEAD_ENDS = re.compile(r':(?=(?:attr__[^"=;]{0,200}|[\w-]{1,200})="|$)')
_ATTRIBUTE = re.compile(r'(?<![\w$:.-]):?([\w$:.-]+)="((?:[^"\\]++|\\.)*+)"', re.DOTALL)


def chain_of(properties: dict[str, Any]) -> str:
    """The chain an event carries; empty when it carries none. A ready-made text wins over a list."""
    text = properties.get("$elements_chain")
    if isinstance(text, str) and text:
        return text
    elements = properties.get("$elements")
    return build_chain(elements) if isinstance(elements, list) else ""


def build_chain(elements: list[Any]) -> str:
    """The chain for a list of elements, target first. Entries that are no objects are passed over."""
    return ";".join(_element(entry) for entry in elements[:MAX_ELEMENTS] if isinstance(entry, dict))


def parse_chain(chain: str) -> list[dict[str, Any]]:
    """The elements of a chain, target first; what cannot be read is passed over."""
    found: list[dict[str, Any]] = []
    for part in _PARTS.finditer(chain):
        if text := part.group().strip():
            found.append(_parse_element(text, order=len(found)))
        if len(found) == MAX_ELEMENTS:
            break
    return found


def _parse_element(part: str, *, order: int) -> dict[str, Any]:
    end = _HEAD_ENDS.search(part)
    head = part[: end.start()] if end else part
    values = {name: value.replace('\\"', '"') for name, value in _ATTRIBUTE.findall(part[len(head) :])}
    tag, *classes = head.split(".")
    return {
        "tag_name": tag,
        "attr_class": [name for name in classes if name],
        "attr_id": values.pop("attr_id", None) or values.get("attr__id"),
        "text": values.pop("text", None),
        "href": values.pop("href", None) or values.get("attr__href"),
        "nth_child": _number(values.pop("nth-child", "")),
        "nth_of_type": _number(values.pop("nth-of-type", "")),
        "attributes": values,
        "order": order,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _element(entry: dict[str, Any]) -> str:
    tag = _tag(entry.get("tag_name")) + "".join(f".{name}" for name in _classes(entry))
    values = {
        "nth-child": str(_position(entry.get("nth_child"))),
        "nth-of-type": str(_position(entry.get("nth_of_type"))),
    }
    if text := _string(entry.get("$el_text")):
        values["text"] = text[:MAX_TEXT]
    if href := _string(entry.get("attr__href")):
        values["href"] = href[:MAX_HREF]
    if identifier := _string(entry.get("attr__id")):
        values["attr_id"] = identifier
    values.update({key: _string(value) for key, value in entry.items() if key.startswith("attr__")})
    return tag + ":" + "".join(f'{_escape(key)}="{_escape(values[key])}"' for key in sorted(values))


def _classes(entry: dict[str, Any]) -> list[str]:
    classes = entry.get("classes", entry.get("attr__class"))
    if isinstance(classes, str):
        classes = classes.split()
    if not isinstance(classes, list):
        return []
    return sorted(name.replace('"', "") for name in classes if isinstance(name, str) and name)


def _tag(value: Any) -> str:
    return value.replace(";", "").replace('"', "") if isinstance(value, str) else ""


def _position(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _string(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list) and all(isinstance(i, str) for i in value) else str(value)


def _escape(text: str) -> str:
    return text.replace('"', '\\"')
