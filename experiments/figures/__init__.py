"""Published figures that are no arms of a trial: patterns of today's life, and selected groups."""
