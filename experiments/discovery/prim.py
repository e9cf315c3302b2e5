"""PRIM through EMA Workbench: a path of ever smaller boxes in which cases of interest are ever denser.

Only the limits of the boxes come from the library, of which 2.5 (Python 3.11) and 3 count differently;
what is said about a box is counted here, in one way (tests hold it against the library's own numbers).
"""

from __future__ import annotations

import inspect
import logging
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from experiments.discovery.points import is_number
from sim.errors import InputError

# Share of points that a step takes away. The usual 0.05 is made for thousands of points: of 120 it takes 6,
# too few to tell input from luck (agreement with a true box 0.63, and 0.83 with 0.1; of 500, 0.89 and 0.92).
PEEL = 0.1
LEAST_MASS = 0.05  # share of points that a box must hold
ANY_CASE = 1e-9  # what 2.5 must be told so that it counts the ones, and keeps a box however thin

Limit = tuple[float, float] | frozenset[str]


@dataclass(frozen=True)
class Box:
    """A part of the space of inputs: lowest and highest value, or the names, of each restricted input."""

    limits: Mapping[str, Limit]

    def holds(self, inputs: pd.DataFrame) -> np.ndarray:
        """Which points are inside, bool (points,)."""
        inside = np.ones(len(inputs), bool)
        for name in self.limits:
            inside &= self.allows(inputs, name)
        return inside

    def allows(self, inputs: pd.DataFrame, name: str) -> np.ndarray:
        """Which points keep one restriction."""
        limit = self.limits[name]
        if isinstance(limit, frozenset):
            return inputs[name].isin(limit).to_numpy()
        values = inputs[name].to_numpy(np.float64)
        return (values >= limit[0]) & (values <= limit[1])

    def without(self, name: str, end: int | None = None) -> Box:
        """The box with one restriction gone; end: only the lower (0) or the upper (1) limit."""
        limits = dict(self.limits)
        limit = limits.pop(name)
        if end is not None:
            rest = list(limit)
            rest[end] = (-np.inf, np.inf)[end]
            if np.isfinite(rest).any():
                limits[name] = (rest[0], rest[1])
        return Box(MappingProxyType(limits))


def load():
    """EMA Workbench's PRIM. Raises InputError where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what else could be installed
            from ema_workbench.analysis import prim
    except ImportError:
        raise InputError(
            "Looking for boxes needs EMA Workbench, which is not installed: add it with "
            "pip install 'inroads[discovery]'."
        ) from None
    logging.getLogger("EMA").setLevel(logging.ERROR)
    return prim


def path(inputs: pd.DataFrame, interest: np.ndarray) -> list[Box]:
    """The boxes that PRIM goes through, the first one everything.

    inputs: float64 or str columns; interest: bool (points,), with cases of both kinds.
    """
    prim = load()
    # Numbers as float64: on whole numbers the library stops where pandas is 3 or newer. Names by their place
    # in the alphabet: sets of words have another order in each process, and ties would fall differently.
    names = {name: sorted(column.unique()) for name, column in inputs.items() if not is_number(column)}
    told_apart = {name: column for name, column in inputs.items() if column.nunique() > 1}
    x = pd.DataFrame(
        {
            name: pd.Categorical([names[name].index(value) for value in column])
            if name in names
            else column.to_numpy(np.float64)
            for name, column in told_apart.items()
        }
    )
    if x.empty:
        return [Box(MappingProxyType({}))]
    told = {"threshold": ANY_CASE} if "threshold" in inspect.signature(prim.Prim).parameters else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search = prim.Prim(x, interest.astype(np.int64), peel_alpha=PEEL, paste_alpha=PEEL,
                           mass_min=LEAST_MASS, **told)  # fmt: skip
        everything = search.box_init
        found = search.find_box().box_lims
    return [_box(limits, everything, names) for limits in found]


def _box(limits: pd.DataFrame, everything: pd.DataFrame, names: Mapping[str, list[str]]) -> Box:
    """A box of the library's: two rows, lower and upper; sets of places among the names in both rows."""
    kept: dict[str, Limit] = {}
    for name in limits:
        low, high = limits[name]
        lowest, highest = everything[name]
        if isinstance(low, (set, frozenset)):
            if set(low) != set(lowest):
                kept[name] = frozenset(names[name][place] for place in low)
        elif low > lowest or high < highest:
            kept[name] = (float(low) if low > lowest else -np.inf, float(high) if high < highest else np.inf)
    return Box(MappingProxyType(kept))
