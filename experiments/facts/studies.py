"""The trials that facts 3, 4 and 6 look at, as their files tell them, anchors and all."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from experiments.facts.claims import Seeds
from experiments.trials.run import TrialResult, simulate
from experiments.trials.trial import CONTROL, read
from experiments.trials.worlds import worlds
from sim.scenario import Scenario, load

TREATED = "treated"
# The trial file of each study, and the outcome that is compared.
STUDIES = {
    "B-05": ("bejerholm", "job"), "B-07": ("christensen", "job_or_education"),
    "B-10": ("reme", "job_12"), "B-13": ("seed", "job"), "B-15": ("hellstrom", "job_or_education"),
    "D-04": ("dahl-hernaes", "job"),
}  # fmt: skip


@cache
def _simulated(study: str, seeds: tuple[int, ...], changes: tuple) -> TrialResult:
    return simulate(read(STUDIES[study][0]), seeds, changes=dict(changes))


def _changed(base: Scenario) -> dict[str, Any]:
    """What the base changes of Denmark's file: a trial is simulated in its own country, changed so too."""
    return {address: new for address, (_, new) in load("denmark").differences(base).items()}


def result(base: Scenario, seeds: Seeds, study: str) -> TrialResult:
    """A trial simulated, its control arm anchored."""
    return _simulated(study, tuple(seeds), tuple(_changed(base).items()))


def plain_arms(base: Scenario, study: str) -> dict[str, Scenario]:
    """The districts of a trial without an anchor."""
    trial = read(STUDIES[study][0])
    assert trial.anchor is None, study
    return worlds(trial, changes=_changed(base))


def sizes(study: str) -> tuple[int, int]:
    """How many people the study had: treated and control."""
    arms = read(STUDIES[study][0]).arms
    return arms[TREATED].n, arms[CONTROL].n


def levels(base: Scenario, seeds: Seeds, study: str) -> np.ndarray:
    """The trial's own outcome: treated and control, (seeds, 2)."""
    found, name = result(base, seeds, study), STUDIES[study][1]
    return np.column_stack([found.level(arm, name) for arm in (TREATED, CONTROL)])


def arm(base: Scenario, seeds: Seeds, study: str, name: str, months: int | None = None) -> Scenario:
    """The district of one arm, with the anchor's shift; for other than the trial's months when given."""
    scenario = result(base, seeds, study).scenarios[name]
    return scenario if months is None else scenario.set({"district.months": months})


def forget() -> None:
    """Let go of every trial that was kept."""
    _simulated.cache_clear()
