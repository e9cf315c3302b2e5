"""Work that takes its time, for tests that interrupt it; no test itself."""

import time

from experiments.engine.live import live


def slowly(seconds, folder, experiment, model, chunk):
    """Live a chunk, no faster than that."""
    time.sleep(seconds)
    return live(folder, experiment, model, chunk)
