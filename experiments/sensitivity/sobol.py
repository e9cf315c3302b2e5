"""Sobol' indices of a model with luck: each product taken between replicates.

S1, an input on its own: the share of the variance that goes away, on average, when the input is known.
ST, combinations included: the share that is left, on average, when everything else is known.
Both are shares of the variance that *inputs* make; what luck adds to it is reported apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from experiments.sensitivity.crossed import Spread, crossed, shares
from experiments.sensitivity.figure import Figure, among, figures


@dataclass(frozen=True)
class Indices:
    """What is found: an entry a unit of inputs, in their order; pairs by (unit, unit).

    luck: the share of the variance of single runs that is luck. reached: whether the variance that inputs
    make can be told from 0; without it there are no indices. lowest: the lower end of the main index by which
    a unit is told from nothing. shares: S1 of each resample, (samples, units), where there is one.
    """

    luck: Figure
    reached: bool
    columns: dict[str, list[Figure | None]]
    pairs: dict[tuple[int, int], Figure]
    lowest: list[float] = field(default_factory=list)
    shares: np.ndarray | None = None


def parts(values: np.ndarray, units: int, second_order: bool) -> tuple[np.ndarray, ...]:
    """A, AB, BA and B of a design's values, (replicates, blocks, rows of a block); BA may be empty."""
    rows = 2 * units + 2 if second_order else units + 2
    if values.shape[-1] != rows:
        raise ValueError(f"a block has {values.shape[-1]} rows where the design has {rows}")
    a, b = values[..., 0], values[..., -1]
    return a, values[..., 1 : units + 1], values[..., units + 1 : -1], b


def indices(values: np.ndarray, units: int, second_order: bool = False, seed: int = 1) -> Indices:
    """Indices of a replicated design, with intervals from resampling its blocks.

    values: float64 (replicates, blocks, rows of a block) in SALib's order of rows.
    """
    spread = Spread(values[..., [0, -1]])
    a, ab, ba, b = parts(values - values.mean(), units, second_order)
    first = crossed(b[..., None], ab - a[..., None])  # (blocks, units)
    total = 0.5 * crossed(a[..., None] - ab, a[..., None] - ab)
    blocks = len(first)
    share = shares(blocks, seed)  # its first row is the design itself
    inputs, single = spread.variances(share)
    luck = luck_of(inputs, single)
    if not told_apart(inputs, single):
        return Indices(luck, False, {}, {})
    s1, st = (share @ terms / inputs[:, None] for terms in (first, total))
    pairs: dict[tuple[int, int], Figure] = {}
    if second_order:
        for j in range(units):
            for k in range(j + 1, units):
                together = share @ (crossed(ba[..., j], ab[..., k]) - crossed(a, b)) / inputs
                pair = together - s1[:, j] - s1[:, k]
                one = figures(pair[:1], pair[1:, None])[0]
                pairs[j, k] = among(one, pair[1:], (units - 1) * (units - 2) // 2)  # without the dummy's
    columns = {"S1": figures(s1[0], s1[1:]), "ST": figures(st[0], st[1:])}
    return Indices(luck, True, columns, pairs, lowest(columns["ST"], st[1:]), s1[1:])


def lowest(found: list[Figure], resampled: np.ndarray) -> list[float]:
    """Lower ends of all units but the dummy at once, so that of many inputs that do nothing none is told."""
    return [among(f, resampled[:, k], len(found) - 1).lo for k, f in enumerate(found)]


def luck_of(inputs: np.ndarray, single: np.ndarray) -> Figure:
    """Luck's share of the variance of single runs; the first entry is the design, the rest resamples."""
    luck = np.divide(single - inputs, single, out=np.zeros_like(single), where=single > 0.0)
    luck = np.clip(luck, 0.0, 1.0)
    return figures(luck[:1], luck[1:, None])[0]


def told_apart(inputs: np.ndarray, single: np.ndarray) -> bool:
    """Whether the variance that inputs make is above 0 for sure, beyond the rounding of computers."""
    tiny = 1e-20 * max(float(np.max(single)), 1e-300)
    return bool(np.quantile(inputs[1:], 0.05) > tiny and inputs[0] > tiny)
