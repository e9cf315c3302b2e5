"""What a stylised fact claims: a figure with its interval, and the bounds it must keep to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.quantiles import reach
from sim.scenario import Scenario

Seeds = Sequence[int]


@dataclass(frozen=True)
class Measured:
    """A figure over all seeds, with the 90% interval of its mean."""

    value: float
    lo: float
    hi: float

    @classmethod
    def around(cls, value: float, error: float, observations: float = math.inf) -> Measured:
        """From a figure, its standard error, and how many observations (seeds) told that error."""
        half = reach(error, observations)
        return cls(float(value), float(value - half), float(value + half))

    @classmethod
    def of(cls, values: np.ndarray) -> Measured:
        """From one value a seed."""
        values = np.asarray(values, float)
        return cls.around(values.mean(), values.std(ddof=1) / math.sqrt(len(values)), len(values))


def pooled(figure: Callable[..., float], *counts: np.ndarray) -> Measured:
    """A figure made from sums over all seeds, such as a ratio, with its jackknife interval.

    counts: arrays with one row a seed; ``figure`` takes their sums. Where a sum is nought there is
    no figure: NaN, and no claim about it is met.
    """
    sums = [np.asarray(column, float).sum(axis=0) for column in counts]
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = float(figure(*sums))
        without = np.array(
            [
                figure(*(total - np.asarray(column, float)[left_out]
                         for total, column in zip(sums, counts, strict=True)))
                for left_out in range(len(counts[0]))
            ],
            float,
        )  # fmt: skip
    n = len(without)
    error = math.sqrt((n - 1) / n * float(np.sum((without - without.mean()) ** 2)))
    return Measured.around(whole, error, n)


@dataclass(frozen=True)
class Claim:
    """One inequality of a fact.

    key: its name in the list of claims not met; says: the claim in words; measure: the figure in a
    world with some seeds; at_least, at_most: what the whole 90% interval must keep to; strictly:
    the bounds themselves are outside; includes: what must lie within the interval instead.
    """

    key: str
    says: str
    measure: Callable[[Scenario, Seeds], Measured]
    at_least: float = -math.inf
    at_most: float = math.inf
    strictly: bool = False
    includes: float | None = None

    def met_by(self, found: Measured) -> bool:
        """Whether the whole interval keeps to the bounds. NaN keeps to none."""
        if self.includes is not None:
            return found.lo <= self.includes <= found.hi
        if self.strictly:
            return self.at_least < found.lo and found.hi < self.at_most
        return self.at_least <= found.lo and found.hi <= self.at_most

    def refuted_by(self, found: Measured) -> bool:
        """Whether the figure itself, not just its interval, is on the wrong side."""
        if self.includes is not None:
            return not self.met_by(found)
        if self.strictly:
            return not self.at_least < found.value < self.at_most
        return not self.at_least <= found.value <= self.at_most

    @property
    def demanded(self) -> str:
        """The bounds in words."""
        if self.includes is not None:
            return f"includes {self.includes:g}"
        least, most = (f"{bound:.3g}" for bound in (self.at_least, self.at_most))
        if math.isinf(self.at_least):
            return f"{'below' if self.strictly else 'at most'} {most}"
        if math.isinf(self.at_most):
            return f"{'above' if self.strictly else 'at least'} {least}"
        return f"{least} to {most}"


@dataclass(frozen=True)
class Control:
    """A changed world in which a claim must fail, to show that it can: says what is changed."""

    says: str
    claim: str
    changes: Mapping[str, object]


@dataclass(frozen=True)
class Fact:
    """One stylised fact of the register: its claims, how it is read here, and its controls."""

    number: int
    title: str
    sources: str
    reading: str
    claims: tuple[Claim, ...]
    controls: tuple[Control, ...] = ()

    def claim(self, key: str) -> Claim:
        """The claim of that key."""
        return next(claim for claim in self.claims if claim.key == key)


@dataclass(frozen=True)
class ClaimResult:
    """A claim and what was measured."""

    fact: int
    claim: Claim
    found: Measured

    @property
    def name(self) -> str:
        """Fact and key: how the list of claims not met knows it."""
        return f"{self.fact} {self.claim.key}"

    @property
    def met(self) -> bool:
        """Whether the whole interval keeps to the bounds."""
        return self.claim.met_by(self.found)


@dataclass(frozen=True)
class FactResult:
    """A fact with all its claims measured."""

    fact: Fact
    claims: tuple[ClaimResult, ...]

    @property
    def met(self) -> bool:
        """Whether every claim is met."""
        return all(result.met for result in self.claims)
