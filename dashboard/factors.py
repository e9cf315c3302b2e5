"""What an experiment varied, as a person meets it: label, unit, values in words. No Streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import words_of_grid as words
from dashboard.bundles import bundles
from dashboard.levers import COUNTRIES
from experiments.designs.experiment import PARAMETERS, SCENARIO, SPECIAL, WHAT_IF
from experiments.designs.words import label_of as named
from experiments.store.results import Results
from sim.parameters import SHARE, Parameter
from sim.scenario import declarations

MOST_LEVELS = 30  # an input with more values than this is drawn as a scale and never as cells
LEAST_FILLED = 0.4  # of a grid; of fewer cells a map would be mostly holes
EXACT = ("grid", "list", "csv")  # designs whose points are chosen one by one


@dataclass(frozen=True)
class Factor:
    """Something that was varied: its values in order, and what they are called.

    levels: the values that occur.
    """

    address: str
    label: str
    help: str
    unit: str
    levels: tuple[Any, ...]
    is_number: bool

    def text(self, value: Any) -> str:
        """A value in words: '50%', '1,200', 'yes', 'Norway'."""
        if value is None or value != value:
            return words.NO_VALUE
        parameter = parameter_of(self.address)
        if self.address in (SCENARIO, WHAT_IF):
            return _whole(str(value))
        kind = parameter.unit.kind if parameter is not None else ""
        if kind == "yes_no" or isinstance(value, bool):
            return words.YES if value else words.NO
        if kind == "plan":
            return words.plan(str(value))
        if isinstance(value, str):
            return words.option(value)
        if parameter is not None and parameter.unit == SHARE:
            return f"{self._short(round(100 * value, 6)):,.6g}%"
        return f"{self._short(value):,.10g}"

    def _short(self, value: float) -> float:
        """A value as it is; with digits enough to tell it where values were drawn and not chosen."""
        return value if self._chosen else float(f"{value:.3g}")

    @property
    def _chosen(self) -> bool:
        """Whether somebody typed the levels: there are few, and none has digits that nobody types."""
        fractions = [one for one in self.levels if isinstance(one, float) and not one.is_integer()]
        return len(self.levels) <= MOST_LEVELS and all(one == float(f"{one:.4g}") for one in fractions)

    @property
    def texts(self) -> tuple[str, ...]:
        """All values in words."""
        return tuple(self.text(value) for value in self.levels)

    @property
    def title(self) -> str:
        """Label and unit, for an axis."""
        return (
            self.label if not self.unit or self.unit in self.label.lower() else f"{self.label}, {self.unit}"
        )


def _whole(name: str) -> str:
    """A whole scenario or policy: a country, the title of what is shipped, or the name of a file."""
    shipped = bundles().get(name) if name not in COUNTRIES else None
    return shipped.title if shipped is not None else words.scenario_name(name)


def parameter_of(address: str) -> Parameter | None:
    """How an address is declared; None for a whole scenario, and for what is no longer there."""
    known = declarations().get(address)
    return known.parameter if known is not None else None


def label_of(address: str) -> str:
    """What something that was varied is called."""
    return words.SPECIAL.get(address) or named(address)


def _unit(parameter: Parameter | None, currency: str) -> str:
    if parameter is None or parameter.unit.kind != "number" or parameter.unit.name in words.NO_UNIT:
        return ""
    return parameter.unit.name.replace("kroner", currency)


def _ordered(address: str, values: pd.Series) -> tuple[Any, ...]:
    found = [getattr(value, "item", lambda v=value: v)() for value in values.dropna().unique()]
    parameter = parameter_of(address)
    if parameter is not None and parameter.choices:
        place = {name: number for number, name in enumerate(parameter.choices)}
        return tuple(sorted(found, key=lambda value: place.get(value, len(place))))
    if all(isinstance(value, (int, float)) for value in found):
        return tuple(sorted(found))
    return tuple(found)


def factors_of(results: Results) -> tuple[Factor, ...]:
    """Everything that has more than one value, in the order of the design; parameter sets are luck here."""
    currency = results.manifest["scenario"]["values"].get("district.currency", "kroner")
    found = []
    for address in results.factors:
        levels = _ordered(address, results.design[address])
        if address == PARAMETERS or len(levels) < 2:
            continue
        parameter = parameter_of(address)
        number = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in levels)
        help_ = parameter.help.replace("kroner", currency) if parameter is not None else ""
        unit = _unit(parameter, currency)
        label = words.COUNTRY if address == SCENARIO and set(levels) <= set(COUNTRIES) else label_of(address)
        found.append(Factor(address, label, help_, unit, levels, number))
    return tuple(found)


def is_sample(results: Results, factors: tuple[Factor, ...]) -> bool:
    """Whether the points fill no grid: they are drawn from a space, or are few among all combinations."""
    kind = results.manifest.get("design", {}).get("kind", "grid")
    if results.kind != "grid" or kind not in EXACT or any(len(f.levels) > MOST_LEVELS for f in factors):
        return True
    places = math.prod(len(factor.levels) for factor in factors)
    there = len(results.design[[factor.address for factor in factors]].drop_duplicates()) if factors else 1
    return there < LEAST_FILLED * places


def base_of(results: Results, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of the scenario that a point starts from."""
    name = row.get(SCENARIO)
    whole = results.manifest.get("scenarios", {}).get(name) if isinstance(name, str) else None
    return (whole or results.manifest["scenario"])["values"]


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same but for the last digits."""
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in (one, other))
    if numbers:
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-12)
    return one == other


def todays(results: Results, factors: tuple[Factor, ...]) -> pd.Series:
    """For every point whether all that is varied has the value of the scenario itself (bool).

    Nowhere, where only whole scenarios and policies vary: there each point would be its own.
    """
    own = [factor.address for factor in factors if factor.address not in SPECIAL]
    marks = []
    for row in results.design.to_dict("records"):
        base = base_of(results, row)
        marks.append(bool(own) and all(same(row[address], base.get(address)) for address in own))
    return pd.Series(marks, index=results.design.index, dtype=bool)
