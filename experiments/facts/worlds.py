"""Worlds that facts look at, each simulated once for each seed however many claims ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from experiments.compare import on_all_cores
from experiments.facts.claims import Measured, Seeds
from experiments.trials.worlds import market_around
from sim.model import simulate
from sim.outcomes import NAMES
from sim.scenario import Scenario, load

NEAR, MID, FAR = range(3)
GROUPS = ("near", "mid", "far")

SHARE_OF_MARKET = 0.2  # that people of a study are of the market around them, as trial files say it
# Nobody declines, and nobody in the trial is turned away as too well.
TAKE_PART = {"world.ips.take_up": 1.0, "world.sheltered.take_up": 1.0, "world.regular_hours.take_up": 1.0,
             "policy.ips.from_severity": 0.0, "policy.ips.mental_only": False,
             "policy.sheltered.from_distance": 0.0,
             "world.regular_hours.from_months_out": 0.0}  # fmt: skip

_lived: dict[tuple, Any] = {}


def each(scenario: Scenario, seeds: Seeds, live: Callable[[Scenario, int], Any]) -> list[Any]:
    """What ``live(scenario, seed)`` gives for each seed; lived once and kept."""
    world = (live, tuple(scenario.values.items()))
    missing = [seed for seed in seeds if (world, seed) not in _lived]
    found = on_all_cores(lambda seed: live(scenario, seed), missing)
    _lived.update({(world, seed): one for seed, one in zip(missing, found, strict=True)})
    return [_lived[world, seed] for seed in seeds]


def forget() -> None:
    """Let go of every world that was kept."""
    _lived.clear()


def few_in_a_market(base: Scenario) -> dict[str, Any]:
    """Changes that make the people few among many, as in a trial; nobody comes anew."""
    return {**market_around(base, SHARE_OF_MARKET), "world.people.newcomers": 0.0}


@cache
def told_by(scenario: str) -> dict[str, Any]:
    """What a shipped scenario says otherwise than Denmark's."""
    return {address: new for address, (_, new) in load("denmark").differences(load(scenario)).items()}


def sized(base: Scenario, months: int, people: int, changes: dict | None = None) -> Scenario:
    """The world, so many people for so many months, with some changes."""
    return base.set({"district.people": people, "district.months": months, **(changes or {})})


def _measured(scenario: Scenario, seed: int) -> np.ndarray:
    """Outcomes of everybody, near, mid, far and in focus: (5, months+1, outcomes)."""
    run = simulate(scenario, seed, keep_lives=False)
    return np.stack([run.outcomes, *run.groups, run.focus])


def outcome(scenario: Scenario, seeds: Seeds, name: str, month: int, group: int | None = None) -> np.ndarray:
    """One outcome at one month, one value a seed; of everybody or one distance group."""
    row = 0 if group is None else 1 + group
    return np.array([found[row, month, NAMES.index(name)] for found in each(scenario, seeds, _measured)])


def in_focus(scenario: Scenario, seeds: Seeds, name: str, month: int) -> np.ndarray:
    """One outcome of the people in focus at one month, one value a seed."""
    return np.array([found[4, month, NAMES.index(name)] for found in each(scenario, seeds, _measured)])


def added(
    treated: Scenario, control: Scenario, seeds: Seeds, name: str, month: int, group: int | None = None
) -> Measured:
    """What one world has over another at a month, the same people with the same luck."""
    return Measured.of(
        outcome(treated, seeds, name, month, group) - outcome(control, seeds, name, month, group)
    )


def _lives(scenario: Scenario, seed: int) -> tuple[np.ndarray, np.ndarray]:
    run = simulate(scenario, seed)
    return run.lives, run.group_of


def lives(scenario: Scenario, seeds: Seeds) -> list[tuple[np.ndarray, np.ndarray]]:
    """Everybody's monthly statuses (months+1, people) and distance group, for each seed."""
    return each(scenario, seeds, _lives)
