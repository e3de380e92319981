"""Logging: one JSON line per event in production, readable lines while developing."""

import logging

from common import env
from posthog.logging import configure

# debug, info, warning or error. A healthy instance logs no errors.
LOG_LEVEL = env.text("LOG_LEVEL", "info").upper()
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise env.EnvironmentVariableError("LOG_LEVEL is no level. Set it to debug, info, warning or error.")
# json or console.
LOG_FORMAT = env.text("LOG_FORMAT", "json")

LOGGING_CONFIG = None
configure(level=LOG_LEVEL, as_json=LOG_FORMAT == "json")
