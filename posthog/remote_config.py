"""Remote config: what SDKs ask before they settle how to send and what to load.

The defaults say "there is none of it here", which keeps SDKs from asking; each product contributes what it can do, from
its `ready()`. SDKs read the keys strictly (a text "false" is true to them), so values are real booleans, and a key
whose mere presence costs the browser a request (`surveys`) is absent until a product has a reason to send it.
"""

from collections.abc import Callable, Mapping

import structlog

RemoteConfigProvider = Callable[[int], Mapping[str, object]]

# Left out when it is not known: an SDK then asks, while `false` would have it forget what it knows.
_ASKED_WHEN_ABSENT = ("hasFeatureFlags",)
_providers: dict[str, RemoteConfigProvider] = {}
logger = structlog.get_logger(__name__)


def register_remote_config(provider: RemoteConfigProvider) -> None:
    """Let `provider(team_id)` add to every project's config. Asked on a hot path: answer from a cache."""
    _providers[f"{provider.__module__}.{getattr(provider, '__qualname__', id(provider))}"] = provider


def remote_config_for(team_id: int, token: str) -> dict[str, object]:
    """The project's whole config, ready to be sent as JSON.

    `team_id` is 0 when nobody can tell now whose token it is. Then, and when a provider fails, SDKs get what is known:
    a page without its config records nothing at all.
    """
    config = _defaults(token)
    is_complete = bool(team_id)
    for name, provider in _providers.items() if team_id else ():
        try:
            config.update(provider(team_id))
        except Exception as error:
            is_complete = False
            logger.warning("remote_config.provider_failed", provider=name, error=f"{type(error).__name__}: {error}")
    if not is_complete:
        for key in _ASKED_WHEN_ABSENT:
            config.pop(key, None)
    return config


def _defaults(token: str) -> dict[str, object]:
    return {
        "token": token,
        # Without gzip-js browsers send plain JSON, with a preflight before each address.
        "supportedCompression": ["gzip", "gzip-js"],
        "hasFeatureFlags": False,
        # Absent would be "off" to posthog-js.
        "autocapture_opt_out": False,
        "capturePerformance": False,
        "captureDeadClicks": False,
        "autocaptureExceptions": False,
        "errorTracking": {"autocaptureExceptions": False, "suppressionRules": []},
        "heatmaps": False,
        "sessionRecording": False,
        "defaultIdentifiedOnly": True,
        "productTours": False,
        "conversations": False,
        "siteApps": [],
        "isAuthenticated": False,
        "toolbarParams": {},
    }
