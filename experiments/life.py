"""One person's life, written down month by month while a district is lived through.

The recorder copies the person's row of every column there is, so that a column added to the
model tomorrow is in the record without a change here. The model does not know it is watched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sim.agents import Jobseeker
from sim.errors import InputError
from sim.model import District
from sim.outcomes import distance_group
from sim.scenario import Scenario

NOBODY = -1
COVARIATES = (
    "age", "woman", "young", "immigrant", "senior", "limited", "barriers_at_start",
)  # fmt: skip
NOT_ABOUT_THE_PERSON = ("luck", "lasting_luck", "active", "who")


@dataclass(frozen=True)
class Cohort:
    """Everybody who was there at the start: statuses (months+1, people), -1 after moving away,
    and what they were like at the start."""

    statuses: np.ndarray
    covariates: dict[str, np.ndarray]


@dataclass(frozen=True)
class Life:
    """One person's months in one world; every array has one entry a month, the start first.

    columns: the person's row of every jobseeker column; enrolled and waiting: months in and on the
    list of each instrument with places, by its name; firm_size: people at the employer, 0
    without one; caseworker: a number for who holds the caseworker's post, -1 for nobody;
    applications: sent this month to open vacancies; introduced: those of them to a vacancy that was
    never advertised and that outreach had found.
    """

    scenario: Scenario
    seed: int
    person: int
    columns: dict[str, np.ndarray]
    enrolled: dict[str, np.ndarray]
    waiting: dict[str, np.ndarray]
    labels: dict[str, str]
    firm_size: np.ndarray
    caseworker: np.ndarray
    applications: np.ndarray
    introduced: np.ndarray
    cohort: Cohort = field(repr=False)

    @property
    def last(self) -> int:
        """The last month that the person is in the district."""
        gone = np.flatnonzero(self.columns["active"] == 0)
        return int(gone[0]) if len(gone) else len(self.firm_size) - 1

    def value(self, column: str, month: int) -> float:
        """A column's value in a month; 0 where the model has no such column."""
        found = self.columns.get(column)
        return 0.0 if found is None else float(found[month])


def check_person(scenario: Scenario, person: int) -> None:
    """Raise InputError for a person who is not there at the start."""
    people = scenario["district.people"]
    if not 0 <= person < people:
        raise InputError(
            f"There is no person {person} in this district: its {people:,} people are numbered from 0 to "
            f"{people - 1:,}, so give --person a number in between."
        )


def record(scenario: Scenario, person: int, seed: int, progress: Callable[[], None] = lambda: None) -> Life:
    """Live a scenario through and write one person's life down.

    progress: called after every month. Raises InputError for a person who is not there.
    """
    check_person(scenario, person)
    district = District(scenario, rng=seed)
    months, people = scenario["district.months"], scenario["district.people"]
    column = district.people.arrays
    start = {name: column[name][:people].copy() for name in COVARIATES}
    start["group"] = distance_group(start["barriers_at_start"])
    rows: list[dict[str, float]] = []
    statuses = np.full((months + 1, people), NOBODY, np.int8)
    for month in range(months + 1):
        if month:
            district.step()
            progress()
        here = column["active"][:people] == 1
        statuses[month] = np.where(here, column["status"][:people], NOBODY)
        rows.append(_snapshot(district, person))
    kept = {key: np.array([row[key] for row in rows]) for key in rows[0]}

    def part(prefix: str) -> dict[str, np.ndarray]:
        return {key[len(prefix) :]: array for key, array in kept.items() if key.startswith(prefix)}

    return Life(
        scenario, seed, person, part("column "), part("enrolled "), part("waiting "),
        {one.name: one.instrument.label for one in district.delivered},
        kept["firm_size"], kept["caseworker"], kept["applications"], kept["introduced"],
        Cohort(statuses, start),
    )  # fmt: skip


