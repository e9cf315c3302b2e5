"""Which runs are made: an experiment from a file, its points and its seeds."""
