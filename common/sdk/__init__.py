"""What requests of SDKs have in common, whichever product they are for: how bodies are packed, and how tokens look."""
