"""Deleting people for good: the profile at once, every event soon after, with a receipt that can be checked later."""
