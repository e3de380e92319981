"""Rules that the facade's answers do not show."""
