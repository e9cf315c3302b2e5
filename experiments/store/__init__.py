"""Results of many runs as a folder that survives anything: whole parts, never changed once they are there."""
