"""What this product adds to a project's remote config: where browsers send events, and which they may send."""

from collections.abc import Mapping

_CONFIG: Mapping[str, object] = {
    "analytics": {"endpoint": "/i/v0/e/"},
    # The chain alone; otherwise every click is sent twice over, as a list of elements as well.
    "elementsChainAsString": True,
    "capturePerformance": {"network_timing": True, "web_vitals": False, "web_vitals_allowed_metrics": None},
}


def remote_config_of(team_id: int) -> Mapping[str, object]:
    """The same for every project so far."""
    return _CONFIG
