"""What a worker does: live the runs of one chunk and write its part."""

from __future__ import annotations

import json
import time
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.designs.experiment import Experiment
from experiments.manifest import model_version
from experiments.store import layout, parts
from sim.errors import InputError
from sim.model import simulate
from sim.scenario import Scenario, show_path

LOST = "the process that lived it died, each time that it was tried"
COLUMNS = ["run", "point", "arm", "seed", "set"]
Found = tuple[int, int, int]  # chunk, runs that came to an end, runs that failed

_version = cache(model_version)


@lru_cache(maxsize=2)
def _opened(folder: Path, experiment: str) -> Experiment:
    """The experiment, of its runs no more than is needed to live them: every worker holds it."""
    try:
        manifest = layout.read_manifest(folder)
    except layout.Spoiled:
        raise
    except InputError:
        raise InputError(
            f"A worker finds no experiment under {show_path(folder)}; all workers must see the result folder "
            "under the same path."
        ) from None
    if manifest["experiment"] != experiment:
        raise InputError(
            f"A worker sees another folder under {show_path(folder)}: what lies there is of another "
            "experiment; all workers must see the result folder under the same path."
        )
    return layout.read(folder, manifest, [*COLUMNS, "chunk"])


def live(folder: Path, experiment: str, model: str, chunk: int) -> Found:
    """Live a chunk of the experiment in a folder, unless it is there already.

    experiment: its identity; model: the version of the model that whoever asks has. A run that fails is
    written down with its error, and the others go on. Raises InputError when the disk refuses, or when this
    process has another version of the model.
    """
    if model != _version():
        raise InputError(
            "A worker has another version of the model than the experiment, or another INROADS_GENERATOR; "
            "install the same version of Inroads on every worker, and begin the workers anew."
        )
    there = counted(folder, experiment, chunk)
    if there is not None:
        return there
    opened = _opened(folder, experiment)
    world = lru_cache(maxsize=4)(opened.world)  # seeds of a point share its worlds
    lived = [one_run(opened, world, *row) for row in _rows(opened, chunk)]
    parts.write(folder, experiment, chunk, opened.keep, lived)
    failed = sum(one.result is None for one in lived)
    return chunk, len(lived) - failed, failed


def counted(folder: Path, experiment: str, chunk: int) -> Found | None:
    """What a chunk that was done came to; None for one that was not."""
    try:
        found = parts.read_status(layout.part(folder, layout.STATUS, chunk), experiment)
        parts.vouched(layout.part(folder, layout.OUTCOMES, chunk), found)
    except parts.Damaged:
        return None
    return chunk, len(found.said) - found.failed, found.failed


def give_up(folder: Path, experiment: str, chunk: int) -> Found:
    """Write down that the runs of a chunk kill the process that lives them."""
    there = counted(folder, experiment, chunk)
    if there is not None:
        return there
    opened = _opened(folder, experiment)
    lived = [parts.Lived(row[0], None, LOST, 0.0, _values(opened, *row[1:])) for row in _rows(opened, chunk)]
    parts.write(folder, experiment, chunk, opened.keep, lived)
    return chunk, 0, len(lived)


def _rows(opened: Experiment, chunk: int) -> list[tuple]:
    """Run, point, arm, seed and set of the runs of a chunk."""
    # Chunks stand in order, so that a worker need not look through all runs for each.
    first, end = np.searchsorted(opened.runs["chunk"].to_numpy(), (chunk, chunk + 1))
    runs = opened.runs[first:end]
    columns = [[None if value is pd.NA else value for value in runs[name].tolist()] for name in COLUMNS]
    return list(zip(*columns, strict=True))


def one_run(
    opened: Experiment, world, run: int, point: int, arm: str, seed: int, set: int | None
) -> parts.Lived:
    """Live one run; what goes wrong is its result."""
    before = time.perf_counter()
    try:
        scenario: Scenario = world(point, arm, set)
        result, error, values = simulate(scenario, seed, keep_lives=False), "", ""
    except Exception as reason:
        result, error = None, f"{type(reason).__name__}: {reason}"
        values = _values(opened, point, arm, seed, set)
    return parts.Lived(run, result, error, time.perf_counter() - before, values)


def _values(opened: Experiment, point: int, arm: str, seed: int, set: int | None) -> str:
    """What a run that failed was made from, besides what all runs have, as JSON."""
    said = {"point": point, "arm": arm, "seed": seed} | ({} if set is None else {"set": set})
    return json.dumps({**said, **opened.row(point)}, ensure_ascii=False, default=str)
