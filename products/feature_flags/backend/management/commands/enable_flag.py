"""Switches a flag on."""

from products.feature_flags.backend.management.switching import SwitchCommand


class Command(SwitchCommand):
    help = "Switch a feature flag on, by its key. The activity log says that the system did it."
    active = True
