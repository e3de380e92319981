"""The elements chain: the clicked element and its ancestors as one line of text.

    chain    = element *(";" element)
    element  = tag *("." class) ":" *(key "=" DQUOTE value DQUOTE)

Current SDKs send the text; older ones and React Native send a list of elements, from which the same text is made.
"""

from typing import Any

MAX_ELEMENTS = 200
MAX_TEXT = 400
MAX_HREF = 2048


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
