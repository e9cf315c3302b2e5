"""One person's life under two worlds, as the page of lives shows it. No Streamlit, no words.

The lives are recorded and told by ``experiments``; here people are picked, and spells are cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.link import GROUPS
from experiments import story
from experiments.events import events
from experiments.life import Cohort, Life, Parting, parting
from sim.instruments import DELIVERED
from sim.statuses import (
    DISABILITY_PENSION,
    EDUCATION,
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FLEX_JOB,
    IN_PROGRAMME,
    LAST_JOB_STATUS,
    OPEN_BENEFIT,
    OUT_OF_CONTACT,
    PRACTICE,
    RETIRED,
    SHELTERED,
    SICK_LEAVE,
    SUBSIDISED,
)

MARKS = ("young", "senior", "immigrant", "limited", "woman")  # columns that say what a person is like
FEW = 30  # people of a kind; fewer are too few to compare a life with

# Six kinds of status, so that six colours are enough.
BENEFIT, MEASURE, SUPPORTED, WORK, LEARNING, AWAY = range(6)
KIND = {
    OPEN_BENEFIT: BENEFIT, IN_PROGRAMME: MEASURE, SHELTERED: MEASURE, PRACTICE: MEASURE,
    FEW_HOURS: SUPPORTED, SUBSIDISED: SUPPORTED, FLEX_JOB: SUPPORTED, EDUCATION: LEARNING,
    SICK_LEAVE: AWAY, DISABILITY_PENSION: AWAY, RETIRED: AWAY, OUT_OF_CONTACT: AWAY,
}  # fmt: skip


def kind_of(status: int) -> int:
    """The kind of a status, one of six; ordinary work where nothing else is said."""
    return KIND.get(status, WORK)


def like(cohort: Cohort, group: str, marks: tuple[str, ...]) -> np.ndarray:
    """The people of a distance group, or of all, who have every one of the marks."""
    fits = np.ones(cohort.statuses.shape[1], bool)
    if group != "all":
        fits &= cohort.covariates["group"] == GROUPS.index(group) - 1
    for mark in marks:
        fits &= cohort.covariates[mark] > 0
    return np.flatnonzero(fits)


def months_in_work(cohort: Cohort) -> np.ndarray:
    """Months that each person is in paid work, the start not counted."""
    later = cohort.statuses[1:]
    return ((later >= FIRST_JOB_STATUS) & (later <= LAST_JOB_STATUS)).sum(axis=0)


def next_of(people: np.ndarray, person: int) -> int:
    """The person after this one among some people, from the front again after the last."""
    after = people[people > person]
    return int(after[0] if len(after) else people[0])


@dataclass(frozen=True)
class Spell:
    """Months first to last in one status, and the measures taken beside open benefit."""

    status: int
    first: int
    last: int
    measures: tuple[str, ...] = ()

    @property
    def kind(self) -> int:
        """One of six; whoever is on benefit and takes a measure is in a measure."""
        return MEASURE if self.measures else kind_of(self.status)


def measures(life: Life, month: int) -> tuple[str, ...]:
    """What a person takes part in in a month; a right is no measure."""
    return tuple(
        one.label
        for one in DELIVERED
        if one.kind != "right" and one.name in life.enrolled and life.enrolled[one.name][month] > 0
    )


def spells(life: Life) -> list[Spell]:
    """The months of a life after the start, cut where the status changes."""
    found: list[Spell] = []
    for month in range(1, life.last + 1):
        if not life.columns["active"][month]:
            break
        status = int(life.value("status", month))
        taken = measures(life, month) if status == OPEN_BENEFIT else ()
        if found and (found[-1].status, found[-1].measures) == (status, taken):
            found[-1] = Spell(status, found[-1].first, month, taken)
        else:
            found.append(Spell(status, month, month, taken))
    return found


@dataclass(frozen=True)
class Pair:
    """The same person under today's policy and under the what-if."""

    today: Life
    what_if: Life

    @cached_property
    def parting(self) -> Parting | None:
        """Where anything at all of the two lives differs."""
        return parting(self.today, self.what_if)

    @cached_property
    def visible(self) -> int | None:
        """The first month in which what happens differs."""
        return story.visible_parting(self.today, self.what_if)

    @cached_property
    def differ(self) -> np.ndarray:
        """Whether each person of the district is ever in another status than today."""
        return (self.today.cohort.statuses != self.what_if.cohort.statuses).any(axis=0)

    def luck(self, people: np.ndarray) -> tuple[int, int]:
        """Of 100 people like this one, how many work more and how many fewer months."""
        months = months_in_work(self.what_if.cohort)
        own, others = months[self.today.person], months[people]
        return round(100 * float((others > own).mean())), round(100 * float((others < own).mean()))

    def telling(self) -> tuple[list[tuple[int, int, str]], list[list[tuple[int, int, str]]]]:
        """What both lives share, as (from, to, text), and then each of them, cut at the same months."""
        first, last = 1, self.today.last
        shared = (self.visible or last + 1) - 1
        together = story.blocks(self.today, first, shared) if shared else []
        lives = (self.today, self.what_if)
        cuts = frozenset(
            month for life in lives for month in range(shared + 1, life.last + 1) if events(life, month)
        )
        return together, [story.blocks(life, shared + 1, life.last, cuts) for life in lives]

    def balance(self) -> list[tuple[float, float, str]]:
        """What came of the two lives: (today's, the what-if's, what is counted)."""
        lives = (self.today, self.what_if)
        return [
            (*(life.value("months_in_work", life.last) for life in lives), "months_in_work"),
            (*(story.hours_with_staff(life) for life in lives), "hours_with_staff"),
            (*(life.value("sanctions_received", life.last) for life in lives), "cuts"),
            (*(story.income_in_all(life) for life in lives), "income"),
        ]
