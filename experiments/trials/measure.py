"""What becomes of the people of a trial: their lives month by month, and outcomes counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim import statuses as s
from sim.agents import Jobseeker
from sim.instruments import DELIVERED
from sim.model import District
from sim.profiles import PROFILES, WHO, members
from sim.scenario import Scenario

if TYPE_CHECKING:
    from experiments.trials.trial import Follow, Outcome

WEEKS, DAYS = 52.0 / 12.0, 365.25 / 12.0  # in a month
YEAR = 12  # months out of work that make somebody long-term unemployed

JOB = tuple(range(s.FIRST_JOB_STATUS, s.LAST_JOB_STATUS + 1))
_JOBS = {
    "job": JOB,
    "ordinary_job": (s.FEW_HOURS, s.PART_TIME, s.FULL_TIME),
    "full_time": JOB,  # and enough hours, see ``in_state``
    "job_or_education": (*JOB, s.EDUCATION),
    "job_practice_or_education": (*JOB, s.PRACTICE, s.EDUCATION),
    "few_hours": (s.FEW_HOURS,),
    "subsidised_job": (s.SUBSIDISED,),
    "flex_job": (s.FLEX_JOB,),
}
FALLS_WITH_DISTANCE = tuple(_JOBS)[:5]
# State: the statuses that are in it.
STATES: Mapping[str, tuple[int, ...]] = {
    **_JOBS,
    "practice": (s.PRACTICE,),
    "sheltered": (s.SHELTERED,),
    "in_programme": (s.IN_PROGRAMME,),
    "education": (s.EDUCATION,),
    "unemployment": (s.OPEN_BENEFIT, s.IN_PROGRAMME, s.SHELTERED, s.PRACTICE),
    "sick_leave": (s.SICK_LEAVE,),
    "disability_pension": (s.DISABILITY_PENSION,),
    "retired": (s.RETIRED,),
    "out_of_contact": (s.OUT_OF_CONTACT,),
    "out_of_labour_force": (
        s.EDUCATION, s.SICK_LEAVE, s.DISABILITY_PENSION, s.RETIRED, s.OUT_OF_CONTACT,
    ),
    "dropped_out": (),  # left a measure before its end, see ``in_state``
}  # fmt: skip
OF_STATES = ("ever", "at_month", "entered", "months", "weeks", "days", "hours", "first_spell")
OF_COLUMNS = ("at_month", "sum")
SHARES = ("ever", "at_month", "entered")
UNITS = {"months": "months", "weeks": "weeks", "days": "days",
         "hours": "hours", "first_spell": "months", "sum": "sum"}  # fmt: skip
MARKS: Mapping[str, str] = {
    **{name: WHO[name] for name in ("everyone", *PROFILES[:-1])},
    "women": "women",
    "men": "men",
    "short_term": "people out of work for less than a year at the start",
    "long_term": "people out of work for a year or more at the start",
}
IN_MEASURE = "in_"  # with an instrument's name: whether a person is in it


def columns() -> tuple[str, ...]:
    """What can be recorded of people month by month: their columns, and in_NAME for each measure."""
    return (*Jobseeker.columns(), *(IN_MEASURE + one.name for one in DELIVERED))


@dataclass(frozen=True)
class Lives:
    """The lives of the people who were there at the start, month by month: arrays (months+1, people).

    active: False from the month in which a person has moved away; full_time_from: hours a week.
    """

    status: np.ndarray
    hours: np.ndarray
    active: np.ndarray
    columns: Mapping[str, np.ndarray]
    marks: Mapping[str, np.ndarray]
    full_time_from: float

    @property
    def months(self) -> int:
        """Months lived."""
        return len(self.status) - 1


def wanted_columns(outcomes: Iterable[Outcome], follow: Follow | None) -> tuple[str, ...]:
    """The columns that must be recorded for these outcomes."""
    wanted = {one.column for one in outcomes if one.column}
    wanted |= {one.of for one in outcomes if one.of}
    wanted |= {"drop_outs"} if any(one.state == "dropped_out" for one in outcomes) else set()
    wanted |= {follow.column} if follow else set()
    return tuple(sorted(wanted))


def live(
    scenario: Scenario, seed: int, recorded: Iterable[str], marks: Iterable[str]
) -> tuple[Lives, np.ndarray]:
    """Live one scenario through; also the district's own outcomes (months+1, outcomes)."""
    district = District(scenario, rng=seed, keep_lives=False)
    people, months = int(scenario["district.people"]), int(scenario["district.months"])
    take, enrolled = district.people.arrays, {one.name: one.enrolled for one in district.delivered}
    sources = {}
    for name in recorded:
        if name in take:
            sources[name] = take[name][:people]
        else:
            found = enrolled.get(name.removeprefix(IN_MEASURE))
            sources[name] = np.zeros(people, np.int8) if found is None else found[:people]
    status = np.empty((months + 1, people), np.int8)
    hours = np.empty((months + 1, people), np.float32)
    active = np.empty((months + 1, people), bool)
    columns = {name: np.empty((months + 1, people), source.dtype) for name, source in sources.items()}
    at_start = {mark: _marked(take, people, scenario, mark) for mark in marks}
    for month in range(months + 1):
        if month > 0:
            district.step()
        status[month], hours[month] = take["status"][:people], take["hours"][:people]
        active[month] = take["active"][:people]
        for name, source in sources.items():
            columns[name][month] = source
    lives = Lives(status, hours, active, columns, at_start, float(scenario["world.capacity.full_time_from"]))
    return lives, district.books.outcomes(months)


