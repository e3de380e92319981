"""Queries whose answer is rows: a page of events, free HogQL, and what an editor asks about HogQL."""
