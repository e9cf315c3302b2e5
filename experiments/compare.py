"""Two worlds with the same people and the same luck: what a policy changes, and how surely.

Arms are compared, never runs: the difference is taken within each seed, so that luck which both
worlds share falls out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from experiments import grades, posterior, spread
from experiments.manifest import manifest
from sim.errors import InputError
from sim.model import Run, simulate
from sim.outcomes import NAMES
from sim.scenario import Scenario

LOW, HIGH = 5.0, 95.0  # the middle nine of ten runs
SHARES_AT = (12, 24, 60)  # months at which a manifest says what the ranges are made of

Progress = Callable[[int, int], None]
Job = TypeVar("Job")
Done = TypeVar("Done")


class Stopped(Exception):
    """Somebody asked for the work to stop; nothing half-done is kept."""


@dataclass(frozen=True)
class Estimate:
    """A mean over seeds, the range of nine in ten runs, and the Monte Carlo error of the mean.

    mcse is None with fewer than two seeds; runs that share a parameter set count as one piece of it.
    """

    mean: float
    lo: float
    hi: float
    mcse: float | None

    @classmethod
    def of(cls, values: np.ndarray, sets: Sequence[int | None] | None = None) -> Estimate:
        """From one value a seed; sets: the parameter set of each, where they had sets."""
        with np.errstate(invalid="ignore"):  # where nobody is left there is no number
            lo, hi = np.percentile(values, (LOW, HIGH))
            mean = float(np.mean(values))
            error = spread.error_of_mean(values, sets)
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
    """One scenario's runs, a seed each, in the order of the seeds.

    worlds, sets: the scenario as each run lived it, and the number of its parameter set; empty where every
    run lived the scenario itself.
    """

    scenario: Scenario
    runs: tuple[Run, ...]
    worlds: tuple[Scenario, ...] = ()
    sets: tuple[int | None, ...] = ()

    @cached_property
    def lived(self) -> tuple[Scenario, ...]:
        """The scenario as each run lived it."""
        return self.worlds or (self.scenario,) * len(self.runs)

    @cached_property
    def all_alike(self) -> bool:
        """Whether no parameter set changed anything."""
        return all(one is self.lived[0] or one.values == self.lived[0].values for one in self.lived)

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
        return Estimate.of(self.values[:, month, NAMES.index(outcome)], self.sets)

    def split(self, outcome: str, month: int) -> spread.Split:
        """How much of the range of one outcome at one month is luck."""
        return spread.split(self.values[:, month, NAMES.index(outcome)], self.sets, same=self.all_alike)


def run_arm(
    scenario: Scenario, seeds: Sequence[int], *, parameters: str = "best", keep=frozenset(), **options
) -> Arm:
    """All runs of one scenario; options as in ``run_many``.

    parameters: 'best' for the assumptions as declared, 'posterior' for a parameter set in every run;
    keep: addresses that no set changes, as in ``posterior.worlds``.
    """
    jobs = list(zip(posterior.worlds(scenario, seeds, parameters, keep), seeds, strict=True))
    return arm_of(scenario, jobs, run_many(jobs, **options), parameters)


def arm_of(
    scenario: Scenario, jobs: Sequence[tuple[Scenario, int]], runs: Sequence[Run], parameters: str
) -> Arm:
    """A scenario's arm from what its seeds lived, (scenario, seed), and the runs that came of it."""
    if parameters == "best":
        return Arm(scenario, tuple(runs))
    sets = posterior.sets_of([seed for _, seed in jobs], parameters)
    return Arm(scenario, tuple(runs), tuple(world for world, _ in jobs), tuple(sets))


def jobs_of(
    scenarios: Sequence[Scenario], seeds: Sequence[int], parameters: str
) -> list[list[tuple[Scenario, int]]]:
    """For each of some worlds that are compared, what every seed lives: (scenario, seed)."""
    keep = posterior.settled(*scenarios)
    return [
        list(zip(posterior.worlds(one, seeds, parameters, keep), seeds, strict=True)) for one in scenarios
    ]


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
        return Estimate.of(self._pairs(group)[:, month, column], self.sets)

    def _pairs(self, group: int | None) -> np.ndarray:
        if group is None:
            return self.differences
        return self.policy.group_values(group) - self.baseline.group_values(group)

    @property
    def sets(self) -> tuple[int | None, ...]:
        """The parameter set of each seed, the same in both worlds; empty where there are none."""
        return self.policy.sets

    def split(self, outcome: str, month: int, group: int | None = None) -> spread.Split:
        """How much of the range of a paired difference is luck, and how much is not knowing."""
        found = self._pairs(group)[:, month, NAMES.index(outcome)]
        return spread.split(found, self.sets, same=self.policy.all_alike and self.baseline.all_alike)

    def manifest(self) -> dict:
        """What this comparison was made from, what its ranges are made of, and what it rests on."""
        worlds = {"baseline": self.baseline.scenario, "policy": self.policy.scenario}
        entry = manifest(worlds, list(self.seeds))
        entry["parameters"] = posterior.made_from([*worlds.values()], self.seeds, used(self.policy))
        entry["range"] = shares(self.split, self.policy.months)
        entry["evidence"] = grades.as_dict(entry["changes"])
        return entry

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


def shares(split: Callable[[str, int], spread.Split], last: int) -> dict:
    """Luck and not knowing in the range of every outcome, at the months that are reported."""
    months = sorted({month for month in SHARES_AT if month < last} | {last})
    return {name: {str(month): split(name, month).as_dict() for month in months} for name in NAMES}


def used(arm: Arm) -> str:
    """'posterior' where the runs had parameter sets, 'best' where not."""
    return "best" if spread.is_best(arm.sets) else "posterior"


def compare(
    baseline: Scenario, policy: Scenario, seeds: Sequence[int], *, parameters: str = "best", **options
) -> Comparison:
    """Run both worlds for every seed and pair them: same people, same luck, same parameter set.

    parameters: 'best' for the assumptions as declared, 'posterior' for a parameter set in every run.
    Raises InputError when they cannot be paired, Stopped when asked to stop.
    """
    check_pairable(baseline, policy)
    before, after = jobs_of((baseline, policy), seeds, parameters)
    runs = run_many([job for both in zip(before, after, strict=True) for job in both], **options)
    return Comparison(
        arm_of(baseline, before, runs[0::2], parameters),
        arm_of(policy, after, runs[1::2], parameters),
        tuple(seeds),
    )
