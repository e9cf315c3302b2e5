"""The people as they are drawn, against what is published of them (``scenarios/targets.toml``).

``drawn`` counts a drawn population; ``expected`` works the same shares out exactly, from the table
of chances, which is what the set of solutions is found with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from experiments.compare import Progress
from sim.errors import InputError
from sim.model import District
from sim.population.together import (
    ADDS,
    KINDS,
    OUTCOMES,
    STEPS,
    TEN,
    chances,
    claims,
    shares_of_kinds,
    ten_bits,
)
from sim.scenario import Scenario, profile, read_toml

TARGETS = Path(str(resources.files("scenarios"))) / "targets.toml"
GROUPS = {
    "all": "everybody",
    "young": "below 30",
    "immigrants": "born abroad",
    "seniors": "55 or more",
    "health": "limited by health",
}
NATIVE_YOUNG = "young born in the country"
COUNTS = {"two or more": 2, "four or more": 4}
MOST_PEOPLE = 1_000_000
# What the ten barriers hang on and no study gives: drawn for each solution.
UNMEASURED = tuple(
    f"world.people.{name}" for name in (
        "education_if_limited", "skills", "no_recent_job", "never_worked", "never_worked_if_young",
        "never_worked_if_senior", "care_share",
        "other_income_share", "high_replacement", "few_jobs", "low_contact_share", "young", "seniors",
        "immigrants",
    )
)  # fmt: skip
# Solved, so that the two published counts hold.
SOLVED = ("world.people.just_one", "world.people.four_or_more")


@dataclass(frozen=True)
class Target:
    """One published share: a figure, or a range; see the head of ``scenarios/targets.toml``."""

    id: str
    source: str
    label: str
    low: float
    high: float
    share: str
    among: str
    denominator: str
    status: str
    fitted: bool
    times: float = 1.0
    note: str = ""
    profiles: tuple[str, ...] = ()
    only: bool = False

    @property
    def published(self) -> float | None:
        """The figure, or None for a range."""
        return self.low if self.low == self.high else None

    def error(self, share: float) -> float:
        """How far a share lies from the figure, or outside the range; share minus published."""
        return share - min(max(share, self.low), self.high)


@cache
def targets() -> tuple[Target, ...]:
    """Every published share of people, in the order of the file."""
    found = []
    for name, entry in read_toml(TARGETS)["population"].items():
        entry = dict(entry)
        figure = entry.pop("published", None)
        low, high = (figure, figure) if figure is not None else (entry.pop("low"), entry.pop("high"))
        entry["profiles"] = tuple(entry.get("profiles", ()))
        found.append(Target(id=name, low=low, high=high, **entry))
    return tuple(found)


def targets_of(name: str | None) -> tuple[Target, ...]:
    """What is published of vulnerable people, or of the people of a profile."""
    if name is None:
        return tuple(target for target in targets() if not target.only)
    return tuple(target for target in targets() if name in target.profiles)


def with_people(scenario: Scenario, profile_name: str | None) -> Scenario:
    """The scenario with a profile's people in it. Raises InputError for what is no profile."""
    return scenario if profile_name is None else scenario.set(profile(profile_name))


@dataclass(frozen=True)
class People:
    """Drawn people: who belongs to a group, and who a share counts (both by name)."""

    columns: Mapping[str, np.ndarray]
    mildest: float

    def group(self, name: str) -> np.ndarray:
        """Who belongs to a group."""
        column = self.columns
        if name == "all":
            return np.ones(len(column["age"]), bool)
        if name == NATIVE_YOUNG:
            return (column["young"] == 1) & (column["immigrant"] == 0)
        mark = {"immigrants": "immigrant", "seniors": "senior", "health": "limited"}.get(name, name)
        return column[mark] == 1

    def have(self, name: str) -> np.ndarray | None:
        """Whom a share counts, or None for what the drawing does not say."""
        column, ill = self.columns, self.columns["limited"] == 1
        if name in TEN:
            return column["ten_barriers"] >> TEN.index(name) & 1 == 1
        if name in COUNTS:
            return column["barriers_at_start"] >= COUNTS[name]
        if name == "none":
            return column["barriers_at_start"] == 0
        if name == "past work":
            return None
        return {
            "education or skills": lambda: self.have("education") | self.have("skills"),
            "mental health": lambda: ill & (column["mental_health"] >= self.mildest),
            "physical health": lambda: ill & (column["physical_health"] >= self.mildest),
            "women": lambda: column["woman"] == 1,
            "below 30": lambda: column["young"] == 1,
            "language": lambda: column["language"] > 0.0,
        }[name]()

    def share(self, name: str, among: str) -> float:
        """A share in a group; NaN for an empty group or what the drawing does not say."""
        have, group = self.have(name), self.group(among)
        return float(have[group].mean()) if have is not None and group.any() else float("nan")

    def noise(self, name: str, among: str) -> float:
        """Standard error of that share, from drawing so many people."""
        share, people = self.share(name, among), self.group(among).sum()
        return float(np.sqrt(share * (1.0 - share) / people)) if people else float("nan")


