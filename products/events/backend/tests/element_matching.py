"""Elements as a browser sees them, the chain that posthog-js writes for them, and what steps of actions mean for them.

The oracle for actions: it never looks at the chain, but at the elements themselves.
"""

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Element:
    tag: str
    classes: tuple[str, ...] = ()
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    nth: int = 1


def written(elements: tuple[Element, ...]) -> str:
    """The chain, the target first, written as posthog-js writes it."""
    return ";".join(_written(element) for element in elements)


def _written(element: Element) -> str:
    pairs = {"nth-child": str(element.nth), "nth-of-type": "1"}
    if element.text:
        pairs["text"] = element.text
    for name, value in element.attributes.items():
        pairs[f"attr__{name}"] = value
        if name == "href":
            pairs["href"] = value
        if name == "id":
            pairs["attr_id"] = value
    if element.classes:
        pairs["attr__class"] = " ".join(element.classes)
    classes = "".join(f".{name.replace(chr(34), '')}" for name in sorted(element.classes))
    return f"{element.tag}{classes}:" + "".join(f'{key}="{_escaped(pairs[key])}"' for key in sorted(pairs))


def _escaped(text: str) -> str:
    return text.replace('"', '\\"')


def matches(step: dict[str, Any], event: dict[str, Any], elements: tuple[Element, ...]) -> bool:
    """Whether the event, with these elements, is one that the step means."""
    if step.get("event") and event["event"] != step["event"]:
        return False
    url = event["properties"].get("$current_url")
    if step.get("url") and (url is None or not _compares(url, step["url"], step.get("url_matching") or "contains")):
        return False
    if step.get("tag_name") and not any(element.tag == step["tag_name"].lower() for element in elements):
        return False
    texts = [element.text for element in elements if element.text]
    links = [element.attributes["href"] for element in elements if "href" in element.attributes]
    for name, values in (("text", texts), ("href", links)):
        how = step.get(f"{name}_matching") or "exact"
        wanted = step.get(name)
        if wanted and not any(_compares(value, wanted, how, ignore_case=how == "contains") for value in values):
            return False
    if step.get("selector") and not selected(step["selector"], elements):
        return False
    return all(event["properties"].get(each["key"]) == each["value"] for each in step.get("properties") or [])


def _compares(value: str, wanted: str, how: str, ignore_case: bool = False) -> bool:
    if ignore_case:
        value, wanted = value.lower(), wanted.lower()
    if how == "regex":
        return re.search(wanted, value) is not None
    return value == wanted if how == "exact" else wanted in value


def selected(selector: str, elements: tuple[Element, ...]) -> bool:
    """Whether any of the elements is what the selector describes, its ancestors being those further back."""
    steps = [""]
    quote = ""
    for character in selector.strip():
        if quote or character in "\"'":
            quote = "" if character == quote else quote or character
            steps[-1] += character
        elif character == ">":
            steps += [">", ""]
        elif character.isspace():
            steps.append("")
        else:
            steps[-1] += character
    steps = [step for step in steps if step]
    return any(_selected_at(steps, elements, place) for place in range(len(elements)))


def _selected_at(steps: list[str], elements: tuple[Element, ...], place: int) -> bool:
    if not _is(elements[place], steps[-1]):
        return False
    rest = steps[:-1]
    if not rest:
        return True
    if rest[-1] == ">":
        return place + 1 < len(elements) and _selected_at(rest[:-1], elements, place + 1)
    return any(_selected_at(rest, elements, other) for other in range(place + 1, len(elements)))


def _is(element: Element, compound: str) -> bool:
    tag = re.match(r"[a-z][\w-]*", compound)
    if tag and tag.group() != element.tag:
        return False
    for name, equals, value in re.findall(r"""\[([\w-]+)(=?)([^\]]*)\]""", compound):
        value = value[1:-1] if value[:1] in "\"'" else value
        if name not in element.attributes or (equals and element.attributes[name] != value):
            return False
    for kind, name, number in re.findall(r"([.#:])((?:\\.|[\w-])+)(?:\((\d+)\))?", re.sub(r"\[[^\]]*\]", "", compound)):
        name = name.replace("\\", "")
        if kind == "." and name not in element.classes:
            return False
        if kind == "#" and element.attributes.get("id") != name:
            return False
        if kind == ":" and element.nth != int(number):
            return False
    return True
