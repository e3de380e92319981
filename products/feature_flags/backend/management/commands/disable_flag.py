"""Switches a flag off."""

from products.feature_flags.backend.management.switching import SwitchCommand


class Command(SwitchCommand):
    help = "Switch a feature flag off, by its key. The activity log says that the system did it."
    active = False
