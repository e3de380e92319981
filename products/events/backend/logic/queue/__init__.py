"""The event queue: Redis Streams, one per partition, between capture and ingestion (docs/adr/0003-offset-consumer.md)."""
