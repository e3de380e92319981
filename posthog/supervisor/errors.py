"""Why an instance does not start, with an exit code for each reason, so that scripts can tell them apart."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What `bin/hogli start` and `doctor` return. Documented in docs/operations.md."""

    OK = 0
    FAILED = 1
    USAGE = 2
    ALREADY_RUNNING = 3
    PORT_TAKEN = 4
    STORAGE = 5
    """The data directory cannot be written, or its disk is full."""
    NEWER_DATA = 6
    """The data directory belongs to a newer version."""
    SERVICE_FAILED = 7
    """A store, a migration or a process does not come up."""
    UNSUPPORTED = 8
    """This Python or this system is not supported."""


class StartError(Exception):
    """Prickle cannot start. The message is one or a few sentences for the person at the terminal."""

    def __init__(self, message: str, code: ExitCode) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class StopRequested(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM while we were still starting."""
