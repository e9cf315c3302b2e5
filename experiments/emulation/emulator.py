"""An emulator of one outcome, and how far it can be trusted: every point is predicted without itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from experiments.discovery.points import Points, as_input, is_number
from experiments.emulation.machines import PROCESS, Machine, kind_for, learn
from sim.errors import InputError
from sim.scenario import nearest, show

FOLDS = 5
SHARE = 0.9  # of simulated points that an interval should hold
LEAST_EXPLAINED = 0.5  # share of variance between held-out points below which no answer is given
LEAST_POINTS = 20
LEAST_VALUES = 5  # of a number; of fewer, what lies between them was never checked, and they count as names
SEED = 5

Tell = Callable[[int, int], None]


class Levels(tuple):
    """The few values of a number that were tried, float, the smallest first: it takes no others."""


@dataclass(frozen=True)
class Quality:
    """How an emulator did on points that it had not seen, each of them once.

    All but the counts and shares are in the outcome's unit. rmse: root mean square error. within: nine in
    ten errors are smaller. inside: share of points inside their interval, which was set from the other
    points. spread: standard deviation of the points. luck: the part of it that is Monte Carlo error, NaN if
    unknown. explained: share of the points' variance predicted (R2); below 0 it is worse than the mean.
    """

    points: int
    rmse: float
    within: float
    inside: float
    spread: float
    luck: float
    explained: float

    @property
    def poor(self) -> bool:
        """Whether it says too little to answer anything."""
        return not self.explained >= LEAST_EXPLAINED

    @property
    def by_luck(self) -> bool:
        """Whether luck is what keeps it from saying more."""
        return bool(self.luck**2 > (1.0 - LEAST_EXPLAINED) * self.spread**2)

    @property
    def told(self) -> float:
        """Share of the points' variance that is explained, 0 where the mean does better."""
        return max(self.explained, 0.0)

    @property
    def all_else(self) -> bool:
        """Whether luck alone could make everything that is not explained."""
        return bool(self.luck**2 >= (1.0 - self.told) * self.spread**2)

    @property
    def of_luck(self) -> float:
        """Share of the points' variance that luck makes, at most what is not explained; NaN if unknown."""
        if math.isnan(self.luck) or not self.spread:
            return float("nan")
        return min((self.luck / self.spread) ** 2, 1.0 - self.told)


@dataclass(frozen=True)
class Emulator:
    """A fitted emulator of an outcome at a month, in a group of people.

    ranges: for every input what was tried: lowest and highest, the names, or the ``Levels`` of a number
    with few values. difference: it predicts
    policy less baseline. stretch: standard deviations to either side that make an interval.
    """

    outcome: str
    month: int
    group: str
    difference: bool
    ranges: Mapping[str, tuple]
    quality: Quality
    machine: Machine
    kind: str
    luck: float
    stretch: float

    def predict(self, points: pd.DataFrame | Sequence[Mapping[str, Any]]) -> pd.DataFrame:
        """Emulated answers, never simulated ones: columns emulated, lo, hi in the outcome's unit.

        points: a row a point with every input. Of simulated means with as many runs as the points here
        have, nine in ten should lie from lo to hi. Raises InputError for what was not tried, and where the
        emulator is too poor to answer.
        """
        if self.quality.poor:
            raise InputError(f"There is no emulated answer: {why_poor(self.quality)}.")
        frame = pd.DataFrame(points).reset_index(drop=True)
        inputs = {name: self._checked(name, frame) for name in self.ranges}
        x = scaled(pd.DataFrame(inputs), self.ranges)
        with threadpool_limits(1):
            mean = self.machine.mean(x)
            half = self.stretch * self.machine.unsure(x, self.luck)
        return pd.DataFrame({"emulated": mean, "lo": mean - half, "hi": mean + half})

    def middle(self) -> dict[str, Any]:
        """The middle of what was tried of each number, one that was tried of few, else the first name."""
        return {name: _middle(tried) for name, tried in self.ranges.items()}

    def _checked(self, name: str, frame: pd.DataFrame) -> pd.Series:
        if name not in frame:
            raise InputError(f"An emulated answer needs {name}, which was varied; name a value for it.")
        tried, column = self.ranges[name], as_input(frame[name])
        if isinstance(tried, Levels):
            return pd.Series([self._level(name, value) for value in column], column.index, dtype=np.float64)
        if isinstance(tried[0], float):
            # A sample of n points leaves about an n-th of its range untried at either end.
            edge = (tried[1] - tried[0]) / self.quality.points
            fits = column.between(tried[0] - edge, tried[1] + edge) if is_number(column) else column == ()
            if not fits.all():
                odd = frame[name].astype(object)[~fits].iloc[0]
                odd = odd.item() if hasattr(odd, "item") else odd
                raise InputError(
                    f"{name} is {show(odd)}, but was tried from {tried[0]:g} to {tried[1]:g} only, and an "
                    "emulator knows nothing beyond; simulate it, or stay inside."
                )
        else:
            for value in column:
                if value not in tried:
                    raise InputError(
                        f"{name} is {show(value)}, but only {', '.join(tried)} were tried."
                        f"{nearest(value, tried)}"
                    )
        return column

    def _level(self, name: str, value: Any) -> float:
        """The level that a number is, but for rounding. Raises InputError for any other."""
        tried = self.ranges[name]
        for one in tried:
            if isinstance(value, float) and math.isclose(value, one, rel_tol=1e-9, abs_tol=1e-12):
                return one
        raise InputError(
            f"{name} is {show(value)}, but only {', '.join(f'{one:g}' for one in tried)} were tried, and "
            f"from fewer than {LEAST_VALUES} values nobody knows what lies between; simulate it, or take one "
            "of them."
        )


