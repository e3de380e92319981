"""Actions: keeping them (`managing`), what their steps mean (`steps`), and finding them for queries (`resolving`)."""
