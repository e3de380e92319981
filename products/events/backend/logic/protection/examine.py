"""What is looked at in each event before anything is done with it: is it a bot's, and whose identity does it prove."""

from posthog import metrics
from products.events.backend.facade.enums import BotFilter, WarningKind
from products.events.backend.logic.ingestion.normalise import PreparedEvent
from products.events.backend.logic.ingestion.warnings import IngestionWarning, raw_json
from products.events.backend.logic.protection import signatures
from products.events.backend.logic.protection.bots import bot_of
from products.events.backend.logic.protection.caps import as_sent
from products.events.backend.logic.protection.rules import Rules
from products.events.backend.wire.identifiers import MAX_DISTINCT_ID_LENGTH, as_identifier

IS_BOT, BOT_KIND = "$is_bot", "$bot_kind"


def examine(event: PreparedEvent, rules: Rules, *, bot: str) -> IngestionWarning | None:
    """Complete the event with what was found out; a warning when it must not be stored.

    `bot` is what the request's own user agent says; servers and proxies pass on the visitor's as a property.
    """
    properties = event.properties
    # A proof is for us, and whoever could read it in the event could use it.
    offered = properties.pop(signatures.PROPERTY, None)
    if rules.signed:
        event.proven = signatures.proven_among(_named(event), offered, rules.secrets)
        properties[signatures.VERIFIED] = event.distinct_id in event.proven
    if rules.bots is BotFilter.OFF:
        return None
    passed_on = properties.get("$raw_user_agent")
    if passed_on is not None and type(passed_on) is str:
        bot = bot_of(passed_on) or bot
    if not bot:
        return None
    metrics.events_from_bots.labels(outcome=rules.bots.value).inc()
    if rules.bots is BotFilter.DROP:
        details = {"reason": f"Sent by a bot ({bot}).", "event": event.name, "distinct_id": event.distinct_id}
        return IngestionWarning(
            event.team_id, WarningKind.BOT_EVENT_DROPPED, event.received_at, details, raw_json(as_sent(event))
        )
    properties[IS_BOT] = True
    properties[BOT_KIND] = bot
    return None


def _named(event: PreparedEvent) -> set[str]:
    """All ids of people in the event, written as persons are looked up by them."""
    others = (as_identifier(event.properties.get(name)) for name in ("$anon_distinct_id", "alias"))
    return {event.distinct_id, *(other[:MAX_DISTINCT_ID_LENGTH].replace("\x00", "\ufffd") for other in others)}
