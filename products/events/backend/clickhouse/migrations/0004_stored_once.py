"""Store the ids of session and window once, and compress properties better. What is there is compressed when it is merged.

A stored column cannot be made an alias, so each is dropped and added. In between and until its worker is started anew,
an older one inserts nothing: it tries again, and loses nothing.
"""

from posthog.clickhouse.cluster import Cluster
from products.events.backend.clickhouse.tables import EVENTS, PERSON_PROPERTIES, PROPERTIES, SESSION_ID, WINDOW_ID


def operations(cluster: Cluster) -> tuple[str, ...]:
    return (
        *cluster.drop_column(EVENTS, SESSION_ID.name),
        *cluster.drop_column(EVENTS, WINDOW_ID.name),
        *cluster.add_column(EVENTS, SESSION_ID, after="group_key_4"),
        *cluster.add_column(EVENTS, WINDOW_ID, after="session_id"),
        *cluster.alter_storage(EVENTS, f"MODIFY COLUMN `{PROPERTIES.name}` CODEC({PROPERTIES.codec})"),
        *cluster.alter_storage(EVENTS, f"MODIFY COLUMN `{PERSON_PROPERTIES.name}` CODEC({PERSON_PROPERTIES.codec})"),
    )