def _snapshot(district: District, row: int) -> dict[str, float]:
    """What there is to know of a person now, under flat names."""
    column = {name: array[row].item() for name, array in district.people.arrays.items()}
    firm, worker = int(column["employer"]), int(column["caseworker"])
    staff = district.staff.arrays
    first, after = (
        (int(n) for n in district.arrays["person_first"][row : row + 2]) if district.month else (0, 0)
    )
    wanted = district.arrays["application_vacancy"][first:after]
    return {
        **{f"column {name}": value for name, value in column.items()},
        **{f"enrolled {one.name}": int(one.enrolled[row]) for one in district.delivered},
        **{f"waiting {one.name}": int(one.waiting[row]) for one in district.delivered},
        "firm_size": float(district.employers.arrays["size"][firm]) if firm >= 0 else 0.0,
        "caseworker": worker * 10_000 + int(staff["generation"][worker]) if worker >= 0 else NOBODY,
        "applications": after - first,
        "introduced": int((wanted >= district.market["openings"]).sum()),
    }


@dataclass(frozen=True)
class Parting:
    """The first month in which two lives differ, and what differs then: baseline against policy."""

    month: int
    why: tuple[str, ...]


# What is named first where several things differ at once; the rest follows in column order.
TOLD_FIRST = (
    "status", "employer", "hours", "sanctions_received", "cut_months", "benefit_paid", "earnings",
    "free_pass", "exempt", "specialist", "caseworker", "support_hours", "service_hours",
)  # fmt: skip
MOST_REASONS = 2
ROW = "row of the "
ASIDE = re.compile(r"^B[A-Z]{2}\d |[;(].*")  # a barrier's code, and what only modellers ask for


def parting(one: Life, other: Life) -> Parting | None:
    """Where two lives of the same person part, or None where they are the same to the end."""
    months = range(min(len(one.firm_size), len(other.firm_size)))
    for month in months:
        why = _differences(one, other, month)
        if why:
            return Parting(month, tuple(why[:MOST_REASONS]))
    return None


def _differences(one: Life, other: Life, month: int) -> list[str]:
    currencies = [life.scenario["district.currency"] for life in (one, other)]
    found = []
    for kind, said in (("enrolled", "a place in {}"), ("waiting", "waiting for {}")):
        mine, theirs = getattr(one, kind), getattr(other, kind)
        labels = {**one.labels, **other.labels}
        for name, label in labels.items():
            here, there = (bool(name in records and records[name][month] > 0) for records in (mine, theirs))
            if here != there:
                text = said.format(label)
                found.append(f"{text} only under the {'baseline' if here else 'policy'}")
    shared = [name for name in one.columns if name in other.columns]
    order = [*TOLD_FIRST, *(name for name in shared if name not in TOLD_FIRST)]
    for name in order:
        if name in NOT_ABOUT_THE_PERSON or name not in shared:
            continue
        here, there = one.columns[name][month], other.columns[name][month]
        if here != there:
            found.append(_in_words(name, (here, there), currencies))
    return found


def _in_words(name: str, values: tuple[float, float], currencies: list[str]) -> str:
    """'trust in the service: 0.51 against 0.53', from the column's own declaration."""
    declared = Jobseeker.columns().get(name)
    said = ASIDE.sub("", declared.help).strip() if declared else name.replace("_", " ")
    if declared and declared.names:
        return f"{said}: {' against '.join(declared.names[int(value)] for value in values)}"
    if said.startswith(ROW):
        return f"another {said.removeprefix(ROW)}"
    decimals = 4 if abs(values[0] - values[1]) < 0.01 else 2
    texts = [f"{value:,.{decimals}f}".rstrip("0").rstrip(".") for value in values]
    if texts[0] == texts[1]:
        return f"{said}, by a hair"
    unit = declared.unit if declared else ""
    if unit == "kroner":
        texts = [f"{text} {currency}" for text, currency in zip(texts, currencies, strict=True)]
    elif unit not in ("", "0 to 1", "ratio"):
        texts[1] += f" {unit}"
    return f"{said}: {' against '.join(texts)}"
