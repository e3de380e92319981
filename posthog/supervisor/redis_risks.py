"""How a Redis that is not ours could lose accepted events. The embedded one is configured not to."""

from dataclasses import dataclass

DEFAULT_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One setting of the server that may lose what it has answered."""

    text: str
    grave: bool
    """Whether an ordinary restart, or a busy hour, is enough. Otherwise it takes a crash at the wrong moment."""


def risks(url: str, *, seconds: float = DEFAULT_SECONDS) -> tuple[Risk, ...]:
    """What its configuration puts at risk; nothing where it may not be asked, as on many managed servers."""
    import redis

    try:
        with redis.Redis.from_url(
            url, socket_timeout=seconds, socket_connect_timeout=seconds, decode_responses=True
        ) as client:
            found = {**client.config_get("append*"), **client.config_get("maxmemory*"), **client.config_get("save")}
    except (redis.RedisError, ValueError):
        return ()
    return tuple(_judge({str(name): str(value) for name, value in found.items()}))


def _judge(config: dict[str, str]) -> list[Risk]:
    found: list[Risk] = []
    if config.get("appendonly") == "no":
        kept = "only a snapshot now and then" if config.get("save") else "nothing"
        found.append(
            Risk(
                text=f"The Redis of REDIS_URL writes {kept} to its disk, so accepted events are lost when it restarts. "
                "Give it `appendonly yes` and `appendfsync always`.",
                grave=True,
            )
        )
    elif config.get("appendfsync", "always") != "always":
        found.append(
            Risk(
                text=f"The Redis of REDIS_URL has `appendfsync {config['appendfsync']}`, so a crash may lose the "
                "events of the last seconds. Give it `appendfsync always`.",
                grave=False,
            )
        )
    policy = config.get("maxmemory-policy", "noeviction")
    if policy != "noeviction":
        found.append(
            Risk(
                text=f"The Redis of REDIS_URL has `maxmemory-policy {policy}`: once its memory is full it throws "
                "accepted events away. Give it `maxmemory-policy noeviction`.",
                grave=True,
            )
        )
    return found
