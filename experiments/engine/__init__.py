"""Runs an experiment into a folder: in chunks, on any number of processes, going on where it stopped."""
