"""The trials that facts 3 and 4 look at, as their files tell them: the control arm is anchored."""

from __future__ import annotations

from functools import cache

import numpy as np

from experiments.facts.claims import Seeds
from experiments.trials.run import TrialResult, simulate
from experiments.trials.trial import CONTROL, read
from sim.scenario import Scenario, load

TREATED = "treated"
# The trial file of each study, and the outcome that is compared.
STUDIES = {
    "B-05": ("bejerholm", "job"), "B-07": ("christensen", "job_or_education"),
    "B-10": ("reme", "job_12"), "B-13": ("seed", "job"), "B-15": ("hellstrom", "job_or_education"),
}  # fmt: skip


@cache
def _simulated(study: str, seeds: tuple[int, ...], changes: tuple) -> TrialResult:
    return simulate(read(STUDIES[study][0]), seeds, changes=dict(changes))


def result(base: Scenario, seeds: Seeds, study: str) -> TrialResult:
    """A trial simulated, in its own country; what the base changes of Denmark's file is changed there too."""
    mine, usual = base.values, load("denmark").values
    changes = tuple((address, value) for address, value in mine.items() if value != usual[address])
    return _simulated(study, tuple(seeds), changes)


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
