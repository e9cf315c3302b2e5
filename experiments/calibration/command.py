"""``inroads calibrate``: run, go on after an interruption, report."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from threadpoolctl import threadpool_limits

from experiments import posterior
from experiments.calibration import counts, defaults, publish
from experiments.calibration.free import no_test
from experiments.calibration.journal import Journal
from experiments.calibration.pipeline import QUICK, Calibration, Settings, made_with
from experiments.calibration.problem import Problem
from experiments.calibration.simulate import ORDINARY, problem
from experiments.calibration.simulate import QUICK as QUICK_SIZE
from experiments.calibration.workers import Workers
from experiments.terminal import complain, say
from sim.errors import InputError

JOURNAL = "journal.jsonl"
A_TRY = "runs/calibration"  # where a quick try goes, so that it overwrites no posterior
OFTEN = 20.0  # seconds between two lines of progress where nobody watches a terminal


class Teller:
    """Says how far it is: sets a second, and the time left if every set takes as long."""

    def __init__(self, most: int):
        self.most, self.before, self.started = most, 0, time.monotonic()
        self.at_start: int | None = None
        self.stage, self.said = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.stage_start, self.stage_done = stage, now, done
            self.said = 0.0
        counts = not stage.startswith("emulator")
        rate = (done - self.stage_done) / max(now - self.stage_start, 1e-9)
        if done == total and counts:
            self.before += total
        here = self.before + (done if counts and done < total else 0)
        watched = sys.stderr.isatty()
        if not (done == total or now - self.said > (0.5 if watched else OFTEN)):
            return
        self.said = now
        left = ""
        if counts and rate > 0:
            left = f", {rate:.2f} sets a second, at most {(self.most - here) / rate / 60:.0f} minutes left"
        line = f"{stage}: {done} of {total}{left}"
        if watched:
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r\x1b[K{line}{end}")
            sys.stderr.flush()
        else:
            complain(line)


def folder(out: str | None, quick: bool) -> Path:
    """Where results go."""
    return Path(out) if out is not None else Path(A_TRY) if quick else posterior.folder()


def calibrate(out: str | None, *, resume: bool, quick: bool, seed: int, workers: int | None) -> str | None:
    """Calibrate and print what was found. Returns what is kept where Ctrl-C cut it short."""
    settings = QUICK if quick else Settings()
    settings = Settings(**{**vars(settings), "seed": seed})
    target = folder(out, quick)
    found = run(problem(QUICK_SIZE if quick else ORDINARY), settings, target, resume, workers)
    if isinstance(found, str):
        return found
    report(target)
    return None


def run(what: Problem, settings: Settings, target: Path, resume: bool, workers: int | None) -> dict | str:
    """The calibration of any problem into a folder; a sentence where Ctrl-C cut it short."""
    _set_aside(target / JOURNAL, resume)
    journal = Journal(target / JOURNAL, made_with(what, settings), resume=resume)
    try:
        # One thread for sums, so that their last digits do not depend on the machine's cores.
        with threadpool_limits(1), Workers(workers) as pool:
            done = Calibration(what, settings, journal, pool, Teller(settings.most())).run()
            if not done.kept.any():
                raise InputError(
                    "No set meets the published figures (see implausibility in docs/calibration.md); "
                    "free other assumptions, or widen their plausible ranges."
                )
            complain("Known truths, chains and studies left out: a few minutes more.")
            found = publish.write(target, what, done)
    except KeyboardInterrupt:
        return f"{len(journal.found)} simulated sets are kept; go on with 'inroads calibrate --resume'"
    finally:
        journal.close()
    posterior.forget()
    return found


def _set_aside(path: Path, resume: bool) -> None:
    """An older journal is kept under another name where it is not gone on with."""
    if not resume and path.exists():
        os.replace(path, path.with_suffix(".old.jsonl"))


def report(target: Path) -> None:
    """Print what a calibration found, and which declared defaults differ from the best set."""
    from rich.table import Table

    from experiments.terminal import show

    found = publish.read(target)
    sets = found["sets"]
    if counts.too_few(found):
        complain(counts.too_few(found))
    say(
        f"{sets['kept']} of {sets['asked']} sets are kept, from {found['simulated_sets']} simulated; "
        f"{counts.kept(found)}. In the 90% prediction lie {counts.fitted(found)} fitted figures, and "
        f"{counts.left_out(found)} when their study is left out ({counts.how_left_out(found)}; through the "
        "emulator, not simulated again). "
        f"Known truths are covered {100 * found['coverage']['all']:.0f}% of the time (90% intervals)."
    )
    easy = no_test()
    table = Table("figure", "published", "predicted, 90%", "best", "in?")
    for one in found["targets"]:
        seen = one["predicted"]
        table.add_row(
            one["label"] + (" (anchor)" if one["anchor"] else "" if one["fitted"] else " (not fitted)")
            + (f" ({easy[one['id']]})" if one["id"] in easy else ""),
            f"{one['published']:.3g}",
            f"{seen['lo']:.3g} to {seen['hi']:.3g}", "" if one["best"] is None else f"{one['best']:.3g}",
            "yes" if seen["inside"] else "no",
        )  # fmt: skip
    show(table)
    table = Table("free number", "range", "posterior, 90%", "spread left", "best", "declared", "differs by")
    for one in found["free"]:
        declared = defaults.declared(one["address"])
        table.add_row(
            one["address"], f"{one['low']:g} to {one['high']:g}", f"{one['lo']:.3g} to {one['hi']:.3g}",
            f"{one['moved']:.2f}" + ("" if one["said"] else ", not moved"), f"{one['best']:.4g}",
            f"{declared:g}", f"{one['best'] - declared:+.3g}",
        )  # fmt: skip
    show(table)
    different = defaults.differences(found)
    say(
        f"{len(different)} declared defaults differ from the best set; "
        "'python -m experiments.calibration.defaults' writes the best values into the declarations."
        if different else "The declared defaults are the best set."
    )  # fmt: skip
