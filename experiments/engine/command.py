"""``inroads experiment``: say what will be done, do it, say what came of it."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.answers import say_json
from experiments.designs.experiment import Experiment
from experiments.designs.file import read, shipped
from experiments.designs.points import experiment_of
from experiments.engine import estimate as measured
from experiments.engine import tell
from experiments.engine.cluster import ADDRESS, Dask
from experiments.engine.differences import check_same
from experiments.engine.executors import Engine, Processes
from experiments.engine.how import How
from experiments.engine.ready import ready
from experiments.engine.run import Outcome, chunked, run
from experiments.engine.stopping import interruptible
from experiments.engine.watch import watching
from experiments.manual import Stopped
from experiments.store import layout
from experiments.store.failures import failures, sentences
from experiments.store.parts import OK
from experiments.store.results import Results, open_results
from experiments.terminal import complain, say
from sim.errors import InputError
from sim.scenario import show_path

STARTER = "starter"


@dataclass(frozen=True)
class Asked(How):
    """What the command line asks for; without a file, what the folder holds."""

    file: str | None = None


def engine_of(workers: int | None, dask: str | None) -> Engine:
    """Where to work: processes of this machine, unless a Dask scheduler is named, here or to Dask itself."""
    address = dask if dask is not None else os.environ.get(ADDRESS)
    return Processes(workers) if address is None else Dask(address, workers)


def example() -> None:
    """Print an experiment file to start from."""
    say(shipped()[STARTER].read_text(encoding="utf-8").rstrip())


def listing(as_json: bool) -> None:
    """Print the experiments that come with Inroads."""
    about = {name: dict(read(name).about) for name in shipped()}
    if as_json:
        say_json(about)
        return
    width = max(map(len, about))
    for name, entry in about.items():
        say(f"{name:{width}s}  {entry.get('title', '')}".rstrip())


def experiment(asked: Asked) -> bool:
    """Plan and run; whether every run came to an end. Raises InputError, and Stopped where runs are left."""
    planned, folder = _planned(asked)
    held = held_in(planned, folder)
    if folder is not None and not asked.dry_run:
        ready(folder)  # or somebody waits for an estimate of what cannot be written
    engine = engine_of(asked.workers, asked.dask)
    left = still_left(planned, held, asked.retry_failed)
    found = measured.estimate(planned, engine.workers, left) if left.any() else None
    if not asked.as_json:
        tell.plan(planned, found, held, first_points=asked.dry_run, quiet=asked.quiet)
    if asked.dry_run:
        if asked.as_json:
            say_json(tell.as_dict(planned, found, folder, first_points=True))
        return True
    came = carry_out(
        planned, folder, engine, bar=not (asked.quiet or asked.as_json),
        retry_failed=asked.retry_failed, is_ready=True,
    )  # fmt: skip
    failed = failures(open_results(folder)) if came.failed else []
    if asked.as_json:
        say_json({**tell.as_dict(planned, found, folder), **tell.outcome(came, failed)})
    else:
        say(tell.sentence(came, folder))
    for sentence in sentences(failed, came.failed):
        complain(sentence)
    if came.left:
        raise Stopped(kept(came, folder, asked))
    return not came.failed


def _planned(asked: Asked) -> tuple[Experiment, Path | None]:
    """The experiment of a file, or the one that a folder holds. Raises InputError."""
    if asked.out is not None and (not asked.out.strip() or "\0" in asked.out):
        raise InputError("--out is empty, but must be the name of a folder.")
    folder = None if asked.out is None else Path(asked.out)
    if folder is None and not asked.dry_run:
        raise InputError(
            "Say with --out DIR where the results go; --dry-run needs no folder and runs nothing."
        )
    if asked.file is not None:
        planned = experiment_of(read(asked.file))
    elif asked.resume and folder is not None:
        planned = layout.read(folder)
    else:
        raise InputError(
            "Name an experiment: a TOML file, or a shipped one ('inroads experiment --list'); --resume "
            "--out DIR goes on with what a folder holds."
        )
    if asked.resume and asked.file is not None and not (folder and (folder / layout.MANIFEST).exists()):
        raise InputError(
            f"{show_path(asked.out or '')} holds no experiment to resume; leave out --resume to begin one."
        )
    return chunked(planned), folder


def held_in(planned: Experiment, folder: Path | None) -> Results | None:
    """What the folder holds of the experiment already. Raises InputError where it is another one."""
    try:
        if folder is None or not (folder / layout.MANIFEST).exists():
            return None
    except OSError as error:
        raise InputError(f"{show_path(folder)} cannot be looked into: {error.strerror}.") from None
    try:
        results = open_results(folder)
    except layout.Spoiled:
        return None  # it is set aside and written anew when the runs begin
    check_same(planned, folder, results.manifest)
    return results


def still_left(planned: Experiment, held: Results | None, retry_failed: bool) -> pd.Series:
    """Which runs are still to be made."""
    if held is None:
        return pd.Series(True, index=planned.runs.index)
    there = held.status[held.status["status"] == OK] if retry_failed else held.status
    return ~planned.runs["run"].isin(there["run"])


def carry_out(
    experiment: Experiment,
    out: Path,
    engine: Engine,
    *,
    bar: bool,
    retry_failed: bool = False,
    is_ready: bool = False,
) -> Outcome:
    """Run an experiment with a bar or without; Ctrl-C ends it after the chunks under way.

    Complains of files that could not be used; how it went is for the caller to tell. is_ready: as `run` has
    it. Runs are left where somebody stopped it. Raises Stopped at a second Ctrl-C.
    """
    with interruptible() as asked, watching(bar) as told:
        try:
            found = run(
                experiment, out, engine=engine, stop=asked, progress=told, retry_failed=retry_failed,
                is_ready=is_ready,
            )  # fmt: skip
        except KeyboardInterrupt:
            raise Stopped(
                f"what was finished is kept in {show_path(out)}; the same command goes on"
            ) from None
    for problem in found.aside:
        complain(f"{problem.file} in {show_path(out)} {problem.wrong}; {problem.then}.")
    return found


def kept(found: Outcome, folder: Path, asked: Asked) -> str:
    """What a call that was stopped leaves behind, and how to go on."""
    runs = found.done + found.failed
    how = "the same command goes on" if asked.file is None or asked.resume else (
        f"the same command goes on, as does 'inroads experiment --resume --out {shlex.quote(str(folder))}'"
    )  # fmt: skip
    return f"{runs:,} of {runs + found.left:,} runs are kept in {show_path(folder)}; {how}"
