"""The calibration from beginning to end: waves, sets, the best set.

1. Waves: free numbers spread over their ranges, every other unsure assumption drawn at random; an
   emulator of every target; then points only where the emulator does not rule them out.
2. Sets: each has its own draw of all other assumptions, its own prior draw of the free numbers and
   its own draw of the data's noise; the free numbers are adjusted until the set's *own simulation*
   meets its data. A set is kept when its simulation is not implausible.
3. The best set: all other assumptions at their declared values, data as published, no noise drawn.

Everything follows from the seed; whatever was simulated stands in the journal and is not simulated
again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
from scipy.stats import norm, qmc

from experiments.calibration.adjust import adjust
from experiments.calibration.emulator import Emulator, Process
from experiments.calibration.journal import Journal
from experiments.calibration.matching import LIMIT, implausibility, next_wave, ranked
from experiments.calibration.problem import Job, Problem
from experiments.calibration.workers import Workers

SEEDS_APART = 1000  # first seeds of two jobs lie so far apart


@dataclass(frozen=True)
class Settings:
    """How much work is done. rank: which largest implausibility must lie below 3, wave by wave."""

    seed: int = 1
    waves: tuple[int, ...] = (220, 180)
    rank_in_waves: int = 3
    sets: int = 240
    rounds: int = 3
    attempts: int = 2
    set_effort: int = 1
    rank_of_sets: int = 2
    best_rounds: int = 4
    best_effort: int = 8

    def most(self) -> int:
        """Sets simulated if every set is adjusted in every round."""
        return sum(self.waves) + self.sets * (self.rounds + 1) + self.best_rounds


QUICK = Settings(waves=(40, 24), sets=12, rounds=2, attempts=1, set_effort=1, best_rounds=2, best_effort=1)

Report = Callable[[str, int, int], None]  # stage, done, total of the stage


@dataclass
class Simulated:
    """Points and what was simulated there, in the order in which they were asked for."""

    z: np.ndarray
    mean: np.ndarray
    luck: np.ndarray


@dataclass
class Outcome:
    """What calibration came to. Sets: rows of z, draw, simulated, prior draws, data and plausibility."""

    settings: Settings
    waves: list[dict] = field(default_factory=list)
    design: Simulated | None = None
    emulator: Emulator | None = None
    z: np.ndarray | None = None
    draw: np.ndarray | None = None
    simulated: np.ndarray | None = None
    luck: np.ndarray | None = None
    prior: np.ndarray | None = None
    data: np.ndarray | None = None
    worst: np.ndarray | None = None
    kept: np.ndarray | None = None
    best_z: np.ndarray | None = None
    best_simulated: np.ndarray | None = None
    best_luck: np.ndarray | None = None
    moved: list[float] = field(default_factory=list)
    runs: int = 0


class Calibration:
    """One calibration under way."""

    def __init__(
        self, problem: Problem, settings: Settings, journal: Journal, workers: Workers, report: Report
    ):
        self.problem, self.settings, self.journal = problem, settings, journal
        self.workers, self.report = workers, report
        self.out = Outcome(settings)
        self.known: list[Simulated] = []

    # -- simulating and emulating -----------------------------------------------------------------

    def simulate(self, stage: str, jobs: Sequence[Job]) -> tuple[np.ndarray, np.ndarray]:
        """Means and their variance by luck, (jobs, targets); from the journal where they are known."""
        left = [job for job in jobs if self.journal.get(job) is None]
        done = len(jobs) - len(left)
        self.report(stage, done, len(jobs))

        def keep(number, result):
            nonlocal done
            self.journal.put(left[number], result)
            done += 1
            self.report(stage, done, len(jobs))

        self.workers.run(self.problem.simulate, left, keep)
        self.out.runs += len(jobs)
        found = [self.journal.get(job) for job in jobs]
        return np.array([one.mean for one in found], float), np.array([one.luck for one in found], float)

    def jobs(self, stage: str, z: np.ndarray, draws, first: int, effort: int = 1) -> list[Job]:
        """One job a row; luck follows from the row's number, so that a set keeps its luck."""
        values = self.problem.space.values(z)
        start = 1 + SEEDS_APART * first
        return [
            Job(f"{stage}/{n}", tuple(map(float, row)), draw, start + SEEDS_APART * n, effort)
            for n, (row, draw) in enumerate(zip(values, draws, strict=True))
        ]  # fmt: skip

    def emulate(self, stage: str) -> Emulator:
        """An emulator of everything simulated so far, its targets fitted side by side."""
        z = np.concatenate([one.z for one in self.known])
        mean = np.concatenate([one.mean for one in self.known])
        tasks = [(z, mean[:, t]) for t in range(mean.shape[1])]
        found: dict[int, Process] = {}

        def keep(number, process):
            found[number] = process
            self.report(stage, len(found), len(tasks))

        self.workers.run(_fit, tasks, keep)
        return Emulator([found[t] for t in range(len(tasks))])

    def luck_of(self) -> np.ndarray:
        """What luck alone adds to a target's variance in a simulation of ordinary effort."""
        pooled = np.nanmean(np.concatenate([one.luck for one in self.known]), axis=0)
        return np.nan_to_num(pooled)

    # -- the three parts ----------------------------------------------------------------------------

    def run(self) -> Outcome:
        """All of it."""
        self.explore()
        self.find_sets()
        self.find_best()
        return self.out

    def explore(self) -> None:
        """History matching, wave by wave."""
        s, p = self.settings, self.problem
        first = 0
        for number, count in enumerate(s.waves, start=1):
            if number == 1:
                z, share = p.space.sobol(count, s.seed), 1.0
            else:
                z, share = next_wave(
                    p.space, self.out.emulator, p.published, p.noise, p.fitted, count,
                    s.rank_in_waves, s.seed + number,
                )  # fmt: skip
            draws = [n % s.sets for n in range(first, first + count)]
            mean, luck = self.simulate(f"wave {number}", self.jobs(f"wave {number}", z, draws, first))
            first += count
            self.known.append(Simulated(z, mean, luck))
            self.out.emulator = self.emulate(f"emulator {number}")
            allowed = p.noise**2 + np.nan_to_num(luck)
            worst = ranked(implausibility(mean, p.published, allowed)[:, p.fitted], s.rank_in_waves)
            self.out.waves.append({
                "sets": count, "not_ruled_out": share,
                "plausible_when_simulated": float(np.mean(worst < LIMIT)),
            })  # fmt: skip
        self.out.design = Simulated(
            np.concatenate([one.z for one in self.known]),
            np.concatenate([one.mean for one in self.known]),
            np.concatenate([one.luck for one in self.known]),
        )

    def find_sets(self) -> None:
        """Sets adjusted by their own simulations; those that stay implausible get another prior draw."""
        s, p, out = self.settings, self.problem, self.out
        count, free = s.sets, p.space.size
        draws = np.arange(count)
        allowed = np.sqrt(p.noise**2 + self.luck_of() / s.set_effort)
        out.z = np.zeros((count, free))
        out.simulated = np.full((count, len(p.targets)), np.nan)
        out.luck = np.full_like(out.simulated, np.nan)
        out.prior, out.data = np.zeros((count, free)), np.zeros_like(out.simulated)
        out.worst = np.full(count, np.inf)
        self.known.append(Simulated(out.z[:0], out.simulated[:0], out.luck[:0]))
        todo = draws
        for attempt in range(s.attempts):
            luck = np.random.default_rng([s.seed, 7, attempt])
            prior = norm.ppf(qmc.LatinHypercube(free, rng=luck).random(count))
            data = p.published + p.noise * luck.standard_normal((count, len(p.targets)))
            out.prior[todo], out.data[todo] = prior[todo], data[todo]
            z = adjust(out.emulator, 0.0 * prior[todo], prior[todo], data[todo], allowed, used=p.fitted)
            for number in range(1, s.rounds + 1):
                stage = f"sets {attempt + 1}.{number}"
                all_jobs = self.jobs("sets", self._spread(z, todo, count), draws.tolist(), 5000, s.set_effort)
                mean, luck_left = self.simulate(stage, [all_jobs[n] for n in todo])
                self._take(todo, z, mean, luck_left)
                if number == s.rounds:
                    break
                self.known[-1] = Simulated(
                    np.concatenate([self.known[-1].z, z]), np.concatenate([self.known[-1].mean, mean]),
                    np.concatenate([self.known[-1].luck, luck_left * s.set_effort]),
                )  # fmt: skip
                # The same lengths, with the newest points, which lie where the sets are.
                out.emulator = self._renewed()
                shift = np.nan_to_num(mean - out.emulator.mean(z))
                new = adjust(out.emulator, z, out.prior[todo], out.data[todo], allowed, shift, p.fitted)
                out.moved.append(float(np.median(np.linalg.norm(new - z, axis=1))))
                z = new
            todo = np.flatnonzero(out.worst >= LIMIT)
            if not len(todo):
                break
        out.kept = out.worst < LIMIT

    def _spread(self, z: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
        whole = np.zeros((count, z.shape[1]))
        whole[rows] = z
        return whole

    def _take(self, rows: np.ndarray, z: np.ndarray, mean: np.ndarray, luck: np.ndarray) -> None:
        """The sets as last simulated."""
        p, out = self.problem, self.out
        # A set has few seeds of its own, so its luck is at least that of all sets on average.
        spread = np.maximum(np.nan_to_num(luck), self.luck_of() / self.settings.set_effort)
        distance = implausibility(mean, p.published, p.noise**2 + spread)
        out.z[rows], out.simulated[rows], out.luck[rows] = z, mean, luck
        out.worst[rows] = ranked(distance[:, p.fitted], self.settings.rank_of_sets)

    def _renewed(self) -> Emulator:
        z = np.concatenate([one.z for one in self.known])
        mean = np.concatenate([one.mean for one in self.known])
        return self.out.emulator.refit(z, mean)

    def find_best(self) -> None:
        """One set for the declared values: the most plausible, with everything else as declared."""
        s, p, out = self.settings, self.problem, self.out
        start = out.z[out.kept] if out.kept.any() else out.z
        z, none = start.mean(axis=0, keepdims=True), np.zeros((1, p.space.size))
        allowed = np.sqrt(p.noise**2 + self.luck_of() / s.best_effort)
        least = np.inf
        for number in range(1, s.best_rounds + 1):
            jobs = self.jobs("best", z, [None], 9000, s.best_effort)
            mean, luck = self.simulate(f"best {number}", jobs)
            misfit = float(np.nansum((((mean - p.published) / allowed) ** 2)[:, p.fitted]) + np.sum(z**2))
            if misfit < least:
                least, out.best_z, out.best_simulated, out.best_luck = misfit, z[0], mean[0], luck[0]
            shift = np.nan_to_num(mean - out.emulator.mean(z))
            z = adjust(out.emulator, z, none, p.published[None], allowed, shift, p.fitted)


def _fit(task: tuple[np.ndarray, np.ndarray]) -> Process:
    return Process.fit(*task)


def made_with(problem: Problem, settings: Settings) -> dict:
    """What results belong to: a journal of anything else is not taken up."""
    return {
        "model": problem.version,
        "free": list(problem.space.names),
        "ranges": [list(problem.space.low), list(problem.space.high)],
        "targets": [
            [one.id, one.published, one.se, one.discrepancy, one.fitted] for one in problem.targets
        ],
        "settings": {**asdict(settings), "waves": list(settings.waves)},
    }  # fmt: skip
