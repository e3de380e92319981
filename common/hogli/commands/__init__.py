"""One module per group of commands; the manifest says which command is where."""
