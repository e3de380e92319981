"""The endpoints that SDKs ask. Plain Django views, because every visitor of every page comes through here."""
