"""What a worker does: live the runs of one chunk and write its part."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

import pandas as pd

from experiments.designs.experiment import Experiment
from experiments.store import layout, parts
from sim.model import simulate


@lru_cache(maxsize=2)
def _opened(folder: Path, experiment: str) -> Experiment:
    return layout.read(folder)


def live(folder: Path, experiment: str, chunk: int) -> tuple[int, int, int]:
    """Live a chunk of the experiment in a folder, unless it is there already.

    experiment: its identity; returns the chunk, how many runs came to an end and how many failed. A run that
    fails is written down with its error, and the others go on. Raises InputError when the disk refuses.
    """
    if layout.part(folder, layout.STATUS, chunk).exists():
        return chunk, 0, 0
    opened = _opened(folder, experiment)
    runs = opened.runs[opened.runs["chunk"] == chunk]
    lived = [
        one_run(opened, *row) for row in runs[["run", "point", "arm", "seed", "set"]].itertuples(index=False)
    ]
    parts.write(folder, experiment, chunk, opened.keep, lived)
    failed = sum(one.result is None for one in lived)
    return chunk, len(lived) - failed, failed


def one_run(
    experiment: Experiment, run: int, point: int, arm: str, seed: int, set: int | None
) -> parts.Lived:
    """Live one run; what goes wrong is its result."""
    before = time.perf_counter()
    try:
        world = experiment.world(int(point), arm, None if pd.isna(set) else int(set))
        result, error = simulate(world, int(seed), keep_lives=False), ""
    except Exception as reason:
        result, error = None, f"{type(reason).__name__}: {reason}"
    return parts.Lived(int(run), result, error, time.perf_counter() - before)
