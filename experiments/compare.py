"""Two worlds with the same people and the same luck: what a policy changes, and how surely.

Arms are compared, never runs: the difference is taken within each seed, so that luck which both
worlds share falls out.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from experiments.manifest import manifest
from sim.errors import InputError
from sim.model import Run, simulate
from sim.outcomes import NAMES
from sim.scenario import Scenario

LOW, HIGH = 5.0, 95.0  # the middle nine of ten runs

Progress = Callable[[int, int], None]
Job = TypeVar("Job")
Done = TypeVar("Done")


class Stopped(Exception):
    """Somebody asked for the work to stop; nothing half-done is kept."""


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds, the range of nine in ten runs, and the Monte Carlo error of the mean.

    mcse is None with fewer than two seeds.
    """

    mean: float
    lo: float
    hi: float
    mcse: float | None

    @classmethod
    def of(cls, values: np.ndarray) -> Estimate:
        """From one value a seed."""
        with np.errstate(invalid="ignore"):  # where nobody is left there is no number
            lo, hi = np.percentile(values, (LOW, HIGH))
            spread = float(np.std(values, ddof=1)) if len(values) > 1 else None
            mean = float(np.mean(values))
        error = None if spread is None else spread / math.sqrt(len(values))
        return cls(mean, float(lo), float(hi), error)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_all_cores(
    work: Callable[[Job], Done],
    jobs: Sequence[Job],
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> list[Done]:
    """Do every job on all cores, and return what came of them in the order given.

    progress: called with (done, total); stop: polled between jobs. Raises Stopped.
    """

    def one(job: Job) -> Done:
        if stop is not None and stop():
            raise Stopped
        return work(job)

    if not jobs:
        return []
    pool = ThreadPoolExecutor(cores())
    try:
        futures = [pool.submit(one, job) for job in jobs]
        for done, future in enumerate(as_completed(futures), start=1):
            future.result()
            if progress is not None:
                progress(done, len(jobs))
    finally:
        # After an error or Ctrl-C nobody waits for the runs that are still under way.
        pool.shutdown(wait=False, cancel_futures=True)
    return [future.result() for future in futures]


def run_many(jobs: Sequence[tuple[Scenario, int]], *, keep_lives: bool = False, **options) -> list[Run]:
    """Simulate (scenario, seed) pairs on all cores; options as in ``on_all_cores``."""
    return on_all_cores(lambda job: simulate(*job, keep_lives=keep_lives), jobs, **options)


@dataclass(frozen=True)
class Arm:
    """One scenario's runs, a seed each, in the order of the seeds."""

    scenario: Scenario
    runs: tuple[Run, ...]

    @cached_property
    def values(self) -> np.ndarray:
        """Outcomes, float64 (seeds, months+1, outcomes)."""
        return np.stack([run.outcomes for run in self.runs])

    def group_values(self, group: int) -> np.ndarray:
        """Outcomes among people near (0), mid (1) or far (2) from work, shaped as ``values``."""
        return np.stack([run.groups[group] for run in self.runs])

    @property
    def months(self) -> int:
        """Months simulated."""
        return self.values.shape[1] - 1

    def at(self, outcome: str, month: int) -> Estimate:
        """One outcome at one month."""
        return Estimate.of(self.values[:, month, NAMES.index(outcome)])


def run_arm(scenario: Scenario, seeds: Sequence[int], **options) -> Arm:
    """All runs of one scenario; options as in ``run_many``."""
    return Arm(scenario, tuple(run_many([(scenario, seed) for seed in seeds], **options)))


@dataclass(frozen=True)
class Comparison:
    """A baseline and a policy on the same people with the same luck."""

    baseline: Arm
    policy: Arm
    seeds: tuple[int, ...]

    @cached_property
    def differences(self) -> np.ndarray:
        """Policy less baseline within each seed, float64 (seeds, months+1, outcomes)."""
        return self.policy.values - self.baseline.values

    def difference(self, outcome: str, month: int, group: int | None = None) -> Estimate:
        """Paired difference of one outcome at one month, for everybody or one distance group."""
        column = NAMES.index(outcome)
        if group is None:
            return Estimate.of(self.differences[:, month, column])
        pair = self.policy.group_values(group) - self.baseline.group_values(group)
        return Estimate.of(pair[:, month, column])

    def manifest(self) -> dict:
        """What this comparison was made from."""
        return manifest(
            {"baseline": self.baseline.scenario, "policy": self.policy.scenario}, list(self.seeds)
        )

    def as_dict(self, months: Sequence[int] | None = None) -> dict:
        """The comparison as plain data: outcome, then month, then mean, lo, hi (and mcse)."""
        months = range(self.baseline.months + 1) if months is None else months

        def table(of: Callable[[str, int], Estimate], with_error: bool) -> dict:
            rows: dict = {}
            for name in NAMES:
                rows[name] = {}
                for month in months:
                    e = of(name, month)
                    entry = {"mean": e.mean, "lo": e.lo, "hi": e.hi}
                    rows[name][str(month)] = {**entry, "mcse": e.mcse} if with_error else entry
            return rows

        return {
            "baseline": table(self.baseline.at, False),
            "policy": table(self.policy.at, False),
            "difference": table(self.difference, True),
            "manifest": self.manifest(),
        }


def check_pairable(baseline: Scenario, policy: Scenario) -> None:
    """Raise InputError when two scenarios are not about the same people over the same time."""
    for address in ("district.people", "district.months", "district.start_month"):
        if baseline[address] != policy[address]:
            raise InputError(
                f"The two worlds differ in {address} ({baseline[address]} and {policy[address]}); "
                "compare worlds of the same size and length, as with --people and --months."
            )


def compare(baseline: Scenario, policy: Scenario, seeds: Sequence[int], **options) -> Comparison:
    """Run both worlds for every seed and pair them.

    Raises InputError when they cannot be paired, Stopped when asked to stop.
    """
    check_pairable(baseline, policy)
    jobs = [(scenario, seed) for seed in seeds for scenario in (baseline, policy)]
    runs = run_many(jobs, **options)
    return Comparison(Arm(baseline, tuple(runs[0::2])), Arm(policy, tuple(runs[1::2])), tuple(seeds))
