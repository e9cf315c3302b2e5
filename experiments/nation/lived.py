"""A nation's results as arrays: a district a row, a kept month a column, an array an outcome and arm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.designs.experiment import BASELINE, POLICY, SCENARIO, TWO_ARMS
from experiments.store import layout
from experiments.store.results import Results
from sim.errors import InputError
from sim.outcomes import BY_NAME
from sim.scenario import show_path

DIFFERENCE = "difference"
MOVES_AWAY = "world.people.move_away"


@dataclass(frozen=True)
class Lived:
    """What the districts of a nation lived through.

    districts: a row each: country, district, people, stands_for, of, office, practice, and every address
    that differs; months, outcomes: those that were kept; first, second: by arm, float64 (districts, months,
    outcomes), the second life missing (NaN) where there was none; remaining: share of the people at the
    start who have not moved away, (districts, months); money: currency of each country; names: of countries.
    """

    districts: pd.DataFrame
    months: tuple[int, ...]
    outcomes: tuple[str, ...]
    arms: tuple[str, ...]
    first: Mapping[str, np.ndarray]
    second: Mapping[str, np.ndarray]
    remaining: np.ndarray
    money: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def paired(self) -> bool:
        """Whether every district was lived without and with a policy."""
        return self.arms == TWO_ARMS

    @property
    def base(self) -> str:
        """The arm of today's policy."""
        return self.arms[0]

    @property
    def whole(self) -> bool:
        """Whether every district of the nation was lived."""
        return bool((self.districts["of"] == 1).all())

    def column(self, month: int) -> int:
        """Where a month stands. Raises InputError for one that was not kept."""
        if month not in self.months:
            kept = ", ".join(map(str, self.months))
            raise InputError(f"Month {month} of this nation was not kept; it has {kept}.")
        return self.months.index(month)

    def values(self, what: str, outcome: str, month: int, life: int = 0) -> np.ndarray:
        """An outcome in every district: of an arm, or the difference between both; float64 (districts,)."""
        return self.block(what, life)[:, self.column(month), self.outcomes.index(outcome)]

    def block(self, what: str, life: int = 0) -> np.ndarray:
        """All outcomes of an arm, or the differences between both; float64 (districts, months, outcomes)."""
        found = self.second if life else self.first
        return found[POLICY] - found[BASELINE] if what == DIFFERENCE else found[what]

    def what(self) -> tuple[str, ...]:
        """What is reported: the arms, and their difference where there are two."""
        return (*self.arms, DIFFERENCE) if self.paired else self.arms

    def only(self, country: str) -> np.ndarray:
        """Which rows are of a country."""
        return (self.districts["country"] == country).to_numpy()


def is_money(outcome: str) -> bool:
    """Whether an outcome is counted in a country's money."""
    return BY_NAME[outcome].unit.startswith("kroner")


def of_results(results: Results) -> Lived:
    """A nation's results. Raises InputError for what is no nation, or is not finished."""
    where = show_path(results.folder)
    if results.kind != "nation":
        raise InputError(f"{where} holds no nation but another experiment; 'inroads results' reads it.")
    if results.done < results.total:
        failed = f", and {results.failed:,} failed" if results.failed else ""
        raise InputError(
            f"{where} holds {results.done:,} of {results.total:,} runs of its nation{failed}; totals need "
            "all of them: give the same command again and it goes on."
        )
    experiment = layout.read(results.folder)
    design = experiment.more
    table = pd.DataFrame(design["districts"])
    outcomes, months = experiment.keep.outcomes, experiment.keep.months
    values = results.outcomes().set_index("run")[list(outcomes)]
    if len(values) != results.total * len(months):
        names = ", ".join(one.file for one in results.problems[:3])
        raise InputError(f"{where} has damaged files ({names}); 'inroads results' says what can be done.")
    flat = values.to_numpy().reshape(results.total, len(months), len(outcomes))
    runs = results.runs.sort_values("run")
    life = runs.groupby(["point", "arm"]).cumcount().to_numpy()
    lives: list[dict[str, np.ndarray]] = []
    for number in (0, 1):
        by_arm = {}
        for arm in results.arms:
            block = np.full((len(table), len(months), len(outcomes)), np.nan)
            rows = ((runs["arm"] == arm) & (life == number)).to_numpy()
            block[runs["point"].to_numpy()[rows]] = flat[rows]
            by_arm[arm] = block
        lives.append(by_arm)
    worlds = experiment.scenarios or {table["country"][0]: experiment.scenario}
    away = np.array([worlds[key][MOVES_AWAY] for key in table["country"]])
    addresses = experiment.points.drop(columns=[SCENARIO], errors="ignore")
    return Lived(
        pd.concat([table, addresses], axis=1), months, outcomes, results.arms, *lives,
        (1.0 - away[:, None]) ** np.array(months)[None, :],
        {key: world["district.currency"] for key, world in worlds.items()}, design["names"],
    )  # fmt: skip
