"""Small experiments for the tests of the engine and the store, and work that dies; no test itself."""

import os
import signal
from functools import cache
from pathlib import Path

import pandas as pd

from experiments.designs.experiment import Experiment, Keep, plan_runs
from experiments.engine import chunks, live
from experiments.engine.run import run
from sim.scenario import load


@cache
def _world(people, months):
    return load("denmark").set({"district.people": people, "district.months": months})


def tiny(points=4, seeds=3, *, people=20, months=2, what_if=None, parameters="best", name="tiny"):
    """A grid of caseloads; every point with some seeds; all outcomes, all months, all groups."""
    what_if = what_if or {}
    frame = pd.DataFrame({"policy.caseload.ordinary": [30.0 + point for point in range(points)]})
    arms = ("baseline", "policy") if what_if else ("scenario",)
    return Experiment(
        "grid", name, {}, _world(people, months), what_if, frame,
        plan_runs(points, range(1, seeds + 1), arms, parameters),
        Keep(months=tuple(range(months + 1)), groups=("all", "near", "mid", "far")),
        {"kind": "list"},
    )  # fmt: skip


def small_chunks(monkeypatch, runs):
    """Chunks of so many runs."""
    monkeypatch.setattr(chunks, "MOST_RUNS", runs)


def done_in(folder: Path, experiment, **how):
    """Run an experiment into a folder."""
    return run(experiment, Path(folder), **how)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The outcomes of a result folder, by part."""
    return {path.name: path.read_bytes() for path in sorted((Path(folder) / "outcomes").iterdir())}


# -- work for processes: they must find it by its name --------------------------------------------


def square(number: int) -> int:
    return number * number


def deadly(bad: tuple, number: int) -> int:
    """A square, unless the number is one of those that kill who works on them."""
    if number in bad:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def deadly_chunk(bad: tuple, folder, experiment, model, chunk):
    """A chunk of an experiment, unless it is one of those that kill who lives it."""
    if chunk in bad:
        os.kill(os.getpid(), signal.SIGKILL)
    return live.live(folder, experiment, model, chunk)
