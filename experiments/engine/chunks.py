"""How runs are put together in chunks, each of a second or two of work.

A chunk is what a worker is given, what a kill can lose, and one part of the result. Its size comes from the
experiment alone, so that the parts are the same wherever it is run.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.designs.experiment import SIZES, Experiment

CHUNK_SECONDS = 1.5
# Roughly what a run costs on one core; only the size of chunks follows from it.
RUN_SECONDS, PERSON_MONTH_SECONDS = 0.004, 3e-7
MOST_RUNS = 500


def with_chunks(experiment: Experiment) -> pd.DataFrame:
    """The runs of an experiment with the number of each one's chunk."""
    runs = experiment.runs
    cost = relative_cost(experiment)[runs["point"].to_numpy()]
    arms = len(experiment.arms)
    chunks = np.zeros(len(runs), np.int32)
    chunk, spent, held = 0, 0.0, 0
    for first in range(0, len(runs), arms):  # both arms of a pair stay together
        if held and (spent >= CHUNK_SECONDS or held >= MOST_RUNS):
            chunk, spent, held = chunk + 1, 0.0, 0
        chunks[first : first + arms] = chunk
        spent += float(cost[first : first + arms].sum())
        held += arms
    return runs.assign(chunk=chunks)


def relative_cost(experiment: Experiment) -> np.ndarray:
    """Roughly the seconds of a run at every point, float64 (points,)."""
    people, months = (_column(experiment, address) for address in SIZES)
    return RUN_SECONDS + people * months * PERSON_MONTH_SECONDS


def _column(experiment: Experiment, address: str) -> np.ndarray:
    """A size at every point."""
    if address in experiment.points:
        return experiment.points[address].to_numpy(float)
    return np.full(len(experiment.points), float(experiment.scenario[address]))
