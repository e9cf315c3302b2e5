"""The points of an experiment: every combination, a list, or a sample of the space."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import qmc

from experiments.designs import keys
from experiments.designs.experiment import Experiment, arms_of, plan_runs
from experiments.designs.factors import Factor, Levels, Range, rounded
from experiments.designs.file import ExperimentFile
from experiments.designs.settings import LARGEST_SEED
from sim.errors import InputError
from sim.scenario import check, declarations, show, show_path

MOST_POINTS = 1_000_000
MOST_RUNS = 5_000_000
POINTS, SEED = 128, 1


def experiment_of(file: ExperimentFile, kind: str = "grid") -> Experiment:
    """The experiment that a file asks for. Raises InputError where its design cannot be made."""
    points = points_of(file)
    runs = plan_runs(len(points), file.seeds, arms_of(file.what_if, points), file.parameters)
    design = {
        **file.design, **_chosen(file.design), "factors": described(file.factors),
        "parameters": file.parameters,
    }  # fmt: skip
    return Experiment(
        kind, file.name, file.about, file.scenario, file.what_if, points, runs, file.keep, design,
        file.scenarios, file.what_ifs, file.text,
    )  # fmt: skip


def described(factors: Mapping[str, Factor]) -> dict[str, Any]:
    """What was varied and between which ends, for a manifest."""
    return {
        address: [factor.low, factor.high] if isinstance(factor, Range) else list(factor.values)
        for address, factor in factors.items()
    }


def how_many(file: ExperimentFile) -> int:
    """The number of points. Raises InputError where the design does not say it rightly."""
    kind, where = file.design["kind"], show_path(file.path)
    takes = keys.OF_KIND.get(kind, ("kind",))
    for key in file.design:
        if key not in takes:
            raise InputError(
                f"design.{key} in {where} has no meaning in a design of kind {kind}; leave it out, or use "
                f"{' or '.join(k for k in keys.KINDS if key in keys.OF_KIND.get(k, ()))}."
            )
    if kind in ("list", "csv"):
        return len(file.rows)
    if not file.factors:
        raise InputError(
            f"{where} varies nothing: name what is varied under [factors]; for two worlds alone there is "
            "'inroads compare'."
        )
    if kind == "grid":
        for address, factor in file.factors.items():
            if isinstance(factor, Range):
                raise InputError(
                    f"{address} in {where} is a range, but a grid needs levels: say how many steps, as in "
                    f"{{ from = {factor.low:g}, to = {factor.high:g}, steps = 5 }}, or make design.kind "
                    "latin or sobol."
                )
        return math.prod(len(factor.values) for factor in file.factors.values())
    return _sample_size(kind, file.design, where)


def _chosen(design: Mapping[str, Any]) -> dict[str, int]:
    """What a sample was made from, said or not."""
    if design["kind"] not in ("latin", "sobol"):
        return {}
    return {"points": design.get("points", POINTS), "seed": design.get("seed", SEED)}


def _sample_size(kind: str, design: Mapping[str, Any], where: str) -> int:
    chosen = _chosen(design)
    points, seed = chosen["points"], chosen["seed"]
    if type(seed) is not int or not 1 <= seed <= LARGEST_SEED:
        raise InputError(
            f"design.seed in {where} is {show(seed)}, but must be a whole number from 1 to 2^53."
        )
    if type(points) is not int or not 1 <= points <= MOST_POINTS:
        raise InputError(
            f"design.points in {where} is {show(points)}, but must be a whole number from 1 to "
            f"{MOST_POINTS:,}."
        )
    if kind == "sobol" and points & (points - 1):
        below = 2 ** (points.bit_length() - 1)
        raise InputError(
            f"design.points in {where} is {points}, but a Sobol' sequence is even only with a power of "
            f"two; take {below} or {2 * below}."
        )
    return points


def _check_size(points: int, file: ExperimentFile) -> None:
    """Refuse what no machine would finish, before any of it is made."""
    where = show_path(file.path)
    columns = [*file.factors, *(file.rows[0] if file.rows else ())]
    runs_each = len(file.seeds) * len(arms_of(file.what_if, columns))
    if points > MOST_POINTS:
        raise InputError(
            f"{where} makes {points:,} points, but {MOST_POINTS:,} are the most; leave out factors or "
            "levels, or sample them with design.kind latin or sobol."
        )
    if points * runs_each > MOST_RUNS:
        raise InputError(
            f"{where} makes {points * runs_each:,} runs ({points:,} points, each {runs_each:,} times), but "
            f"{MOST_RUNS:,} are the most; ask for fewer points or seeds."
        )


def points_of(file: ExperimentFile) -> pd.DataFrame:
    """A row a point, a column a factor. Raises InputError where the design cannot be made."""
    kind = file.design["kind"]
    _check_size(how_many(file), file)
    if kind == "grid":
        levels = [factor.values for factor in file.factors.values()]
        return _frame(list(file.factors), list(itertools.product(*levels)))
    if kind in ("list", "csv"):
        return _frame(list(file.rows[0]), [tuple(row.values()) for row in file.rows])
    points = sampled(file.factors, unit_points(kind, len(file.factors), file.design))
    different = len(points) - int(points.duplicated().sum())
    if different < len(points):
        raise InputError(
            f"design.points in {show_path(file.path)} is {len(points):,}, but only {different:,} of these "
            "points are different, and the others would be the same runs again; take fewer points or wider "
            'ranges, or, where all is levels, design.kind = "grid", which has every combination once.'
        )
    return points


def _frame(columns: list[str], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}
    )


def unit_points(kind: str, columns: int, design: Mapping[str, Any]) -> np.ndarray:
    """Points of the unit cube, float64 (points, columns)."""
    wanted, seed = design.get("points", POINTS), design.get("seed", SEED)
    sampler = qmc.LatinHypercube if kind == "latin" else qmc.Sobol
    return sampler(columns, rng=np.random.default_rng(seed)).random(wanted)


def sampled(factors: Mapping[str, Factor], places: np.ndarray) -> pd.DataFrame:
    """Points of the unit cube as values of the factors."""
    return pd.DataFrame(
        {
            address: [value_at(address, factor, place) for place in column]
            for (address, factor), column in zip(factors.items(), places.T.tolist(), strict=True)
        }
    )


def value_at(address: str, factor: Factor, place: float) -> Any:
    """The value of a factor at a place between 0 and 1."""
    if isinstance(factor, Levels):
        return factor.values[min(int(place * len(factor.values)), len(factor.values) - 1)]
    parameter = declarations()[address].parameter
    if parameter.unit.whole:  # every whole number equally often, the ends too
        number = math.floor(factor.low + place * (factor.high - factor.low + 1))
        return check(address, min(number, int(factor.high)))
    value = factor.low + place * (factor.high - factor.low)
    return check(address, rounded(value, parameter, factor.low, factor.high))
