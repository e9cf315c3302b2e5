"""``inroads experiment``: say what will be done, do it, say what came of it."""

from __future__ import annotations

import json
import signal
import threading
from dataclasses import asdict
from pathlib import Path

from experiments.designs.experiment import Experiment
from experiments.engine.executors import Dask, Engine, Processes
from experiments.engine.run import Outcome, run
from experiments.terminal import complain, progress, say


def engine_of(workers: int | None, dask: str | None) -> Engine:
    """Where to work, from what was asked."""
    return Processes(workers) if dask is None else Dask(dask)


def carry_out(
    experiment: Experiment, out: Path, engine: Engine, *, as_json: bool = False, quiet: bool = False
) -> Outcome:
    """Run an experiment and tell how it goes; Ctrl-C ends it after the chunks under way."""
    asked = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: asked.set())
    try:
        with progress("runs", wanted=not (quiet or as_json)) as bar:
            found = run(
                experiment,
                out,
                engine=engine,
                stop=asked.is_set,
                progress=lambda done, total, _: bar(done, total),
            )
    finally:
        signal.signal(signal.SIGINT, before)
    if as_json:
        say(json.dumps(asdict(found)))
    elif not quiet:
        say(f"{found.done:,} runs done, {found.failed:,} failed, {found.left:,} left, in {out}.")
    if found.failed:
        complain(f"{found.failed} runs failed; 'inroads results {out}' says why.")
    return found
