"""The commands of the command line: each reads what was typed, and calls what does the work."""
