"""Kills experiments again and again and looks at what is left: ``python -m experiments.engine.torture``.

kill -9, at random instants, of the driver, of a worker, of all workers, or of the whole tree; then the same
call again, until the experiment is complete. Whatever was killed when, no run may be missing or there twice,
no file damaged, and the outcomes must be, byte for byte, those of an undisturbed run.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from experiments.designs.experiment import Experiment, Keep, plan_runs
from experiments.engine import chunks, run
from experiments.engine.executors import Here, Processes
from experiments.engine.live import live
from experiments.store import layout
from experiments.store.results import open_results
from experiments.terminal import say
from sim.scenario import load

MODES = ("driver", "worker", "workers", "tree")
PIDS, LOG = "pids", "log"
CHUNK = 8  # runs


@dataclass(frozen=True)
class Size:
    """How much there is to do: points of three seeds, people and months of a run."""

    points: int = 64
    people: int = 300
    months: int = 24


SMALL = Size(8, 60, 6)


@dataclass
class Toll:
    """What was found: experiments brought to their end, kills, chunks done again, and what went wrong."""

    mode: str
    experiments: int = 0
    kills: int = 0
    calls: int = 0
    repeated: int = 0
    given_up: int = 0
    wrong: list[str] = field(default_factory=list)


def planned(size: Size) -> Experiment:
    """A grid of caseloads, without and with supported employment."""
    points = pd.DataFrame({"policy.caseload.ordinary": [30.0 + point for point in range(size.points)]})
    world = load("denmark").set({"district.people": size.people, "district.months": size.months})
    arms = ("baseline", "policy")
    return Experiment(
        "grid", "torture", {}, world, {"policy.ips.places": 0.5}, points,
        plan_runs(size.points, (1, 2, 3), arms), Keep(months=tuple(range(size.months + 1))),
    )  # fmt: skip


class _Known(Processes):
    """Processes whose numbers are written down, so that they can be killed."""

    def __init__(self, workers: int, into: Path):
        super().__init__(workers)
        self.into = into

    def open(self):
        """As before."""
        found = super().open()
        beside = self.into.with_suffix(".new")
        beside.write_text(" ".join(str(child.pid) for child in self.mine))
        os.replace(beside, self.into)
        return found


def logged(log: Path, folder: Path, experiment: str, model: str, chunk: int):
    """Live a chunk, and write down when one was begun that was not there."""
    if not layout.part(folder, layout.STATUS, chunk).exists():
        with log.open("a") as file:
            file.write(f"{chunk}\n")
    return live(folder, experiment, model, chunk)


def victim(where: Path, workers: int, size: Size) -> None:
    """Run the experiment, or go on with it: what is killed."""
    from functools import partial

    chunks.MOST_RUNS = CHUNK
    run.live = partial(logged, where / LOG)
    run.run(planned(size), where / "results", engine=_Known(workers, where / PIDS), retry_failed=True)


def reference(where: Path, size: Size) -> dict[str, bytes]:
    """The outcomes of an undisturbed run in one process, by part."""
    before, chunks.MOST_RUNS = chunks.MOST_RUNS, CHUNK
    try:
        run.run(planned(size), where / "reference", engine=Here())
    finally:
        chunks.MOST_RUNS = before
    return outcomes(where / "reference")


def outcomes(folder: Path) -> dict[str, bytes]:
    """The bytes of all parts of the outcomes."""
    return {path.name: path.read_bytes() for path in sorted((folder / layout.OUTCOMES).iterdir())}


def begin(where: Path, workers: int, size: Size) -> subprocess.Popen:
    """A victim, first of its own session."""
    (where / PIDS).unlink(missing_ok=True)  # it says, too, when the workers are there
    given = (str(where), str(workers), str(size.points), str(size.people), str(size.months))
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.engine.torture", "--victim", *given],
        start_new_session=True, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def strike(mode: str, process: subprocess.Popen, where: Path, luck: random.Random) -> bool:
    """Kill; False where there was nobody left to kill."""
    if process.poll() is not None:
        return False
    if mode == "driver":
        os.kill(process.pid, signal.SIGKILL)
    elif mode == "tree":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        try:
            there = [int(pid) for pid in (where / PIDS).read_text().split()]
        except FileNotFoundError:  # still starting
            return False
        for pid in there if mode == "workers" else luck.sample(there, 1):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    return True


def torture(mode: str, kills: int, where: Path, *, workers: int, size: Size, patience: float, seed=1) -> Toll:
    """Run experiments to their end, and kill so often meanwhile; patience: most seconds between two kills."""
    luck, toll = random.Random(f"{mode} {seed}"), Toll(mode)
    expected = reference(where, size)
    while toll.kills < kills or not toll.experiments:
        place = where / f"{mode}-{toll.experiments}"
        place.mkdir()
        _to_the_end(mode, kills, place, luck, toll, workers, size, patience)
        toll.experiments += 1
        toll.wrong += [f"{place.name}: {one}" for one in _wrong(place, expected, toll)]
    return toll


def _to_the_end(mode, kills, place, luck, toll, workers, size, patience) -> None:
    while True:
        process = begin(place, workers, size)
        toll.calls += 1
        while process.poll() is None:
            if toll.kills >= kills:
                process.wait()
                break
            if luck.random() < 0.7:  # most are to be hit at work, the others while they start
                while process.poll() is None and not (place / PIDS).exists():
                    time.sleep(0.05)
            with suppress(subprocess.TimeoutExpired):
                process.wait(luck.uniform(0.0, patience))
            toll.kills += strike(mode, process, place, luck)
            if mode in ("driver", "tree"):
                process.wait()
        said = process.stderr.read()
        process.stderr.close()
        if process.returncode == 0:
            return
        if process.returncode != -signal.SIGKILL:
            toll.wrong.append(f"{place.name}: ended with {process.returncode}: {said[-500:]}")
            return


def _wrong(place: Path, expected: dict[str, bytes], toll: Toll) -> list[str]:
    """What is not as it must be."""
    folder = place / "results"
    results, wrong = open_results(folder), []
    begun = (place / LOG).read_text().split()
    toll.repeated += len(begun) - len(set(begun))
    toll.given_up += results.failed
    if results.check():
        wrong.append(f"problems: {results.problems}")
    if list(results.status["run"]) != list(range(results.total)):
        wrong.append("runs are missing or there twice")
    if results.failed:
        wrong.append(f"{results.failed} runs failed")
    if outcomes(folder) != expected:
        wrong.append("the outcomes are not those of an undisturbed run")
    if (folder / layout.ASIDE).exists():
        wrong.append("a kill left something damaged")
    if list(folder.rglob(".inroads-unfinished*")):
        wrong.append("unfinished files are left")
    return wrong


def main(given: Sequence[str] | None = None) -> int:
    """Kill in every way, so often each, and say what was found; 1 where anything was wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=40, help="of each kind")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    asked.add_argument("--patience", type=float, default=5.0, help="most seconds between two kills")
    asked.add_argument("--victim", nargs=5, help=argparse.SUPPRESS)
    options = asked.parse_args(given)
    if options.victim:
        where, workers, *size = options.victim
        victim(Path(where), int(workers), Size(*map(int, size)))
        return 0
    bad = False
    for mode in options.modes:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as where:
            toll = torture(
                mode, options.kills, Path(where), workers=options.workers, size=Size(),
                patience=options.patience, seed=options.seed,
            )  # fmt: skip
        say(
            f"{mode}: {toll.kills} kills in {toll.calls} calls, {toll.experiments} experiments brought to "
            f"their end, {toll.repeated} chunks begun again, in {time.monotonic() - began:.0f} s; "
            + ("nothing wrong." if not toll.wrong else f"WRONG: {toll.wrong}")
        )
        bad |= bool(toll.wrong)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
