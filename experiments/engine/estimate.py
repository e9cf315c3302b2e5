"""How long an experiment will take and how much room it needs: some runs are made and measured."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

import pandas as pd

from experiments.compare import cores
from experiments.designs.experiment import SIZES, Experiment
from experiments.engine.chunks import relative_cost
from experiments.store import layout, parts
from sim.model import Run, simulate

PEOPLE, MONTHS = SIZES
FEW_MONTHS = 6  # lived first; of a long run the rest is worked out from them
LONG_RUN = 2.0  # seconds
START = 4.0  # seconds until the workers have begun
RUN_BYTES = 45  # of a run, besides its outcomes: in the plan, in the status, its number
PART_BYTES, COLUMN_BYTES = 3_600, 100  # of the frames of the two files of a chunk


@dataclass(frozen=True)
class Estimate:
    """What an experiment will take.

    seconds: until all runs that are left are done; run_seconds: of the first point's run; size: of all runs
    on the disk, bytes; workers: how many share the work; measured_months: of the runs that were timed.
    """

    seconds: float
    run_seconds: float
    size: int
    workers: int
    measured_months: int


def estimate(experiment: Experiment, workers: int, left: pd.Series | None = None) -> Estimate:
    """Time the first run, and the last and a middle one if they are short, and work out the rest.

    experiment: its runs with chunks; left: which of its runs are still to be made (all if not said).
    """
    from sim.warm import warm

    warm()
    months = experiment.scenario[MONTHS]
    few = min(months, FEW_MONTHS)
    last = len(experiment.runs) - 1
    first, seconds = _timed(experiment, 0, few)
    seconds *= (months + 1) / (few + 1)
    lived, measured = [first], few
    cost = relative_cost(experiment)[experiment.runs["point"].to_numpy()]
    each = seconds / float(cost[0])  # seconds for a unit of cost
    if seconds <= LONG_RUN and max(cost[[last // 2, last]]) * each <= LONG_RUN:
        timed = {row: _timed(experiment, row, months) for row in dict.fromkeys((0, last // 2, last))}
        lived, measured = [run for run, _ in timed.values()], months
        seconds = timed[0][1]
        each = sum(taken / float(cost[row]) for row, (_, taken) in timed.items()) / len(timed)
    wanted = slice(None) if left is None else left.to_numpy()
    shared = max(1, min(workers, cores(), experiment.runs["chunk"][wanted].nunique()))
    together = float(cost[wanted].sum()) * each
    lasts = together / shared + (START if together else 0.0)
    return Estimate(lasts, seconds, _size(experiment, lived, measured), workers, measured)


def _timed(experiment: Experiment, row: int, months: int) -> tuple[Run, float]:
    run = experiment.runs.iloc[row]
    world = experiment.world(int(run["point"]), run["arm"], None if pd.isna(run["set"]) else int(run["set"]))
    before = time.perf_counter()
    result = simulate(world.set({MONTHS: months}), int(run["seed"]), keep_lives=False)
    return result, time.perf_counter() - before


def _size(experiment: Experiment, lived: list[Run], measured: int) -> int:
    """Bytes of everything, from the compressed outcomes of some runs."""
    keep = experiment.keep
    months = tuple(month for month in keep.months if month <= measured) or (0,)
    kept = type(keep)(keep.outcomes, months, keep.groups)
    # What a further run adds; the first carries the frame of the file.
    lived = lived if len(lived) > 1 else lived * 2
    sizes = [
        len(parts.as_bytes(parts.outcomes_table(kept, found), keep.outcomes))
        for found in (_numbered(lived[:1]), _numbered(lived))
    ]
    each = (sizes[1] - sizes[0]) / (len(lived) - 1) * len(keep.months) / len(months) + RUN_BYTES
    frame = PART_BYTES + COLUMN_BYTES * len(keep.outcomes)
    manifest = len(json.dumps(layout.manifest_of(experiment), indent=1))
    return round(manifest + each * len(experiment.runs) + frame * experiment.runs["chunk"].nunique())


def _numbered(lived: list[Run]) -> list[parts.Lived]:
    return [parts.Lived(number, run, "", 0.0) for number, run in enumerate(lived)]
