"""Structured logs through structlog; the standard library's loggers end in the same place.

Write an event name and fields, not prose: `logger.info("events.batch_flushed", rows=…, ms=…)`. Ids and counts yes;
tokens, e-mail addresses and property values no.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog

SECRET_WORDS = ("password", "secret", "token", "api_key", "authorization", "cookie")


def configure(*, level: str, as_json: bool) -> None:
    """Send every log record to standard error in one format. May be called again to change it."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    final: list[structlog.typing.Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        final += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(serializer=_to_json)]
    else:
        final += [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=final))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # A 4xx is the client's business and is counted in the metrics; Django would log each as a warning.
    logging.getLogger("django.request").setLevel("ERROR")
    logging.getLogger("django.request").addFilter(_is_news)
    for chatty in ("celery.app.trace", "celery.beat", "celery.worker.strategy", "botocore", "urllib3", "httpx"):
        logging.getLogger(chatty).setLevel("WARNING")
    logging.getLogger("celery.worker.request").addFilter(_is_no_stale_call)


def _is_news(record: logging.LogRecord) -> bool:
    """A 503 has been logged with its reason where it was decided; during an outage each request would repeat it."""
    return getattr(record, "status_code", None) != 503


def _is_no_stale_call(record: logging.LogRecord) -> bool:
    """A call that waited behind long tasks until the next one had been sent is dropped, as `expires` says: that is how a
    busy worker catches up. Celery takes them for revoked, which none of ours ever is. The metrics count them."""
    return not str(record.msg).startswith("Discarding revoked task")


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank the value of every field whose name says that it is a secret."""
    for key in event:
        if any(word in key.lower() for word in SECRET_WORDS):
            event[key] = "[hidden]"
    return event


def _to_json(value: Any, **_: Any) -> str:
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
