"""Announcing that a project's flags may be decided differently.

By signals, not by the verbs that change flags: a verb that forgot it would be a wrong answer for half a minute. Changes
in bulk, which send none, call `posthog.definitions.definitions_changed` themselves.
"""

from typing import Any

from posthog.definitions import definitions_changed
from products.feature_flags.backend.models import FeatureFlag

MODELS: tuple[Any, ...] = (FeatureFlag, "posthog.Team")


def announce(instance: Any, **_: Any) -> None:
    """A flag was stored or deleted, or a project, whose token may be another now."""
    definitions_changed(getattr(instance, "team_id", None) or instance.pk)
