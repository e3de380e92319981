"""Capture and ingestion: how much is accepted at once, how much may wait, and how large batches get."""

from common import env

# The largest request in bytes, both as sent and after decompression.
EVENT_BODY_MAX_BYTES = env.integer("EVENT_BODY_MAX_BYTES", 20 * 1024 * 1024, at_least=1)
# Partitions of the event queue; as many batches can be worked on at the same time. May be changed at any time.
EVENT_PARTITIONS = env.integer("EVENT_PARTITIONS", 2, at_least=1)
# How many bytes may wait in the queue before capture answers 503. At most 60 % of Redis' own maxmemory is used.
EVENT_QUEUE_MAX_BYTES = env.integer("EVENT_QUEUE_MAX_BYTES", 512 * 1024 * 1024, at_least=1)
# A batch ends with whichever comes first.
EVENT_BATCH_MAX_EVENTS = env.integer("EVENT_BATCH_MAX_EVENTS", 10_000, at_least=1)
EVENT_BATCH_MAX_BYTES = env.integer("EVENT_BATCH_MAX_BYTES", 16 * 1024 * 1024, at_least=1)
# While events keep coming, how long a small batch waits to grow. The first after a pause never waits.
EVENT_BATCH_SECONDS = env.number("EVENT_BATCH_SECONDS", 0.6, at_least=0)
# How many stored events are remembered in Redis to recognise one that a client sends again; about 70 bytes each.
EVENT_RESEND_WINDOW_EVENTS = env.integer("EVENT_RESEND_WINDOW_EVENTS", 400_000, at_least=0)
# A City or Country database in MaxMind's format, from which events learn where their address is. Empty: they do not.
GEOIP_DATABASE = env.text("GEOIP_DATABASE", "")
