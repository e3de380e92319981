"""Questions about a project's data: what may be asked (`nodes/`), who answers (`registry`), and how answers are cached."""
