"""Importing files of events through the capture endpoint, as any client would send them, only more of them."""
