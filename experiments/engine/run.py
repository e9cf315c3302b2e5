"""An experiment run into a folder, or gone on with where it stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from experiments.designs.experiment import Experiment
from experiments.engine.arrivals import Arrivals
from experiments.engine.chunks import with_chunks
from experiments.engine.differences import check_same
from experiments.engine.drive import drive
from experiments.engine.executors import Engine, Processes
from experiments.engine.live import give_up, live
from experiments.engine.lock import locked
from experiments.engine.ready import check_owner, ready
from experiments.files import explained
from experiments.store import layout
from experiments.store.aside import clean, set_aside, tidy
from experiments.store.parts import Problem, experiment_of
from experiments.store.results import open_results
from sim.errors import InputError
from sim.scenario import show_path

Progress = Callable[[int, int, int], None]  # runs done, runs in all, runs failed


@dataclass(frozen=True)
class Outcome:
    """How far an experiment came: runs that ended well, that failed, that are left; seconds.

    aside: the files that were found damaged, foreign or missing, and what was done about each.
    """

    done: int
    failed: int
    left: int
    seconds: float
    aside: tuple[Problem, ...] = ()


def run(
    experiment: Experiment,
    folder: Path,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    retry_failed: bool = False,
    is_ready: bool = False,
) -> Outcome:
    """Make all runs of an experiment that are not yet in a folder.

    engine: where; processes on all cores if not said. stop: polled between chunks, as is a file called STOP
    in the folder. retry_failed: the parts that hold a failed run are set aside and made again. is_ready: the
    same call made the folder `ready` before, so that a file called STOP in it is meant for this call. Raises
    InputError for a folder of something else, or one that another call is writing into, and when the disk
    refuses; what was done until then is kept.
    """
    began = time.monotonic()
    experiment = chunked(experiment)
    if not is_ready:
        ready(folder)
    with locked(folder):
        identity, model, aside = begin(experiment, folder)
        there, found = tidy(folder, identity, set(experiment.runs["chunk"]), retry_failed=retry_failed)
        total = len(experiment.runs)
        failed = sum(one.failed for one in there.values())
        done = sum(len(one.said) for one in there.values()) - failed
        left = [chunk for chunk in experiment.runs["chunk"].unique().tolist() if chunk not in there]
        halt = folder / layout.STOP
        arrivals = Arrivals(folder)

        def each(found: tuple[int, int, int]) -> None:
            nonlocal done, failed
            arrivals.told(found[0])
            done, failed = done + found[1], failed + found[2]
            if progress is not None:
                progress(done + failed, total, failed)

        if progress is not None:
            progress(done + failed, total, failed)
        if left:
            where = folder.resolve(), identity
            asked = stop or (lambda: False)
            try:
                ended = drive(
                    engine or Processes(), partial(live, *where, model), left, each,
                    lambda: asked() or halt.exists(), partial(give_up, *where),
                )  # fmt: skip
                arrivals.wait()
            finally:
                clean(folder)
            if not ended:  # chunks that could not be called back may have been written after all
                results = open_results(folder)
                done, failed = results.done, results.failed
    seconds = time.monotonic() - began
    return Outcome(done, failed, total - done - failed, seconds, (*aside, *found))


def chunked(experiment: Experiment) -> Experiment:
    """The experiment with its runs in chunks; itself where they are already, with what it knows of itself."""
    runs = with_chunks(experiment)
    same = "chunk" in experiment.runs and experiment.runs["chunk"].equals(runs["chunk"])
    return experiment if same else replace(experiment, runs=runs)


def begin(experiment: Experiment, folder: Path) -> tuple[str, str, list[Problem]]:
    """Write what the runs are made from, or check that the folder is of this very experiment.

    What of it is damaged is set aside and written anew, if the parts that are there are of this experiment.
    Returns its identity, the version of the model, and what was set aside.
    """
    identity = layout.identity(experiment.with_ids(), experiment.keep)
    problems = []
    try:
        manifest = layout.read_manifest(folder)
        for name in (layout.DESIGN, layout.RUNS):
            layout.read_table(folder, name, manifest)
    except layout.Spoiled as spoiled:
        owners = {experiment_of(path) for path in (folder / layout.STATUS).glob("part-*")} - {None}
        if owners - {identity}:
            raise InputError(
                f"{show_path(folder)} holds results of another experiment, or of another version of the "
                "model, and what says which is damaged; name another folder with --out, or give back "
                "the file as it was."
            ) from None
        if owners or (folder / layout.MANIFEST).exists():  # else a call was killed before it began
            moved = "it was moved to set-aside and " if (folder / spoiled.file).exists() else "it "
            problems.append(Problem(spoiled.file, spoiled.wrong, f"{moved}was written anew"))
        with explained(str(folder)):
            for name in (layout.MANIFEST, layout.DESIGN, layout.RUNS):
                set_aside(folder, "", name)
        manifest = layout.write(experiment, folder)
    except InputError:
        if (folder / layout.MANIFEST).exists():
            raise
        check_owner(folder)
        manifest = layout.write(experiment, folder)
    else:
        check_same(experiment, folder, manifest, identity)
    return identity, manifest["model"], problems
