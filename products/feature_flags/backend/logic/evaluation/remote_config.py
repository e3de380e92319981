"""What flags add to remote config: whether browsers need to ask for flags at all."""

from products.feature_flags.backend.logic.evaluation import service


def remote_config_of(team_id: int) -> dict[str, object]:
    return {"hasFeatureFlags": service.has_flags(team_id=team_id)}
