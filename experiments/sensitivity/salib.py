"""The one door to SALib: what it is given is a copy made for it, and what it changes is put back.

What was seen in SALib 1.6 and is kept out here: `pawn`, `delta` and `dgsm` draw from numpy's global
generator; `delta` replaces how Python prints warnings; a seed of 0 means no seed; a value that is not a
number gives indices of 0, or is left out without a word; `enhanced_hdmr` writes into the problem; names
with certain endings are refused by `delta`; `delta` swallows its own errors and returns NaN.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.scenario import show

LARGEST_SEED = 2**31 - 1


def problem(units: Sequence[int]):
    """Inputs on the unit interval as SALib's ProblemSpec, named x0, x1 ... whatever their addresses.

    units: for each input the number of the unit it belongs to; inputs that share one vary together.
    """
    from SALib import ProblemSpec

    spec: dict[str, Any] = {
        "names": [f"x{k}" for k in range(len(units))],
        "bounds": [[0.0, 1.0]] * len(units),
    }
    if len(set(units)) != len(units):
        spec["groups"] = [f"g{unit}" for unit in units]
    return ProblemSpec(spec)


def checked_seed(seed: int) -> int:
    """The seed, if SALib takes it for one. Raises InputError for 0 and below, and for what is too large."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or not 1 <= seed <= LARGEST_SEED:
        raise InputError(
            f"The seed of a design is {show(seed)}, but must be a whole number from 1 to {LARGEST_SEED:,}: "
            "0 would mean no seed at all."
        )
    return int(seed)


def sampled(sampler: Callable, units: Sequence[int], seed: int, *args, **options) -> np.ndarray:
    """Points on the unit cube, float64 (rows, inputs), from one of SALib's samplers."""
    with contained(checked_seed(seed)):
        return problem(units).sample(sampler, *args, seed=seed, **options).samples


def analysed(
    analyser: Callable, units: Sequence[int], points: np.ndarray, values: np.ndarray, seed: int, /, **options
) -> dict[str, Any]:
    """What one of SALib's analysers finds in one value a row.

    Raises InputError where a value is not a number, or where SALib gives no number for an input.
    """
    finite(values)
    spec = problem(units)
    spec.set_samples(np.array(points, np.float64)).set_results(np.array(values, np.float64))
    with contained(checked_seed(seed)):
        return dict(spec.analyze(analyser, **options).analysis)


def finite(values: np.ndarray) -> None:
    """Raise InputError where a value is not a finite number: SALib would answer 0, or say nothing."""
    lost = int((~np.isfinite(values)).sum())
    if lost:
        raise InputError(
            f"{lost:,} of {values.size:,} values are no numbers, so there are no indices; "
            "finish or repeat those runs first."
        )


@contextmanager
def contained(seed: int) -> Iterator[None]:
    """Numpy's global generator seeded for SALib, and put back as it was afterwards; warnings too."""
    before, form = np.random.get_state(), warnings.formatwarning  # noqa: NPY002 - SALib's
    np.random.seed(checked_seed(seed))  # noqa: NPY002 - SALib's
    try:
        # Recorded, and so not printed: `delta` changes which warnings are shown.
        with warnings.catch_warnings(record=True):
            yield
    finally:
        warnings.formatwarning = form
        np.random.set_state(before)  # noqa: NPY002 - SALib's
