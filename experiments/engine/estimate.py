"""How long an experiment will take and how much room it needs: one run is made and measured."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from experiments.compare import cores
from experiments.designs.experiment import SIZES, Experiment
from experiments.engine.chunks import relative_cost
from experiments.store import parts
from sim.model import simulate

PEOPLE, MONTHS = SIZES
FEW_MONTHS = 6  # measured first; the rest follows from them where a run is long
LONG_RUN = 2.0  # seconds
START = 3.0  # seconds until the workers have begun
STATUS_BYTES = 40  # of the status and the plan of a run
PART_BYTES = 6_000  # of the frame of the two files of a chunk


@dataclass(frozen=True)
class Estimate:
    """What an experiment will take.

    seconds: until all runs that are left are done; run_seconds: of the first point's run; size: of all runs
    on the disk, bytes; workers: how many share the work; measured_months: of the run that was timed.
    """

    seconds: float
    run_seconds: float
    size: int
    workers: int
    measured_months: int


def estimate(experiment: Experiment, workers: int, left: pd.Series | None = None) -> Estimate:
    """Time a run of the first point, the model compiled, and work out the rest.

    experiment: its runs with chunks; left: which of its runs are still to be made (all if not said).
    """
    from sim.warm import warm

    warm()
    first = experiment.runs.iloc[0]
    number = None if pd.isna(first["set"]) else int(first["set"])
    world = experiment.world(int(first["point"]), first["arm"], number)
    months = world[MONTHS]
    few = min(months, FEW_MONTHS)
    result, seconds = _timed(world.set({MONTHS: few}), int(first["seed"]))
    measured = few
    if few < months:
        seconds *= (months + 1) / (few + 1)
        if seconds <= LONG_RUN:
            (result, seconds), measured = _timed(world, int(first["seed"])), months
    cost = relative_cost(experiment)
    runs = experiment.runs if left is None else experiment.runs[left]
    together = float((cost[runs["point"].to_numpy()] / cost[int(first["point"])]).sum()) * seconds
    shared = max(1, min(workers, cores(), runs["chunk"].nunique()))
    lasts = together / shared + START * bool(len(runs))
    return Estimate(lasts, seconds, _size(experiment, result, measured), workers, measured)


def _timed(world, seed: int):
    before = time.perf_counter()
    return simulate(world, seed, keep_lives=False), time.perf_counter() - before


def _size(experiment: Experiment, result, measured: int) -> int:
    """Bytes of all runs, from the compressed columns of one."""
    keep = experiment.keep
    months = [month for month in keep.months if month <= measured] or [0]
    kept = type(keep)(keep.outcomes, tuple(months), keep.groups)
    table = parts.outcomes_table(kept, [parts.Lived(0, result, "", 0.0)])
    sink = pa.BufferOutputStream()
    parquet.write_table(
        table, sink, compression="zstd", use_byte_stream_split=list(keep.outcomes), use_dictionary=False
    )
    group = parquet.read_metadata(pa.BufferReader(sink.getvalue())).row_group(0)
    columns = [group.column(k) for k in range(group.num_columns)]
    values = sum(c.total_compressed_size for c in columns if c.path_in_schema in keep.outcomes)
    each = values * len(keep.months) / len(months) + STATUS_BYTES
    chunks = experiment.runs["chunk"].nunique()
    frame = PART_BYTES + 250 * len(keep.outcomes)
    return round(each * len(experiment.runs) + frame * chunks)
