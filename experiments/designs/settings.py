"""What an experiment file says of seeds, parameter sets and of what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from experiments.designs.experiment import GROUPS, Keep
from experiments.posterior import CHOICES
from sim.errors import InputError
from sim.outcomes import NAMES
from sim.scenario import Scenario, nearest, show

MOST_SEEDS = 100_000
LARGEST_SEED = 2**53


def parameters_of(settings: Mapping[str, Any], where: str) -> str:
    """'best' or 'posterior'. Raises InputError."""
    asked = settings.get("parameters", "best")
    if asked not in CHOICES:
        raise InputError(f"parameters in {where} is {show(asked)}, but must be one of {', '.join(CHOICES)}.")
    return asked


def seeds_of(settings: Mapping[str, Any], where: str) -> tuple[int, ...]:
    """The seeds of every point: so many from 1 on, or those that are listed. Raises InputError."""
    asked = settings.get("seeds", 4)
    numbers = list(range(1, asked + 1)) if type(asked) is int and 1 <= asked <= MOST_SEEDS else asked
    fits = isinstance(numbers, list) and 0 < len(numbers) <= MOST_SEEDS
    if not fits or not all(type(n) is int and 1 <= n <= LARGEST_SEED for n in numbers):
        raise InputError(
            f"seeds in {where} is {show(asked)}, but must be how many (1 to {MOST_SEEDS:,}) or a list of "
            "whole numbers from 1 to 2^53."
        )
    if len(set(numbers)) < len(numbers):
        twice = next(number for place, number in enumerate(numbers) if number in numbers[:place])
        raise InputError(f"seeds in {where} has {twice} twice, and the runs would be the same; keep one.")
    return tuple(numbers)


def keep_of(table: Mapping[str, Any], base: Scenario, where: str) -> Keep:
    """What is kept of a run: everything, where nothing is said. Raises InputError."""
    outcomes, last = table.get("outcomes", list(NAMES)), base["district.months"]
    if not isinstance(outcomes, list) or not outcomes or not all(isinstance(o, str) for o in outcomes):
        raise InputError(
            f"keep.outcomes in {where} is {show(outcomes)}, but must be a list of outcomes, as in "
            f'["{NAMES[0]}"].'
        )
    for one in outcomes:
        if one not in NAMES:
            raise InputError(
                f"keep.outcomes in {where} names {show(one)}, but the outcomes are {', '.join(NAMES)}."
                f"{nearest(one, NAMES)}"
            )
    months = table.get("months", "all")
    months = list(range(last + 1)) if months == "all" else months
    fits = isinstance(months, list) and months and all(type(m) is int and 0 <= m <= last for m in months)
    if not fits:
        raise InputError(
            f'keep.months in {where} is {show(months)}, but must be "all" or a list of months from '
            f"0 to {last}."
        )
    groups = table.get("groups", False)
    if not isinstance(groups, bool):
        raise InputError(f"keep.groups in {where} is {show(groups)}, but must be true or false.")
    kept = GROUPS if groups else GROUPS[:1]
    return Keep(tuple(dict.fromkeys(outcomes)), tuple(sorted(set(months))), kept)
