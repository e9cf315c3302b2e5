"""An experiment: a planned set of runs, and the world that each of them lives in.

A grid, a sensitivity analysis and a nation are all experiments: points, each lived with some seeds, in
one arm or in two. What they differ in is how their points were chosen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from experiments import posterior
from experiments.files import GROUPS
from experiments.manifest import hashed, model_version
from sim.outcomes import NAMES
from sim.scenario import Scenario

# Columns of the points that are no address: a whole scenario, a whole policy, the number of a parameter set.
SCENARIO, WHAT_IF, PARAMETERS = "scenario", "what_if", "parameters"
SPECIAL = (SCENARIO, WHAT_IF, PARAMETERS)
ONE_ARM = ("scenario",)
BASELINE, POLICY = "baseline", "policy"
TWO_ARMS = (BASELINE, POLICY)
SIZES = ("district.people", "district.months")


@dataclass(frozen=True)
class Keep:
    """What is kept of a run: outcomes by name, months (0 is the start), groups of people."""

    outcomes: tuple[str, ...] = NAMES
    months: tuple[int, ...] = ()
    groups: tuple[str, ...] = GROUPS[:1]


@dataclass(frozen=True)
class Experiment:
    """A planned set of runs.

    kind: 'grid', 'sensitivity' or 'nation'; scenario: what every run starts from, sizes included;
    what_if: changes of the policy's arm (empty: one arm); points: a row a point, a column a varied
    address, or 'scenario', 'what_if' or 'parameters'; runs: columns run, point, arm, seed, set (missing where
    a run has what is best known); keep: what is kept of a run; more: how the points were chosen, for the
    manifest; scenarios: the whole scenarios that the points name; what_ifs: the changes of the policies that
    the points name, in place of ``what_if``; text: the file that said all this, if one did.
    """

    kind: str
    name: str
    about: Mapping[str, str]
    scenario: Scenario
    what_if: Mapping[str, Any]
    points: pd.DataFrame
    runs: pd.DataFrame
    keep: Keep
    more: Mapping[str, Any] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    what_ifs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    text: str = ""

    @property
    def arms(self) -> tuple[str, ...]:
        """The worlds in which every point is lived."""
        return arms_of(self.what_if, self.points)

    @cached_property
    def _columns(self) -> dict[str, Any]:
        """The points by column: there may be many, and a worker asks for few of them."""
        return {
            name: column.to_numpy() if isinstance(column.dtype, np.dtype) else column.tolist()
            for name, column in self.points.items()
        }

    def row(self, point: int) -> dict[str, Any]:
        """What a point says: {address: value}, in plain Python types."""
        found = ((name, column[point]) for name, column in self._columns.items())
        return {name: getattr(value, "item", lambda v=value: v)() for name, value in found}

    def world(self, point: int, arm: str, set: int | None = None) -> Scenario:
        """The scenario that a run lives; both arms of a point differ in what the policy changes only.

        Raises InputError for a point that the model cannot live.
        """
        row = self.row(point)
        whole, number = row.pop(SCENARIO, None), row.pop(PARAMETERS, set)
        changes = self._changes(row.pop(WHAT_IF, None))
        base = self.scenario if whole is None else self.scenarios[whole]
        baseline = base.set(row)
        policy = baseline.set(changes) if changes else baseline
        world = policy if arm == POLICY else baseline
        if number is None:
            return world
        return posterior.with_set(world, int(number), posterior.settled(baseline, policy))

    def with_ids(self) -> pd.DataFrame:
        """The runs with the identity of each: a hash of everything that its result depends on."""
        return self.runs.assign(id=self._ids)

    @cached_property
    def _ids(self) -> list[str]:
        """Worked out once: of a million runs this takes a while."""
        names = zip(self.runs["point"], self.runs["arm"], self.runs["set"], strict=True)
        worlds = {key: None for key in ((int(p), a, None if pd.isna(s) else int(s)) for p, a, s in names)}
        bases = {name: digest(base) for name, base in {"": self.scenario, **self.scenarios}.items()}
        sets: dict[int, str] = {}
        for key in worlds:
            point, arm, number = key
            row = self.row(point)
            whole, number = row.pop(SCENARIO, ""), row.pop(PARAMETERS, number)
            if number is not None and number not in sets:
                sets[number] = _hash(dict(posterior.values_of(int(number))))
            policy = self._changes(row.pop(WHAT_IF, None))
            changes = {**row, **(policy if arm == POLICY else {})}
            # What the policy says, no parameter set may change in the other arm either.
            settled = sorted(policy) if arm == BASELINE else []
            worlds[key] = _hash([bases[whole], changes, settled, sets.get(number)])
        model = model_version()
        return [
            _hash([model, worlds[int(p), a, None if pd.isna(s) else int(s)], int(seed)])
            for p, a, s, seed in self.runs[["point", "arm", "set", "seed"]].itertuples(index=False)
        ]

    def _changes(self, name: str | None) -> Mapping[str, Any]:
        """What a point's policy changes."""
        return self.what_if if name is None else self.what_ifs[name]


def arms_of(what_if: Mapping[str, Any], factors: Iterable[str]) -> tuple[str, ...]:
    """The worlds in which every point is lived: two, where there is a policy to compare with."""
    return TWO_ARMS if what_if or WHAT_IF in factors else ONE_ARM


def plan_runs(
    points: int,
    seeds: Sequence[int],
    arms: Sequence[str],
    parameters: str = "best",
    seeds_of: Callable[[int], Sequence[int]] | None = None,
) -> pd.DataFrame:
    """A row a run, the arms of a point and a seed next to each other.

    seeds_of: the seeds of a point, where points do not all have the same.
    """
    if seeds_of is None:
        seed, point = np.tile(np.array(seeds, np.int64), points), np.repeat(np.arange(points), len(seeds))
    else:
        each = [list(seeds_of(number)) for number in range(points)]
        seed = np.array([one for some in each for one in some], np.int64)
        point = np.repeat(np.arange(points), list(map(len, each)))
    distinct = sorted(set(seed.tolist()))
    sets = dict(zip(distinct, posterior.sets_of(distinct, parameters), strict=True))
    seed, point = np.repeat(seed, len(arms)), np.repeat(point, len(arms))
    return pd.DataFrame(
        {
            "run": np.arange(len(seed), dtype=np.int64),
            "point": point.astype(np.int32),
            "arm": pd.array(np.tile(np.array(arms, object), len(seed) // len(arms)), "str"),
            "seed": seed,
            "set": pd.array([sets[one] for one in seed.tolist()], "Int32"),
        }
    )


def digest(scenario: Scenario) -> str:
    """A hash of what a scenario is: its values, and which of them it says itself."""
    return _hash([dict(scenario.values), sorted(scenario.said)])


def _hash(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashed(text.encode())