def _marked(take, people: int, scenario: Scenario, mark: str) -> np.ndarray:
    if mark in ("women", "men"):
        return take["woman"][:people] == (1 if mark == "women" else 0)
    if mark in ("short_term", "long_term"):
        return (take["months_out"][:people] >= YEAR) == (mark == "long_term")
    return members(take, scenario["world.people.severity_low"], mark)[:people].copy()


def in_state(lives: Lives, outcome: Outcome) -> np.ndarray:
    """Whether each person is in the outcome's state, or above its threshold, month by month."""
    if outcome.column:
        values = lives.columns[outcome.column]
        low = -np.inf if outcome.at_least is None else outcome.at_least
        high = np.inf if outcome.below is None else outcome.below
        return (values >= low) & (values < high)
    if outcome.state == "dropped_out":
        return lives.columns["drop_outs"] >= 1
    table = np.zeros(len(s.STATUSES), bool)
    table[list(STATES[outcome.state])] = True
    found = table[lives.status]
    if outcome.state == "full_time":
        found &= lives.hours >= lives.full_time_from
    return found


def by_month(lives: Lives, outcome: Outcome) -> np.ndarray:
    """The outcome of each person, counted up to each month: float64 (months+1, people); NaN for nobody's.

    Month ``since`` itself is not counted, the months after it are.
    """
    first = outcome.since + 1
    if outcome.column and outcome.at_least is None and outcome.below is None:
        values = lives.columns[outcome.column].astype(np.float64)
        if outcome.measure == "sum":
            values[:first] = 0.0
            values = np.cumsum(values, axis=0)
    else:
        state = in_state(lives, outcome)
        values = _counted(lives, outcome.measure, state, first)
    counted = lives.active & lives.marks[outcome.among]
    if outcome.of:
        counted &= np.logical_or.accumulate(lives.columns[outcome.of] > 0, axis=0)
    return np.where(counted, values, np.nan)


def _counted(lives: Lives, measure: str, state: np.ndarray, first: int) -> np.ndarray:
    if measure == "at_month":
        return state.astype(np.float64)
    before = state[:first].any(axis=0)
    state = state.copy()
    state[:first] = False
    if measure == "entered":
        return np.where(before, np.nan, np.logical_or.accumulate(state, axis=0))
    if measure == "ever":
        return np.logical_or.accumulate(state, axis=0).astype(np.float64)
    if measure == "first_spell":
        return _first_spell(state)
    if measure == "hours":
        return np.cumsum(np.where(state, lives.hours, 0.0) * WEEKS, axis=0)
    unit = {"months": 1.0, "weeks": WEEKS, "days": DAYS}[measure]
    return np.cumsum(state, axis=0) * unit


def _first_spell(state: np.ndarray) -> np.ndarray:
    """Months so far in the first spell of a state; NaN for people who have had none."""
    begun = np.logical_or.accumulate(state, axis=0)
    over = np.logical_or.accumulate(begun & ~state, axis=0)
    lasted = np.cumsum(begun & ~over, axis=0).astype(np.float64)
    return np.where(begun, lasted, np.nan)


def event_months(lives: Lives, follow: Follow) -> np.ndarray:
    """The month before it first happens to each person, or -1 where it does not.

    What happens in a month already works in it, so month 1 of the follow-up is that month. With never,
    those to whom it never happens are followed from the start.
    """
    happens = lives.columns[follow.column] >= follow.at_least
    happens[0] = False
    month = np.where(happens.any(axis=0), happens.argmax(axis=0) - 1, -1)
    return np.where(month < 0, 0, -1) if follow.never else month


def from_event(lives: Lives, start: np.ndarray) -> Lives:
    """The same lives told from each person's own month; nobody is there after the last month lived."""
    shown = start[None, :] + np.arange(lives.months + 1)[:, None]
    there = (start >= 0)[None, :] & (shown <= lives.months)
    at = np.clip(shown, 0, lives.months)

    def told(values: np.ndarray) -> np.ndarray:
        return np.take_along_axis(values, at, axis=0)

    return Lives(
        told(lives.status),
        told(lives.hours),
        told(lives.active) & there,
        {name: told(values) for name, values in lives.columns.items()},
        lives.marks,
        lives.full_time_from,
    )
