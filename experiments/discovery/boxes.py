"""Which box is reported, and whether it is reported at all.

PRIM always returns something, also of noise. So a box counts only if boxes that were found in the same
way without some of the points hold more failures among *those* points than luck would put there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom, fisher_exact

from experiments.discovery.prim import Box, path
from sim.errors import InputError

SURE = 0.05  # largest quasi-p-value of a restriction that is kept
CLAIM = 0.01  # largest p-value, on points left out of the search, of a box that is reported
FOLDS, REPEATS = 5, 4  # of leaving out: every fifth of the points once, four times over
MOST_BOXES = 3
LEAST_ODDS = 2.0  # against all points: a box where failing is hardly more likely is no answer
LEAST_POINTS, LEAST_CASES = 20, 8  # below these nothing could be told from luck
STABLE = 0.5  # share of searches that must restrict an input, or the reported box leaves it alone
SEED = 5
# CLAIM is as in the first version; LEAST_ODDS and STABLE were added later, with trials on made-up points.
# Why the search for boxes ended.
LUCK, WEAK, UNSTABLE, LITTLE, ENOUGH = "luck", "weak", "unstable", "little", "enough"

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Measured:
    """A box and what it holds. All shares are 0 to 1.

    coverage: of all cases, the share inside. density: of the points inside, the share that are cases.
    mass: of all points, the share inside. quasi_p: for each limit ('low', 'high' or 'names' of an input),
    how probable so many cases would be if the limit did nothing (Bryant and Lempert 2010).
    """

    box: Box
    points: int
    cases: int
    coverage: float
    density: float
    mass: float
    quasi_p: Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Check:
    """The same search on parts of the points, judged by the points left out.

    p: how probable such a difference would be by luck. density, coverage, outside: among points left
    out, cases inside the box, the share of cases that it holds, and cases outside it; NaN where no point
    was inside. reproduced: for each input, the share of searches whose box restricts it.
    """

    searches: int
    p: float
    density: float
    outside: float
    coverage: float
    reproduced: Mapping[str, float]


@dataclass(frozen=True)
class Found:
    """A box that is claimed, the path on which it lies (coverage against density), and its check."""

    measured: Measured
    trade_off: tuple[Measured, ...]
    check: Check


@dataclass(frozen=True)
class Discovery:
    """points, cases: how many there were. found: boxes, the best first; none is an answer too.

    ended: why there is no further one. 'luck': it holds no more of the points left out than luck would put
    there. 'weak': cases are hardly denser there than among all points, or not as dense as was asked.
    'unstable': each search restricts other inputs. 'little': too few points or cases are left outside.
    'enough': there are as many as are looked for. rejected: the check of the box that was not claimed.
    """

    points: int
    cases: int
    found: tuple[Found, ...]
    ended: str
    rejected: Check | None


def measure(
    box: Box, inputs: pd.DataFrame, interest: np.ndarray,
    all_points: int | None = None, all_cases: int | None = None,
) -> Measured:  # fmt: skip
    """Count what a box holds. all_points, all_cases: where some are no longer among these points."""
    inside = box.holds(inputs)
    points, cases = int(inside.sum()), int(interest[inside].sum())
    return Measured(
        box, points, cases,
        coverage=cases / max(all_cases or int(interest.sum()), 1),
        density=cases / points if points else float("nan"),
        mass=points / (all_points or len(interest)),
        quasi_p=_quasi_p(box, inputs, interest, points, cases),
    )  # fmt: skip


def _quasi_p(box: Box, inputs: pd.DataFrame, interest: np.ndarray, points: int, cases: int) -> dict:
    """One-sided binomial tests: with the limit gone, would as large a share of the box be cases?"""
    kept = {name: box.allows(inputs, name) for name in box.limits}
    found = {}
    for name, limit in box.limits.items():
        others = np.ones(len(interest), bool)
        for other, allowed in kept.items():
            others &= allowed | (other == name)
        values = inputs[name]
        if isinstance(limit, frozenset):
            wider = {"names": others}
        else:
            numbers = values.to_numpy(np.float64)
            wider = {}
            if np.isfinite(limit[0]):
                wider["low"] = others & (numbers <= limit[1])
            if np.isfinite(limit[1]):
                wider["high"] = others & (numbers >= limit[0])
        for end, inside in wider.items():
            rate = interest[inside].sum() / max(inside.sum(), 1)
            found[name, end] = float(binom.sf(cases - 1, points, rate)) if points else 1.0
    return found


def simplified(box: Box, inputs: pd.DataFrame, interest: np.ndarray) -> Measured:
    """The box without limits that could as well be luck, the least sure one gone first."""
    while True:
        found = measure(box, inputs, interest)
        if not found.quasi_p:
            return found
        (name, end), p = max(found.quasi_p.items(), key=lambda item: (item[1], item[0]))
        if p <= SURE:
            return found
        box = box.without(name, {"low": 0, "high": 1}.get(end))


def agreement(found: Measured, points: int, cases: int) -> float:
    """How far being inside and being a case go together: correlation, 1 at best, 0 for luck.

    It weighs coverage against density without a wish of ours, and everything has 0.
    """
    outside, spared = points - found.points, points - cases
    if not (found.points and outside and cases and spared):
        return 0.0
    even = found.points * cases / points
    return (found.cases - even) * points / np.sqrt(float(found.points) * outside * cases * spared)


def search(
    inputs: pd.DataFrame, interest: np.ndarray, density: float | None = None
) -> tuple[Measured, tuple[Measured, ...]]:
    """The box in which being inside and being a case agree best, and the trade-off path it is on.

    density: the box must be as dense, and is the one of most coverage; everything where none is. The path
    holds boxes of which no other has both more coverage and more density, the widest first.
    """
    some = {tuple(sorted(one.box.limits.items(), key=str)): one for one in
            (simplified(box, inputs, interest) for box in path(inputs, interest))}  # fmt: skip
    candidates = sorted(some.values(), key=lambda one: (-one.coverage, -one.density))
    kept: list[Measured] = []
    for one in candidates:
        if not kept or one.density > kept[-1].density:
            kept.append(one)
    if density is not None:
        dense = [one for one in kept if one.density >= density]
        return (dense[0] if dense else measure(Box({}), inputs, interest)), tuple(kept)
    cases = int(interest.sum())
    best = max(candidates, key=lambda one: (agreement(one, len(interest), cases), -len(one.box.limits)))
    return best, tuple(kept)


def folds(interest: np.ndarray, repeat: int) -> np.ndarray:
    """A fold for each point, cases spread evenly over them: int (points,)."""
    luck = np.random.default_rng((SEED, repeat))
    found = np.zeros(len(interest), np.int64)
    start = 0
    for kind in (True, False):
        mine = luck.permutation(np.flatnonzero(interest == kind))
        found[mine] = (np.arange(len(mine)) + start) % FOLDS
        start += len(mine)
    return found


def check(
    inputs: pd.DataFrame, interest: np.ndarray, density: float | None = None,
    tell: Tell = lambda done, total: None,
) -> Check:  # fmt: skip
    """Search again without each fifth of the points, and look at that fifth.

    Each time round gives a p-value (Fisher's exact test, one-sided). They are not independent; twice
    their (upper) median is a valid p-value whatever they have in common.
    """
    tables = np.zeros((REPEATS, 2, 2))
    reproduced = dict.fromkeys(inputs, 0)
    for repeat in range(REPEATS):
        fold = folds(interest, repeat)
        for number in range(FOLDS):
            out = fold == number
            best, _ = search(inputs[~out], interest[~out], density)
            for name in best.box.limits:
                reproduced[name] += 1
            if best.box.limits:
                inside = best.box.holds(inputs[out])
                for row, there in enumerate((inside, ~inside)):
                    tables[repeat, row] += (interest[out][there].sum(), (~interest[out][there]).sum())
            else:  # nothing was found, so nothing is inside
                tables[repeat, 1] += (interest[out].sum(), (~interest[out]).sum())
            tell(repeat * FOLDS + number + 1, REPEATS * FOLDS)
    p = [fisher_exact(table, alternative="greater")[1] for table in tables]
    (hit, missed), (lost, spared) = tables.sum(axis=0)
    return Check(
        searches=FOLDS * REPEATS,
        p=float(min(1.0, 2.0 * np.sort(p)[len(p) // 2])),
        density=hit / (hit + missed) if hit + missed else float("nan"),
        outside=lost / (lost + spared) if lost + spared else float("nan"),
        coverage=hit / (hit + lost),
        reproduced={name: times / (FOLDS * REPEATS) for name, times in reproduced.items()},
    )


def discover(
    inputs: pd.DataFrame, interest: np.ndarray, density: float | None = None,
    tell: Tell = lambda done, total: None,
) -> Discovery:  # fmt: skip
    """Boxes that hold cases of interest, as many as can be told from luck, up to three.

    inputs: float64 or str columns; interest: bool (points,). A later box is looked for among the points
    outside the earlier ones; its coverage is of all cases, its density of the points it adds.
    Raises InputError where there are too few points or cases to tell anything.
    """
    interest = np.asarray(interest, bool)
    points, cases = len(interest), int(interest.sum())
    if points < LEAST_POINTS or min(cases, points - cases) < LEAST_CASES:
        raise InputError(
            f"{cases:,} of {points:,} points fail, but a pattern can be told from luck only among "
            f"{LEAST_POINTS} points or more of which at least {LEAST_CASES} fail and {LEAST_CASES} do not; "
            "move the threshold, or try more points."
        )
    found: list[Found] = []
    left = np.ones(points, bool)
    while len(found) < MOST_BOXES:
        here = inputs[left], interest[left]
        if found and (left.sum() < LEAST_POINTS or min(here[1].sum(), (~here[1]).sum()) < LEAST_CASES):
            return Discovery(points, cases, tuple(found), LITTLE, None)
        checked = check(*here, density, tell)
        if checked.p > CLAIM:
            return Discovery(points, cases, tuple(found), LUCK, checked)
        stable = [name for name, share in checked.reproduced.items() if share >= STABLE]
        if not stable:
            return Discovery(points, cases, tuple(found), UNSTABLE, checked)
        best, trade_off = search(here[0][stable], here[1], density)
        if not best.box.limits or _odds(best.density) < LEAST_ODDS * _odds(cases / points):
            return Discovery(points, cases, tuple(found), WEAK, checked)
        found.append(Found(measure(best.box, *here, all_points=points, all_cases=cases), trade_off, checked))
        left &= ~best.box.holds(inputs)
    return Discovery(points, cases, tuple(found), ENOUGH, None)


def _odds(share: float) -> float:
    return share / (1.0 - share) if share < 1.0 else np.inf
