"""What one client, and all of them together, may ask of this server. Sizes in bytes, times in seconds."""

MEGABYTE = 1024 * 1024

MAX_CONNECTIONS = 1000
# Queries waiting for a thread of their lane, and for how long.
MAX_WAITING = 200
WAIT_SECONDS = 60.0

MAX_HEAD_BYTES = 256 * 1024
MAX_PARAMETERS = 1000
# A statement may be this long; the engine's own `max_query_size` (256 KB unless asked otherwise) comes on top.
MAX_STATEMENT_BYTES = 16 * MEGABYTE

# A body up to this size is read before its query takes a thread, so that slow senders hold none.
PREREAD_BYTES = 512 * 1024
PULL_BYTES = MEGABYTE
# What a client may have sent ahead of what was read; more stays in the system's buffers.
BUFFER_BYTES = 2 * MEGABYTE
# Of a body whose query has failed already.
DISCARDED_BYTES = 64 * MEGABYTE
DISCARD_SECONDS = 5.0

IDLE_SECONDS = 600.0
HEAD_SECONDS = 30.0
# Between two pieces of a body.
BODY_SECONDS = 60.0
# For a client to take the next piece of an answer.
SLOW_CLIENT_SECONDS = 300.0
# A wrong password costs the guesser this much time.
REFUSAL_SECONDS = 0.2
