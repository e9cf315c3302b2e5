"""What was only counted, counted in the model too: with its selection, and what it would have been without.

Nobody was drawn by lot in the studies of the free pass and of a first paid hour (register, traps 1 to 3).
So the model has to bring forth who gets them: caseworkers' belief, the person's motivation and
employers' choice. It then counts what the studies counted, and beside it the same people with
the same luck in a world where the instrument is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from experiments.compare import Estimate, Progress, on_all_cores
from sim.model import District
from sim.scenario import Scenario, load, read_toml
from sim.statuses import (
    EDUCATION,
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FLEX_JOB,
    FULL_TIME,
    LAST_JOB_STATUS,
    PART_TIME,
)

YEAR, DECEMBER = 12, 11
FOLLOWED = 18  # months for which a pass is followed, as in E-05
HALF_A_YEAR = 6
WATCHED = ("status", "employer", "active", "earnings", "pass_used", "motivation", "belief", "distance")
# Who was chosen, as it stood at the start.
MARKS = {
    "motivation": "Motivation, 0 to 1",
    "belief": "The caseworker's belief in a job for them, 0 to 1",
    "distance": "Distance to work, standard deviations",
}


@dataclass(frozen=True)
class Figure:
    """A published figure: what it counts, and how it may be used.

    use: 'fitted', 'compared' or 'sign'; unit: 'share' or 'kroner'; said: how the source puts it;
    pattern: the pattern that is the same figure; above: of a sign, the measure that it is above.
    """

    id: str
    measure: str
    label: str
    published: float
    use: str
    said: str
    unit: str = "share"
    pattern: str = ""
    above: str = ""


@dataclass(frozen=True)
class Study:
    """A descriptive study: its figures, and the two worlds in which they are counted."""

    name: str
    title: str
    source: str
    assumes: str
    instrument: str
    offered: Scenario
    not_offered: Scenario
    figures: tuple[Figure, ...]


def studies() -> tuple[Study, ...]:
    """The studies in ``scenarios/targets.toml``, with everything checked that a scenario is checked for."""
    path = Path(str(resources.files("scenarios"))) / "targets.toml"
    found = read_toml(path)
    return tuple(_study(name, table, found["patterns"]) for name, table in found["descriptive"].items())


def _figure(entry: dict[str, Any], patterns: dict[str, dict]) -> Figure:
    """A figure; one that is a pattern too has what was published, and its use, from there."""
    if "pattern" not in entry:
        return Figure(**entry)
    same = patterns[entry["pattern"]]
    use = "fitted" if same["fitted"] else "compared"
    return Figure(**{"published": same["value"], **entry, "use": use})


def _study(name: str, table: dict[str, Any], patterns: dict[str, dict]) -> Study:
    from sim.instruments import DELIVERED

    instrument = next(one for one in DELIVERED if one.name == table["instrument"])
    offered = load(table["scenario"]).set({"district.months": table["months"], **table["set"]})
    return Study(
        name=name,
        title=table["title"],
        source=table["source"],
        assumes=table["assumes"],
        instrument=instrument.name,
        offered=offered,
        not_offered=offered.set({f"policy.{instrument.name}.{instrument.share}": 0.0}),
        figures=tuple(_figure(entry, patterns) for entry in table["figures"]),
    )


# -- two worlds, watched ----------------------------------------------------------------------


@dataclass(frozen=True)
class Watched:
    """What was seen of the people of the start, month by month, (months+1, people) each.

    months_in: months in the instrument, 0 or less outside; calendar: the month of the year.
    """

    columns: dict[str, np.ndarray]
    months_in: np.ndarray
    calendar: np.ndarray

    def __getitem__(self, column: str) -> np.ndarray:
        return self.columns[column]

    @cached_property
    def begins(self) -> np.ndarray:
        """Whether a job begins, (months+1, people)."""
        employer = self["employer"]
        new = np.zeros(employer.shape, bool)
        new[1:] = (employer[1:] >= 0) & (employer[1:] != employer[:-1])
        return new


def watch(scenario: Scenario, seed: int, instrument: str) -> Watched:
    """Live a scenario through and look at everybody every month."""
    district = District(scenario, rng=seed, keep_lives=False)
    people, months = scenario["district.people"], scenario["district.months"]
    one = next((one for one in district.delivered if one.name == instrument), None)
    seen: dict[str, list] = {name: [] for name in (*WATCHED, "months_in")}
    calendar = []
    for month in range(months + 1):
        if month:
            district.step()
        for name in WATCHED:
            seen[name].append(district.people.arrays[name][:people].copy())
        enrolled = np.zeros(people, np.int16) if one is None else one.enrolled[:people].copy()
        seen["months_in"].append(enrolled)
        calendar.append(int(district.clock["calendar_month"]))
    arrays = {name: np.array(rows) for name, rows in seen.items()}
    return Watched(arrays, arrays.pop("months_in"), np.array(calendar))


@dataclass(frozen=True)
class Twins:
    """The same people with the same luck, once with the instrument offered and once without."""

    offered: Watched
    not_offered: Watched
    cap: float  # of the pass, kroner a year
    is_pass: bool  # whether what is offered is the pass

    @property
    def both(self) -> tuple[Watched, Watched]:
        """The world with the offer, then the one without."""
        return self.offered, self.not_offered

    @cached_property
    def granted(self) -> np.ndarray:
        """People with a pass granted within the first year, and the month: (people, 2)."""
        new = self.offered.months_in[1 : YEAR + 1] == 1
        people = np.flatnonzero(new.any(axis=0))
        return np.column_stack([people, 1 + new[:, people].argmax(axis=0)])

    @cached_property
    def users(self) -> np.ndarray:
        """Those of them hired while they held it: (users, 3), person, month granted, month hired."""
        found = []
        for person, month in self.granted:
            held = slice(month, month + FOLLOWED)
            hired = self.offered.begins[held, person] & (self.offered.months_in[held, person] > 0)
            if hired.any():
                found.append((person, month, month + int(hired.argmax())))
        return np.array(found, int).reshape(-1, 3)

    @cached_property
    def here(self) -> np.ndarray:
        """Whether a person is in the district at the end, in both worlds."""
        return (self.offered["active"][-1] == 1) & (self.not_offered["active"][-1] == 1)

    @cached_property
    def compared(self) -> tuple[np.ndarray, np.ndarray]:
        """People with a first paid hour and all others; of people with a pass, the hired and the others."""
        if not self.is_pass:
            return np.flatnonzero(self.first_hour), np.flatnonzero(self.here & ~self.first_hour)
        return self.users[:, 0], np.setdiff1d(self.granted[:, 0], self.users[:, 0])

    @cached_property
    def first_hour(self) -> np.ndarray:
        """Whether a person has a first paid hour within the first year, where it is offered."""
        return (self.offered["status"][1 : YEAR + 1] == FEW_HOURS).any(axis=0) & self.here


# -- what is counted: (where it is offered, the same people where it is not) --------------------

Pair = tuple[float, float]
NOT_THERE = float("nan")  # without the instrument there is nothing to count


def share(found: np.ndarray) -> float:
    """A mean, or no number of nobody."""
    return float(np.mean(found)) if len(found) else NOT_THERE


def hired(twins: Twins) -> Pair:
    """Of those with a pass, hired with it within a year and a half."""
    without = [twins.not_offered.begins[m : m + FOLLOWED, p].any() for p, m in twins.granted]
    return len(twins.users) / max(len(twins.granted), 1), share(np.array(without))


def hired_within_half_a_year(twins: Twins) -> Pair:
    """Of users, hired within half a year."""
    soon = [at < month + HALF_A_YEAR for _, month, at in twins.users]
    without = [twins.not_offered.begins[m : m + HALF_A_YEAR, p].any() for p, m, _ in twins.users]
    return share(np.array(soon)), share(np.array(without))


def same_company(twins: Twins) -> Pair:
    """Of jobs begun with a pass; without one they do not begin."""
    world, lasted = twins.offered, []
    for person, month in twins.granted:
        held = slice(month, month + FOLLOWED)
        starts = world.begins[held, person] & (world.months_in[held, person] > 0)
        for at in month + np.flatnonzero(starts):
            if at + HALF_A_YEAR < len(world.calendar):
                job = world["employer"][at : at + HALF_A_YEAR + 1, person]
                lasted.append(bool((job == job[0]).all()))
    return share(np.array(lasted)), NOT_THERE


def earned(twins: Twins) -> Pair:
    """Kroner that a pass exempted, of calendar years in which it exempted any."""
    with_it, without = [], []
    for december in np.flatnonzero(twins.offered.calendar == DECEMBER):
        if december < YEAR:
            continue
        used = twins.offered["pass_used"][december]
        year = slice(december - YEAR + 1, december + 1)
        with_it += used[used > 0.0].tolist()
        without += twins.not_offered["earnings"][year].sum(axis=0)[used > 0.0].tolist()
    return share(np.array(with_it)), share(np.minimum(without, twins.cap))


def users_after(*statuses: int) -> Callable[[Twins], Pair]:
    """Users in some statuses a year and a half after they were hired."""

    def counted(twins: Twins) -> Pair:
        last = len(twins.offered.calendar) - 1
        when = np.minimum(twins.users[:, 2] + FOLLOWED, last)
        both = [np.isin(world["status"][when, twins.users[:, 0]], statuses) for world in twins.both]
        return share(both[0]), share(both[1])

    return counted


def in_work(world: Watched) -> np.ndarray:
    """Whether in work of any kind in the last month."""
    return (world["status"][-1] >= FIRST_JOB_STATUS) & (world["status"][-1] <= LAST_JOB_STATUS)


def full_time(world: Watched) -> np.ndarray:
    """Whether in full-time work in the last month."""
    return world["status"][-1] == FULL_TIME


def at_the_end(what: Callable[[Watched], np.ndarray], first_hour: bool) -> Callable[[Twins], Pair]:
    """A share at the last month, of those with a first paid hour or of everybody."""

    def counted(twins: Twins) -> Pair:
        these = twins.first_hour if first_hour else twins.here
        return share(what(twins.offered)[these]), share(what(twins.not_offered)[these])

    return counted


def raw_gap(twins: Twins) -> float:
    """In work at the end, of those with a first paid hour less of all others."""
    end, others = in_work(twins.offered), twins.here & ~twins.first_hour
    return share(end[twins.first_hour]) - share(end[others])


MEASURES: dict[str, Callable[[Twins], Pair]] = {
    "hired": hired,
    "hired_within_half_a_year": hired_within_half_a_year,
    "same_company": same_company,
    "earned": earned,
    "ordinary_18": users_after(PART_TIME, FULL_TIME),
    "flex_18": users_after(FLEX_JOB),
    "student_18": users_after(EDUCATION),
    "in_work_first_hour": at_the_end(in_work, True),
    "in_work_all": at_the_end(in_work, False),
    "full_time_first_hour": at_the_end(full_time, True),
    "full_time_all": at_the_end(full_time, False),
}


# -- over seeds -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One figure: as published, in the model with its selection, and for the same people without.

    effect: the model's own, a mean over people of what the instrument changed for them; None, as
    without, where there is nothing to count without it.
    """

    figure: Figure
    simulated: Estimate
    without: Estimate | None
    effect: Estimate | None


