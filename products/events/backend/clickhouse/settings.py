"""Settings with which rows are inserted, wherever they come from."""

from typing import Final

INSERT_SETTINGS: Final[dict[str, object]] = {
    "date_time_input_format": "best_effort",
    # A text that looks like a date stays a text; as a Date it would vanish from the String subcolumn.
    "input_format_try_infer_dates": 0,
    "input_format_try_infer_datetimes": 0,
    # {"a.b": 1, "a": {"b": 2}} is two properties, not one with two values.
    "json_type_escape_dots_in_keys": 1,
    "type_json_skip_duplicated_paths": 1,
    # Text is read in one piece: what a token covers would otherwise depend on how many pieces it was.
    "input_format_parallel_parsing": 0,
    # Ingestion has left no duplicates in a batch; looking for them, row by row, was two thirds of an insert's cost.
    "optimize_on_insert": 0,
    # On a cluster an insert is acknowledged only when the shard has it.
    "distributed_foreground_insert": 1,
    # Nor may it wait in memory on one node.
    "async_insert": 0,
}
