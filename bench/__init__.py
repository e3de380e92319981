"""Benchmarks against the budgets of the project: `bin/hogli bench [NAME] [--quick] [--write]`.

Every module here with a function `run(quick: bool) -> list[dict]` is a benchmark; `harness.py` says what the dicts
hold. Figures depend on the machine, so what counts are ratios to a baseline measured in the same run.
"""
