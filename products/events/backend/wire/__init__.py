"""What SDKs put on the wire, and how to read it: pure functions without Django, stores or settings.

Capture (while a client waits) and ingestion (later, in a worker) read the same bytes through these modules, so they
cannot disagree about where a token or a distinct id is found.
"""
