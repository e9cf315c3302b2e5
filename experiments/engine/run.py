"""An experiment run into a folder, or gone on with where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from experiments.designs.experiment import Experiment
from experiments.engine.chunks import with_chunks
from experiments.engine.drive import drive
from experiments.engine.executors import Engine, Processes
from experiments.engine.live import live
from experiments.files import explained
from experiments.store import layout
from experiments.store.results import Results, open_results
from sim.errors import InputError
from sim.scenario import show_path

Progress = Callable[[int, int, int], None]  # runs done, runs in all, runs failed


@dataclass(frozen=True)
class Outcome:
    """How far an experiment came: runs that ended well, that failed, that are left; seconds."""

    done: int
    failed: int
    left: int
    seconds: float


def run(
    experiment: Experiment,
    folder: Path,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Outcome:
    """Make all runs of an experiment that are not yet in a folder.

    engine: where; processes on all cores if not said. stop: polled between chunks. Raises InputError for a
    folder of something else, or one that another call is writing into.
    """
    began = time.monotonic()
    experiment = replace(experiment, runs=with_chunks(experiment))
    with explained(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        results = begin(experiment, folder)
        done, failed, total = results.done, results.failed, results.total
        there = set(results.runs["chunk"][results.runs["run"].isin(results.status["run"])])
        left = [chunk for chunk in results.runs["chunk"].unique().tolist() if chunk not in there]
        halt = folder / layout.STOP
        with explained(str(folder)):
            halt.unlink(missing_ok=True)

        def each(found: tuple[int, int, int]) -> None:
            nonlocal done, failed
            done, failed = done + found[1], failed + found[2]
            if progress is not None:
                progress(done + failed, total, failed)

        if progress is not None:
            progress(done + failed, total, failed)
        if left:
            work = partial(live, folder.resolve(), results.manifest["experiment"])
            asked = stop or (lambda: False)
            drive(engine or Processes(), work, left, each, lambda: asked() or halt.exists())
    return Outcome(done, failed, total - done - failed, time.monotonic() - began)


def begin(experiment: Experiment, folder: Path) -> Results:
    """Write what the runs are made from, or check that the folder is of this very experiment."""
    if not (folder / layout.MANIFEST).exists():
        found = sorted(
            entry.name for entry in folder.iterdir() if entry.name not in (layout.LOCK, layout.STOP)
        )
        if found and not (folder / layout.STATUS).is_dir():
            raise InputError(
                f"{show_path(folder)} holds files that Inroads did not make, such as {found[0]!r}; "
                "give --out a new or empty folder."
            )
        layout.write(experiment, folder)
    results = open_results(folder)
    ours = layout.identity(experiment.with_ids())
    if results.manifest["experiment"] != ours:
        raise InputError(
            f"{show_path(folder)} holds another experiment: {difference(experiment, results)}; "
            "name another folder with --out, or give back the file as it was."
        )
    return results


def difference(experiment: Experiment, results: Results) -> str:
    """What tells two experiments apart, in words."""
    ours, theirs = layout.manifest_of(experiment), results.manifest
    for name in ("kind", "model", "what_if", "design", "arms", "keep", "points", "runs"):
        if ours[name] != theirs[name]:
            return f"{name} differs"
    for address, value in ours["scenario"]["values"].items():
        was = theirs["scenario"]["values"].get(address)
        if was != value:
            return f"{address} is {value} and was {was}"
    return "its points or seeds differ"


@contextmanager
def locked(folder: Path):
    """Hold a folder for one call. Raises InputError while another one has it."""
    import fcntl

    with explained(str(folder)):
        file = (folder / layout.LOCK).open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise InputError(
                f"Another call is writing into {show_path(folder)}; wait for it, or name another folder "
                "with --out."
            ) from None
        yield
