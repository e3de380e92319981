"""Trends: how often something happened, by how many, how much, over time.

`runner` asks one query for all series and periods, `aggregation` says what each kind of math computes, `breakdown` how
series split, `buckets` cuts time, `formula` does arithmetic between series, `shape` writes the answer.
"""
