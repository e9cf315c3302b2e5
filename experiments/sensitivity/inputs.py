"""An input: one thing that varies, and what each place between 0 and 1 stands for.

Numbers with a range vary evenly over it; whole numbers, yes or no, choices, plans and whole scenarios are
levels, each equally likely. `parameters` is the number of a posterior set: everything that is not known
about the world as one input, because its parts depend on each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs.experiment import PARAMETERS, SCENARIO, WHAT_IF
from experiments.designs.words import label_of
from sim.scenario import declarations

DUMMY = "dummy"
LABELS = {
    PARAMETERS: "What is not known about the world (posterior)",
    SCENARIO: "The whole scenario",
    WHAT_IF: "The policy as a whole",
    DUMMY: "Dummy (changes nothing)",
}
NEARLY = 1e-9  # so that 3 * (1/3) counts as 1 on every computer


@dataclass(frozen=True)
class Input:
    """One varied thing: a range from low to high, or levels.

    address: of a lever or an assumption, or one of PARAMETERS, SCENARIO, WHAT_IF, DUMMY; ordered: whether the
    levels have an order, so that up and down mean something.
    """

    address: str
    low: float = 0.0
    high: float = 1.0
    whole: bool = False
    levels: tuple[Any, ...] = ()
    ordered: bool = True

    @property
    def count(self) -> int | None:
        """How many different values there are; None for a continuous range."""
        if self.levels:
            return len(self.levels)
        return int(self.high) - int(self.low) + 1 if self.whole else None

    @property
    def label(self) -> str:
        """Plain words for it."""
        return LABELS.get(self.address) or label_of(self.address)

    @property
    def unit(self) -> str:
        """What its numbers count."""
        known = declarations().get(self.address)
        return known.parameter.unit.name if known else ""

    def steps(self, places: np.ndarray) -> np.ndarray:
        """The number of the value at each place from 0 to 1, for one with levels."""
        return np.minimum((places * self.count + NEARLY).astype(np.int64), self.count - 1)

    def values(self, places: np.ndarray) -> list[Any]:
        """The value at each place from 0 to 1."""
        if self.count is None:
            return [float(one) for one in self.low + places * (self.high - self.low)]
        steps = self.steps(places)
        if self.levels:
            return [self.levels[step] for step in steps]
        return [int(self.low) + int(step) for step in steps]

    def along(self, places: np.ndarray) -> np.ndarray:
        """How far along its own range the value at each place lies, 0 to 1.

        Levels in no order are as far from each other as can be: see ``moves``.
        """
        if self.count is None:
            return places
        return self.steps(places) / max(self.count - 1, 1)

    def moves(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """By how much of its range a step from one place to another moves it, with sign; 0 for not at all."""
        moved = self.along(end) - self.along(start)
        return moved if self.ordered else np.where(moved == 0.0, 0.0, 1.0)

    def as_dict(self) -> dict[str, Any]:
        """What it is as plain data, without words: they may change, and old results stay readable."""
        if self.address == PARAMETERS:
            more: dict[str, Any] = {"kind": "posterior sets", "count": self.count}
        elif self.levels:
            more = {"kind": "levels", "levels": list(self.levels), "ordered": self.ordered}
        else:
            more = {"kind": "whole numbers" if self.whole else "range", "from": self.low, "to": self.high}
        return {"name": self.address, **more}

    def in_words(self) -> dict[str, Any]:
        """Plain data with label and unit, as it stands in an analysis."""
        return {"name": self.address, "label": self.label, "unit": self.unit, **self.as_dict()}


DUMMY_INPUT = Input(DUMMY)


@dataclass(frozen=True)
class Space:
    """The inputs of an analysis in units that vary together: single inputs, or named groups of them.

    The dummy is not among them; it is a unit of its own, after the last.
    """

    inputs: tuple[Input, ...]
    groups: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """Of units, in order: a group stands where its first input does. The dummy is last."""
        found = dict.fromkeys(self.group_of(one.address) for one in self.inputs)
        return (*found, DUMMY)

    @property
    def labels(self) -> tuple[str, ...]:
        """Plain words for the units."""
        own = {one.address: one.label for one in (*self.inputs, DUMMY_INPUT)}
        return tuple(own.get(name, name) for name in self.names)

    @property
    def columns(self) -> tuple[Input, ...]:
        """The inputs and, last, the dummy."""
        return (*self.inputs, DUMMY_INPUT)

    @property
    def units(self) -> tuple[int, ...]:
        """The number of its unit for each column."""
        place = {name: k for k, name in enumerate(self.names)}
        return tuple(place[self.group_of(one.address)] for one in self.columns)

    def group_of(self, address: str) -> str:
        """The group that an input is in, or else its own name."""
        return next((name for name, members in self.groups.items() if address in members), address)

    def points(self, places: np.ndarray) -> pd.DataFrame:
        """What each row of places, (rows, columns), stands for; the dummy has no column."""
        return pd.DataFrame(
            {one.address: pd.Series(one.values(places[:, k])) for k, one in enumerate(self.inputs)}
        )