def _middle(tried: tuple) -> Any:
    if isinstance(tried, Levels):
        return tried[(len(tried) - 1) // 2]
    return (tried[0] + tried[1]) / 2.0 if isinstance(tried[0], float) else tried[0]


def why_poor(quality: Quality) -> str:
    """Why an emulator is too poor, and what would help."""
    explained = f"{quality.told * 100:.0f}%"
    said = f"on held-out points the emulator explains {explained} of what differs, and less than half is poor"
    if quality.by_luck:
        of_luck = "luck alone could make all the rest"
        if not quality.all_else:
            of_luck = f"{quality.of_luck * 100:.0f}% is luck"
        return f"{said}; {of_luck}, so more seeds would help"
    return f"{said}; more points would help, or fewer inputs"


def ranges_of(inputs: pd.DataFrame) -> dict[str, tuple]:
    """What was tried of each input: lowest and highest, ``Levels`` of a number with few values, or names."""
    return {name: _tried(column) for name, column in inputs.items()}


def _tried(column: pd.Series) -> tuple:
    values = sorted(column.unique())
    if not is_number(column):
        return tuple(values)
    if len(values) < LEAST_VALUES:
        return Levels(map(float, values))
    return float(values[0]), float(values[-1])


def scaled(inputs: pd.DataFrame, ranges: Mapping[str, tuple]) -> np.ndarray:
    """Inputs as float64 (points, columns): numbers from 0 to 1 over what was tried, a column a name."""
    columns = []
    for name, tried in ranges.items():
        if isinstance(tried[0], float):
            columns.append((inputs[name].to_numpy(np.float64) - tried[0]) / (tried[-1] - tried[0]))
        else:
            columns += [(inputs[name] == value).to_numpy(np.float64) for value in tried]
    return np.column_stack(columns)


def fit_points(
    points: Points, outcome: str, month: int, group: str, tell: Tell = lambda done, total: None
) -> Emulator:
    """An emulator of the points' means, checked on each fifth of them without that fifth.

    Raises InputError where there are too few points.
    """
    if len(points) < LEAST_POINTS:
        raise InputError(
            f"{len(points)} points are too few to fit an emulator and to check it: {LEAST_POINTS} or more "
            "are needed; let the experiment go on, or plan more points."
        )
    ranges, kind = ranges_of(points.inputs), kind_for(len(points))
    x, y = scaled(points.inputs, ranges), points.mean
    luck = np.nan_to_num(points.apart)
    usual = float(np.sqrt(np.mean(luck**2)))
    fold = np.random.default_rng(SEED).permutation(len(y)) % FOLDS
    error, unsure = np.zeros(len(y)), np.zeros(len(y))
    with threadpool_limits(1):
        for number in range(FOLDS):
            tell(number, FOLDS + 1)
            out = fold == number
            machine = learn(kind, x[~out], y[~out], luck[~out])
            error[out] = np.abs(machine.mean(x[out]) - y[out])
            unsure[out] = machine.unsure(x[out], usual)
        tell(FOLDS, FOLDS + 1)
        machine = learn(kind, x, y, luck)
    away = error / np.maximum(unsure, 1e-300)
    inside = np.concatenate([away[fold == n] <= reach(away[fold != n]) for n in range(FOLDS)])
    spread = float(y.std())
    quality = Quality(
        points=len(y), rmse=float(np.sqrt(np.mean(error**2))), within=reach(error),
        inside=float(inside.mean()), spread=spread, luck=points.luck,
        explained=1.0 - float(np.mean(error**2)) / spread**2 if spread else float("nan"),
    )  # fmt: skip
    return Emulator(
        outcome, month, group, points.difference, ranges, quality, machine, kind, usual, reach(away)
    )


def reach(errors: np.ndarray) -> float:
    """What nine in ten further errors like these stay within (a conformal quantile)."""
    place = min(len(errors), int(np.ceil(SHARE * (len(errors) + 1))))
    return float(np.sort(errors)[place - 1])


def refit(points: Points, stored: Mapping[str, Any]) -> Machine:
    """The predictor of an emulator that was stored, from the same points and the same numbers."""
    x = scaled(points.inputs, ranges_of(points.inputs))
    theta = stored["theta"] if stored["kind"] == PROCESS else None
    with threadpool_limits(1):
        return learn(stored["kind"], x, points.mean, np.nan_to_num(points.apart), theta)
