"""What can be asked, as frozen pydantic models discriminated by `kind`: the one definition for API, interface and docs.

`registry.parse_query` turns JSON into one of these. They check form only; whether a property or a group type exists is
found out when the query runs.
"""