@dataclass(frozen=True)
class Found:
    """One study, counted in the model. chosen: by mark, those who got it and all others, at the
    start; gap and effect: raw gap in work and the model's own effect, for a first paid hour."""

    study: Study
    rows: tuple[Row, ...]
    chosen: dict[str, tuple[Estimate, Estimate]]
    gap: Estimate | None = None
    effect: Estimate | None = None
    values: dict[str, np.ndarray] = field(default_factory=dict, repr=False)


def _one_seed(study: Study, seed: int) -> dict[str, Any]:
    worlds = (watch(world, seed, study.instrument) for world in (study.offered, study.not_offered))
    cap, is_pass = study.offered["policy.social_free_pass.cap"], study.instrument == "social_free_pass"
    twins = Twins(*worlds, cap, is_pass)
    got, others = twins.compared
    marks = {name: twins.offered[name][0] for name in MARKS}
    return {
        "figures": [MEASURES[figure.measure](twins) for figure in study.figures],
        "chosen": [(share(mark[got]), share(mark[others])) for mark in marks.values()],
        "gap": raw_gap(twins),
    }


def count(study: Study, seeds: Sequence[int], progress: Progress | None = None) -> Found:
    """Count a study's figures in its two worlds, with each of the seeds."""
    found = on_all_cores(lambda seed: _one_seed(study, seed), list(seeds), progress=progress)
    figures = np.array([one["figures"] for one in found])  # (seeds, figures, 2)
    chosen = np.array([one["chosen"] for one in found])
    rows = tuple(_row(figure, figures[:, n]) for n, figure in enumerate(study.figures))
    marks = {
        name: (Estimate.of(chosen[:, n, 0]), Estimate.of(chosen[:, n, 1])) for n, name in enumerate(MARKS)
    }
    gap = effect = None
    values = {figure.measure: figures[:, n] for n, figure in enumerate(study.figures)}
    if study.instrument == "regular_hours":
        values["gap"] = np.array([one["gap"] for one in found])
        gap, effect = Estimate.of(values["gap"]), rows[0].effect
    return Found(study, rows, marks, gap, effect, values)


def _row(figure: Figure, pairs: np.ndarray) -> Row:
    with_it, without = pairs[:, 0], pairs[:, 1]
    if np.isnan(without).all():
        return Row(figure, Estimate.of(with_it), None, None)
    return Row(figure, Estimate.of(with_it), Estimate.of(without), Estimate.of(with_it - without))


def report(seeds: int | Sequence[int] = 30, as_json: bool = False) -> None:
    """Count every study and print it: what `inroads evidence --descriptive` does.

    seeds: which, or how many.
    """
    from experiments.figures import report as descriptive_report

    which = range(1, seeds + 1) if isinstance(seeds, int) else list(seeds)
    descriptive_report.report(which, as_json)
