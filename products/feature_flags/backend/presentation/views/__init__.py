"""Feature flags over HTTP: parse, call the facade, render, status."""
