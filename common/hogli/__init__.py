"""`bin/hogli`, the command for developers and operators.

Standard library and click only, and it imports nothing of the core or of a product: whatever needs Django is started as
a process of its own. So it starts fast, and it works when the rest does not.
"""