def drawn(scenario: Scenario, people: int, seed: int, progress: Progress | None = None) -> People:
    """So many people of a scenario, at the start. Raises InputError for an impossible number."""
    if not 1 <= people <= MOST_PEOPLE:
        raise InputError(
            f"--people is {people}, but must be a whole number from 1 to {MOST_PEOPLE:,}; "
            "50,000 hold every published share to within a point."
        )
    sized = scenario.set({"district.people": people, "district.months": 0})
    district = District(sized, rng=seed, keep_lives=False)
    if progress is not None:
        progress(1, 1)
    columns = {name: column[:people] for name, column in district.people.arrays.items()}
    return People(columns, scenario["world.people.severity_low"])


def record_of(scenario: Scenario) -> np.record:
    """The shares of a scenario as the drawing takes them."""
    return scenario.records()["people"].view(np.recarray)[0]


# -- the same, exactly ------------------------------------------------------------------------


@cache
def _lives() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every way in which the steps can come out, and for each kind its barriers and their count."""
    ways = np.array(list(product(*(range(number) for number in OUTCOMES))))
    bits = np.array([[ten_bits(kind % 2 == 1, *way) for way in ways.tolist()] for kind in range(KINDS)])
    counts = np.array([[kind % 2 + ADDS[range(STEPS), way].sum() for way in ways] for kind in range(KINDS)])
    return ways, bits, counts


def distribution(people: np.record, chance: np.ndarray | None = None) -> np.ndarray:
    """Probability of every kind with every way in which the steps can come out."""
    chance = chances(people) if chance is None else chance
    ways = _lives()[0]
    found = np.repeat(shares_of_kinds(people)[:, None], len(ways), axis=1)
    for kind in range(KINDS):
        count = np.full(len(ways), kind % 2)
        for step in range(STEPS):
            worse = np.append(chance[kind, step], np.zeros((chance.shape[2], 1)), axis=1)
            found[kind] *= (worse[:, :-1] - worse[:, 1:])[count, ways[:, step]]
            count += ADDS[step, ways[:, step]]
    return found


def expected(people: np.record, target: Target, found: np.ndarray) -> float:
    """What a share comes to among endlessly many people; NaN for what depends on more than the ten.

    found: ``distribution`` of the same people.
    """
    _, bits, counts = _lives()
    if target.share == "health" and target.among in ("immigrants", NATIVE_YOUNG):
        return people.health_if_immigrant if target.among == "immigrants" else people.health_if_young
    ages = {"all": (0, 1, 2), "young": (1,), "seniors": (2,), "health": (0, 1, 2)}.get(target.among, ())
    kinds = [2 * age + ill for age in ages for ill in (0, 1) if ill or target.among != "health"]
    if target.share in TEN:
        have = bits >> TEN.index(target.share) & 1 == 1
    elif target.share in COUNTS:
        have = counts >= COUNTS[target.share]
    elif target.share == "education or skills":
        have = bits & (1 << TEN.index("education") | 1 << TEN.index("skills")) > 0
    else:
        return float("nan")
    among = found[kinds].sum()
    return float((found * have)[kinds].sum() / among) if among > 0.0 else float("nan")


def exact_errors(scenario: Scenario) -> dict[str, float]:
    """How far every fitted share of vulnerable people lies from what is published."""
    people = record_of(scenario)
    found = distribution(people)
    return {
        target.id: target.error(expected(people, target, found))
        for target in targets_of(None) if target.fitted
    }  # fmt: skip


def broken_claims(scenario: Scenario) -> float:
    """How far the drawn people lie from what the scenario itself declares, at the worst share."""
    people = record_of(scenario)
    found, ways, worst = distribution(people), _lives()[0], 0.0
    for step, outcomes, kinds, share in claims(people):
        among = found[[kind for kind in range(KINDS) if kinds >> kind & 1]]
        if among.sum() > 0.0:
            have = outcomes >> ways[:, step] & 1
            worst = max(worst, abs((among * have).sum() / among.sum() - share))
    return float(worst)


# -- what was measured, as plain data ---------------------------------------------------------


def as_plain(target: Target, people: People) -> dict[str, Any]:
    """A target with what was drawn and its error, ready for JSON."""
    share = people.share(target.share, target.among) * target.times
    said = {"published": target.published} if target.published is not None else {
        "published_low": target.low, "published_high": target.high
    }  # fmt: skip
    known = bool(np.isfinite(share))
    return {
        "source": target.source, "label": target.label, **said,
        "drawn": share if known else None,
        "error_points": 100.0 * target.error(share) if known else None,
        "noise_points": 100.0 * target.times * people.noise(target.share, target.among) if known else None,
        "among": target.among, "denominator": target.denominator, "status": target.status,
        "fitted": target.fitted, "note": target.note,
    }  # fmt: skip
