"""Against misuse of the project token, which stands in every page: caps, origins, signed identity, bots."""
