"""What stops an import."""


class ImportFailedError(Exception):
    """The import cannot go on; the message says why and what to do. What was accepted stays, and is not sent again."""
