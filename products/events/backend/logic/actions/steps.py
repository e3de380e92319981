"""What a step of an action means: from its fields to a condition on events, and whether it can be one at all.

Everything given in a step must hold. Conditions on elements look at all elements of the chain, the clicked one and
those around it, each condition for itself. `contains` minds capitals in addresses and does not in texts and links;
`%` and `_` stand for themselves.
"""

from dataclasses import asdict, replace
from typing import Any

from common.errors import ProductError
from common.json import dumps, loads
from common.property_matching import InvalidFilterError
from common.property_matching.filters import MAX_PATTERN, compile_pattern
from posthog.hogql import ast
from posthog.hogql.context import HogQLContext
from posthog.hogql.elements import element_values, selector_pattern
from posthog.hogql.errors import QueryError
from posthog.hogql.printer import print_clickhouse
from posthog.hogql.property import property_to_expr
from posthog.hogql.visitor import walk
from products.events.backend.facade.contracts import ActionStep
from products.events.backend.facade.enums import TextMatching
from products.events.backend.facade.errors import InvalidActionError

MAX_STEPS = 50
_OPERATORS = {TextMatching.EXACT: "exact", TextMatching.CONTAINS: "icontains", TextMatching.REGEX: "regex"}
_CONDITIONS = ("event", "url", "selector", "tag_name", "text", "href")


def from_stored(step: dict[str, Any]) -> ActionStep:
    """A step as it is kept in its action's row."""
    known = {name: value for name, value in step.items() if name in ActionStep.__dataclass_fields__}
    for name in ("url_matching", "text_matching", "href_matching"):
        known[name] = TextMatching(step[name])
    selector = step["selector"]
    known |= {
        "properties": dumps(step["properties"]).decode(),
        "selector_regex": selector_pattern(selector) if selector else "",
    }
    return ActionStep(**known)


def to_stored(step: ActionStep) -> dict[str, Any]:
    """A step as its action's row keeps it."""
    kept = asdict(step)
    kept.pop("selector_regex")
    return {**kept, "properties": loads(step.properties)}


def check_steps(steps: tuple[ActionStep, ...], context: HogQLContext) -> tuple[ActionStep, ...]:
    """The steps, settled; raises InvalidActionError naming the field that cannot be matched."""
    if len(steps) > MAX_STEPS:
        raise InvalidActionError(f"An action has at most {MAX_STEPS} steps, got {len(steps)}.", attr="steps")
    settled = tuple(_check_step(step, context, f"steps__{index}") for index, step in enumerate(steps))
    try:
        # Whatever else could fail when the action is used must fail now, while somebody is there to correct it.
        count = ast.SelectQuery(
            (ast.call("count"),), select_from=ast.from_("events"), where=steps_expr(settled, context)
        )
        print_clickhouse(count, context)
    except ProductError as error:
        raise InvalidActionError(f"These steps cannot be matched: {error.message}", attr="steps") from error
    return settled


def steps_expr(steps: tuple[ActionStep, ...], context: HogQLContext) -> ast.Expr:
    """Whether an event matches any of the steps. No steps match nothing."""
    return ast.or_(*(_step_expr(step, context) for step in steps)) if steps else ast.constant(False)


def _step_expr(step: ActionStep, context: HogQLContext) -> ast.Expr:
    conditions: list[ast.Expr] = []
    if step.event:
        conditions.append(ast.eq(ast.field("event"), ast.constant(step.event)))
    if step.url:
        conditions.append(_url(step.url, step.url_matching))
    if step.tag_name:
        same = ast.eq(ast.call("lower", ast.field("value")), ast.constant(step.tag_name.lower()))
        conditions.append(ast.call("arrayExists", ast.Lambda(("value",), same), element_values("tag_name")))
    filters: list[Any] = []
    if step.selector:
        filters.append({"type": "element", "key": "selector", "operator": "exact", "value": step.selector})
    for key, value, matching in (("text", step.text, step.text_matching), ("href", step.href, step.href_matching)):
        if value:
            filters.append({"type": "element", "key": key, "operator": _OPERATORS[matching], "value": value})
    if filters:
        conditions.append(property_to_expr(filters, context))
    if properties := loads(step.properties):
        conditions.append(property_to_expr(properties, context))
    return ast.and_(*conditions)


def _url(url: str, matching: TextMatching) -> ast.Expr:
    # An address is a text whatever the property's definition says, and one that is not there matches nothing.
    address = ast.call("ifNull", ast.call("toString", ast.field("properties", "$current_url")), ast.constant(""))
    if matching is TextMatching.EXACT:
        return ast.eq(address, ast.constant(url))
    if matching is TextMatching.REGEX:
        return ast.compare(ast.CompareOp.REGEX, address, ast.constant(url))
    return ast.compare(ast.CompareOp.GT, ast.call("position", address, ast.constant(url)), ast.constant(0))


def _check_step(step: ActionStep, context: HogQLContext, attr: str) -> ActionStep:
    properties = _check_properties(step.properties, context, f"{attr}__properties")
    if not properties and not any(getattr(step, name) for name in _CONDITIONS):
        raise InvalidActionError(
            "This step would match every event. Give it an event, an address, an element or property filters.",
            attr=attr,
        )
    for name in _CONDITIONS:
        if "\x00" in getattr(step, name):
            raise InvalidActionError("This text holds a NUL character, which no event does.", attr=f"{attr}__{name}")
    for name in ("url", "text", "href"):
        if getattr(step, name) and getattr(step, f"{name}_matching") is TextMatching.REGEX:
            _check_pattern(getattr(step, name), f"{attr}__{name}")
    if step.selector:
        try:
            selector_pattern(step.selector)
        except QueryError as error:
            raise InvalidActionError(error.message, attr=f"{attr}__selector") from error
    return replace(step, properties=dumps(properties).decode(), selector_regex="")


def _check_pattern(pattern: str, attr: str) -> None:
    if len(pattern) > MAX_PATTERN:
        raise InvalidActionError(f"A regular expression may have {MAX_PATTERN:,} characters.", attr=attr)
    try:
        compile_pattern(pattern)
    except InvalidFilterError as error:
        raise InvalidActionError(error.message, attr=attr) from error


def _check_properties(text: str, context: HogQLContext, attr: str) -> list[Any]:
    properties = loads(text)
    if not isinstance(properties, list):
        raise InvalidActionError("The property filters of a step are a list.", attr=attr)
    try:
        expr = property_to_expr(properties, context, attr=attr)
    except ProductError as error:
        raise InvalidActionError(error.message, attr=error.attr or attr) from error
    if any(isinstance(node, ast.Call) and node.name.lower() == "matchesaction" for node in walk(expr)):
        # One that names itself, by whatever detour, would have no end.
        raise InvalidActionError("The filters of an action cannot refer to actions.", attr=attr)
    return properties
