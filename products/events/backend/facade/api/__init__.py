"""Everything other code may ask of events, people, groups and their names, a file a subject."""
