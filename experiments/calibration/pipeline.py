"""The calibration from beginning to end: waves, sets, the best set.

1. Waves: free numbers spread over their ranges, every other unsure assumption drawn at random; an
   emulator of every target; then points only where the emulator does not rule them out, with the
   same draws again, so that what the free numbers do is told apart from what the draws do.
2. Sets: each has its own draw of all other assumptions, its own prior draw of the free numbers and
   its own draw of the data's noise; the free numbers are adjusted until the set's *own simulation*
   meets its data. A set is kept when its simulation is not implausible.
3. The best set: all other assumptions at their declared values, data as published, no noise drawn.

Everything follows from the seed; whatever was simulated stands in the journal and is not simulated
again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields

import numpy as np
from scipy.stats import norm, qmc

from experiments.calibration.adjust import adjust
from experiments.calibration.emulator import Emulator, Process, place
from experiments.calibration.journal import Journal
from experiments.calibration.matching import LIMIT, implausibility, next_wave, ranked
from experiments.calibration.problem import Job, Problem
from experiments.calibration.workers import Workers

SEEDS_APART = 1000  # first seeds of two jobs lie so far apart
DIGITS = 9  # of a free number; what lies beyond depends on a machine's linear algebra


@dataclass(frozen=True)
class Settings:
    """How much work is done. rank: which largest implausibility must lie below 3, wave by wave."""

    seed: int = 1
    waves: tuple[int, ...] = (160, 160)
    rank_in_waves: int = 3
    sets: int = 270
    rounds: int = 4
    rounds_again: int = 2  # for sets that another prior draw begins anew
    settled: float = 0.1  # a set that would move less than this is not simulated again
    attempts: int = 2
    farthest: float = 1.5  # that a set moves between two simulations, in prior standard deviations
    set_effort: int = 1
    rank_of_sets: int = 3
    best_rounds: int = 4
    best_effort: int = 8

    def most(self) -> int:
        """Sets simulated if every set is adjusted in every round."""
        return sum(self.waves) + self.sets * self.rounds + self.best_rounds


QUICK = Settings(waves=(40, 24), sets=12, rounds=2, attempts=1, set_effort=1, best_rounds=2, best_effort=1)

Report = Callable[[str, int, int], None]  # stage, done, total of the stage


@dataclass
class Simulated:
    """Points, what was simulated there, and with which draws, in the order in which they were asked for.

    straight: the simulated targets on their straight scales (see ``Problem.straight``).
    """

    z: np.ndarray
    mean: np.ndarray
    luck: np.ndarray
    draws: np.ndarray
    straight: np.ndarray

    def and_then(self, other: Simulated) -> Simulated:
        """Both."""
        return Simulated(*(np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                           for f in fields(self)))  # fmt: skip


@dataclass
class Outcome:
    """What calibration came to.

    Of each set: z, draw, simulated (means) and luck (variances), prior draw and data (on straight
    scales), worst (its implausibility) and whether it is kept.
    """

    settings: Settings
    waves: list[dict] = field(default_factory=list)
    design: Simulated | None = None
    emulator: Emulator | None = None
    z: np.ndarray | None = None
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
        self.known: Simulated | None = None
        p = problem
        self.published = p.straight(p.published)
        self.noise = p.noise * p.stretch(p.published)

    # -- simulating and emulating -----------------------------------------------------------------

    def simulate(self, stage: str, z: np.ndarray, draws: Sequence[int | None], effort: int = 1) -> Simulated:
        """The points simulated, or taken from the journal where they are known.

        A draw always has the same luck, so that it differs between places by the free numbers alone.
        """
        jobs = [
            Job(
                tuple(float(f"{value:.{DIGITS}g}") for value in row),
                draw,
                1 + SEEDS_APART * (0 if draw is None else draw + 1),
                effort,
            )
            for row, draw in zip(self.problem.space.values(z), draws, strict=True)
        ]
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
        mean = np.array([one.mean for one in found], float)
        luck = np.array([one.luck for one in found], float)
        numbers = np.array([-1 if draw is None else draw for draw in draws])
        return Simulated(z, mean, luck, numbers, self.problem.straight(mean))

    def remember(self, seen: Simulated) -> None:
        """What is simulated teaches the emulator from now on."""
        self.known = seen if self.known is None else self.known.and_then(seen)

    def emulate(self, stage: str) -> Emulator:
        """An emulator of everything simulated so far, its targets fitted side by side."""
        k = self.known
        at = place(k.z) if self.problem.evenly else k.z
        tasks = [(at, k.straight[:, t], k.draws) for t in range(k.straight.shape[1])]
        found: dict[int, Process] = {}

        def keep(number, process):
            found[number] = process
            self.report(stage, len(found), len(tasks))

        self.workers.run(_fit, tasks, keep)
        return Emulator([found[t] for t in range(len(tasks))], self.problem.evenly)

    def luck_of(self) -> np.ndarray:
        """What luck alone adds to a target's variance in a simulation of ordinary effort."""
        return np.nan_to_num(np.nanmean(self.known.luck, axis=0))

    def allowed(self, effort: int) -> np.ndarray:
        """Standard deviations that a simulation may lie off, on the straight scales."""
        p = self.problem
        return np.sqrt(self.noise**2 + self.luck_of() / effort * p.stretch(p.published) ** 2)

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
        for number, count in enumerate(s.waves, start=1):
            if number == 1:
                z, share = p.space.sobol(count, s.seed), 1.0
            else:
                z, share = next_wave(
                    p.space, self.out.emulator, self.published, self.noise, p.fitted, count,
                    s.rank_in_waves, s.seed + number,
                )  # fmt: skip
            seen = self.simulate(f"wave {number}", z, [n % s.sets for n in range(count)])
            self.remember(seen)
            self.out.emulator = self.emulate(f"emulator {number}")
            plausible = ranked(self.distance(seen.mean, seen.luck), s.rank_in_waves) < LIMIT
            self.out.waves.append({
                "sets": count, "not_ruled_out": share, "plausible_when_simulated": float(np.mean(plausible))
            })  # fmt: skip
        self.out.design = self.known

    def distance(self, mean: np.ndarray, luck: np.ndarray) -> np.ndarray:
        """Implausibility of each fitted target. A set has few seeds, so its luck is at least that of all."""
        p = self.problem
        spread = np.maximum(np.nan_to_num(luck), self.luck_of() / self.settings.set_effort)
        return implausibility(mean, p.published, p.noise**2 + spread)[:, p.fitted]

    def find_sets(self) -> None:
        """Sets adjusted by their own simulations; those that stay implausible get another prior draw."""
        s, p, out = self.settings, self.problem, self.out
        count, free, figures = s.sets, p.space.size, len(p.targets)
        out.z, out.prior = np.zeros((count, free)), np.zeros((count, free))
        out.simulated, out.luck = np.full((count, figures), np.nan), np.full((count, figures), np.nan)
        out.data, out.worst = np.zeros((count, figures)), np.full(count, np.inf)
        allowed = self.allowed(s.set_effort)
        level = out.emulator.levels(
            self.known.z, self.known.straight, self.known.draws, np.arange(count)
        )  # fmt: skip
        todo = np.arange(count)
        for attempt in range(s.attempts):
            luck = np.random.default_rng([s.seed, 7, attempt])
            prior = norm.ppf(qmc.LatinHypercube(free, rng=luck).random(count))
            data = self.published + self.noise * luck.standard_normal((count, figures))
            out.prior[todo], out.data[todo] = prior[todo], data[todo]
            z = adjust(
                out.emulator, 0.0 * prior[todo], prior[todo], data[todo], allowed, level[todo], p.fitted
            )
            moving = todo
            rounds = s.rounds if attempt == 0 else s.rounds_again
            for number in range(1, rounds + 1):
                seen = self.simulate(f"sets {attempt + 1}.{number}", z, moving.tolist(), s.set_effort)
                self._take(seen)
                self.remember(seen)
                k = self.known
                out.emulator = out.emulator.refit(k.z, k.straight, k.draws)
                level[moving] = np.nan_to_num(seen.straight - out.emulator.mean(z))
                if number == rounds:
                    break
                new = adjust(
                    out.emulator, z, out.prior[moving], out.data[moving], allowed, level[moving], p.fitted
                )
                step = np.linalg.norm(new - z, axis=1)
                out.moved.append(float(np.median(step)))
                # What was learned at one place does not carry far.
                new = z + (new - z) * np.minimum(1.0, s.farthest / np.maximum(step, 1e-12))[:, None]
                moving, z = moving[step > s.settled], new[step > s.settled]
                if not len(moving):
                    break
            todo = np.flatnonzero(out.worst >= LIMIT)
            if not len(todo):
                break
        out.kept = out.worst < LIMIT

    def _take(self, seen: Simulated) -> None:
        """The sets as last simulated."""
        out, rows = self.out, seen.draws
        out.z[rows], out.simulated[rows], out.luck[rows] = seen.z, seen.mean, seen.luck
        out.worst[rows] = ranked(self.distance(seen.mean, seen.luck), self.settings.rank_of_sets)

    def find_best(self) -> None:
        """One set for the declared values: the most plausible, with everything else as declared."""
        s, p, out = self.settings, self.problem, self.out
        start = out.z[out.kept] if out.kept.any() else out.z
        z, none = start.mean(axis=0, keepdims=True), np.zeros((1, p.space.size))
        allowed, least = self.allowed(s.best_effort), np.inf

        def weigh(stage: str, z: np.ndarray) -> Simulated:
            nonlocal least
            seen = self.simulate(stage, z, [None], s.best_effort)
            off = ((seen.straight - self.published) / allowed) ** 2
            misfit = float(np.nansum(off[:, p.fitted]) + np.sum(z**2))
            if misfit < least:
                least, out.best_z = misfit, z[0]
                out.best_simulated, out.best_luck = seen.mean[0], seen.luck[0]
            return seen

        if p.declared:  # what is declared stands unless the search finds a better set
            weigh("declared", p.space.coordinates(p.declared)[None])
        for number in range(1, s.best_rounds + 1):
            seen = weigh(f"best {number}", z)
            level = np.nan_to_num(seen.straight - out.emulator.mean(z))
            z = adjust(out.emulator, z, none, self.published[None], allowed, level, p.fitted)


def _fit(task: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Process:
    return Process.fit(*task)


def made_with(problem: Problem, settings: Settings) -> dict:
    """What results belong to: a journal of anything else is not taken up."""
    return {
        "model": problem.version,
        "inputs": problem.inputs,
        "free": list(problem.space.names),
        "ranges": [list(problem.space.low), list(problem.space.high)],
        "targets": [
            [one.id, one.published, one.se, one.discrepancy, one.fitted] for one in problem.targets
        ],
        "settings": {**asdict(settings), "waves": list(settings.waves)},
    }  # fmt: skip
