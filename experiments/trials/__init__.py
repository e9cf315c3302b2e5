"""Published trials as text files: read, anchored by their control arm, and simulated."""
