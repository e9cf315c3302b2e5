"""The points of an experiment: every combination, a list, or a sample of the space."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from experiments.designs.experiment import ONE_ARM, TWO_ARMS, Experiment, plan_runs
from experiments.designs.file import ExperimentFile, Factor, Levels, Range
from sim.errors import InputError
from sim.scenario import check, declarations, show_path


def experiment_of(file: ExperimentFile, kind: str = "grid") -> Experiment:
    """The experiment that a file asks for. Raises InputError where its design cannot be made."""
    points = points_of(file)
    arms = TWO_ARMS if file.what_if else ONE_ARM
    runs = plan_runs(len(points), file.seeds, arms, file.parameters)
    design = {**file.design, "factors": described(file.factors), "parameters": file.parameters}
    return Experiment(
        kind, file.name, file.about, file.scenario, file.what_if, points, runs, file.keep, design,
        file.scenarios,
    )  # fmt: skip


def described(factors: Mapping[str, Factor]) -> dict[str, Any]:
    """What was varied and between which ends, for a manifest."""
    return {
        address: [factor.low, factor.high] if isinstance(factor, Range) else list(factor.values)
        for address, factor in factors.items()
    }


def points_of(file: ExperimentFile) -> pd.DataFrame:
    """A row a point, a column a factor."""
    kind, where = file.design.get("kind", "grid"), show_path(file.path)
    if kind == "grid":
        for address, factor in file.factors.items():
            if isinstance(factor, Range):
                raise InputError(
                    f"{address} in {where} is a range, but a grid needs levels: say how many steps, as in "
                    f"{{ from = {factor.low:g}, to = {factor.high:g}, steps = 5 }}."
                )
        levels = [factor.values for factor in file.factors.values()]
        return pd.DataFrame(list(itertools.product(*levels)), columns=list(file.factors))
    if kind == "list":
        return pd.DataFrame([dict(row) for row in file.rows])
    if kind in ("latin", "sobol"):
        return sampled(file.factors, unit_points(kind, len(file.factors), file.design))
    raise InputError(f"design.kind in {where} is {kind!r}, but must be grid, list, latin, sobol or csv.")


def unit_points(kind: str, columns: int, design: Mapping[str, Any]) -> np.ndarray:
    """Points of the unit cube, float64 (points, columns)."""
    wanted, seed = design.get("points", 128), design.get("seed", 1)
    sampler = qmc.LatinHypercube if kind == "latin" else qmc.Sobol
    return sampler(columns, rng=np.random.default_rng(seed)).random(wanted)


def sampled(factors: Mapping[str, Factor], places: np.ndarray) -> pd.DataFrame:
    """Points of the unit cube as values of the factors."""
    return pd.DataFrame(
        {
            address: [value_at(address, factor, place) for place in column]
            for (address, factor), column in zip(factors.items(), places.T, strict=True)
        }
    )


def value_at(address: str, factor: Factor, place: float) -> Any:
    """The value of a factor at a place between 0 and 1."""
    if isinstance(factor, Levels):
        return factor.values[min(int(place * len(factor.values)), len(factor.values) - 1)]
    whole = declarations()[address].parameter.unit.whole
    value = factor.low + float(place) * (factor.high - factor.low)
    return check(address, round(value) if whole else value)
