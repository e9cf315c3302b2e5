"""How common each barrier is: the measurement of `inroads barriers`, over districts and months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.compare import Progress, on_all_cores
from sim.barriers import BARRIERS, districts_behind, faced, hours_a_client
from sim.model import District
from sim.outcomes import distance_group
from sim.scenario import Scenario
from sim.statuses import DISABILITY_PENSION, OUT_OF_CONTACT

MONTHS = (0, 12, 24, 60)
GROUPS = {
    "all": "everybody",
    "young": "below 30",
    "immigrants": "born abroad",
    "seniors": "55 or more",
    "health": "limited by health",
    "near": "0-1 barriers at the start",
    "mid": "2-3",
    "far": "4 or more",
}


@dataclass(frozen=True)
class Prevalence:
    """Shares (months, barriers, groups), NaN where they cannot be said, and the people in them."""

    months: tuple[int, ...]
    shares: np.ndarray
    people: np.ndarray

    def share(self, code: str, month: int, group: str = "all") -> float:
        """Share of a group that faces a barrier in a month, 0 to 1."""
        row = [barrier.code for barrier in BARRIERS].index(code)
        return float(self.shares[self.months.index(month), row, list(GROUPS).index(group)])


def months_within(months: int) -> tuple[int, ...]:
    """The months that are shown: 0, 12, 24 and 60, or the last where that comes earlier."""
    shown = [month for month in MONTHS if month <= months]
    return tuple(shown if len(shown) > 1 else sorted({*shown, months}))


def groups_of(district: District) -> np.ndarray:
    """Who belongs to which group, as they are at the start: bool (groups, rows)."""
    column = district.people.arrays
    distance = distance_group(column["barriers_at_start"])
    marks = [np.ones(len(distance), bool)]
    marks += [column[name] == 1 for name in ("young", "immigrant", "senior", "limited")]
    return np.stack([*marks, *(distance == group for group in range(3))])


def counted(district: District) -> np.ndarray:
    """Whose barriers count: people who were there at the start and have neither moved away nor
    retired nor got a disability pension."""
    column = district.people.arrays
    status = column["status"]
    at_large = (status < DISABILITY_PENSION) | (status == OUT_OF_CONTACT)
    return (column["active"] == 1) & (column["cohort"] == 1) & at_large


def prevalence(scenario: Scenario, seeds: Sequence[int], progress: Progress | None = None) -> Prevalence:
    """How common every barrier is among the people of some districts, one for each seed."""
    months = months_within(scenario["district.months"])

    def one(seed: int):
        district = District(scenario, rng=seed, keep_lives=False)
        groups = groups_of(district)
        facing, people, hours = [], [], []
        for month in range(max(months) + 1):
            if month:
                district.step()
            if month not in months:
                continue
            members = groups & counted(district)
            found = faced(district)
            nobody_can_say = np.full(len(GROUPS), np.nan)
            facing.append([
                nobody_can_say if found[b.code] is None else members @ found[b.code] for b in BARRIERS
            ])  # fmt: skip
            people.append(members.sum(axis=1))
            hours.append(hours_a_client(district) if month else np.nan)
        return np.array(facing), np.array(people), np.array(hours)

    facing, people, hours = map(np.stack, zip(*on_all_cores(one, seeds, progress=progress), strict=True))
    if len(seeds) > 1:
        _compare_districts(scenario, facing, people, hours)
    total = people.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Prevalence(months, facing.sum(axis=0) / total[:, None, :], total)


def _compare_districts(scenario: Scenario, facing, people, hours) -> None:
    """Fill in what only several districts together can say."""
    behind_by = scenario["world.barriers.district_behind"]
    for row, barrier in enumerate(BARRIERS):
        if barrier.faces is not None:
            continue
        for month in range(facing.shape[1]):
            if np.isfinite(hours[:, month]).any():
                behind = districts_behind(hours[:, month], behind_by)
                facing[:, month, row] = people[:, month] * behind[:, None]
