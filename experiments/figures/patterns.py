"""Published patterns that are no trials' arms: how people live under today's services.

The figures stand in scenarios/targets.toml; how each is measured, in ``experiments.figures.runs``.
Several are measured in the same runs, so ask for all of them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from experiments.figures.runs import RUNS
from sim.scenario import Scenario

DESCRIPTIVE = 2.0  # an error counts so many times where no study was designed for the figure


@dataclass(frozen=True)
class Pattern:
    """One published figure and how the model is asked for it.

    source: the id of the study; se: standard error, doubled where the figure is descriptive;
    discrepancy: how far off the best model of this kind may be; fitted: calibration aims at it.
    """

    id: str
    source: str
    label: str
    published: float
    se: float
    discrepancy: float
    fitted: bool
    note: str
    unit: str

    def measure(self, scenario: Scenario, seeds: Iterable[int]) -> np.ndarray:
        """Simulated values, one a seed."""
        return simulated(scenario, list(seeds), [self.id])[self.id]


def targets_file() -> dict:
    """Everything in scenarios/targets.toml."""
    text = (resources.files("scenarios") / "targets.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of them, in the order of the file."""
    return tuple(
        Pattern(name, row["source"], row["label"], row["value"],
                row["error"] * (DESCRIPTIVE if row["descriptive"] else 1.0),
                row["discrepancy"], row["fitted"], row["note"], row.get("unit", "share"))
        for name, row in targets_file()["patterns"].items()
    )  # fmt: skip


# Which run measures which pattern, by name.
MEASURED_BY: dict[str, tuple[str, ...]] = {
    "today": ("any work", "full time", "work or education", "ended early", "lasted a year", "sanctioned",
              "new caseworker"),
    "call_backs": ("wheelchair", "foreign name", "long out of work"),
    "free_pass": ("pass led to a job", "soon hired with the pass", "same company with the pass", "pass used",
                  "ordinary work after the pass"),
    "supported": ("first supported job",),
}  # fmt: skip


def simulated(
    scenario: Scenario,
    seeds: Sequence[int] | Mapping[str, Sequence[int]],
    wanted: Iterable[str] | None = None,
) -> dict[str, np.ndarray]:
    """Simulated values of patterns by id, one a seed; of all patterns if not said.

    seeds: the same for all runs, or those of each run by its name (in ``MEASURED_BY``).
    """
    ids = {pattern.id for pattern in patterns()} if wanted is None else set(wanted)
    found: dict[str, list[float]] = {name: [] for name in ids}
    for run in RUNS:
        name = run.__name__
        if ids.isdisjoint(MEASURED_BY[name]):
            continue
        for seed in seeds[name] if isinstance(seeds, Mapping) else seeds:
            for pattern, value in run(scenario, seed).items():
                if pattern in found:
                    found[pattern].append(value)
    return {name: np.array(values) for name, values in found.items()}
